/**
 * The entry that starts KooSync with the session, read by the programs that desktops leave it to: each starts what it names,
 * and what was started writes down what arrived. systemd's generator starts nothing without a session of systemd: its unit
 * is read as systemd reads it.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { autostartFile, createLoginStart } from '../../main/desktop/launch-at-login.ts';
import { shellWord } from '../../main/file-managers/formats/shell.ts';
import { untilEqual } from '../harness/until.ts';
import { launchers, type Launcher } from './needs.ts';

/** Folders that the app lies in. */
const names = [
  'plain',
  'with space',
  "quo'te",
  'dou"ble',
  '$HOME',
  '`id`',
  'back\\slash',
  '50%',
  '%f %u %%',
  '文件 夹',
  'a=b',
  'semi;colon & | > <',
  'tab\tone',
  'line\nbreak',
  '-dash',
  '#hash',
  '~tilde',
  'star*?[x]',
  'bang!',
  'end\\',
];

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'koo-launch-'));
});
afterAll(() => rm(base, { recursive: true, force: true }));

const missing = ({ name, debian }: Launcher) => `${name} is not there (Debian: ${debian.join(' ')})`;
const mayMiss = process.env['KOOSYNC_ALLOW_MISSING'] === '1';

for (const launcher of launchers)
  describe.skipIf(launcher.program === undefined && mayMiss)(launcher.name, () => {
    test('is there', () => {
      expect(launcher.program, missing(launcher)).toBeDefined();
    });

    test.each(names.flatMap((name) => [[name, false] as const, [name, true] as const]))(
      'starts an app in %j (a state folder of its own: %j)',
      async (name, isStateNamed) => {
        const started = await enter(await mkdtemp(join(base, 'x-')), name, isStateNamed);
        launch(launcher, started);
        await untilEqual(
          () => arrived(started),
          [started.state ?? 'no state', started.executable, '--hidden'],
        );
      },
    );

    // gio is told to launch this one entry, and says that it cannot
    test.skipIf(launcher.name === 'gio')(
      'passes over an app that was uninstalled, without a word',
      async () => {
        const started = await enter(await mkdtemp(join(base, 'x-')), 'gone', false);
        await rm(started.executable);
        expect(launch(launcher, started)).toBe('');
      },
    );
  });

type Started = {
  readonly home: string;
  readonly config: string;
  readonly entry: string;
  readonly executable: string;
  readonly state: string | undefined;
  readonly arrived: string;
};

/** A home with the entry that the app itself writes, and an app that writes down what it was started with. */
async function enter(home: string, name: string, isStateNamed: boolean): Promise<Started> {
  const executable = join(home, name, 'koosync-desktop');
  const arrived = join(home, 'arrived');
  const state = isStateNamed ? join(home, name, 'state') : undefined;
  await mkdir(dirname(executable), { recursive: true });
  const file = shellWord(arrived);
  await writeFile(
    executable,
    `#!/bin/sh\nprintf '%s\\0' "\${KOOSYNC_HOME:-no state}" "$0" "$@" > ${file}.part\nmv ${file}.part ${file}\n`,
    { mode: 0o755 },
  );
  const config = join(home, 'config');
  const env = { XDG_CONFIG_HOME: config };
  const noCall = () => expect.unreachable();
  await createLoginStart({
    platform: 'linux',
    env,
    userHome: home,
    program: { executable, args: [] },
    state,
    app: { setLoginItemSettings: noCall, getLoginItemSettings: noCall },
  }).set(true);
  return { home, config, entry: autostartFile(env, home, state), executable, state, arrived };
}

/** Gives what it says on stderr. */
function launch(launcher: Launcher, started: Started): string {
  const env = {
    PATH: process.env['PATH'],
    HOME: started.home,
    XDG_CONFIG_HOME: started.config,
    XDG_CONFIG_DIRS: join(started.home, 'none'),
    XDG_CURRENT_DESKTOP: 'GNOME',
    LANG: 'C.UTF-8',
  };
  const run = (program: string | undefined, ...args: readonly string[]) =>
    spawnSync(program ?? '', args, { env, encoding: 'utf8' }).stderr;
  switch (launcher.name) {
    case 'gio':
      return run(launcher.program, 'launch', started.entry);
    case 'dex':
      return run(launcher.program, '--autostart', '--search-paths', dirname(started.entry));
    case 'openbox':
      return run(launcher.program, 'GNOME');
    case 'systemd': {
      const units = join(started.home, 'units');
      mkdirSync(units);
      const said = run(launcher.program, units, units, units);
      const unit = readdirSync(units).find((file) => file.endsWith('.service'));
      const text = unit === undefined ? '' : readFileSync(join(units, unit), 'utf8');
      const [, line] = /^ExecStart=:(.*)$/mu.exec(text) ?? [];
      return line === undefined ? said : said + run(...wordsOfUnit(line));
    }
  }
}

/** The words that came. */
const arrived = async (started: Started): Promise<string[]> =>
  (await readFile(started.arrived, 'utf8').catch(() => '')).split('\0').slice(0, -1);

/** Words of a line of systemd, of those kinds that its generator writes: in double quotes with C escapes, or bare. */
const wordsOfUnit = (line: string): [string, ...string[]] => {
  const [program = '', ...args] = [...line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/gu)].map(
    ([, inQuotes, bare]) => (inQuotes ?? bare ?? '').replaceAll('%%', '%').replace(/\\(["'\\])/gu, '$1'),
  );
  return [program, ...args];
};
