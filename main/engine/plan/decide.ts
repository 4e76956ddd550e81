/**
 * The one decision: given what is on disk, what was last synced, and what the disk says of the path a file may have
 * come from, what is to be done for this path? Pure: no disk, no network, no clock.
 */
import type { ErrorCode } from '../../../shared/error-codes.ts';
import { isPresent, type BaselineEntry } from '../../model/baseline-entry.ts';
import type { FileStat } from '../../model/file-stat.ts';
import { absent, type Observation } from '../../model/observation.ts';
import { nameOf } from '../../model/relative-path.ts';
import { faultOfName, proposalBeside, type NameFault } from './remote-names.ts';
import { earliestNextVersion, settlingOf, type Timing } from './settling.ts';

export type DecisionInput = {
  readonly path: string;
  readonly stat: FileStat | undefined;
  readonly base: BaselineEntry | undefined;
  /** a known path of the same file id that is no longer on disk: where this one came from */
  readonly movedFrom: BaselineEntry | undefined;
  /** another path in the same folder whose name differs in case or normal form alone */
  readonly clash: string | undefined;
  readonly noticedAt: number;
  /** what was found last time */
  readonly observed: Observation | undefined;
  readonly now: number;
  readonly timing: Timing;
};

/** What is done on the server; engine/apply does it. */
export type Action =
  | { readonly do: 'rename'; readonly from: BaselineEntry }
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
  | { readonly do: 'mark-missing' };

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

  if (!base && movedFrom && movedFrom.kind === stat.kind) return { do: 'rename', from: movedFrom };
  if (!base && clash !== undefined) {
    const values = { other: nameOf(clash), proposal: proposalBeside(nameOf(path)) };
    return { do: 'problem', code: 'NAME_CLASH', values };
  }
  if (base && base.kind !== stat.kind) return { do: 'move-aside', base };
  if (stat.kind === 'folder') return { do: base ? 'accept-folder' : 'create-folder' };
  return decideContent(input, stat);
}

/** Nothing is there that could be synced. */
function decideAbsent({ base, observed, now, timing }: DecisionInput): Decision {
  if (!isPresent(base)) return { do: 'nothing' };
  // the path may be half of a rename, or of an editor that deletes and writes anew
  const first = observed?.fingerprint === absent ? observed : { fingerprint: absent, at: now };
  const dueAt = first.at + timing.missingGraceMs;
  return now < dueAt ? { do: 'wait', dueAt, observed: first } : { do: 'mark-missing' };
}

function decideContent({ base, observed, noticedAt, now, timing }: DecisionInput, stat: FileStat): Decision {
  const settling = settlingOf(stat, observed, noticedAt, now, timing);
  if (!settling.settled) return { do: 'wait', dueAt: settling.dueAt, observed: settling.observed };
  // a time ahead of the clock was written down before it was set back, and says nothing
  const earliest = base && (base.syncedAt ?? 0) <= now ? earliestNextVersion(base, timing) : undefined;
  if (earliest !== undefined && now < earliest) return { do: 'wait', dueAt: earliest, observed };
  return { do: 'upload', neverQuiet: settling.neverQuiet };
}
