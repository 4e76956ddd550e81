/** What is asked of carrying one path, and what came of it. */
import type { ErrorCode } from '../../../shared/error-codes.ts';
import type { KooDrive } from '../../koodrive/api.ts';
import type { Clock } from '../../lib/clock.ts';
import type { KooError } from '../../model/errors.ts';
import type { Pair } from '../../model/pair.ts';
import type { Observation } from '../../model/observation.ts';
import type { Timing } from '../plan/settling.ts';
import type { UploadResult } from './upload-file.ts';
import type { BaselineForApply } from '../baseline/baseline-types.ts';
import type { UploadIntents } from './upload-intents.ts';
import type { PathLocks } from './path-locks.ts';

export type SyncPathRequest = {
  readonly pair: Pair;
  readonly path: string;
  readonly noticedAt: number;
  readonly observed: Observation | undefined;
  /** do the pair's rules leave this out? An event does not tell whether it is of a file or a folder */
  ignores(isFolder: boolean): boolean;
  /** how it failed last time */
  readonly failed: ErrorCode | undefined;
  /** a person waits for it */
  readonly urgent: boolean;
  readonly signal: AbortSignal;
  readonly progress: (sent: number, size: number) => void;
};

export type PathOutcome =
  | { readonly end: 'nothing' }
  | { readonly end: 'wait'; readonly dueAt: number; readonly seen: Observation | undefined }
  | { readonly end: 'skip'; readonly reason: 'symlink' | 'special' }
  | { readonly end: 'problem'; readonly error: KooError }
  | { readonly end: 'gone' }
  | { readonly end: 'folder' }
  | { readonly end: 'renamed'; readonly from: string; readonly contentToo: boolean }
  /** `again`: the file did not rest, so what was brought may be followed by more within the same time stamp */
  | { readonly end: 'brought'; readonly brought: UploadResult; readonly again: boolean };

/** What makes, renames and moves on the server in the name of `carry` needs. */
export type ApplyDeps = {
  readonly koodrive: KooDrive;
  readonly intents: UploadIntents;
  readonly baseline: BaselineForApply;
  readonly clock: Clock;
  readonly timing: Timing;
  readonly traffic: PathLocks;
  /** id of the remote folder for this path or one above it, carried if need be */
  folderId(request: SyncPathRequest, path: string): Promise<string>;
};

/** One path of one pair, as one text. */
export const keyOf = (pair: Pair, path: string): string => `${pair.id}:${path}`;
