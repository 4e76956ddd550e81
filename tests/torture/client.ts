/**
 * The built `koosync`, started and killed as a machine would. What was built is copied into the run's own folder
 * first, so that a build during a run of many minutes changes nothing under it.
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaults } from '../../emulator/index.ts';
import type { PairStatus } from '../../shared/views.ts';
import { buildCli, builtFolder } from '../harness/built-cli.ts';
import { startCli, type CliProcess, type Ended } from '../harness/cli-process.ts';

export type Client = {
  /** the state folder */
  readonly state: string;
  start(...args: string[]): CliProcess;
  /** to its end, within `limitMs` */
  run(args: readonly string[], limitMs: number): Promise<Ended>;
  /** undefined when this build has no such command or it failed */
  json<T>(...args: string[]): Promise<T | undefined>;
  status(): Promise<PairStatus>;
};

/** Builds the command line when what is built is older than its source, and copies it to `into`. */
export async function freezeCli(into: string): Promise<void> {
  await buildCli();
  cpSync(builtFolder, into, { recursive: true, filter: (path) => !path.endsWith('.map') });
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
  // a run deletes more at once than a user would: only what speaks against deletions for other reasons holds them
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

  const start = (...args: string[]) => startCli({ args, env, cli: join(cli, 'koosync.js') });

  const run: Client['run'] = async (args, limitMs) => {
    const life = start(...args);
    const stuck = setTimeout(() => life.child.kill('SIGKILL'), limitMs);
    const ended = await life.ended;
    clearTimeout(stuck);
    return ended;
  };
  const json: Client['json'] = async <T>(...args: string[]) => {
    const ended = await run([...args, '--json'], 60_000);
    return ended.code === 0 ? (JSON.parse(ended.out) as T) : undefined;
  };
  return {
    state,
    start,
    run,
    json,
    async status() {
      const ended = await run(['status', '--json'], 60_000);
      const [pair] = ended.code === 0 ? (JSON.parse(ended.out) as PairStatus[]) : [];
      if (!pair) throw new Error(`koosync status: ${String(ended.code ?? ended.signal)} ${ended.err}`);
      return pair;
    },
  };
}
