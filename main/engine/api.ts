/** What the engine is made of, and what it shows to its users: the CLI and the desktop app. The engine itself is engine.ts. */
import type { Deletion, EngineStatus, FileEntry, FolderChange, WaitsFor } from '../../shared/views.ts';
import type { KooDrive } from '../koodrive/api.ts';
import type { Clock } from '../lib/clock.ts';
import type { Heap } from '../lib/heap.ts';
import type { RememberedTime, TrustedTime } from '../lib/trusted-time.ts';
import type { Disk } from '../disk/disk.ts';
import type { KooError } from '../model/errors.ts';
import type { LocatedFile } from '../model/located-file.ts';
import type { AccountKey, Pair, PairInput } from '../model/pair.ts';
import type { RemoteDifference } from '../model/remote-difference.ts';
import type { Log } from '../lib/logger.ts';
import type { Chunking } from './plan/part-size.ts';
import type { BlockersFile } from '../storage/blockers-file.ts';
import type { Database } from '../storage/database.ts';
import type { Snapshots } from '../disk/snapshots.ts';
import type { Sign } from './watch/default-rules.ts';
import type { RuleSource } from './watch/ignore-rules.ts';
import type { Watch } from './watch/watcher.ts';

/** Times are ms; what each means: main/settings/schema.ts. */
export type EngineSettings = {
  readonly settleMs: number;
  readonly maxWaitMs: number;
  readonly versionIntervalMs: number;
  readonly missingGraceMs: number;
  readonly deleteGraceMs: number;
  readonly holdDeletionsCount: number;
  readonly holdDeletionsShare: number;
  readonly concurrency: number;
  readonly compareWithKooDrive: boolean;
};

/** Who hears of settings that change. */
export type EngineSettingsListener = {
  readonly changed: () => void;
  /** they cannot be read, and those before stay in force */
  readonly broken: (error: KooError) => void;
};

/** What an engine is made of. All but the first six have a default, and are there for tests and the simulator. */
export type EngineDeps = {
  /** the state folder */
  readonly home: string;
  readonly koodrive: KooDrive;
  readonly clock: Clock;
  readonly log: Log;
  /** as they are now: they may change while the engine works */
  readonly settings: () => EngineSettings;
  /** ignore rules that the organisation set, as they are now; default: none */
  readonly fixedRules?: (() => readonly string[]) | undefined;
  /** an error as a sentence for a person */
  readonly sentence: (error: KooError) => string;
  /** by which grace times end and what is old is forgotten; default: of this clock, and no server is heard */
  readonly time?: TrustedTime;
  /** Writes down the time that is known now, for the next start; default: nobody does. Never throws. */
  readonly rememberTime?: (time: RememberedTime) => void;
  /** default: the real disk, with large files read on a thread of their own */
  readonly disk?: Disk;
  /** default: in the state folder, beside the real disk; none beside another one, which the engine cannot write to */
  readonly snapshots?: Snapshots;
  /** default: the database and the lock in the state folder */
  readonly store?: {
    readonly state: Database;
    takeLock(): (() => void) | undefined;
    /** Is there another database at its place by now, or none? Default: nobody takes it away. */
    isTaken?(): boolean;
    /**
     * `written` hears, soon after it, that some process wrote to the database, until the function it gives is called.
     * undefined: no event tells of that here. Default: none does.
     */
    followWrites?(written: () => void): (() => void) | undefined;
  };
  /** default: nobody beside us hears of what stands in the way */
  readonly blockersFile?: BlockersFile;
  /** gives what ends the listening; default: settings stay as they are */
  readonly onSettings?: (listener: EngineSettingsListener) => () => void;
  readonly random?: () => number;
  /** off: scans alone find changes; everything must still be found */
  readonly watcher?: boolean;
  /** default: the real watcher */
  readonly watch?: Watch;
  /** tells the network that we are on from another one; default: nobody notices that it changed */
  readonly network?: () => string;
  /** of this process; default: what it takes is V8's to give back, when V8 comes to it */
  readonly heap?: Heap;
  /** default: as KooDrive wants */
  readonly chunking?: Chunking;
  /** when many due changes are looked at together; default: when that is worth it (wiring.ts) */
  readonly bulk?: BulkSizes;
  /** who is signed in now; default, and undefined: nobody asks whose a pair is */
  readonly signedIn?: () => AccountKey | undefined;
};

