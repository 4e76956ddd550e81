/**
 * Everything that the app and the command line share, put together once: settings, account, log, client, engine,
 * history. Both shells only add how a user meets it. Nothing is started here: engine.start() or syncOnce() is
 * the shell's to call.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { StringKey } from '../shared/strings/index.ts';
import { createAccount, type Account, type AccountParts } from './account/account.ts';
import { accountKeyOf } from './account/account-key.ts';
import { keepSessionAlive } from './account/keep-alive.ts';
import { createLazyClient } from './account/lazy-client.ts';
import { createEngine } from './engine/engine.ts';
import type { Engine } from './engine/api.ts';
import { realDisk } from './disk/disk.ts';
import type { Writer } from './disk/writer.ts';
import { undoDeletion, type UndoResult } from './engine/deletions/undo.ts';
import { clearTempFiles } from './history/clear-temp-files.ts';
import { createFileHistory, type FileHistory } from './history/file-history.ts';
import { createLateWrites } from './history/late-writes.ts';
import { VersionCache } from './history/version-cache.ts';
import { openVersionNotes } from './history/version-notes.ts';
import { withFoldersTold } from './file-managers/state-files.ts';
import type { KooDrive } from './koodrive/api.ts';
import { createKooDrive } from './koodrive/client.ts';
import { parseServer } from './koodrive/server-address.ts';
import type { SystemProxy } from './koodrive/system-proxy.ts';
import { createTrust } from './koodrive/trusted-roots.ts';
import { realClock, type Clock } from './lib/clock.ts';
import { createHeap } from './lib/heap.ts';
import { createTrustedTime, type TrustedTime } from './lib/trusted-time.ts';
import { KooError, toKooError } from './model/errors.ts';
import type { AccountKey } from './model/pair.ts';
import type { Words } from './lib/i18n.ts';
import type { LogFile } from './lib/logger.ts';
import { withPairsBackedUp } from './engine/backed-up-pairs.ts';
import { mendedError } from './engine/mended.ts';
import { openShell, type Shell, type ShellOptions } from './open-shell.ts';
import { openStateOf } from './open-state.ts';
import { openWriter } from './open-writer.ts';
import { openTempClaims, type TempClaim, type TempClaims } from './storage/temp-claims.ts';
import type { PolicyInForce } from './policy/policy.ts';
import type { Settings } from './settings/settings.ts';
import { networkAddresses } from './lib/network-addresses.ts';
import { openContentFolder, type ContentFolder } from './storage/content-folder.ts';
import type { Database } from './storage/database.ts';
import { takeLock } from './storage/lock.ts';
import { openBlockersFile } from './storage/blockers-file.ts';
import { openTimeFile } from './storage/time-file.ts';
import { createKeytarVault } from './vault/keytar-vault.ts';
import type { TokenVault, VaultPlace } from './vault/token-vault.ts';

export type KooSync = Shell & {
  readonly account: Account;
  readonly engine: Engine;
  readonly history: FileHistory;
  /** keeps the bytes of versions that are shown */
  readonly contents: Pick<ContentFolder, 'hold' | 'release'>;
  /** The database was not the one that was used here before, and was mended: said once, by whoever opened it. */
  readonly mended: KooError | undefined;
  /** Who is to hear of what comes up after a restore. */
  onNotice(tell: (error: KooError) => void): void;
  /** Notes on versions could not be understood and were set aside: said once, to whoever asks first. */
  takeNotesSetAside(): KooError | undefined;
  /** Undoes a deletion: puts on this disk again what is missing from it; gives what was put there. */
  undoDeletion(deletionId: number, signal?: AbortSignal): Promise<UndoResult>;
  /** calls throw SIGN_IN_NEEDED while nobody is signed in */
  readonly koodrive: KooDrive;
  /** Stops the engine, then lets go of connections, database and log. Does not throw; calling it twice does nothing. */
  close(): Promise<void>;
};

export type OpenOptions = ShellOptions & {
  readonly clock?: Clock | undefined;
  readonly vault?: TokenVault | undefined;
  /** asked for the system's proxy where the environment names none; default: there is none */
  readonly systemProxy?: SystemProxy | undefined;
};

