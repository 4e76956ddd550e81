/**
 * What happens in one run, as plain data: the setting, the edits with their times, and the times at which things go
 * wrong. A program can be printed, cut down and run again. Times are ms from the start.
 */
import type { KooDrive } from '../../main/koodrive/api.ts';
import type { GroundStep } from './ground-steps.ts';
import type { ErrorCode } from '../../shared/error-codes.ts';

export type Setting = {
  readonly settleMs: number;
  readonly maxWaitMs: number;
  readonly versionIntervalMs: number;
  readonly deleteGraceMs: number;
  readonly holdDeletionsCount: number;
  readonly concurrency: number;
  /** fineness of the disk's time stamps, microseconds */
  readonly stampUs: number;
  readonly reuseInodes: boolean;
  readonly birthTimes: boolean;
  readonly renameStamps: boolean;
  /** the disk takes capitals for small letters */
  readonly foldsCase?: boolean;
  readonly slowestDiskUs: number;
  /** a server call's longest way there and back, ms */
  readonly slowestServerMs: number;
  readonly watcher: 'none' | 'good' | 'lossy';
  /** until the watcher has looked at everything and tells of changes, ms */
  readonly watcherReadyMs: number;
  /** folders that may be watched at a time; undefined: all */
  readonly watches?: number;
  /** so many due changes are looked at together; undefined: none ever are */
  readonly bulkFrom?: number;
  /** a large file that is written all the time is sent from a clone */
  readonly snapshots?: boolean;
  /** it can be told whether a program has a file open for writing; undefined: it cannot */
  readonly tellsWriters?: boolean;
  /** nothing goes wrong and the engine is never ended: then everything must come in time */
  readonly calm: boolean;
};

/**
 * How programs save; each step is followed by the pause. Where they come from: docs/saving.md.
 * - word: write a temporary file, document to a backup, temporary file to the document, remove the backup
 * - backup-first: document to a backup, write the document, remove the backup (Vim)
 * - keep-backup: likewise, and the backup stays (Emacs)
 * - remove-first: write a temporary file, remove the document, temporary file to the document
 * - rewrite: remove the document, write it
 * - exchange: write a temporary file, exchange the two, remove the temporary file (TextEdit)
 * - backup-gone-first: document to a backup, remove the backup, write the document
 */
export const safeSaves = [
  'word',
  'backup-first',
  'keep-backup',
  'remove-first',
  'rewrite',
  'exchange',
  'backup-gone-first',
] as const;
export type SafeSave = (typeof safeSaves)[number];

/** One thing that a program does to a file while it saves: a name in `path`, or from one to another. */
export type SaveStep =
  | { readonly do: 'write' | 'remove'; readonly path: string }
  | { readonly do: 'rename' | 'exchange'; readonly path: string; readonly to: string };

/** `content` makes the temporary file's name, which is another one for each save. */
export function saveSteps(how: SafeSave, path: string, content: string): readonly SaveStep[] {
  const temp = `${path}.${content}.new`;
  const backup = `${path}.old`;
  const write = (at: string) => ({ do: 'write', path: at }) as const;
  const remove = (at: string) => ({ do: 'remove', path: at }) as const;
  const rename = (from: string, to: string) => ({ do: 'rename', path: from, to }) as const;
  switch (how) {
    case 'word':
      return [write(temp), rename(path, backup), rename(temp, path), remove(backup)];
    case 'backup-first':
      return [rename(path, backup), write(path), remove(backup)];
    case 'keep-backup':
      return [rename(path, backup), write(path)];
    case 'remove-first':
      return [write(temp), remove(path), rename(temp, path)];
    case 'rewrite':
      return [remove(path), write(path)];
    case 'exchange':
      return [write(temp), { do: 'exchange', path: temp, to: path }, remove(temp)];
    case 'backup-gone-first':
      return [rename(path, backup), remove(backup), write(path)];
  }
}

