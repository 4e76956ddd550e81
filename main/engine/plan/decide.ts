/**
 * The one decision: given what is on disk, what was last synced, and what the disk says of the path a file may have
 * come from, what is to be done for this path? Pure: no disk, no network, no clock.
 */
import type { ErrorCode } from '../../../shared/error-codes.ts';
import { isPresent, type BaselineEntry } from '../../model/baseline-entry.ts';
import { mayBeOtherDrive } from '../../model/drive.ts';
import type { FileStat } from '../../model/file-stat.ts';
import { absent, type Observation } from '../../model/observation.ts';
import { nameOf, remoteNameOf } from '../../model/relative-path.ts';
import { faultOfName, proposalBeside, type NameFault } from './remote-names.ts';
import { isFilledInTime, saveWindowMs } from './save-by-renaming.ts';
import { earliestNextVersion, settlingOf, timingOf, type Timing, type Writers } from './settling.ts';

export type DecisionInput = {
  readonly path: string;
  readonly stat: FileStat | undefined;
  readonly base: BaselineEntry | undefined;
  /** a known path of the same file id that is no longer on disk: where this one came from */
  readonly movedFrom: BaselineEntry | undefined;
  /** the file that had this name a short time ago, and is known under another name in the same folder */
  readonly left: { readonly at: number; readonly entry: BaselineEntry } | undefined;
  /** what was known of this path and went into the recycle bin */
  readonly inBin: BaselineEntry | undefined;
  /** nothing is here, and what was here was a document until a program exchanged the two, a short time ago */
  readonly leftOver: boolean;
  /** nothing is here, and what was here came by a rename a short time ago: its old name may be filled again */
  readonly mayGoBack: boolean;
  /** paths of known files that this file was before a program saved through them */
  readonly supersedes: readonly string[];
  /** another path in the same folder whose name differs in case or normal form alone */
  readonly clash: string | undefined;
  readonly noticedAt: number;
  /** everything in the pair's folder was looked at after this time (epoch ms), or is watched */
  readonly allSeenFrom: number;
  /** it was written while it was read: it is not read before this time (epoch ms) unless it is quiet */
  readonly unquietFrom: number;
  /** a user waits for it */
  readonly urgent: boolean;
  /** what is known of who has it open for writing */
  readonly writers: Writers;
  /** what was found last time */
  readonly observed: Observation | undefined;
  readonly now: number;
  readonly timing: Timing;
};

/**
 * Problems that are decided from what the disk holds, and that may be over without a change of this path. One of them that is
 * not decided any more is none, whatever comes of the rest.
 */
export const decidedProblems: ReadonlySet<ErrorCode | undefined> = new Set<ErrorCode>([
  'NAME_CLASH',
  'FILE_TOO_LARGE',
]);

/** What is done on the server; engine/apply does it. */
export type Action =
  | { readonly do: 'rename'; readonly from: BaselineEntry }
  /** a program saved by renaming: the name takes its file on the server back, which is known as `from` now */
  | { readonly do: 'take-back'; readonly from: BaselineEntry }
  /** the name was filled again just after its file went into the recycle bin */
  | { readonly do: 'take-out-of-bin'; readonly entry: BaselineEntry }
  /** something of the other kind holds this name on the server */
  | { readonly do: 'move-aside'; readonly base: BaselineEntry }
  | { readonly do: 'create-folder' }
  | { readonly do: 'accept-folder' }
  /** a new file, or a revision of a known one; `neverQuiet`: it was not quiet within the longest wait */
  | { readonly do: 'upload'; readonly neverQuiet: boolean };

export type Decision =
  | Action
  /** disk and server agree, or nothing was ever there */
  | { readonly do: 'nothing' }
  | { readonly do: 'wait'; readonly dueAt: number; readonly observed: Observation | undefined }
  | { readonly do: 'skip'; readonly reason: 'symlink' | 'special' }
  | { readonly do: 'problem'; readonly code: ErrorCode; readonly values: NameFault['values'] }
  /** the server keeps it */
  | { readonly do: 'mark-missing'; readonly superseded: boolean }
  /** it was missing, a file stood there again, and is gone before it could be synced: the time of its absence begins anew */
  | { readonly do: 'missing-again' };

/** KooDrive takes files up to 200 GB (API section 6). */
const largest = 200 * 1024 ** 3;

export function decide(input: DecisionInput): Decision {
  const { path, base, movedFrom, clash } = input;
  // the pair's own folder is never missing, renamed or replaced by what happens here: deletions/hold-policy.ts judges
  // what stands there
  if (path === '' && base) return { do: 'nothing' };

  const isSynced = input.stat?.kind === 'file' || input.stat?.kind === 'folder';
  // a link or a device in the place of a file: the file is missing, and then what stands there is left out
  const stat = input.stat && !isSynced && isPresent(base) ? undefined : input.stat;

  if (!stat) return decideAbsent(input);
  if (stat.kind === 'symlink') return { do: 'skip', reason: 'symlink' };
  if (stat.kind === 'other') return { do: 'skip', reason: 'special' };

  const fault = path === '' ? undefined : faultOfName(nameOf(path));
  if (fault) return { do: 'problem', ...fault };
  if (stat.kind === 'file' && stat.size > largest)
    return { do: 'problem', code: 'FILE_TOO_LARGE', values: { limit: '200 GB' } };

  const isSame = isPresent(base) && base.local.fingerprint === stat.fingerprint;
  if (isSame && base.kind === stat.kind) return { do: 'nothing' };

  const takenBack = takeBack(input, stat);
  if (takenBack) return takenBack;
  // a name that the server cannot tell from another one is taken there: a rename to it would find the other one's file
  const isTaken = clash !== undefined && remoteNameOf(clash) === remoteNameOf(path);
  if (!base && movedFrom && movedFrom.kind === stat.kind && !isTaken)
    return { do: 'rename', from: movedFrom };
  if (!base && clash !== undefined) {
    const values = { other: nameOf(clash), proposal: proposalBeside(nameOf(path)) };
    return { do: 'problem', code: 'NAME_CLASH', values };
  }
  if (base && base.kind !== stat.kind) return { do: 'move-aside', base };
  if (stat.kind === 'folder') return decideFolder(input, stat);
  return decideContent(input, stat);
}

