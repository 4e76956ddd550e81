/** The built `koosync` as a person would run it: its own process, a fresh home, signed in through the environment. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaults, type Emulator } from '../../emulator/index.ts';
import type { PairStatus, Version } from '../../shared/views.ts';

const cli = join(import.meta.dirname, '..', '..', 'out', 'cli', 'koosync.js');

export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

export type CliClient = {
  readonly home: string;
  run(...args: string[]): Promise<Ran>;
  status(): Promise<PairStatus[]>;
  versions(file: string): Promise<Version[]>;
  /** `koosync run` until stop(); stop sends SIGTERM and tells how it ended. */
  watch(): Promise<{ readonly process: ChildProcess; stop(): Promise<Ran> }>;
  /** Resolves when nothing is pending and the server has heard nothing for `quietMs`. */
  rest(quietMs?: number): Promise<void>;
};

/** The caller's to remove, however the test ends. */
export const temporaryFolder = (name: string): string => mkdtempSync(join(tmpdir(), `koosync-${name}-`));

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** `home` is a folder of its own, the caller's to remove. */
export function createCliClient(emulator: Emulator, home: string): CliClient {
  const env: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    HOME: home,
    KOOSYNC_HOME: join(home, 'state'),
    KOOSYNC_SERVER: emulator.url,
    KOOSYNC_USER_ID: defaults.userId,
    KOOSYNC_TOKEN: defaults.token,
    KOOSYNC_WATCHER: process.env['KOOSYNC_WATCHER'],
  };
  const run = (...args: string[]): Promise<Ran> =>
    new Promise((done) => {
      execFile(
        process.execPath,
        [cli, ...args],
        { env, maxBuffer: 256 * 1024 * 1024 },
        (error, stdout, stderr) => done({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
      );
    });
  const json = async <T>(...args: string[]): Promise<T> => {
    const ran = await run(...args, '--json');
    if (ran.code !== 0) throw new Error(`koosync ${args.join(' ')}: exit ${ran.code}\n${ran.stderr}`);
    return JSON.parse(ran.stdout) as T;
  };
  const status = () => json<PairStatus[]>('status');
  return {
    home: join(home, 'state'),
    run,
    status,
    versions: (file) => json<Version[]>('versions', file),
    async watch() {
      const child = spawn(process.execPath, [cli, 'run'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (chunk) => (stdout += String(chunk)));
      child.stderr.on('data', (chunk) => (stderr += String(chunk)));
      const ended = new Promise<Ran>((done) =>
        child.on('close', (code) => done({ code: code ?? -1, stdout, stderr })),
      );
      await pause(500);
      return {
        process: child,
        stop() {
          child.kill('SIGTERM');
          return ended;
        },
      };
    },
    async rest(quietMs = 2500) {
      const traffic = () => JSON.stringify(emulator.control.counts());
      for (let before = traffic(), since = Date.now(); ;) {
        await pause(500);
        const now = traffic();
        if (now !== before) {
          before = now;
          since = Date.now();
        } else if (Date.now() - since >= quietMs) {
          if ((await status()).every((pair) => pair.pending === 0 && !pair.scanning)) return;
        }
      }
    },
  };
}
