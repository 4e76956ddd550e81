/** What is asked of syncing one path, and what came of it: plain values, which engine/commit.ts writes down. */
import type { ErrorCode } from '../../../shared/error-codes.ts';
import type { BaselineUpdate, LocalState, RemoteState } from '../../model/baseline-entry.ts';
import type { KooError } from '../../model/errors.ts';
import type { Observation } from '../../model/observation.ts';
import type { FileStat } from '../../model/file-stat.ts';
import type { Skip } from '../../storage/notes.ts';
import type { PairContext } from '../contexts.ts';
import type { Priority } from '../pending/pending-change.ts';

export type SyncPathRequest = PairContext & {
  readonly path: string;
  /** epoch ms at which the change was noticed */
  readonly noticedAt: number;
  readonly observed: Observation | undefined;
  /** do the pair's rules leave out what is there? Then so it ends */
  leftOut(stat: FileStat): Promise<OutcomeOfRules | undefined>;
  /** Do they leave out what is at this other path? */
  isLeftOut(path: string, stat: FileStat): Promise<boolean>;
  /** everything in the pair's folder was looked at after this time (epoch ms), or is watched */
  readonly allSeenFrom: number;
  /** Is this folder compared with what is known of it as soon as it is known at this path (watch/arrivals.ts)? */
  isComparedLater(folder: string): boolean;
  /** how it failed last time, when first (epoch ms), and how often in a row */
  readonly failed: { readonly code: ErrorCode; readonly at: number; readonly attempts: number } | undefined;
  /** urgent: a user waits for it */
  readonly priority: Priority;
  readonly signal: AbortSignal;
  /** bytes of the content that have been sent, and its size */
  readonly progress: (sent: number, size: number) => void;
};

/** One run of syncing a path, from the first look to the commit. */
export type SyncPathRun = SyncPathRequest & {
  /** What is in flight stays so until the outcome is committed: nobody may read the baseline in between. */
  untilCommitted(release: () => void): void;
};

/** A revision whose id, and what lies below it, is not known for certain yet (engine/confirm-revisions.ts asks). */
export type MadeRevision = {
  readonly fileId: string;
  readonly sha256: string;
  /** id of the newest revision that was there before */
  readonly base: string | undefined;
};

export type UploadResult = {
  /** `unchanged`: the server has this content since the last upload; `adopted`: it has it, and we did not know */
  readonly kind: 'new-file' | 'revision' | 'unchanged' | 'adopted';
  readonly local: LocalState;
  readonly remote: RemoteState;
  /** someone else made a revision since we last looked; theirs is kept below ours */
  readonly concurrentEdit: boolean;
  readonly made?: MadeRevision;
  /** parts of it were read by an upload that was gone on with, from then on (epoch ms) */
  readonly readFrom?: number;
};

/** A file that lies in a remote folder which we took up; this disk never held its content, as far as is known. */
export type AdoptedFile = { readonly path: string; readonly remote: RemoteState };

/** Litter is told to users; what a rule of theirs leaves out they know. */
export type OutcomeOfRules = Extract<PathOutcome, { kind: 'left-alone' | 'skipped' }>;

export type PathOutcome =
  /** disk and server agree, or nothing is at the path on either side */
  | { readonly kind: 'in-sync' }
  /** the rules leave it out, or it has to wait for something that nobody does now: nothing is written down of it */
  | { readonly kind: 'left-alone' }
  | { readonly kind: 'wait'; readonly dueAt: number; readonly observed: Observation | undefined }
  | { readonly kind: 'skipped'; readonly reason: Skip['reason']; readonly rule?: string | undefined }
  /** the scheduler writes it into the queue, like every error that is thrown */
  | { readonly kind: 'problem'; readonly error: KooError }
  /** `superseded`: its file is synced under another name, for a program saved through it: nobody deleted anything */
  | { readonly kind: 'missing'; readonly superseded: boolean }
  /** it was known to be missing, and came and went since */
  | { readonly kind: 'missing-again' }
  /** a folder that the server holds: made, taken up with the files in it, or back on the disk */
  | { readonly kind: 'folder'; readonly update: BaselineUpdate; readonly adopted: readonly AdoptedFile[] }
  /** a folder that keeps its memory of one drive: its fingerprint with the other one, which is there now */
  | { readonly kind: 'other-drive'; readonly fingerprint: string }
  /** `otherDrive`: the folder's fingerprint with the drive that was there before */
  | { readonly kind: 'folder-back'; readonly local: LocalState; readonly otherDrive: string | undefined }
  /** `leftAt`: when the disk did the rename (epoch ms), of a file that stays in its folder */
  | {
      readonly kind: 'renamed';
      readonly from: string;
      readonly contentToo: boolean;
      readonly leftAt: number | undefined;
      /** another folder stands at the old path by now */
      readonly isReplaced: boolean;
      /** of a folder: what is known in it and is not in it any more, as paths from here on; no event need tell */
      readonly lacking?: readonly string[];
    }
  /** a program saved by renaming: the path has its file on the server back, which was known as `from` */
  | { readonly kind: 'taken-back'; readonly from: string }
  /** the path's file is out of the recycle bin again; what stands here is its next version */
  | { readonly kind: 'out-of-bin' }
  /** what held the name on the server has the name `to` there now; what stands here comes next */
  | {
      readonly kind: 'moved-aside';
      readonly to: string;
      /** of a folder: something stands at its path, which may hold by now what was known in it */
      readonly isReplaced: boolean;
    }
  /** the server has this path, or a folder above it, no more: all at and below `top` starts anew */
  | { readonly kind: 'lost-remotely'; readonly top: string }
  /** `lookAgain`: what stands at the path now may be another content, or nothing, and perhaps no event tells so */
  | {
      readonly kind: 'uploaded';
      readonly result: UploadResult;
      readonly lookAgain: boolean;
      /** from when on another reading proves what was read (epoch ms); undefined: it is proven */
      readonly provenFrom: number | undefined;
      /** paths of known files that this file was before a program saved through them */
      readonly supersedes: readonly string[];
    };

/** The path that an outcome is of, with the version of its change as it was when the path was looked at. */
export type OutcomeOf = {
  readonly pairId: number;
  readonly path: string;
  /** undefined: no change of it was pending */
  readonly version: number | undefined;
  /** what was found at the path before */
  readonly observed: Observation | undefined;
  /** false for a folder that is synced for what it holds: that it has to wait does not concern its own change */
  readonly requested: boolean;
};

/** What was known turned out to be wrong, and was put right: the path is observed and decided about once more. */
export const lookAgain = { kind: 'look-again' } as const;
export type Executed = PathOutcome | typeof lookAgain;
