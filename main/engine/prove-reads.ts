/**
 * Reads once more what was read so soon after its last stamp that it may have been written since without another one
 * (plan/write-back.ts): a few files at a time, beside all other work, and no file more often than it had versions.
 * A file that turns out to be written without any event is looked at for a while, by its stamps.
 */
import type { Disk } from '../disk/disk.ts';
import type { Content } from '../disk/read-content.ts';
import { allEnded } from '../lib/all-ended.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/logger.ts';
import { isOfDrive, KooError, toKooError } from '../model/errors.ts';
import type { Pairs } from '../storage/pairs.ts';
import type { Baseline } from './baseline/baseline.ts';
import type { UnprovenRead, UnprovenReads } from './baseline/unproven-reads.ts';
import type { PendingChanges } from './pending/pending-changes.ts';
import type { Stirring } from '../lib/stirring.ts';
import type { FolderMonitors } from './watch/folder-monitors.ts';
import type { Chunking } from './plan/part-size.ts';
import { firstLookMs, longestLookMs, nextLookMs, provenAgainFrom, writeBackMs } from './plan/write-back.ts';
import { below, type LocalPath } from '../model/local-path.ts';

export type ProveReadsDeps = {
  readonly unproven: UnprovenReads;
  readonly pairs: Pick<Pairs, 'find'>;
  readonly baseline: Pick<Baseline, 'find' | 'forgetStamps'>;
  readonly pending: Pick<PendingChanges, 'find' | 'enqueue' | 'awaitedAbove'>;
  readonly monitors: Pick<FolderMonitors, 'leftOut'>;
  readonly disk: Pick<Disk, 'stat'>;
  readonly content: Pick<Content, 'digest' | 'whole'>;
  readonly chunking: Pick<Chunking, 'tinyUpTo'>;
  readonly clock: Clock;
  readonly log: Log;
  paused(): boolean;
  /** something is pending */
  wake(): void;
};

const sweepEveryMs = 2000;
/** Thousands of new files are read again together: each waits for the disk, and for a commit. */
const atOnce = 8;
/** What could not be read now. */
const againMs = 10_000;
/** What lies in a folder that may be on its way to another name: it may have to wait for a line, with all that lies in it. */
const arrivedMs = 60_000;

/** Works until the signal fires. */
export async function keepProvingReads(
  deps: ProveReadsDeps & { readonly stirring: Pick<Stirring, 'sleep'> },
  signal: AbortSignal,
): Promise<void> {
  const { unproven, clock, stirring } = deps;
  const untilDue = () => {
    const at = unproven.nextDue();
    return at === undefined ? undefined : at - clock.now();
  };
  while (!signal.aborted) {
    await stirring.sleep(sweepEveryMs, untilDue, signal);
    if (!signal.aborted && !deps.paused()) await proveReads(deps, signal);
  }
}

/** Looks at what is due now. */
export async function proveReads(deps: ProveReadsDeps, signal: AbortSignal): Promise<void> {
  const { unproven, clock, log } = deps;
  try {
    const now = clock.now();
    unproven.clockSetBack(now + writeBackMs, now + longestLookMs);
    // of a clock that is set back meanwhile the later reading is no end: what was put off would be due for ever
    const next = () => unproven.due(Math.min(now, clock.now()), atOnce);
    for (let reads = next(); reads.length > 0 && !signal.aborted; reads = next())
      await allEnded(reads.map((read) => prove(deps, read, signal)));
  } catch (thrown) {
    // a database that cannot be written now is written later
    log.warn({ tag: 'prove', err: toKooError(thrown) }, 'what was read is not proven yet');
  }
}

async function prove(deps: ProveReadsDeps, read: UnprovenRead, signal: AbortSignal): Promise<void> {
  const { unproven, pairs, baseline, pending, monitors, disk, clock, log } = deps;
  const { pairId, path, fingerprint } = read;
  const pair = pairs.find(pairId);
  const known = pair && baseline.find(pairId, path);
  // what is pending is read anyway, and what was read since has a look of its own
  if (!known || known.local?.fingerprint !== fingerprint || known.missingSince !== undefined)
    return unproven.end(read);
  if (pending.find(pairId, path)) return unproven.again(read, clock.now() + againMs, read);
  const at = below(pair.folder, path);
  const begun = clock.now();
  try {
    const stat = await disk.stat(at);
    const leaving = stat ? undefined : pending.awaitedAbove(pairId, path);
    if (leaving !== undefined) return unproven.putOffBelow(pairId, leaving, clock.now() + arrivedMs);
    // who looks for what is missing finds it; a rule that leaves it out may go
    if (stat?.kind !== 'file' || (await monitors.leftOut(pairId, path, stat))) return leave(deps, read);
    if (stat.fingerprint !== fingerprint) return wasWritten(deps, read);
    if (await isAsRead(deps, read, at, stat.size, signal)) {
      const from = read.isProven ? undefined : provenAgainFrom(stat.quietSince, begun);
      return from === undefined ? await endOrGoOn(deps, read) : unproven.again(read, from, read);
    }
    baseline.forgetStamps(pairId, path, fingerprint);
    wasWritten(deps, read);
  } catch (thrown) {
    const error = toKooError(thrown);
    log.debug({ tag: 'prove', path, code: error.code }, 'not read again');
    if (isOfDrive(error.code)) leave(deps, read);
    else unproven.again(read, clock.now() + againMs, read);
  }
}

/** Does the file hold what the server has of it? */
async function isAsRead(
  { baseline, content, chunking }: ProveReadsDeps,
  { pairId, path, fingerprint, isProven }: UnprovenRead,
  at: LocalPath,
  size: number,
  signal: AbortSignal,
): Promise<boolean> {
  // what is written from then on is stamped
  if (isProven) return true;
  const isTiny = size <= chunking.tinyUpTo;
  const { sha256 } = await (isTiny
    ? content.whole(at, fingerprint)
    : content.digest(at, fingerprint, signal));
  const known = baseline.find(pairId, path);
  if (known?.local?.fingerprint !== fingerprint) throw new KooError('FILE_CHANGED', 'synced meanwhile');
  return known.remote.sha256 === undefined || known.remote.sha256 === sha256;
}

/** It cannot be read now, and whoever looks at it when it can is to read it, whatever its stamps are. */
function leave({ baseline, unproven }: ProveReadsDeps, read: UnprovenRead): void {
  if (!read.isProven) baseline.forgetStamps(read.pairId, read.path, read.fingerprint);
  unproven.end(read);
}

/** No event told of it: there may be more to come. */
function wasWritten({ unproven, pending, clock, wake }: ProveReadsDeps, read: UnprovenRead): void {
  const now = clock.now();
  pending.enqueue(read.pairId, read.path, 'noticed', now, 'scan');
  unproven.again(read, now + firstLookMs, { pauseMs: firstLookMs, isProven: false });
  wake();
}

function endOrGoOn({ unproven, clock }: ProveReadsDeps, read: UnprovenRead): Promise<void> | void {
  const pauseMs = read.pauseMs === undefined ? undefined : nextLookMs(read.pauseMs);
  if (pauseMs === undefined) return unproven.ended(read);
  unproven.again(read, clock.now() + pauseMs, { pauseMs, isProven: true });
}
