/**
 * What speed is measured in: the server that answers at once (reference/trivial-server.mjs) in a process of its own, a home, a
 * folder, and the built command line. Against the emulator its own work would be measured as well (world.ts).
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { processStats } from './process-stats.ts';

const root = join(import.meta.dirname, '..');
const cli = join(root, 'out', 'cli', 'koosync-main.js');
const meter = pathToFileURL(join(import.meta.dirname, 'meter.mjs')).href;

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

export type Counts = {
  readonly counts: Readonly<Record<string, number>>;
  /** calls that change something on the server */
  readonly changing: number;
  /** epoch ms of the last call */
  readonly lastAt: number;
};

export type Server = {
  readonly origin: string;
  counts(): Promise<Counts>;
  resetCounts(): Promise<void>;
  close(): void;
};

/** `delayMs`: added to each answer, for the round trip of a server that is far away. */
export async function startServer(delayMs = 0): Promise<Server> {
  const program = join(import.meta.dirname, 'reference', 'trivial-server.mjs');
  const child = spawn(process.execPath, [program, '--delay', String(delayMs)], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  const origin = line.toString().trim();
  const control = async (method: string) =>
    (await (await fetch(`${origin}/_count`, { method })).json()) as Counts;
  return {
    origin,
    counts: () => control('GET'),
    resetCounts: async () => void (await control('POST')),
    close: () => void child.kill('SIGKILL'),
  };
}

export type Used = {
  readonly ms: number;
  readonly cpuS: number;
  /** at its largest */
  readonly rssMiB: number;
  readonly stdout: string;
};

export type Idle = {
  /** epoch ms when the second began in which nothing was pending, scanned, called or computed */
  readonly at: number;
  readonly cpuS: number;
};

export type Watching = {
  readonly pid: number;
  /** Resolves when it is idle. Throws after `limitMs`. */
  idle(limitMs?: number): Promise<Idle>;
  /** its JavaScript heap after a collection; it was started with `--expose-gc` */
  heapMiB(): Promise<number>;
  stop(): Promise<Used>;
};

export type TrivialWorld = {
  readonly server: Server;
  /** synced */
  readonly folder: string;
  /** on the same disk, and not synced */
  readonly beside: string;
  /** of a KooSync that is signed in there */
  readonly env: NodeJS.ProcessEnv;
  run(args: readonly string[], nodeArgs?: readonly string[]): Promise<Used>;
  watch(nodeArgs?: readonly string[]): Promise<Watching>;
  /** Has the folder been looked through? Asks by a process of its own. */
  isScanned(): Promise<boolean>;
  close(): Promise<void>;
};

/** What the installed command tells Node (build/cli/koosync). */
const asInstalled = '--max-semi-space-size=8';

/** CPU below this share of a core over a second is rest. */
const restingShare = 0.02;
/** the same of a process that writes down where its time goes */
const profiledShare = 0.25;
const lookMs = 50;
const restMs = 1000;

export async function openTrivialWorld(delayMs = 0): Promise<TrivialWorld> {
  const base = mkdtempSync(join(tmpdir(), 'koosync-bench-'));
  const [folder, beside] = [join(base, 'folder'), join(base, 'beside')];
  for (const each of [folder, beside, join(base, 'home')]) mkdirSync(each);
  const server = await startServer(delayMs);
  const env: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    HOME: join(base, 'home'),
    LANG: 'C.UTF-8',
    KOOSYNC_HOME: join(base, 'state'),
    KOOSYNC_SERVER: server.origin,
    KOOSYNC_USER_ID: 'bench',
    KOOSYNC_TOKEN: 'a-token-of-the-bench',
  };
  let serial = 0;
  const running = new Set<ChildProcess>();
  const start = (args: readonly string[], nodeArgs: readonly string[]) => {
    const used = join(base, `used-${String(++serial)}`);
    const begun = performance.now();
    const child = spawn(process.execPath, [asInstalled, '--import', meter, ...nodeArgs, cli, ...args], {
      env: { ...env, BENCH_METER: used },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (text) => (stdout += String(text)));
    child.stderr.on('data', (text) => (stderr += String(text)));
    const ended = new Promise<Used>((done, fail) =>
      child.on('close', (code) => {
        running.delete(child);
        const ms = performance.now() - begun;
        if (code === 0)
          done({ ms, stdout, ...(JSON.parse(readFileSync(used, 'utf8')) as Omit<Used, 'ms' | 'stdout'>) });
        else fail(new Error(`koosync ${args.join(' ')} ended with ${String(code)}:\n${stderr}`));
      }),
    );
    // a row that fails kills it, and nobody waits for its end any more
    ended.catch(() => undefined);
    return { child, ended, used };
  };
  const run = (args: readonly string[], nodeArgs: readonly string[] = []) => start(args, nodeArgs).ended;
  type PairStatus = { readonly pending: number; readonly scanning: boolean; readonly scanned: boolean };
  const status = async (): Promise<readonly PairStatus[]> =>
    JSON.parse((await run(['status', '--json'])).stdout) as PairStatus[];
  const isSettled = async (): Promise<boolean> =>
    (await status()).every(({ pending, scanning }) => pending === 0 && !scanning);
  const world: TrivialWorld = {
    server,
    folder,
    beside,
    env,
    run,
    isScanned: async () => (await status()).every(({ scanning, scanned }) => scanned && !scanning),
    async watch(nodeArgs = []) {
      const { child, ended, used } = start(['run'], nodeArgs);
      const pid = child.pid ?? 0;
      const isProfiled = nodeArgs.includes('--cpu-prof');
      return {
        pid,
        idle: (limitMs = 600_000) =>
          idleOf(server, pid, isSettled, limitMs, isProfiled ? profiledShare : restingShare),
        heapMiB: () => heapOf(child, `${used}.heap`),
        stop: () => {
          child.kill('SIGTERM');
          return ended;
        },
      };
    },
    async close() {
      for (const child of running) child.kill('SIGKILL');
      server.close();
      rmSync(base, { recursive: true, force: true });
    },
  };
  await world.run(['add', folder, '--space', 'BenchSpace1']);
  return world;
}

/** Asks for it by a signal (meter.mjs), and waits for the file. Throws when none comes. */
async function heapOf(child: ChildProcess, file: string): Promise<number> {
  rmSync(file, { force: true });
  child.kill('SIGUSR2');
  for (let i = 0; i < 500; i++) {
    if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { heapMiB: number }).heapMiB;
    await pause(20);
  }
  throw new Error('it did not tell its heap');
}

async function idleOf(
  server: Server,
  pid: number,
  isSettled: () => Promise<boolean>,
  limitMs: number,
  share: number,
): Promise<Idle> {
  const until = Date.now() + limitMs;
  /** looks of the last second, oldest first */
  let looks: { readonly at: number; readonly cpuS: number }[] = [];
  while (Date.now() < until) {
    const look = { at: Date.now(), cpuS: processStats(pid).cpuS };
    looks = [...looks.filter(({ at }) => look.at - at <= restMs + 2 * lookMs), look];
    const [first = look] = looks;
    const rested = look.at - first.at >= restMs && look.cpuS - first.cpuS < (share * restMs) / 1000;
    // what is not idle by its own word has more to do, if it rests for a moment
    if (rested && (await server.counts()).lastAt < first.at && (await isSettled())) return first;
    await pause(lookMs);
  }
  throw new Error(`it was not idle after ${String(limitMs / 1000)} s`);
}
