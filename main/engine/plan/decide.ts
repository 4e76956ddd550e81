/**
 * The one decision: given what is on disk, what the server is known to hold, and what the disk says of the path a
 * file may have come from, what is to be done for this path? Pure: no disk, no network, no clock.
 */
import type { ErrorCode } from '../../../shared/error-codes.ts';
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import { nameOf } from '../../model/relative-path.ts';
import { faultOfName, proposalBeside, type NameFault } from './remote-names.ts';
import { absent, type Observation } from '../../model/observation.ts';
import type { FileStat } from '../../model/file-stat.ts';
import { earliestNextVersion, settlingOf, type Timing } from './settling.ts';

export type DecisionInput = {
  readonly path: string;
  readonly stat: FileStat | undefined;
  readonly baseline: BaselineEntry | undefined;
  /** a known path of the same identity that is no longer on disk: where this one came from */
  readonly movedFrom: BaselineEntry | undefined;
  /** another path in the same folder whose name differs in case or normal form alone */
  readonly clash: string | undefined;
  readonly noticedAt: number;
  readonly observed: Observation | undefined;
  readonly now: number;
  readonly timing: Timing;
};

export type Decision =
  /** disk and server agree, or nothing was ever there */
  | { readonly do: 'nothing' }
  | { readonly do: 'wait'; readonly dueAt: number; readonly seen: Observation | undefined }
  | { readonly do: 'skip'; readonly reason: 'symlink' | 'special' }
  | { readonly do: 'problem'; readonly code: ErrorCode; readonly values: NameFault['values'] }
  /** it is gone from disk; the server keeps it */
  | { readonly do: 'record-gone' }
  | { readonly do: 'rename'; readonly from: BaselineEntry }
  /** something of the other kind holds this name on the server */
  | { readonly do: 'move-aside'; readonly known: BaselineEntry }
  | { readonly do: 'make-folder' }
  | { readonly do: 'accept-folder' }
  /** bring the content: a new file, or a revision of `known`; `restless`: it did not rest within the bounded wait */
  | { readonly do: 'upload'; readonly neverQuiet: boolean };

/** KooDrive takes files up to 200 GB (API section 6). */
const largest = 200 * 1024 ** 3;

export function decide(q: DecisionInput): Decision {
  const { baseline: known, movedFrom, now, timing } = q;
  // the pair's own folder is never gone, renamed or replaced by what happens here: engine/deletions/hold-policy.ts judges what stands there
  if (q.path === '' && known) return { do: 'nothing' };

  const carried = q.stat?.kind === 'file' || q.stat?.kind === 'folder';
  const isHeld = known !== undefined && known.missingSince === undefined && known.fingerprint !== undefined;
  // a link or a device in the place of a file: the file is gone, and then what stands there is left out
  const stat = q.stat && !carried && isHeld ? undefined : q.stat;

  if (!stat) {
    if (!known || known.missingSince !== undefined || known.fingerprint === undefined)
      return { do: 'nothing' };
    // the path may be half of a rename, or of an editor that deletes and writes anew
    const seen = q.observed?.fingerprint === absent ? q.observed : { fingerprint: absent, at: now };
    const dueAt = seen.at + timing.missingGraceMs;
    return now < dueAt ? { do: 'wait', dueAt, seen } : { do: 'record-gone' };
  }
  if (stat.kind === 'symlink') return { do: 'skip', reason: 'symlink' };
  if (stat.kind === 'other') return { do: 'skip', reason: 'special' };

  const fault = q.path === '' ? undefined : faultOfName(nameOf(q.path));
  if (fault) return { do: 'problem', ...fault };
  if (stat.kind === 'file' && stat.size > largest)
    return { do: 'problem', code: 'FILE_TOO_LARGE', values: { limit: '200 GB' } };

  const same =
    known !== undefined && known.missingSince === undefined && known.fingerprint === stat.fingerprint;
  if (same && known.kind === stat.kind) return { do: 'nothing' };

  if (!known && movedFrom && movedFrom.kind === stat.kind) return { do: 'rename', from: movedFrom };
  if (!known && q.clash !== undefined)
    return {
      do: 'problem',
      code: 'NAME_CLASH',
      values: { other: nameOf(q.clash), proposal: proposalBeside(nameOf(q.path)) },
    };
  if (known && known.kind !== stat.kind) return { do: 'move-aside', known };
  if (stat.kind === 'folder') return known ? { do: 'accept-folder' } : { do: 'make-folder' };

  const rest = settlingOf(stat, q.observed, q.noticedAt, now, timing);
  if (!rest.settled) return { do: 'wait', dueAt: rest.dueAt, seen: rest.seen };
  // a time ahead of the clock was written down before it was set back, and says nothing
  const earliest = known && (known.syncedAt ?? 0) <= now ? earliestNextVersion(known, timing) : undefined;
  if (earliest !== undefined && now < earliest) return { do: 'wait', dueAt: earliest, seen: q.observed };
  return { do: 'upload', neverQuiet: rest.neverQuiet };
}