/** Throws FOLDER_UNREADABLE, NOT_A_FOLDER (the state folder), SETTINGS_BROKEN, STATE_BROKEN, STATE_NEWER, DISK_FULL. */
export const openKooSync = async (options: OpenOptions): Promise<KooSync> => {
  const { env, clock = realClock } = options;
  const shell = await openShell(options);
  const { home, log, policy, settings, words } = shell;
  try {
    const timeFile = openTimeFile(home, log);
    const time = createTrustedTime(clock, timeFile.read());
    const trust = createTrust({ platform: process.platform, env });
    const fixedProxy = () => ({ proxy: policy.values().proxy, noProxy: policy.values().noProxy });
    const connect: AccountParts['connect'] = (server, credentials) => {
      const lines = { fixed: fixedProxy(), systemProxy: options.systemProxy, secureContext: trust };
      return createKooDrive({
        ...{ server, credentials, clock, log, env, lines },
        onDate: (at) => time.heard(at),
      });
    };
    const account = createAccount({
      settings,
      vault: options.vault ?? createKeytarVault(),
      env,
      parseServer: (text) => parseServer(text).origin,
      connect,
      now: () => clock.now(),
      policy: () => policy.judged(),
      placeWords: (place) => words().translate(vaultPlaceWords[place]),
    });
    const signedIn = accountKeyOf(account, (text) => parseServer(text).origin);
    const koodrive = createLazyClient(
      account,
      ({ server, source }) => connect(server, source),
      () => JSON.stringify(fixedProxy()),
    );
    const { state, mended, isTaken, followWrites } = await openStateOf(home, clock.now(), log);
    const parts = { home, koodrive, account, clock, time, log };
    const needs = { ...parts, state, isTaken, followWrites, timeFile, policy, signedIn };
    const engine = await openEngine(needs, options, settings, words);
    const temps = openTempClaims(home);
    const writer = openWriter(state);
    await clearWhatWasLeft(temps.abandoned(), writer, clock, log);
    const told = createListeners(log);
    const opened = openHistory({ ...parts, engine, state, writer, tell: told.tell }, temps);
    const { history, folder, lateWrites, takeNotesSetAside } = opened;
    const off = tellKeptBoth(engine, history, log);
    const undo = (id: number, signal?: AbortSignal) =>
      undoDeletion({ engine, history, disk: writer }, id, signal);
    let closed: Promise<void> | undefined;
    return {
      ...shell,
      account: clearingContents(account, history),
      engine,
      history,
      contents: folder,
      onNotice: told.listen,
      mended: mended && mendedError(home, mended),
      takeNotesSetAside,
      undoDeletion: undo,
      koodrive,
      close: () => {
        off();
        return (closed ??= close({ engine, koodrive, lateWrites, log }));
      },
    };
  } catch (thrown) {
    log.close();
    throw thrown;
  }
};

type EngineNeeds = Omit<HistoryNeeds, 'engine' | 'writer'> &
  Pick<Awaited<ReturnType<typeof openStateOf>>, 'isTaken' | 'followWrites'> & {
    readonly timeFile: ReturnType<typeof openTimeFile>;
    readonly policy: PolicyInForce;
    readonly signedIn: () => AccountKey | undefined;
  };

/** The engine, with what goes on from each of its starts to its stop, and what is written beside its database. */
const openEngine = async (
  {
    home,
    state,
    isTaken,
    followWrites,
    koodrive,
    account,
    clock,
    time,
    timeFile,
    policy,
    log,
    signedIn,
  }: EngineNeeds,
  { env }: OpenOptions,
  settings: Settings,
  words: () => Words,
): Promise<Engine> => {
  const bare = createEngine({
    home,
    store: { state, takeLock: () => takeLock(home), isTaken, followWrites },
    koodrive,
    clock,
    time,
    rememberTime: (time) => timeFile.write(time),
    log,
    settings: settings.inForce,
    fixedRules: () => policy.values().ignoreRules ?? noRules,
    onSettings: settings.onChange,
    sentence: (error) => words().sentence(error),
    blockersFile: openBlockersFile(home, log),
    network: networkAddresses,
    heap: createHeap(),
    signedIn,
    // for folders whose events never arrive, and for the tests that live on scans alone
    watcher: env['KOOSYNC_WATCHER'] !== 'off',
  });
  const copied = await withFoldersTold(await withPairsBackedUp(bare, { home, state, clock, log }), home, log);
  return whileWorking(copied, (signal) => keepSessionAlive({ account, koodrive, clock, log }, signal));
};

const noRules: readonly string[] = [];

const letters = (bytes: number): string => randomBytes(bytes).toString('hex');

type HistoryNeeds = {
  readonly home: string;
  readonly engine: Engine;
  readonly state: Database;
  readonly writer: Writer;
  readonly koodrive: KooDrive;
  readonly account: Account;
  readonly clock: Clock;
  readonly time: TrustedTime;
  readonly log: LogFile;
};