/** The name was left a short time ago, by a rename or a deletion, and another file fills it. */
function takeBack(input: DecisionInput, stat: FileStat): Decision | undefined {
  const { base, left, inBin, noticedAt, now } = input;
  if (base || stat.kind !== 'file') return undefined;
  if (left?.entry.kind === 'file' && left.entry.local?.localId !== stat.localId)
    if (isFilledInTime(left.at, stat, noticedAt, now)) return { do: 'take-back', from: left.entry };
  return inBin && isJustDeleted(inBin, input) ? { do: 'take-out-of-bin', entry: inBin } : undefined;
}

/** A file was missing here a short time ago, and one stands here again. */
export function isJustDeleted(
  { kind, missingSince }: BaselineEntry,
  { stat, noticedAt, now }: Pick<DecisionInput, 'stat' | 'noticedAt' | 'now'>,
): boolean {
  if (kind !== 'file' || missingSince === undefined || stat?.kind !== 'file') return false;
  return isFilledInTime(missingSince, stat, noticedAt, now);
}

function decideFolder({ base, movedFrom, observed, now, timing }: DecisionInput, stat: FileStat): Decision {
  if (!base) return { do: 'create-folder' };
  if (!isOtherFolder(base, stat)) return { do: 'accept-folder' };
  // the one that stood here makes way for the one that came: a history goes with its folder
  if (movedFrom?.kind === 'folder') return { do: 'move-aside', base };
  // a new one; the one that stood here may turn up under another name
  const first =
    observed?.fingerprint === stat.fingerprint ? observed : { fingerprint: stat.fingerprint, at: now };
  const dueAt = first.at + timing.missingGraceMs;
  return now < dueAt ? { do: 'wait', dueAt, observed: first } : { do: 'accept-folder' };
}

/** Another folder stands where a known one stood. Where a drive begins or began, its file ids say nothing. */
export function isOtherFolder(base: BaselineEntry | undefined, stat: FileStat): boolean {
  if (!isPresent(base) || base.kind !== 'folder' || stat.kind !== 'folder') return false;
  const { localId, fingerprint } = base.local;
  if (mayBeOtherDrive(fingerprint, stat.fingerprint)) return false;
  return localId !== undefined && stat.localId !== undefined && localId !== stat.localId;
}

/** Nothing is there that could be synced. */
function decideAbsent(input: DecisionInput): Decision {
  const { base, inBin, leftOver, observed, mayGoBack, allSeenFrom, now, timing } = input;
  if (!isPresent(base)) {
    const known = base ?? inBin;
    const stoodThere = observed !== undefined && observed.fingerprint !== absent;
    const isAgain = known?.kind === 'file' && known.missingSince !== undefined && stoodThere;
    return { do: isAgain ? 'missing-again' : 'nothing' };
  }
  // the path may be half of a rename, or of an editor that deletes and writes anew
  const first = observed?.fingerprint === absent ? observed : { fingerprint: absent, at: now };
  // of a document and its backup, too, the one lives on in the other: the document's name is filled again
  const isSaving = base.superseded || mayGoBack;
  const dueAt = first.at + Math.max(timing.missingGraceMs, isSaving ? saveWindowMs : 0);
  if (now < dueAt) return { do: 'wait', dueAt, observed: first };
  // its new name may lie where nothing is watched, and was not scanned since
  if (allSeenFrom < first.at) return { do: 'wait', dueAt: now + timing.missingGraceMs, observed: first };
  return { do: 'mark-missing', superseded: base.superseded || leftOver };
}

function decideContent(input: DecisionInput, stat: FileStat): Decision {
  const { base, observed, noticedAt, unquietFrom, urgent, now, timing, writers } = input;
  const settling = settlingOf(
    stat,
    observed,
    noticedAt,
    now,
    timingOf(base, stat, timing, writers),
    unquietFrom,
  );
  if (!settling.settled) return { do: 'wait', dueAt: settling.dueAt, observed: settling.observed };
  // a time ahead of the clock was written down before it was set back, and says nothing; and nobody keeps a user waiting
  const earliest =
    !urgent && base && (base.syncedAt ?? 0) <= now ? earliestNextVersion(base, timing) : undefined;
  if (earliest !== undefined && now < earliest) return { do: 'wait', dueAt: earliest, observed };
  return { do: 'upload', neverQuiet: settling.neverQuiet };
}
