/** What a measurement runs in: an emulator in a process of its own, a home, a folder, and the built CLI. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defaults } from '../emulator/defaults.ts';
import { spawnEmulator } from '../emulator/spawn.ts';

const root = join(import.meta.dirname, '..');
const cli = join(root, 'out', 'cli', 'koosync-main.js');
const meter = pathToFileURL(join(import.meta.dirname, 'meter.mjs')).href;

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

export type Used = { readonly cpuS: number; readonly rssMiB: number };
export type Ran = Used & { readonly ms: number; readonly stdout: string };
export type Request = { readonly operation: string; readonly at: number; readonly ms: number };
export type Daemon = {
  readonly pid: number;
  /** Resolves when the server has heard nothing for so long and nothing is pending. */
  rest(quietMs: number): Promise<void>;
  stop(): Promise<Used>;
};
export type World = {
  /** watched by koosync */
  readonly folder: string;
  /** for what has to lie elsewhere on the same disk */
  readonly beside: string;
  run(args: readonly string[], nodeArgs?: readonly string[]): Promise<Ran>;
  watch(nodeArgs?: readonly string[]): Promise<Daemon>;
  /** the newest requests the server got, newest last */
  requests(limit: number): Promise<readonly Request[]>;
  counts(): Promise<Readonly<Record<string, number>>>;
  resetCounts(): Promise<void>;
  close(): Promise<void>;
};

/** Starts the command line, each time with a file of its own into which the meter writes what was used. */
const starter = (base: string, env: NodeJS.ProcessEnv) => {
  let serial = 0;
  return (args: readonly string[], nodeArgs: readonly string[]) => {
    const used = join(base, `used-${String(++serial)}`);
    const child = spawn(process.execPath, ['--import', meter, ...nodeArgs, cli, ...args], {
      env: { ...env, BENCH_METER: used },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (text) => (stdout += String(text)));
    child.stderr.on('data', (text) => (stderr += String(text)));
    const ended = new Promise<Used & { readonly stdout: string }>((done, fail) =>
      child.on('close', (code) => {
        if (code === 0) done({ ...(JSON.parse(readFileSync(used, 'utf8')) as Used), stdout });
        else fail(new Error(`koosync ${args.join(' ')}: exit ${String(code)}\n${stderr}`));
      }),
    );
    return { child, ended };
  };
};

async function rest(world: World, quietMs: number): Promise<void> {
  for (let before = '', since = Date.now(); ;) {
    const now = JSON.stringify(await world.counts());
    if (now !== before) {
      before = now;
      since = Date.now();
    } else if (Date.now() - since >= quietMs) {
      const { stdout } = await world.run(['status', '--json']);
      const pairs = JSON.parse(stdout) as { pending: number; scanning: boolean }[];
      if (pairs.every((pair) => pair.pending === 0 && !pair.scanning)) return;
    }
    await pause(200);
  }
}

export async function openWorld(): Promise<World> {
  const base = mkdtempSync(join(tmpdir(), 'koosync-bench-'));
  const folder = join(base, 'folder');
  const beside = join(base, 'beside');
  for (const each of [folder, beside, join(base, 'home')]) mkdirSync(each);
  const emulator = await spawnEmulator({ dataDir: join(base, 'emulator') });
  const { url } = emulator;
  const env: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    HOME: join(base, 'home'),
    LANG: 'C.UTF-8',
    KOOSYNC_HOME: join(base, 'state'),
    KOOSYNC_SERVER: url,
    KOOSYNC_USER_ID: defaults.userId,
    KOOSYNC_TOKEN: defaults.token,
  };
  const start = starter(base, env);
  const control = async (method: string, path: string): Promise<unknown> => {
    const answer = await fetch(`${url}/_emulator/${path}`, { method });
    if (!answer.ok) throw new Error(`${path}: HTTP ${String(answer.status)}`);
    return ((await answer.json()) as { result: unknown }).result;
  };
  const world: World = {
    folder,
    beside,
    async run(args, nodeArgs = []) {
      const begun = performance.now();
      const used = await start(args, nodeArgs).ended;
      return { ...used, ms: performance.now() - begun };
    },
    async watch(nodeArgs = []) {
      const { child, ended } = start(['run'], nodeArgs);
      await pause(500);
      return {
        pid: child.pid ?? 0,
        rest: (quietMs) => rest(world, quietMs),
        stop: () => {
          child.kill('SIGTERM');
          return ended;
        },
      };
    },
    requests: async (limit) => (await control('GET', `requests?limit=${String(limit)}`)) as Request[],
    counts: async () => ((await control('GET', 'counts')) as { counts: Record<string, number> }).counts,
    resetCounts: async () => void (await control('POST', 'counts/reset')),
    async close() {
      await emulator.close();
      rmSync(base, { recursive: true, force: true });
    },
  };
  await world.run(['add', folder, '--space', defaults.containerId]);
  return world;
}

/** Bytes that no other file holds: nothing is there for a flash upload. */
export function freshBytes(size: number, seed: number): Buffer {
  const bytes = Buffer.alloc(size);
  let state = (seed * 2_654_435_761 + 1) >>> 0 || 1;
  for (let at = 0; at + 4 <= size; at += 4) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes.writeInt32LE(state | 0, at);
  }
  return bytes;
}

/** `count` files of 4 KB, 100 to a folder. */
export function writeTree(folder: string, count: number, seed: number): void {
  for (let i = 0; i < count; i++) {
    const at = join(folder, `folder-${String(Math.floor(i / 100)).padStart(4, '0')}`);
    if (i % 100 === 0) mkdirSync(at, { recursive: true });
    writeFileSync(join(at, `file-${String(i).padStart(6, '0')}.txt`), freshBytes(4096, seed + i));
  }
}
