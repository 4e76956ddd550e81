/** Names through every format: what a parser of that format reads is what was written. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { insideScript, launcherScript } from '../launcher.ts';
import { fileManagerActions, isCarried, nemoActions, serviceMenus } from './key-file.ts';
import { pythonText } from './python-extension.ts';
import { menuScript } from './script.ts';
import { shellWord, startScript } from './shell.ts';

/** Names as the kernel has them: any text without a zero and a slash. */
const name = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
    fc.stringMatching(/^[ -~\n\t]{1,40}$/u),
    fc.constantFrom(
      '-dash',
      '--pause',
      'new\nline\n',
      '\n',
      '$HOME `id`',
      'back\\slash',
      '100%',
      '%F %%',
      "'",
      '"',
    ),
  )
  .filter((text) => text !== '.' && text !== '..' && !/[/\0\p{Cs}]/u.test(text));
const names = fc.array(name, { minLength: 1, maxLength: 12 });

const sh = (script: string, args: readonly string[] = [], env: Record<string, string> = {}): string[] =>
  execFileSync('/bin/sh', ['-c', script, 'sh', ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
  })
    .split('\0')
    .slice(0, -1);
const tell = `for word; do printf '%s\\0' "$word"; done`;

describe('a shell reads back', () => {
  it('each word that was quoted', () => {
    fc.assert(
      fc.property(names, (all) => {
        expect(sh(`set -- ${all.map(shellWord).join(' ')}\n${tell}`)).toEqual(all);
      }),
      { numRuns: 60 },
    );
  });

  it('all names that an entry was started with, and nothing where the program is not there', () => {
    const entry = startScript('view-versions');
    expect(entry).not.toMatch(/[%\\;]/u);
    const folder = mkdtempSync(join(tmpdir(), 'koo-entry-'));
    const app = join(folder, "an app's %s");
    writeFileSync(app, `#!/bin/sh\n${tell}\n`, { mode: 0o755 });
    fc.assert(
      fc.property(names, (all) => {
        const out = execFileSync('/bin/sh', ['-c', entry, app, ...all], { encoding: 'utf8' });
        expect(out.split('\0').slice(0, -1)).toEqual(['view-versions', ...all]);
      }),
      { numRuns: 40 },
    );
    rmSync(folder, { recursive: true });
    expect(() => execFileSync('/bin/sh', ['-c', entry, '/no/such/program', '/a'])).toThrow(/failed/u);
  });

  it('what the launcher was made with', () => {
    fc.assert(
      fc.property(name, names, (app, all) => {
        const script = launcherScript({ executable: '/bin/sh', args: ['-c', tell, app] }, `/state/${app}`);
        expect(sh(script, ['view-versions', ...all])).toEqual(['--view-versions', ...all]);
        const told = launcherScript(
          { executable: '/bin/sh', args: ['-c', `printf '%s\\0' "$KOOSYNC_HOME" "$ELECTRON_RUN_AS_NODE"`] },
          `/state/${app}`,
        );
        expect(sh(told, ['pause'], { ELECTRON_RUN_AS_NODE: '1' })).toEqual([`/state/${app}`, '']);
      }),
      { numRuns: 40 },
    );
  });

  it('an app that is gone: the one on PATH, or nothing and no complaint', () => {
    const script = launcherScript({ executable: '/no/such/app', args: [] }, undefined);
    expect(sh(script, ['view-versions', '/a'])).toEqual([]);
  });
});

