/**
 * What a user is shown: the same values in the window, on the tray, in `koosync status --json` and in
 * `koosync versions --json`. Sizes are bytes, times are epoch milliseconds, paths are relative to the pair's folder
 * with `/` between segments unless a name says otherwise.
 */
import * as z from 'zod';
import { errorCodes, type ErrorCode } from './error-codes.ts';

const errorCode = z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]);

/** Something that is not on the server and why; `reason` is a whole sentence in the user's language. */
export const problem = z.object({
  path: z.string(),
  code: errorCode,
  reason: z.string(),
  since: z.number(),
  /** of a folder: so many items in it wait for this, and are no problems of their own */
  waiting: z.number().optional(),
});

/** A file that is going up now. */
export const transfer = z.object({ path: z.string(), size: z.number(), sent: z.number() });

/** Something that is skipped on purpose, a link, no ordinary file or litter: no problem, but never a secret either. */
export const skipped = z.object({
  path: z.string(),
  reason: z.enum(['symlink', 'special', 'litter']),
  /** of litter: the rule that leaves it out, and the program whose litter it is */
  rule: z.string().optional(),
  madeBy: z.string().optional(),
});

/**
 * What keeps a file from being a version: a program writes to it; its bytes are on their way; or other work is before it.
 * Sizes are bytes.
 */
export type WaitsFor =
  | { readonly kind: 'writing' }
  | { readonly kind: 'upload'; readonly sent: number; readonly size: number }
  | { readonly kind: 'turn' };

/**
 * What a restore is doing: fetching the version, or keeping what the file holds now as a version first; `waitsFor` is said
 * when that takes a while.
 */
export type RestoreStage =
  | {
      readonly kind: 'fetching';
      readonly bytes: number;
      readonly size: number;
      /** it broke off there, and is tried again in a while */
      readonly waits?: true;
    }
  | { readonly kind: 'keeping'; readonly waitsFor?: WaitsFor };

/** Something that happened to a file or folder, for the list of what happened last. */
export const recentChange = z.object({
  path: z.string(),
  kind: z.enum([
    'new-file',
    'revision',
    'restored',
    'renamed',
    'deleted',
    'recycled',
    'concurrent-edit',
    'history-apart',
    'renamed-remotely',
    'newer-remotely',
  ]),
  at: z.number(),
});

export const pairStatus = z.object({
  id: z.number(),
  /** absolute path on this machine */
  folder: z.string(),
  /** name of the folder under the space's root */
  remote: z.string(),
  containerId: z.string(),
  /** files that are on the server as they are on disk, or are known to be pending */
  files: z.number(),
  /** changes noticed and not yet on the server, problems not counted */
  pending: z.number(),
  scanning: z.boolean(),
  /** all of the folder was looked through, at least once: before, nothing is known of what waits */
  scanned: z.boolean(),
  /** a user has paused this one; a pause of all is the engine's state */
  paused: z.boolean(),
  transfers: z.array(transfer),
  problemCount: z.number(),
  /** of so many problems the first thousand */
  problems: z.array(problem),
  /** of so many that are skipped the first thousand */
  skipped: z.array(skipped),
  skippedCount: z.number(),
  /** files that are missing from disk and not, or not yet, in the recycle bin */
  deleted: z.number(),
  /** how many deletions need the user's confirmation */
  heldDeletions: z.number(),
});

/** Something that is missing from this disk, and what becomes of it in KooDrive. */
export const deletion = z.object({
  id: z.number(),
  /** absolute path */
  path: z.string(),
  kind: z.enum(['file', 'folder']),
  /** 1, or how many files the folder held */
  files: z.number(),
  noticedAt: z.number(),
  /**
   * waiting: goes by itself soon; held: needs the user's confirmation; approved: goes next; sent: lies in the recycle bin;
   * lost: did, and the bin no longer has it
   */
  state: z.enum(['waiting', 'held', 'approved', 'sent', 'lost']),
  /** of a lost one: when it went into the bin, when the bin was found to have it no more, and a file with the same content */
  lost: z.object({ sentAt: z.number(), foundAt: z.number(), same: z.string().optional() }).optional(),
  reason: z
    .enum([
      'root-missing',
      'root-empty',
      'root-replaced',
      'root-unknown',
      'other-drive',
      'too-many',
      'changed-remotely',
      'moved-remotely',
      'holds-others',
      'refused',
      'not-back-yet',
    ])
    .optional(),
});

