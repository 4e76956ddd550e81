import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unprivileged } from '../lib/test-unprivileged.ts';
import { userHome } from '../lib/user-home.ts';
import type { KooError } from '../model/errors.ts';
import { openStateFolder, stateFolderPath } from './state-folder.ts';

let home: string;
let file: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'koosync-state-'));
  file = join(home, 'file');
});
afterEach(() => {
  chmodSync(home, 0o700);
  rmSync(home, { recursive: true, force: true });
});

/** An error with this code, which asks for this sentence. */
const says = (code: string, say: string): Error =>
  expect.objectContaining({
    code,
    detail: expect.objectContaining({ values: expect.objectContaining({ say }) as unknown }) as unknown,
  }) as Error;

describe('the state folder', () => {
  it('is named by KOOSYNC_HOME, against the working folder', () => {
    expect(stateFolderPath({ KOOSYNC_HOME: 'state' }, home)).toBe(join(home, 'state'));
    expect(stateFolderPath({ KOOSYNC_HOME: '' }, home)).toMatch(/koosync/);
    expect(stateFolderPath({ KOOSYNC_HOME: home }, undefined)).toBe(home);
    expect(() => stateFolderPath({ KOOSYNC_HOME: 'state' }, undefined)).toThrow(
      says('BAD_USAGE', 'sentence.noWorkingFolder'),
    );
  });

  // of a folder of Linux Windows cannot say that it is absolute
  it.skipIf(process.platform === 'win32')(
    'is else where the system has it, and never in the working folder',
    () => {
      const on = (platform: NodeJS.Platform, env: Record<string, string>) =>
        stateFolderPath(env, '/working', platform);
      expect(on('linux', { HOME: '/h' })).toBe('/h/.local/share/koosync');
      expect(on('linux', { HOME: '/h', XDG_DATA_HOME: '/data' })).toBe('/data/koosync');
      expect(on('darwin', { HOME: '/h' })).toBe('/h/Library/Application Support/koosync');
      for (const relative of ['', 'data', './data'])
        expect(on('linux', { HOME: '/h', XDG_DATA_HOME: relative })).toBe('/h/.local/share/koosync');
      for (const relative of ['', 'h', '.', '~'])
        expect(() => on('linux', { HOME: relative })).toThrow(says('BAD_USAGE', 'sentence.homeUnknown'));
    },
  );

  it('is in the home that the system lists for the user, where HOME is unset', () => {
    const system = (homeOfUser: () => string) => ({ platform: 'linux', homeOfUser }) as const;
    expect(
      userHome(
        {},
        system(() => '/listed'),
      ),
    ).toBe('/listed');
    expect(
      userHome(
        { HOME: '/own' },
        system(() => '/listed'),
      ),
    ).toBe('/own');
    const unlisted = () => {
      throw new Error('no such user');
    };
    for (const none of [unlisted, () => '', () => 'here'])
      expect(() => userHome({}, system(none))).toThrow(says('BAD_USAGE', 'sentence.homeUnknown'));
  });

  it.skipIf(process.platform === 'win32')('is made private', () => {
    const folder = openStateFolder(join(home, 'a', 'b'));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(openStateFolder(folder)).toBe(folder);
  });

  it('is no file', () => {
    writeFileSync(file, '');
    expect(() => openStateFolder(file)).toThrow(expect.objectContaining({ code: 'NOT_A_FOLDER' }) as Error);
    expect(() => openStateFolder(join(file, 'below'))).toThrow(
      expect.objectContaining({ code: 'NOT_A_FOLDER' }) as Error,
    );
  });

  it('that the system refuses for a reason of its own is said with that reason', () => {
    const said = (folder: string) => {
      try {
        return openStateFolder(folder);
      } catch (thrown) {
        const { code, detail } = thrown as KooError;
        return [code, detail.values];
      }
    };
    const long = join(home, 'n'.repeat(300));
    expect(said(long)).toEqual([
      'PATH_TOO_LONG',
      { say: 'sentence.homeFailed', folder: long, system: 'ENAMETOOLONG' },
    ]);
    const short = join(home, 'n'.repeat(30));
    expect(said(short)).toBe(short);
    writeFileSync(file, '');
    expect(said(file)).toEqual(['NOT_A_FOLDER', expect.objectContaining({ say: 'sentence.homeNoFolder' })]);
  });

  it.skipIf(process.platform === 'win32')('must be writable', async () => {
    chmodSync(home, 0o500);
    const look = `import { openStateFolder } from ${JSON.stringify(join(import.meta.dirname, 'state-folder.ts'))};
      try { openStateFolder(${JSON.stringify(home)}); } catch (error) { process.stdout.write(error.code); }`;
    const { stdout } = await promisify(execFile)(
      ...unprivileged(process.execPath, ['--input-type=module', '-e', look]),
    );
    expect(stdout).toBe('FOLDER_UNREADABLE');
  });
});