describe('which paths are in synced folders', () => {
  const inside = (folders: readonly string[], paths: readonly string[]): boolean => {
    try {
      const out = execFileSync('/bin/sh', ['-c', insideScript(folders), 'sh', ...paths], {
        encoding: 'utf8',
      });
      expect(out).toBe('true');
      return true;
    } catch {
      return false;
    }
  };

  it('is said of any names', () => {
    fc.assert(
      fc.property(name, name, (folder, file) => {
        const root = `/home/${folder}`;
        expect(inside(['/other', root], [root, `${root}/${file}`, `${root}/sub/${file}`])).toBe(true);
        expect(inside([root], [`${root}/${file}`, `/home/x${folder}/${file}`])).toBe(false);
        expect(inside([root], [`${root}x`])).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  it('is no where there are none', () => {
    expect(inside([], ['/a'])).toBe(false);
    expect(inside(['/a'], [])).toBe(false);
  });

  it('knows a folder that is the whole disk', () => {
    expect(inside(['/'], ['/a'])).toBe(true);
  });
});

it('a script in the menu reads addresses back to names', () => {
  const address = (path: string) => `file://${path.split('/').map(encodeURIComponent).join('/')}`;
  fc.assert(
    fc.property(names, fc.boolean(), (all, isCaja) => {
      const paths = all.map((one) => `/${one}`);
      const env = {
        [isCaja ? 'CAJA_SCRIPT_SELECTED_URIS' : 'NAUTILUS_SCRIPT_SELECTED_URIS']:
          `${paths.map(address).join('\n')}\n`,
      };
      const script = menuScript('/bin/sh', 'view-versions').replace('exec "$launcher"', `set -- -c`);
      // what follows the launcher's name is its words
      const shown = script.replace(/set -- -c view-versions "\$@"\n$/u, `{ ${tell}; }\n`);
      expect(sh(shown, [], env)).toEqual(paths);
    }),
    { numRuns: 40 },
  );
  expect(sh(menuScript('/no/such/launcher', 'view-versions'), [], {})).toEqual([]);
});

it('Python reads back each text', () => {
  // one start of Python for all of them
  const all = fc.sample(name, 500);
  const source = `import json, sys\njson.dump([${all.map(pythonText).join(',\n')}], sys.stdout)`;
  expect(source).toMatch(/^[\n\x20-\x7e]*$/u);
  expect(JSON.parse(execFileSync('python3', ['-'], { encoding: 'utf8', input: source }))).toEqual(all);
});

describe('groups of keys', () => {
  const paths = ['/home/ann/.local/share/koosync/file-managers/open', '/home/a b/中文/(1)/open'] as const;

  it.each(paths)('%s stands in each Exec as a shell reads it', (launcher) => {
    const all = [
      ...nemoActions(launcher, `${launcher}-inside`),
      ...serviceMenus(launcher),
      ...fileManagerActions(launcher, `${launcher}-inside`),
    ];
    const execs = all.flatMap(({ text }) =>
      [...text.matchAll(/^Exec=(.*)$/gmu)].map((found) => found[1] ?? ''),
    );
    expect(execs).toHaveLength(9);
    for (const exec of execs) {
      expect(exec.match(/%./gu)).toEqual(['%F']);
      const words = sh(`set -- ${exec.replace('%F', "'/a b'")}\n${tell}`);
      expect(words.slice(0, 2)).toEqual(['sh', '-c']);
      expect(words.slice(3)).toEqual([launcher, '/a b']);
    }
    const asked = all.flatMap(({ text }) => [
      ...text.matchAll(/^(?:ShowIfTrue=|Conditions=exec )(.*) %F;?$/gmu),
    ]);
    expect(asked.map((found) => sh(`set -- ${found[1] ?? ''}\n${tell}`))).toEqual(
      Array.from({ length: 6 }, () => [`${launcher}-inside`]),
    );
  });

  it('have names in both languages, a line each, and a group for each action', () => {
    for (const { text } of [...nemoActions('/l', '/i'), ...serviceMenus('/l')]) {
      expect(
        text
          .split('\n')
          .slice(0, -1)
          .every((line) => line === '' || /^\[.+\]$|^[A-Za-z-]+(\[\w+\])?=/u.test(line)),
      ).toBe(true);
      expect(text).toMatch(/^Name\[zh_CN\]=\p{Script=Han}/mu);
    }
    const [first, more] = serviceMenus('/l');
    expect(first?.text).toContain('Actions=viewversions;');
    expect(more?.text).toContain('Actions=copypath;pause;');
    for (const action of ['copypath', 'pause']) expect(more?.text).toContain(`[Desktop Action ${action}]`);
  });

  it('are refused what they cannot carry', () => {
    for (const path of paths) expect(isCarried(path)).toBe(true);
    for (const char of ['%', '"', "'", '$', '`', '\\', ';', '\n', '\t'])
      expect(isCarried(`/home/a${char}b/open`)).toBe(false);
  });
});