/** When many due changes are looked at together (bulk-check.ts). */
export type BulkSizes = {
  /** Fewer than so many are not looked at together. */
  readonly from: number;
  /** Where looking at many came to little, it rests until so many changes went their way. */
  readonly restsFor: number;
};

/** `source` is what had the last word, undefined when no rule speaks of the path; it is a `!pattern` when one takes it back. */
export type IgnoreCheck = {
  readonly ignored: boolean;
  readonly source: RuleSource | { readonly from: 'own-state' } | undefined;
  /** The rule leaves it out only with a sign: which, and the names of the files that are the sign. */
  readonly sign?: { readonly kind: Sign['sign']; readonly names: readonly string[] };
  /** absolute path of the pair's `.koosyncignore`, there or not */
  readonly ruleFile: string;
};

/** `there`: it was in its place. `anew`: it, or what lies in it, is uploaded once more. */
export type BroughtBack = 'there' | 'out-of-bin' | 'anew';

export type EngineEvents = {
  /** anything in status() may have changed; at most some times a second */
  status: [];
  /** absolute path of a file that has a new revision */
  revision: [path: string];
  /** a problem that concerns more than one file (sign-in, quota, watcher limit), once per spell */
  notice: [error: KooError];
};

/**
 * What stands after a single pass. What was sent in it and has changed since is for the next one: it counts as synced,
 * for KooDrive has a content that it had after the pass began.
 */
export type Pass = EngineStatus & {
  /** absolute paths of which that cannot be said and that are no problems either */
  readonly unsynced: readonly string[];
};

/**
 * `lost`: the server has it no more; it is no deletion any more then, and listed as lost. `here`: this disk has it under
 * another name. `moved`: it is missing under another name by now, since a folder above it was renamed. `there`: the server
 * has it, and this disk has not.
 */
export type MissingTrace = 'lost' | 'here' | 'moved' | 'there';

export type UndoBegun = {
  /** the deletions that stand for what is to come back, until it is back */
  readonly ids: readonly number[];
  /** absolute paths of what is to come back to this disk */
  readonly folders: readonly string[];
  readonly files: readonly string[];
  /** what comes back under another name, for something new has its own; absolute */
  readonly beside: readonly { readonly wanted: string; readonly path: string }[];
};

/**
 * Each call answers with a promise. What goes in and what comes out is data that a structured clone leaves as it is, so
 * that the engine may run in another process. Two things are not data: an AbortSignal, which is always the last
 * argument and crosses as a message of its own, and a KooError, which crosses as its code, message and detail. Held by
 * tests/conformance/engine-over-port.test.ts.
 */