/** What became of deletions that were undone, beside coming back to where they were. Absolute paths. */
export const undone = z.object({
  /** came back under another name, for something new has its own */
  beside: z.array(z.object({ wanted: z.string(), path: z.string() }).readonly()).readonly(),
  /** files that KooDrive no longer has */
  lost: z.array(z.string()).readonly(),
});

/** The one truth of the tray, most pressing first: restarting, sign-in, offline, paused, problem, syncing, idle. */
export const engineState = z.discriminatedUnion('kind', [
  /** the engine's process ended by itself, and is started again; what else is said of it was so before */
  z.object({ kind: z.literal('restarting') }),
  z.object({ kind: z.literal('idle') }),
  z.object({ kind: z.literal('syncing'), count: z.number() }),
  z.object({ kind: z.literal('paused') }),
  z.object({ kind: z.literal('offline') }),
  z.object({ kind: z.literal('problem'), count: z.number() }),
  z.object({ kind: z.literal('sign-in') }),
]);

export const engineStatus = z.object({
  state: engineState,
  /** the user paused everything, which `state` does not tell while something more pressing stands */
  allPaused: z.boolean(),
  pairs: z.array(pairStatus),
  recent: z.array(recentChange.extend({ pairId: z.number(), folder: z.string() })),
});

/** One revision of one file, as its history shows it. */
export const version = z.object({
  revisionId: z.string(),
  revisionVersion: z.number(),
  createdAt: z.number(),
  size: z.number(),
  sha256: z.string(),
  latest: z.boolean(),
  keepForever: z.boolean(),
  createdBy: z.string().optional(),
  /** the name of who made it, where the server tells */
  author: z.string().optional(),
  /** why it came to be, as far as is known; `restored` and `kept-both` are what this computer did */
  reason: z.enum(['created', 'restored', 'kept-both']).optional(),
  /** of a restored one: the number of the version whose content it has */
  restoredFrom: z.number().optional(),
  /** a user's words for it, known on this computer alone */
  label: z.string().optional(),
});

/** A revision as a list gives it: what the list left out comes with `versionDetails`. */
export const listedVersion = version.partial().required({ revisionId: true });

/** Some versions of a file, newest first. */
export const historyPage = z.object({
  versions: z.array(listedVersion),
  /** gives the next page; absent: this is the last one */
  next: z.string().optional(),
  /** when the server said so; absent: nothing is known of this file yet */
  readAt: z.number().optional(),
});

/** Bytes that a preview may read: of one version, or of the file as it is on disk. */
export const heldContent = z.object({
  /** app://koo/content/…: good until the content is released */
  url: z.string(),
  size: z.number(),
  sha256: z.string(),
});

/** Something that changed in a folder, newest first; `path` is absolute. */
export const folderChange = z.object({
  path: z.string(),
  kind: z.enum(['new-file', 'revision', 'deleted']),
  at: z.number(),
  size: z.number().optional(),
});

/** A file of a pair, for choosing one whose history to see. `path` is absolute. */
export const fileEntry = z.object({
  path: z.string(),
  relativePath: z.string(),
  size: z.number(),
  syncedAt: z.number().optional(),
  kind: z.enum(['file', 'folder']),
  state: z.enum(['synced', 'pending', 'problem', 'deleted']),
});

/** A space of the user's that takes files. Sizes are bytes. */
export const spaceEntry = z.object({
  containerId: z.string(),
  name: z.string(),
  used: z.number(),
  capacity: z.number(),
});

export type Problem = z.infer<typeof problem>;
export type Transfer = z.infer<typeof transfer>;
export type Skipped = z.infer<typeof skipped>;
export type RecentChange = z.infer<typeof recentChange>;
export type PairStatus = z.infer<typeof pairStatus>;
export type EngineState = z.infer<typeof engineState>;
export type EngineStatus = z.infer<typeof engineStatus>;
export type Deletion = z.infer<typeof deletion>;
export type Undone = z.infer<typeof undone>;
/** Why a deletion needs the user's confirmation. */
export type HoldReason = NonNullable<Deletion['reason']>;
export type Version = z.infer<typeof version>;
export type ListedVersion = z.infer<typeof listedVersion>;
export type HistoryPage = z.infer<typeof historyPage>;
export type HeldContent = z.infer<typeof heldContent>;
export type FolderChange = z.infer<typeof folderChange>;
export type FileEntry = z.infer<typeof fileEntry>;
export type SpaceEntry = z.infer<typeof spaceEntry>;
