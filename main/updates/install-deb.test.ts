import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installDeb, runInstaller, type Ran } from './install-deb.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koosync-deb-'));
  file = join(folder, 'koosync_1.1.0_amd64.deb');
  writeFileSync(file, 'package');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});
const sha512 = createHash('sha512').update('package').digest('base64');

const install = async (isRoot: boolean, ran: Ran, digest = sha512) => {
  const lines: string[][] = [];
  const run = (command: string, words: readonly string[]) => {
    lines.push([command, ...words]);
    return Promise.resolve(ran);
  };
  const ended = await installDeb({ file, sha512: digest }, { run, isRoot }).then(
    () => 'installed',
    (thrown: unknown) => (thrown as { problem?: string }).problem,
  );
  return { ended, lines };
};
const well = { status: 0, output: '' };

describe('a Debian package', () => {
  it('is installed by apt-get, which the system asks for a password where the user is not root', async () => {
    const byUser = await install(false, well);
    expect(byUser.ended).toBe('installed');
    expect(byUser.lines).toEqual([
      [
        'pkexec',
        'apt-get',
        'install',
        '--yes',
        '--no-remove',
        '--option',
        'Dpkg::Options::=--force-confold',
        file,
      ],
    ]);
    expect((await install(true, well)).lines[0]?.slice(0, 2)).toEqual(['apt-get', 'install']);
  });

  it.each([
    [false, 126, 'declined'],
    [false, 127, 'declined'],
    [false, 100, 'not-installed'],
    [false, null, 'not-installed'],
    [true, 126, 'not-installed'],
  ])('(root: %s) that ends with %s is %s', async (isRoot, status, ended) => {
    const said = await install(isRoot, { status, output: '' });
    expect(said.ended).toBe(ended);
    expect(said.lines).toHaveLength(1);
  });

  it('that was changed since it was fetched is given to nobody', async () => {
    expect(await install(false, well, 'other')).toEqual({ ended: 'corrupt', lines: [] });
  });
});

describe('a program', () => {
  const node = (line: string) => runInstaller(process.execPath, ['-e', line]);

  it('tells how it ended and what it said', async () => {
    expect(await node("console.log('a'); console.error('b'); process.exit(3)")).toMatchObject({ status: 3 });
    expect((await node("console.log('x'.repeat(1e6) + 'end')")).output).toMatch(/xend\n$/u);
  });

  it('that is not there ended with nothing', async () => {
    expect(await runInstaller(join(folder, 'none'), [])).toMatchObject({ status: null });
  });
});