export type Engine = {
  /** Opens every pair, finds what changed while closed, watches, uploads. Throws STATE_LOCKED when another process does. */
  start(): Promise<void>;
  /** Stops watcher and uploads, in order, each bounded; what was not finished stays owed in the journal. */
  stop(): Promise<void>;
  /** stop(), then lets go of the database and the reading thread. The engine is of no use after it. */
  close(): Promise<void>;
  /** One pass without a watcher: brings everything on disk to the server, or to a stated problem. Needs no start(). */
  syncOnce(signal?: AbortSignal): Promise<Pass>;
  /** Throws FOLDER_MISSING, NOT_A_FOLDER, FOLDER_UNREADABLE, NESTED_PAIR, SPACE_UNAVAILABLE... Works beside a running engine. */
  addPair(input: PairInput): Promise<Pair>;
  removePair(id: number): Promise<void>;
  /**
   * Pairs that are held since they belong to another account go to who is signed in, under ids of their own and as if they had
   * just been added. Throws SIGN_IN_NEEDED, SPACE_UNAVAILABLE.
   */
  takeOver(ids: readonly number[]): Promise<void>;
  pairs(): Promise<readonly Pair[]>;
  /** `listed`: how many problems and skipped files of a pair are named; default as many as a person reads. */
  status(listed?: number): Promise<EngineStatus>;
  /** Files of a pair whose path holds `query`, for choosing one. */
  files(pairId: number, query: string, limit: number): Promise<readonly FileEntry[]>;
  /** Files of all pairs: every word is in the path; the name counts before its folders. */
  searchFiles(
    query: string,
    show: 'all' | 'recent' | 'deleted',
    limit: number,
  ): Promise<readonly FileEntry[]>;
  /** What changed in this folder (absolute) and below it, newest first, before that time. Throws NOT_IN_A_PAIR. */
  folderChanges(
    folder: string,
    options: { readonly before?: number | undefined; readonly limit: number },
  ): Promise<readonly FolderChange[]>;
  /** Like `locate`, and for a file that lies in the recycle bin too. Throws OTHER_ACCOUNT, too. */
  remoteFile(path: string): Promise<LocatedFile>;
  /** Nothing is synced by itself until it is resumed: of this pair, or of all. A change that is noticed meanwhile is kept. */
  pause(pairId?: number): Promise<void>;
  /** Of all: those that were paused by themselves as well. */
  resume(pairId?: number): Promise<void>;
  /** What is gone from disk: waiting, held, on its way, or in the recycle bin; newest first. */
  deletions(): Promise<readonly Deletion[]>;
  /** Held deletions may go. */
  approveDeletions(ids: readonly number[]): Promise<void>;
  /**
   * First half of undoing a deletion: the server gives it back out of its bin, or never takes it. Returns the absolute
   * paths that are to come back to this disk; `main/engine/deletions/undo.ts` does the second half.
   */
  beginUndo(id: number): Promise<UndoBegun>;
  /** The second half is done, of one of those that `beginUndo` named. Until then it stands in the list, whatever happens. */
  endUndo(id: number): Promise<void>;
  /** What became of this file (absolute), which an undo was to bring back and cannot find. */
  traceMissing(path: string): Promise<MissingTrace>;
  /**
   * Takes the pair's own folder, or what has this relative path, out of KooDrive's recycle bin, where another client put it.
   * What was deleted there for good goes up anew; not so the pair's own folder, of which PAIR_GONE is thrown. Works beside a
   * running engine.
   */
  bringBack(pairId: number, path?: string, signal?: AbortSignal): Promise<BroughtBack>;
  /**
   * Compares what was synced at and below this folder (relative path, '' for all of the pair) with what KooDrive holds, now.
   * Gives and writes down the differences. Throws PAIR_RECYCLED, PAIR_GONE, and network codes.
   */
  compare(pairId: number, folder: string, signal?: AbortSignal): Promise<readonly RemoteDifference[]>;
  /**
   * A call met that this file (absolute path) is not there, or which content (`newest`: SHA-256, hex) is the newest of it.
   * What differs from the last synced state is written down, and becomes a problem where it is one. Gives what differs.
   */
  learn(path: string, newest?: string, signal?: AbortSignal): Promise<RemoteDifference | undefined>;
  /** Everything that waits (back-off, problems) is due now, and what others threw away on KooDrive comes back. */
  retry(): Promise<void>;
  /** Which file of which pair is this absolute path? Throws NOT_IN_A_PAIR. The file need not exist on disk. */
  locate(path: string): Promise<LocatedFile>;
  /**
   * Is this absolute path left out of syncing, and by which rule? A pair's own folder never is. Throws NOT_IN_A_PAIR.
   * It need not exist on disk: `asFolder` says what it is taken for then.
   */
  checkIgnore(path: string, asFolder: boolean): Promise<IgnoreCheck>;
  /**
   * Resolves when the present content of this file is a revision on the server (at once when it is one already, or
   * when the file does not exist); throws what stands in the way. Works through a running engine of another process.
   */
  syncNow(path: string, signal?: AbortSignal): Promise<void>;
  /** What whoever waits for that waits for; undefined: nothing. Of an upload in another process nothing is known but its turn. */
  waitsFor(path: string): Promise<WaitsFor | undefined>;
  /** This file is about to hold this content (hex SHA-256) of an earlier version; undefined: it is not after all. */
  restoring(path: string, sha256: string | undefined): Promise<void>;
  /** A restore has written this path (absolute): it is looked at, also where nothing is watched. In no pair: nothing happens. */
  written(path: string): Promise<void>;
  /** A subscription, not a call: gives what ends it. */
  on<E extends keyof EngineEvents>(event: E, listener: (...args: EngineEvents[E]) => void): () => void;
};