/** Paths are relative to the pair's folder. `content` names bytes: the same name and size are the same bytes. */
export type Step = { readonly at: number } & (
  | {
      /** in place: truncated, then written in so many pieces, `gapMs` apart */
      readonly do: 'write';
      readonly path: string;
      readonly content: string;
      readonly size: number;
      readonly pieces: number;
      readonly gapMs: number;
    }
  | {
      readonly do: 'patch';
      readonly path: string;
      readonly content: string;
      readonly size: number;
      readonly offset: number;
    }
  | { readonly do: 'append'; readonly path: string; readonly content: string; readonly size: number }
  | { readonly do: 'truncate'; readonly path: string; readonly size: number }
  /** a temporary file beside it, then renamed over it */
  | {
      readonly do: 'atomic';
      readonly path: string;
      readonly temp: string;
      readonly content: string;
      readonly size: number;
      readonly gapMs: number;
    }
  /** the same, renamed after the first piece of it; the others are written there, `gapMs` apart, and it is closed */
  | {
      readonly do: 'early-rename';
      readonly path: string;
      readonly temp: string;
      readonly content: string;
      readonly size: number;
      readonly pieces: number;
      readonly gapMs: number;
    }
  /** renamed to a backup, written anew, the backup removed (office programs) */
  | {
      readonly do: 'backup';
      readonly path: string;
      readonly backup: string;
      readonly content: string;
      readonly size: number;
      readonly gapMs: number;
    }
  /**
   * A program saves a document by other names than its own, with a pause after each step; see `saveSteps`. Nothing
   * else in a program touches these names.
   */
  | {
      readonly do: 'safe-save';
      readonly how: SafeSave;
      readonly path: string;
      readonly content: string;
      readonly size: number;
      readonly gapMs: number;
    }
  /** written so many times through a mapping, with a pause after each; the size stays */
  | {
      readonly do: 'map';
      readonly path: string;
      readonly content: string;
      readonly times: number;
      readonly gapMs: number;
    }
  | { readonly do: 'touch'; readonly path: string; readonly shiftMs: number }
  | { readonly do: 'chmod' | 'remove' | 'mkdir' | 'symlink' | 'fifo'; readonly path: string }
  | { readonly do: 'rename' | 'copy' | 'link' | 'probe-rename'; readonly path: string; readonly to: string }
  | { readonly do: 'readable'; readonly path: string; readonly on: boolean }
  | { readonly do: 'root-away'; readonly forMs: number }
  /** a drive of that name is mounted over a folder, with what it held before; and taken off again */
  | { readonly do: 'mount'; readonly path: string; readonly drive: string }
  | { readonly do: 'unmount'; readonly drive: string }
  /** the rules of the pair's folder from now on; none: the file is removed */
  | { readonly do: 'ignore'; readonly rules: readonly string[] }
  /** the pair is removed, by KooSync itself or by another process of it; and added again by another process */
  | { readonly do: 'unpair'; readonly by: 'engine' | 'other' }
  | { readonly do: 'pair' }
  | { readonly do: 'start' | 'stop' | 'scan' | 'pause' | 'resume' | 'forget-uploads' }
  | { readonly do: 'crash'; readonly downMs: number }
  /** just after the n-th commit from now */
  | { readonly do: 'crash-at-commit'; readonly commits: number; readonly downMs: number }
  /** commits since the last flush are lost, or this share of them */
  | { readonly do: 'power-cut'; readonly lost: number; readonly downMs: number }
  | { readonly do: 'clock'; readonly skewMs: number }
  | {
      readonly do: 'other-revision' | 'other-file';
      readonly path: string;
      readonly content: string;
      readonly size: number;
    }
  | { readonly do: 'other-recycle'; readonly path: string }
  /** the n-th item in the recycle bin, or below one, is deleted there for good; -1: all of them are */
  | { readonly do: 'other-purge'; readonly nth: number }
  /** asked of KooSync: sync this file now; restore its n-th version; confirm held deletions; undo the n-th deletion */
  | { readonly do: 'sync-now'; readonly path: string }
  | { readonly do: 'restore'; readonly path: string; readonly nth: number }
  | { readonly do: 'approve' }
  | { readonly do: 'undo'; readonly nth: number }
  | { readonly do: 'capacity'; readonly bytes: number }
  | GroundStep
);

/** From `at` for `forMs`, calls of these operations (all: undefined) go wrong with probability `p`. */
export type Trouble = {
  readonly at: number;
  readonly forMs: number;
  readonly p: number;
  readonly operations: readonly (keyof KooDrive)[] | undefined;
  readonly when: 'before' | 'after';
  readonly code: ErrorCode | 'EXPIRED_LINKS' | 'LOST_EVENTS' | OutageKind;
  readonly retryAfterMs?: number | undefined;
  /** of CUT_ABOVE: longer bodies are cut after so many bytes */
  readonly above?: number;
};

/**
 * What strikes every call that it concerns, however often it is made: somebody else's page in place of every answer; a
 * storage that refuses connections; a box that cuts bodies above a size.
 */
export const outageKinds = ['PORTAL_PAGE', 'STORAGE_REFUSED', 'CUT_ABOVE'] as const;
export type OutageKind = (typeof outageKinds)[number];
export type OutageTrouble = Trouble & { readonly code: OutageKind };

export const isOutageKind = (code: Trouble['code']): code is OutageKind =>
  (outageKinds as readonly string[]).includes(code);
export const isOutage = (trouble: Trouble): trouble is OutageTrouble => isOutageKind(trouble.code);

/** A space of so many bytes is never full. */
export const enough = 1e12;

export type Program = {
  readonly seed: number;
  readonly setting: Setting;
  readonly steps: readonly Step[];
  readonly troubles: readonly Trouble[];
};

/** The bytes that a content's name and a size stand for; the name is all over them, so that a mix of two shows. */
export function bytesOf(content: string, size: number): Uint8Array {
  return size === 0 ? new Uint8Array() : new Uint8Array(Buffer.alloc(size, `${content}|`));
}

/** How files are cut in simulated runs: small ones stand for large ones. */
export const simCutting = {
  singlePartUpTo: 4096,
  tinyUpTo: 1024,
  smallestPart: 2048,
  leastPart: 1024,
};

/** A save, and who writes through a mapping, goes on for some pauses after it began. */
const endOf = (step: Step): number => {
  if (step.do === 'safe-save') return step.at + 5 * step.gapMs;
  if (step.do === 'lost-database') return step.at + step.downMs;
  return step.do === 'map' ? step.at + step.times * step.gapMs : step.at;
};

export const lastMoment = (program: Pick<Program, 'steps' | 'troubles'>): number =>
  Math.max(0, ...program.steps.map(endOf), ...program.troubles.map((one) => one.at + one.forMs));
