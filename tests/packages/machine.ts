/**
 * A fresh computer: Debian's smallest and nothing else, with a desktop around it of which it has the sockets alone. In
 * mount and process namespaces of its own (machine-init.sh), so that nothing of the machine is changed, and that all
 * that was started on it ends with it. The network is the machine's.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { users, type Layers, type UserName } from './layers.ts';

/** Where a program runs: on the computer, or on the desktop around it. */
type Place = 'bare' | 'desk';

export type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

export type RunOptions = {
  readonly as?: UserName;
  readonly on?: Place;
  /** on top of what a session of that user has; undefined takes away */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
};

export type Running = {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<Ended>;
};

/** As the world outside sees it. */
export type Process = {
  readonly pid: number;
  readonly user: number;
  /** its program on the computer; with ` (deleted)` behind it when that was replaced */
  readonly program: string;
  /** its words with a space between; Chromium puts some of its own processes' into one word */
  readonly line: string;
};

export type Machine = {
  /** Runs a program to its end. */
  run(command: readonly string[], options?: RunOptions): Promise<Ended>;
  /** The same; throws with what it said when it does not end with 0. */
  must(command: readonly string[], options?: RunOptions): Promise<string>;
  start(command: readonly string[], options?: RunOptions): Running;
  /** The words that start a program there, for who starts programs in a way of its own. */
  words(command: readonly string[], options?: RunOptions): readonly [string, ...string[]];
  /** where the world outside finds a file of the computer */
  path(file: string, on?: Place): string;
  processes(): readonly Process[];
  /** Sets what every program of a user is given from here on: its session. */
  setSession(user: UserName, env: Readonly<Record<string, string>>): void;
  homeOf(user: UserName): string;
  /** Gives a user another home, which is made. */
  moveHome(user: UserName, home: string): Promise<void>;
  close(): Promise<void>;
};

const shell = {
  PATH: '/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin',
  LANG: 'C.UTF-8',
  TERM: 'dumb',
};

const idOf = (user: UserName): number => (user === 'root' ? 0 : users[user]);

/** What it says, as it comes, and how it ends. */
const follow = (child: ChildProcess, input = ''): Running => {
  let out = '';
  let err = '';
  child.stdout?.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (err += data.toString()));
  // It may end before it read its input; its exit code tells what matters.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, out, err }));
  ended.catch(() => undefined);
  return { child, said: () => out + err, ended };
};

/** Begins the namespaces; gives their first process, and that of the computer, as the world outside numbers them. */
const begin = async (scratch: string, { bare, desk, archives }: Layers) => {
  const init = join(import.meta.dirname, 'machine-init.sh');
  const spaces = ['--mount', '--pid', '--fork', '--kill-child', '--propagation', 'private'];
  // dies with this process, even when that is killed
  const words = ['--pdeathsig', 'KILL', 'unshare', ...spaces, 'bash', init, scratch, bare, desk, archives];
  const first = follow(spawn('setpriv', words, { stdio: ['pipe', 'pipe', 'pipe'] }));
  const ready = new Promise<readonly [string, string]>((resolve, reject) => {
    first.child.stdout?.on('data', () => {
      const [, all = '', computer = ''] = /^ready (\d+) (\d+)$/mu.exec(first.said()) ?? [];
      if (all !== '') resolve([all, computer]);
    });
    void first.ended.then(({ err }) => {
      reject(new Error(`No computer could be made: ${err.trim()}`));
    });
  });
  return { first, pids: await ready };
};

export async function openMachine(layers: Layers): Promise<Machine> {
  const scratch = mkdtempSync(join(tmpdir(), 'koo-machine-'));
  const { first, pids } = await begin(scratch, layers);
  const [all, computer] = pids;
  const homes = new Map<UserName, string>();
  const sessions = new Map<UserName, Readonly<Record<string, string>>>();
  const homeOf = (user: UserName) => homes.get(user) ?? (user === 'root' ? '/root' : `/home/${user}`);

  const words: Machine['words'] = (command, { as = 'root', on = 'bare', env = {} } = {}) => {
    const id = String(idOf(as));
    const given = { ...shell, HOME: homeOf(as), USER: as, ...sessions.get(as), ...env };
    const settings = Object.entries(given).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}=${value}`],
    );
    const enter =
      on === 'bare'
        ? ['-t', computer, '--mount', '--pid', '--root', '--']
        : ['-t', all, '--mount', '--pid', '--', 'chroot', join(scratch, 'desk')];
    const become = as === 'root' ? [] : ['setpriv', `--reuid=${id}`, `--regid=${id}`, '--init-groups'];
    return ['nsenter', ...enter, ...become, 'env', '-i', '-C', '/', ...settings, ...command];
  };
  const start: Machine['start'] = (command, options = {}) => {
    const [program, ...args] = words(command, options);
    return follow(spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] }), options.input);
  };
  const must: Machine['must'] = async (command, options) => {
    const { code, out, err } = await start(command, options).ended;
    if (code !== 0) {
      const short = command.map((word) => (word.length > 200 ? `${word.slice(0, 40)}...` : word));
      throw new Error(`${short.join(' ')} ended with ${String(code)}: ${out}${err}`);
    }
    return out;
  };
  return {
    run: (command, options) => start(command, options).ended,
    must,
    start,
    words,
    path: (file, on = 'bare') =>
      join('/proc', on === 'bare' ? computer : all, 'root', on === 'bare' ? '' : join(scratch, 'desk'), file),
    processes: () => processesOf([all, computer].map(mountsOf)),
    setSession: (user, env) => sessions.set(user, env),
    homeOf,
    moveHome: async (user, home) => {
      homes.set(user, home);
      await must(['mkdir', '-p', '-m', '755', '--', home]);
      await must(['chown', `${idOf(user)}:${idOf(user)}`, '--', home]);
    },
    close: async () => {
      first.child.kill('SIGKILL');
      await first.ended;
      rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** What is mounted for a process tells where it runs: a sandbox has process ids of its own. */
const mountsOf = (pid: string): string => readlinkSync(`/proc/${pid}/ns/mnt`);

/** A process goes away while it is looked at; one that has ended and is not waited for yet has no program any more. */
function processesOf(namespaces: readonly string[]): Process[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/u.test(name)) return [];
    try {
      if (!namespaces.includes(mountsOf(name))) return [];
      const program = readlinkSync(`/proc/${name}/exe`);
      const user = Number(/^Uid:\s+(\d+)/mu.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]);
      const line = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      return [{ pid: Number(name), user, program, line }];
    } catch {
      return [];
    }
  });
}