/** The database is shared with the engine, which closes it; nothing is asked of a history after that. */
const openHistory = (
  { home, engine, state, writer, koodrive, account, clock, time, log, tell }: HistoryNeeds & Telling,
  temps: TempClaims,
) => {
  const now = () => clock.now();
  const claimTemp: TempClaims['claim'] = (path, name) => temps.claim(path, name);
  const folder = openContentFolder({
    folder: join(home, 'contents'),
    random: () => letters(8),
    now: () => time.now(),
    claim: claimTemp,
  });
  let setAside: string | undefined;
  const notes = openVersionNotes({
    home,
    now,
    log,
    onSetAside: (path) => {
      setAside = path;
    },
  });
  const aside = {
    disk: writer,
    written: (path: string) => engine.written(path),
    sleep: (ms: number, signal: AbortSignal) => clock.sleep(ms, signal),
    log,
    random: () => letters(8),
    claimTemp,
  };
  const lateWrites = createLateWrites({ ...aside, tell });
  const history = createFileHistory({
    ...aside,
    koodrive,
    openDisk: realDisk,
    remoteFile: (path) => engine.remoteFile(path),
    learn: (path, newest) => engine.learn(path, newest),
    cache: new VersionCache(state),
    notes,
    folder,
    opened: join(home, 'opened'),
    userId: () => account.get().userId,
    now,
    clock,
    locate: (path) => engine.locate(path),
    syncNow: (path, signal) => engine.syncNow(path, signal),
    waitsFor: (path) => engine.waitsFor(path),
    restoring: (path, sha256) => engine.restoring(path, sha256),
    hold: (path, kept) => lateWrites.hold(path, kept),
  });
  notes.check();
  const takeNotesSetAside = () => {
    const path = setAside;
    setAside = undefined;
    return path === undefined ? undefined : notesBroken(path);
  };
  return { history, folder, lateWrites, takeNotesSetAside };
};

type Telling = { readonly tell: (error: KooError) => void };

/** Whoever listens is told; what nobody heard of stands in the log. */
const createListeners = (log: LogFile): Telling & { listen(tell: Telling['tell']): void } => {
  let heard: Telling['tell'] | undefined;
  return {
    listen: (tell) => {
      heard = tell;
    },
    tell: (error) => {
      if (heard) heard(error);
      else log.warn({ err: error }, 'nobody was told');
    },
  };
};

const notesBroken = (path: string): KooError =>
  new KooError('SETTINGS_BROKEN', 'notes on versions could not be understood', {
    detail: { path, values: { say: 'sentence.notesSetAside', file: path } },
  });

/** Gives what ends it. */
const tellKeptBoth = (engine: Engine, history: FileHistory, log: LogFile): (() => void) =>
  engine.on('notice', ({ code, detail }) => {
    if (code !== 'BOTH_KEPT' || detail.path === undefined) return;
    history.keptBoth(detail.path).catch((thrown: unknown) => {
      log.warn({ err: toKooError(thrown) }, 'both versions were kept, and it could not be noted');
    });
  });

/** Contents that were fetched are of whoever was signed in. */
const clearingContents = (account: Account, history: FileHistory): Account => ({
  ...account,
  signOut: async () => {
    const view = await account.signOut();
    await history.clearContents();
    return view;
  },
});

/** A drive that does not answer keeps nobody waiting for long: what is on it stays until the next start. */
const clearWhatWasLeft = async (
  abandoned: readonly TempClaim[],
  writer: Writer,
  clock: Clock,
  log: LogFile,
): Promise<void> => {
  if (abandoned.length === 0) return;
  const done = new AbortController();
  await Promise.race([clearTempFiles(abandoned, writer, log), clock.sleep(3000, done.signal)]);
  done.abort();
};

/** Has `work` done from each start of the engine to its stop. */
const whileWorking = (engine: Engine, work: (signal: AbortSignal) => Promise<void>): Engine => {
  let end: (() => Promise<void>) | undefined;
  const stop = async () => {
    await end?.();
    end = undefined;
  };
  return {
    ...engine,
    start: async () => {
      await engine.start();
      if (end !== undefined) return;
      const stopped = new AbortController();
      const done = work(stopped.signal);
      end = () => {
        stopped.abort();
        return done;
      };
    },
    stop: async () => {
      await stop();
      await engine.stop();
    },
    close: async () => {
      await stop();
      await engine.close();
    },
  };
};

const vaultPlaceWords = {
  'secret-service': 'vault.secret-service',
  keychain: 'vault.keychain',
  'credential-manager': 'vault.credential-manager',
  environment: 'vault.environment',
} as const satisfies Record<VaultPlace, StringKey>;

/** In reverse order of making; one that fails does not keep the others from closing. */
const close = async (parts: {
  engine: Engine;
  koodrive: { close(): Promise<void> };
  lateWrites: { close(): Promise<void> };
  log: LogFile;
}): Promise<void> => {
  for (const [name, end] of [
    // what was written after a restore is noted for the engine
    ['late-writes', () => parts.lateWrites.close()],
    ['engine', () => parts.engine.close()],
    ['client', () => parts.koodrive.close()],
  ] as const) {
    try {
      await end();
    } catch (thrown) {
      parts.log.error({ err: thrown, part: name }, 'closing failed');
    }
  }
  parts.log.close();
};
