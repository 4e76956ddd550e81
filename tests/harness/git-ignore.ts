/** What the real git says of paths and rules: `git check-ignore` in a folder of its own, with no settings of this machine. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export type GitIgnore = {
  /** Which of the tree's paths git leaves out by the rules. `foldsCase`: as on a file system that does not tell a from A. */
  leavesOut(rules: Uint8Array, foldsCase: boolean): ReadonlySet<string>;
  close(): void;
};

/** `folders` and `files` are made on the disk, since git looks there whether a path is a folder. */
export function gitIgnore(folders: readonly string[], files: readonly string[]): GitIgnore {
  const root = mkdtempSync(join(tmpdir(), 'koosync-git-'));
  const git = (args: readonly string[], input = '') =>
    execFileSync('git', ['-c', `core.excludesFile=${devNull}`, ...args], {
      cwd: root,
      input,
      stdio: ['pipe', 'pipe', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        SystemRoot: process.env['SystemRoot'],
        HOME: root,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: devNull,
        GIT_CEILING_DIRECTORIES: dirname(root),
      },
    }).toString('utf8');
  git(['init', '-q', '--template=']);
  for (const folder of folders) mkdirSync(join(root, folder), { recursive: true });
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), '');
  }
  const asked = [...folders, ...files];
  return {
    leavesOut: (rules, foldsCase) => {
      writeFileSync(join(root, '.gitignore'), rules);
      let said: string;
      try {
        said = git(
          ['-c', `core.ignoreCase=${String(foldsCase)}`, 'check-ignore', '--no-index', '-z', '--stdin'],
          // a path that begins with `:` would ask for something else
          asked.map((path) => `./${path}\0`).join(''),
        );
      } catch (thrown) {
        // 1: it leaves out none
        if ((thrown as { status?: number }).status !== 1) throw thrown;
        said = '';
      }
      return new Set(said.split('\0').flatMap((path) => (path === '' ? [] : [path.slice(2)])));
    },
    close: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}
