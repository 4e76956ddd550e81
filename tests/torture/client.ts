/**
 * The built `koosync`, started and killed as a machine would. What was built is copied into the run's own folder
 * first, so that a build during a run of many minutes changes nothing under it.
 */
import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { defaults } from '../../emulator/index.ts';
import type { PairStatus } from '../../shared/views.ts';

export type Ended = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type Life = {
  readonly ended: Promise<Ended>;
  /** resolves when stderr holds the text, or the process ended */
  says(text: string): Promise<void>;
  kill(signal: 'SIGKILL' | 'SIGTERM'): void;
};

export type Client = {
  /** the state folder */
  readonly state: string;
  start(...args: string[]): Life;
  /** to its end, within `limitMs` */
  run(args: readonly string[], limitMs: number): Promise<Ended>;
  /** undefined when this build has no such command or it failed */
  json<T>(...args: string[]): Promise<T | undefined>;
  status(): Promise<PairStatus>;
};

const root = join(import.meta.dirname, '../..');
const built = join(root, 'out/cli');

/** Builds the command line when what is built is older than its source, and copies it to `into`. */
export async function freezeCli(into: string): Promise<void> {
  const newest = Math.max(
    ...['main', 'shared'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
        .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
    ),
  );
  const at = Math.min(
    ...['koosync.js', 'koosync-main.js', 'read-content.worker.js'].map(
      (name) => statSync(join(built, name), { throwIfNoEntry: false })?.mtimeMs ?? 0,
    ),
  );
  if (at < newest)
    await promisify(execFile)(process.execPath, [join(root, 'scripts/build.ts'), 'cli'], { cwd: root });
  cpSync(built, into, { recursive: true, filter: (path) => !path.endsWith('.map') });
}

export type ClientTimes = {
  readonly settleMs: number;
  readonly maxWaitMs: number;
  readonly versionIntervalMs: number;
  readonly deleteGraceMs: number;
};

export function createClient(folder: string, cli: string, url: string, times: ClientTimes): Client {
  const state = join(folder, 'state');
  mkdirSync(state, { recursive: true });
  mkdirSync(join(folder, 'home'), { recursive: true });
  // a run deletes more at once than a person would: only what speaks against deletions for other reasons holds them
  const limits = { holdDeletionsCount: 100_000, holdDeletionsShare: 1 };
  writeFileSync(join(state, 'settings.json'), JSON.stringify({ version: 1, ...times, ...limits }));
  const env = {
    PATH: process.env['PATH'],
    HOME: join(folder, 'home'),
    LANG: 'C.UTF-8',
    KOOSYNC_HOME: state,
    KOOSYNC_SERVER: url,
    KOOSYNC_USER_ID: defaults.userId,
    KOOSYNC_TOKEN: defaults.token,
  };

  const start = (...args: string[]): Life => {
    const child = spawn(process.execPath, [join(cli, 'koosync.js'), ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    const listeners = new Set<() => void>();
    const heard = () => {
      for (const listener of listeners) listener();
    };
    child.stdout.on('data', (chunk) => (stdout += String(chunk)));
    child.stderr.on('data', (chunk) => {
      stderr += String(chunk);
      heard();
    });
    const killWithUs = () => child.kill('SIGKILL');
    process.once('exit', killWithUs);
    let over = false;
    const ended = new Promise<Ended>((resolve) =>
      child.on('close', (code, signal) => {
        over = true;
        process.off('exit', killWithUs);
        heard();
        resolve({ code, signal, stdout, stderr });
      }),
    );
    return {
      ended,
      kill: (signal) => void child.kill(signal),
      says: (text) =>
        new Promise((resolve) => {
          const look = () => {
            if (!over && !stderr.includes(text)) return;
            listeners.delete(look);
            resolve();
          };
          listeners.add(look);
          look();
        }),
    };
  };

  const run: Client['run'] = async (args, limitMs) => {
    const life = start(...args);
    const stuck = setTimeout(() => life.kill('SIGKILL'), limitMs);
    const ended = await life.ended;
    clearTimeout(stuck);
    return ended;
  };
  const json: Client['json'] = async <T>(...args: string[]) => {
    const ended = await run([...args, '--json'], 60_000);
    return ended.code === 0 ? (JSON.parse(ended.stdout) as T) : undefined;
  };
  return {
    state,
    start,
    run,
    json,
    async status() {
      const ended = await run(['status', '--json'], 60_000);
      const [pair] = ended.code === 0 ? (JSON.parse(ended.stdout) as PairStatus[]) : [];
      if (!pair) throw new Error(`koosync status: ${String(ended.code ?? ended.signal)} ${ended.stderr}`);
      return pair;
    },
  };
}
