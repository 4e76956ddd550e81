/**
 * The built CLI as a script sees it: child processes with a HOME and a state folder of their own, against an emulator.
 * Everything is in one folder, which is removed at the end.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { defaults, startEmulator, type Emulator } from '../../emulator/index.ts';
import { openKooSync, type KooSync } from '../../main/compose.ts';
import type { PairStatus } from '../../shared/views.ts';
import { startCli, type CliProcess, type Ended } from './cli-process.ts';
import { quick } from './quick.ts';
import { until } from './until.ts';

/** Ends with `code`, and one clear sentence: `says` is in it, nothing on stdout, no stack, no internals. */
export const refused = (ended: Ended, code: number, says: RegExp) => {
  expect({ code: ended.code, out: ended.out }, ended.err).toEqual({ code, out: '' });
  expect(ended.err).toMatch(says);
  expect(ended.err.trimEnd().split('\n')).toHaveLength(1);
  expect(ended.err).toMatch(/^koosync: /);
  expect(ended.err).not.toMatch(/\n\s+at |Error:|node:|\.ts|undefined|\{\{/);
  // nobody's secret is ever said
  expect(ended.err).not.toContain(defaults.token);
};

export type CliWorld = {
  readonly emulator: Emulator;
  /** a fresh folder; HOME, the state folder and everything else is in it */
  readonly folder: string;
  readonly home: string;
  /** what the CLI is started with, to be changed by a test */
  readonly env: Record<string, string>;
  /**
   * What stands in its settings.json from here on, which a user may write by hand. What is not named is as in `quick`,
   * so that only a scenario that is about a time waits for it.
   */
  settings(values?: Readonly<Record<string, number>>): void;
  /** from here on the CLI may pass over no permissions, not even as root */
  unprivileged(): void;
  start(args: readonly string[], options?: { input?: string; movableClock?: boolean }): CliProcess;
  koosync(...args: string[]): Promise<Ended>;
  /** The same, and no time goes by where it waits for its next try. */
  impatient(...args: string[]): Promise<Ended>;
  /** `koosync ... --json`, parsed; throws when it fails or says anything else on stdout */
  json(...args: string[]): Promise<unknown>;
  status(): Promise<PairStatus[]>;
  /**
   * What a test begins with and is not about: a folder added, a pass that leaves nothing undone. It does what
   * `koosync add` and `koosync run --once` do, without a process of its own for each.
   */
  readonly setUp: {
    add(folder: string, remote?: string): Promise<void>;
    pass(): Promise<void>;
  };
  /** Resolves when a client that runs scans nothing, has nothing pending, and has asked the server nothing meanwhile. */
  idle(): Promise<void>;
  close(): Promise<void>;
};

export type CliWorldOptions = {
  /** what is there already: a folder to work in, and the emulator's data */
  readonly folder?: string;
  readonly dataDir?: string;
  /** the built command line; default: that of this checkout */
  readonly cli?: string;
};

export const openCliWorld = async (options: CliWorldOptions = {}): Promise<CliWorld> => {
  const folder = options.folder ?? realpathSync(mkdtempSync(join(tmpdir(), 'koosync-cli-')));
  const emulator = await startEmulator({ dataDir: options.dataDir ?? join(folder, 'emulator') });
  const home = join(folder, 'state');
  mkdirSync(join(folder, 'home'), { recursive: true });
  const running = new Set<CliProcess>();
  const env: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    HOME: join(folder, 'home'),
    LANG: 'C.UTF-8',
    KOOSYNC_HOME: home,
    KOOSYNC_SERVER: emulator.url,
    KOOSYNC_USER_ID: defaults.userId,
    KOOSYNC_TOKEN: defaults.token,
    KOOSYNC_WATCHER: process.env['KOOSYNC_WATCHER'] ?? 'on',
    // what is loaded into this process to make up for a fault of Wine has to be in the others, too (npm run test:windows)
    ...(process.platform === 'win32' ? { NODE_OPTIONS: process.env['NODE_OPTIONS'] ?? '' } : {}),
  };

  let unprivileged = false;
  const start: CliWorld['start'] = (args, given) => {
    const { cli } = options;
    const other = cli === undefined ? {} : { cli };
    const one = startCli({ args, env: { ...env }, cwd: folder, unprivileged, ...other, ...given });
    running.add(one);
    void one.ended.then(() => running.delete(one));
    return one;
  };
  const koosync = (...args: string[]): Promise<Ended> => start(args).ended;
  const json = async (...args: string[]): Promise<unknown> => {
    const { code, out, err } = await koosync(...args, '--json');
    if (code !== 0) throw new Error(`koosync ${args.join(' ')} ended with ${String(code)}: ${err}`);
    return JSON.parse(out);
  };
  const inProcess = async (work: (koosync: KooSync) => Promise<unknown>): Promise<void> => {
    const opened = await openKooSync({ home, env });
    try {
      await work(opened);
    } finally {
      await opened.close();
    }
  };
  const status = async () => (await json('status')) as PairStatus[];

  return {
    emulator,
    folder,
    home,
    env,
    settings: (values = {}) => {
      mkdirSync(home, { recursive: true, mode: 0o700 });
      writeFileSync(join(home, 'settings.json'), JSON.stringify({ ...quick, ...values }));
    },
    unprivileged: () => {
      unprivileged = true;
    },
    start,
    koosync,
    impatient: async (...args) => {
      const one = start(args, { movableClock: true });
      await until('its end', () => {
        one.passTime(60_000);
        return one.child.exitCode !== null;
      });
      return one.ended;
    },
    json,
    status,
    setUp: {
      add: (added, remote) =>
        inProcess(({ engine }) =>
          engine.addPair({ folder: added, containerId: defaults.containerId, remote }),
        ),
      pass: () =>
        inProcess(async ({ engine }) => {
          const { pairs } = await engine.syncOnce();
          expect(pairs.map(({ pending, problems }) => ({ pending, problems }))).toEqual(
            pairs.map(() => ({ pending: 0, problems: [] })),
          );
        }),
    },
    idle: () =>
      until('a client with nothing to do', async () => {
        const calls = JSON.stringify(emulator.control.counts());
        const pairs = await status();
        return (
          pairs.every(({ pending, scanning }) => pending === 0 && !scanning) &&
          JSON.stringify(emulator.control.counts()) === calls
        );
      }),
    close: async () => {
      for (const one of [...running]) {
        one.child.kill('SIGKILL');
        await one.ended;
      }
      await emulator.close();
      // Windows removes nothing that a process which is just ending still has open
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
};
