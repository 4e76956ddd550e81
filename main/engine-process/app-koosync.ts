/**
 * What the app works with: the shell in its own process, and engine, histories and account in the engine's
 * (docs/decisions/engine-in-its-own-process.md). Nothing is started here: engine.start() is the app's to call.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Engine } from '../engine/api.ts';
import { createHeldContents, type HeldContents } from '../history/held-contents.ts';
import type { SystemProxy } from '../koodrive/system-proxy.ts';
import { realClock } from '../lib/clock.ts';
import type { KooError } from '../model/errors.ts';
import { openShell, type Shell, type ShellOptions } from '../open-shell.ts';
import { policyOfTest } from '../policy/sources.ts';
import { removeFolder } from '../storage/content-folder.ts';
import type { Credentials, TokenVault } from '../vault/token-vault.ts';
import { appCallsOver, historyOver, type AppCalls, type AppHistory } from './crossing.ts';
import { createEngineProcess, type EngineChild, type EngineProcess } from './engine-process.ts';
import type { Served } from './peer.ts';
import { createRemoteAccount } from './remote-account.ts';
import { createRemoteEngine } from './remote-engine.ts';

export type AppKooSync = Shell &
  Omit<AppCalls, 'holdContent' | 'releaseContent'> & {
    readonly engine: Engine;
    readonly history: AppHistory;
    /** contents that a page shows */
    readonly held: HeldContents;
    /** Who is to hear of what was found at the start, and of what comes up after a restore. */
    onNotice(tell: (error: KooError) => void): void;
    /** Removes the copies that were opened in programs. */
    clearOpened(): Promise<void>;
    /** Stops the engine, has its process end, closes the log. Does not throw; calling it twice does nothing. */
    close(): Promise<void>;
  };

export type AppKooSyncOptions = Omit<ShellOptions, 'policy' | 'systemLanguage'> & {
  readonly systemLanguage: string;
  readonly policyOfTest: string | undefined;
  readonly vault: TokenVault;
  readonly systemProxy: SystemProxy;
  readonly version: string;
  readonly electron: string;
  /** Starts the engine's process. */
  readonly fork: () => EngineChild;
};

/** Throws what openKooSync throws, and ENGINE_RESTARTING where the engine's process cannot be started. */
export async function openAppKooSync(options: AppKooSyncOptions): Promise<AppKooSync> {
  const { home, env, systemLanguage, closed = [] } = options;
  const policy = options.policyOfTest === undefined ? undefined : policyOfTest(options.policyOfTest);
  const shell = await openShell({ home, closed, env, systemLanguage, policy });
  try {
    return await openOver(shell, options);
  } catch (thrown) {
    shell.log.close();
    throw thrown;
  }
}

async function openOver(shell: Shell, options: AppKooSyncOptions): Promise<AppKooSync> {
  const { log, home } = shell;
  const notices = createLatch<KooError>();
  const logTroubles = createLatch<string>(1);
  const call: EngineProcess['call'] = (...asked) => running.call(...asked);
  const app = appCallsOver(call);
  const remote = createRemoteEngine({ call, isRunning: () => running.isRunning(), clock: realClock });
  const contents = createHolds((hold, sha256) => {
    // a life that is gone holds nothing; the next one is told anew
    void app[hold](sha256).catch(() => undefined);
  });
  const { policyOfTest, systemLanguage, version, electron, vault } = options;
  const running = createEngineProcess(
    {
      fork: options.fork,
      options: {
        ...{ home, env: { ...options.env }, systemLanguage, policyOfTest, version, electron },
        vaultPlace: vault.place,
      },
      served: servedToEngine(options),
      clock: realClock,
      log,
    },
    {
      told: (event, ...args) => {
        if (event === 'told') notices.tell(args[0] as KooError);
        else if (event === 'log-trouble') logTroubles.tell(args[0] as string);
        else remote.emit(event, ...args);
      },
      ended: remote.ended,
      back: () => {
        contents.again();
        void remote.back();
      },
      found: notices.tell,
    },
  );
  await running.open();
  shell.onLogTrouble(logTroubles.tell);
  return {
    ...shell,
    ...app,
    ...createRemoteAccount(app),
    engine: remote.engine,
    history: historyOver(call),
    held: createHeldContents(contents, () => randomBytes(32).toString('hex')),
    onNotice: notices.listen,
    onLogTrouble: logTroubles.listen,
    clearOpened: () => removeFolder(join(home, 'opened')),
    close: async () => {
      await running.close();
      log.close();
    },
  };
}

/** What only the app's own process has: the system's keyring, and what Chromium knows of proxies. */
const servedToEngine = ({ vault, systemProxy }: AppKooSyncOptions): Served => ({
  vault: {
    load: (server: string, userId: string) => vault.load(server, userId),
    save: (server: string, credentials: Credentials) => vault.save(server, credentials),
    remove: (server: string, userId: string) => vault.remove(server, userId),
  },
  system: { proxy: systemProxy },
});

/** What was told before anybody listens waits for the one who does. `most`: so much is told at all. */
function createLatch<T>(most = Number.POSITIVE_INFINITY) {
  let hear: ((what: T) => void) | undefined;
  let count = 0;
  const waiting: T[] = [];
  return {
    tell: (what: T) => {
      if ((count += 1) > most) return;
      if (hear === undefined) waiting.push(what);
      else hear(what);
    },
    listen: (listener: (what: T) => void) => {
      hear = listener;
      for (const what of waiting.splice(0)) listener(what);
    },
  };
}

/** Contents that are held, so that a new life of the engine's process can be told of them. */
function createHolds(tell: (call: 'holdContent' | 'releaseContent', sha256: string) => void) {
  const held: string[] = [];
  return {
    hold: (sha256: string) => {
      held.push(sha256);
      tell('holdContent', sha256);
    },
    release: (sha256: string) => {
      const at = held.indexOf(sha256);
      if (at >= 0) held.splice(at, 1);
      tell('releaseContent', sha256);
    },
    again: () => {
      for (const sha256 of held) tell('holdContent', sha256);
    },
  };
}
