/** What the engine shows to its users: the CLI and the desktop app. The engine itself is engine.ts. */
import type { Deletion, EngineStatus, FileEntry } from '../shared/views.ts';
import type { KooError } from './lib/errors.ts';

export type PairInput = {
  /** absolute path of an existing folder */
  readonly folder: string;
  readonly containerId: string;
  /** name of the folder under the space's root; default: the base name of `folder` */
  readonly remote?: string | undefined;
};

export type Pair = {
  readonly id: number;
  readonly folder: string;
  readonly containerId: string;
  readonly remote: string;
};

/** A file of a pair, as the server knows it. `fileId` is undefined until it was brought there once. */
export type LocatedFile = {
  readonly pair: Pair;
  /** `/` between segments */
  readonly relativePath: string;
  readonly fileId: string | undefined;
  /** SHA-256 (hex) and size of the content last brought to the server */
  readonly sha256: string | undefined;
  readonly size: number | undefined;
};

export type EngineEvents = {
  /** anything in status() may have changed; at most some times a second */
  status: [];
  /** absolute path of a file that has a new revision */
  revision: [path: string];
  /** a problem that concerns everything (sign-in, quota, watcher limit), once per spell */
  notice: [error: KooError];
};

export type Engine = {
  /** Opens every pair, finds what changed while closed, watches, uploads. Throws STATE_LOCKED when another process does. */
  start(): Promise<void>;
  /** Stops watcher and uploads, in order, each bounded; what was not finished stays owed in the journal. */
  stop(): Promise<void>;
  /** stop(), then lets go of the database and the reading thread. The engine is of no use after it. */
  close(): Promise<void>;
  /** One pass without a watcher: brings everything on disk to the server, or to a stated problem. Needs no start(). */
  syncOnce(signal?: AbortSignal): Promise<EngineStatus>;
  /** Throws FOLDER_MISSING, NOT_A_FOLDER, FOLDER_UNREADABLE, NESTED_PAIR, SPACE_UNAVAILABLE... Works beside a running engine. */
  addPair(input: PairInput): Promise<Pair>;
  removePair(id: number): Promise<void>;
  pairs(): readonly Pair[];
  status(): EngineStatus;
  /** Files of a pair whose path holds `query`, for choosing one. */
  files(pairId: number, query: string, limit: number): readonly FileEntry[];
  pause(): void;
  resume(): void;
  /** What is gone from disk: waiting, held, on its way, or in the recycle bin; newest first. */
  deletions(): readonly Deletion[];
  /** Held deletions may go. */
  approveDeletions(ids: readonly number[]): void;
  /**
   * First half of undoing a deletion: the server gives it back out of its bin, or never takes it. Returns the absolute
   * paths that are to come back to this disk; `main/history/undelete.ts` does the second half.
   */
  recallDeletion(
    id: number,
  ): Promise<{ readonly folders: readonly string[]; readonly files: readonly string[] }>;
  /** Everything that waits (back-off, problems) is due now. */
  retry(): void;
  /** Which file of which pair is this absolute path? Throws NOT_IN_A_PAIR. The file need not exist on disk. */
  locate(path: string): LocatedFile;
  /**
   * Resolves when the present content of this file is a revision on the server (at once when it is one already, or
   * when the file does not exist); throws what stands in the way. Works through a running engine of another process.
   */
  bring(path: string, signal?: AbortSignal): Promise<void>;
  on<E extends keyof EngineEvents>(event: E, listener: (...args: EngineEvents[E]) => void): () => void;
};
