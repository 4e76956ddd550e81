/**
 * The one decision: given what is on disk, what the server is known to hold, and what the disk says of the path a
 * file may have come from, what is to be done for this path? Pure: no disk, no network, no clock.
 */
import type { Facts } from '../../disk/disk.ts';
import type { ErrorCode } from '../../../shared/error-codes.ts';
import type { Known } from '../../model/baseline-entry.ts';
import { nameOf } from '../../model/relative-path.ts';
import { faultOfName, proposalBeside, type NameFault } from './remote-names.ts';
import { absent, type Seen } from '../../model/observation.ts';
import { notBefore, restOf, type Timing } from './settling.ts';

export type Question = {
  readonly path: string;
  readonly facts: Facts | undefined;
  readonly known: Known | undefined;
  /** a known path of the same identity that is no longer on disk: where this one came from */
  readonly movedFrom: Known | undefined;
  /** another path in the same folder whose name differs in case or normal form alone */
  readonly clash: string | undefined;
  readonly noticedAt: number;
  readonly seen: Seen | undefined;
  readonly now: number;
  readonly timing: Timing;
};

export type Decision =
  /** disk and server agree, or nothing was ever there */
  | { readonly do: 'nothing' }
  | { readonly do: 'wait'; readonly dueAt: number; readonly seen: Seen | undefined }
  | { readonly do: 'skip'; readonly reason: 'symlink' | 'special' }
  | { readonly do: 'problem'; readonly code: ErrorCode; readonly values: NameFault['values'] }
  /** it is gone from disk; the server keeps it */
  | { readonly do: 'record-gone' }
  | { readonly do: 'rename'; readonly from: Known }
  /** something of the other kind holds this name on the server */
  | { readonly do: 'move-aside'; readonly known: Known }
  | { readonly do: 'make-folder' }
  | { readonly do: 'accept-folder' }
  /** bring the content: a new file, or a revision of `known`; `restless`: it did not rest within the bounded wait */
  | { readonly do: 'upload'; readonly restless: boolean };

/** KooDrive takes files up to 200 GB (API section 6). */
const largest = 200 * 1024 ** 3;

export function decide(q: Question): Decision {
  const { known, movedFrom, now, timing } = q;
  // the pair's own folder is never gone, renamed or replaced by what happens here: engine/deletions/hold-policy.ts judges what stands there
  if (q.path === '' && known) return { do: 'nothing' };

  const carried = q.facts?.kind === 'file' || q.facts?.kind === 'folder';
  const isHeld = known !== undefined && known.goneAt === undefined && known.fingerprint !== undefined;
  // a link or a device in the place of a file: the file is gone, and then what stands there is left out
  const facts = q.facts && !carried && isHeld ? undefined : q.facts;

  if (!facts) {
    if (!known || known.goneAt !== undefined || known.fingerprint === undefined) return { do: 'nothing' };
    // the path may be half of a rename, or of an editor that deletes and writes anew
    const seen = q.seen?.fingerprint === absent ? q.seen : { fingerprint: absent, at: now };
    const dueAt = seen.at + timing.goneGraceMs;
    return now < dueAt ? { do: 'wait', dueAt, seen } : { do: 'record-gone' };
  }
  if (facts.kind === 'symlink') return { do: 'skip', reason: 'symlink' };
  if (facts.kind === 'other') return { do: 'skip', reason: 'special' };

  const fault = q.path === '' ? undefined : faultOfName(nameOf(q.path));
  if (fault) return { do: 'problem', ...fault };
  if (facts.kind === 'file' && facts.size > largest)
    return { do: 'problem', code: 'FILE_TOO_LARGE', values: { limit: '200 GB' } };

  const same = known !== undefined && known.goneAt === undefined && known.fingerprint === facts.fingerprint;
  if (same && known.kind === facts.kind) return { do: 'nothing' };

  if (!known && movedFrom && movedFrom.kind === facts.kind) return { do: 'rename', from: movedFrom };
  if (!known && q.clash !== undefined)
    return {
      do: 'problem',
      code: 'NAME_CLASH',
      values: { other: nameOf(q.clash), proposal: proposalBeside(nameOf(q.path)) },
    };
  if (known && known.kind !== facts.kind) return { do: 'move-aside', known };
  if (facts.kind === 'folder') return known ? { do: 'accept-folder' } : { do: 'make-folder' };

  const rest = restOf(facts, q.seen, q.noticedAt, now, timing);
  if (!rest.settled) return { do: 'wait', dueAt: rest.dueAt, seen: rest.seen };
  // a time ahead of the clock was written down before it was set back, and says nothing
  const earliest = known && (known.syncedAt ?? 0) <= now ? notBefore(known, timing) : undefined;
  if (earliest !== undefined && now < earliest) return { do: 'wait', dueAt: earliest, seen: q.seen };
  return { do: 'upload', restless: rest.restless };
}
