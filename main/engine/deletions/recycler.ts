/**
 * What is missing on the disk is recycled on the server too, after a grace time and unless something speaks against it;
 * the user is asked for confirmation then. Runs beside the scheduler: a deletion is never urgent, and never in the way
 * of a saved file.
 */
import { lacksKnown } from '../apply/observe.ts';
import type { ErrorCode } from '../../../shared/error-codes.ts';
import { findFolder, type Disk, type FoundFolder } from '../../disk/disk.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/logger.ts';
import type { TrustedTime } from '../../lib/trusted-time.ts';
import { KooError, toKooError } from '../../model/errors.ts';
import { mayBeOtherDrive } from '../../model/drive.ts';
import { isSameFolder, signsOf, type FolderSigns } from '../../model/file-stat.ts';
import type { Pair } from '../../model/pair.ts';
import type { Pairs } from '../../storage/pairs.ts';
import { parentOf } from '../../model/relative-path.ts';
import { keyOf, type PathLocks } from '../apply/path-locks.ts';
import { takeOut } from '../apply/take-out.ts';
import type { RenameIntents } from '../apply/rename-intents.ts';
import type { UploadIntents } from '../apply/upload-intents.ts';
import type { Baseline } from '../baseline/baseline.ts';
import type { PairContext, PairContexts } from '../contexts.ts';
import type { PendingChanges } from '../pending/pending-changes.ts';
import { backoff, longestBackoffMs } from '../plan/backoff.ts';
import { compareRoot } from '../plan/known-root.ts';
import type { Stirring } from '../../lib/stirring.ts';
import { isComingBack } from './coming-back.ts';
import type { Deletion, DeletionQueue } from './deletion-queue.ts';
import { GraceTime } from './grace-time.ts';
import { filesAtOnce, holdReason, type HoldPolicyInput } from './hold-policy.ts';
import { recycle } from './recycle.ts';
import { severalAtOnce } from './several-at-once.ts';
import { below } from '../../model/local-path.ts';

export type RecyclerDeps = {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly stirring: Pick<Stirring, 'sleep'>;
  readonly time: TrustedTime;
  readonly random: () => number;
  readonly log: Log;
  readonly contexts: Pick<PairContexts, 'all'>;
  readonly pairs: Pick<Pairs, 'setDrive'>;
  readonly deletions: DeletionQueue;
  readonly baseline: Baseline;
  readonly pending: PendingChanges;
  readonly uploads: Pick<UploadIntents, 'mayBeMadeBelow' | 'ofUnknownOutcome'>;
  readonly renames: Pick<RenameIntents, 'leaving'>;
  readonly locks: PathLocks;
  readonly commit: RecyclerCommit;
  /** ms between noticing that something is missing and recycling it */
  deleteGraceMs(): number;
  /** how far a failure reaches; `place` undefined: no further than this deletion. Never rejects */
  judge(
    error: KooError,
    pairId: number,
    signal: AbortSignal,
  ): Promise<{ readonly place: unknown; readonly error: KooError }>;
  /** nothing of this pair is to be sent now: it is paused, there is no line, or it is being scanned */
  notNow(context: PairContext): boolean;
  /** what the pair's folder was all through its last scan; undefined before the first one, or where it changed meanwhile */
  scannedRoot(pairId: number): FolderSigns | undefined;
  changed(): void;
  notice(error: KooError): void;
};

/** What is written down by engine/commit-deletions.ts. */
export type RecyclerCommit = {
  recycled(deletion: Deletion): void;
  deletionObsolete(deletion: Deletion): void;
  notSuperseded(deletion: Deletion): void;
  startAnew(pairId: number, path: string): void;
};

/** Their grace time is far longer. */
const sweepEveryMs = 2000;
/** A file is three calls or more, one after another: 1,500 that were picked and deleted would take that many ways there and back. */
const atOnce = 8;
/** What the server refuses so often it will go on refusing: the user is asked. */
const refusalsBelieved = 3;
const refusals = new Set<ErrorCode>([
  'NOT_PERMITTED',
  'SPACE_UNAVAILABLE',
  'REQUEST_REFUSED',
  'REFUSED',
  'REQUEST_BLOCKED',
  'REMOTE_LOCKED',
  'LEGALLY_BLOCKED',
]);
/** What is due by a clock that nobody confirms is asked about so often. */
const doubtedMs = 60_000;

export class Recycler {
  readonly #deps: RecyclerDeps;
  readonly #grace: GraceTime;
  /** what is under way now */
  #round: { readonly abort: AbortController; readonly startedAt: number } | undefined;
  /** by pair: the scan after which it was judged anew what is held for a drive that was not there */
  readonly #judged = new Map<number, FolderSigns>();
  /** the server asked for a pause: until when, by the steady clock */
  #pausedUntil = Number.NEGATIVE_INFINITY;
  /** by id: what was due by the system's clock alone, and when it is looked at again, by the steady clock */
  readonly #doubted = new Map<number, number>();

  constructor(deps: RecyclerDeps) {
    this.#deps = deps;
    this.#grace = new GraceTime(deps);
  }

  /** Recycles what is due now and then until the signal fires. */
  async run(signal: AbortSignal): Promise<void> {
    const { log, stirring } = this.#deps;
    while (!signal.aborted) {
      await stirring.sleep(sweepEveryMs, () => this.#untilDue(), signal);
      if (signal.aborted) return;
      // what stops this stops the scheduler too, and is told there
      await this.recycleDue(signal).catch((thrown: unknown) =>
        log.warn({ tag: 'deletions', err: toKooError(thrown) }, 'recycling stopped'),
      );
    }
  }

  /** What is held waits for a user, who stirs. */
  #untilDue(): number | undefined {
    const { deletions, time } = this.#deps;
    const at = deletions.nextDue();
    return at === undefined ? undefined : at - time.now();
  }

  /** Recycles what is due, or holds it. Throws what concerns more than one pair. */
  async recycleDue(outer: AbortSignal): Promise<void> {
    const round = { abort: new AbortController(), startedAt: this.#deps.clock.now() };
    this.#round = round;
    try {
      await this.#recycleRound(AbortSignal.any([outer, round.abort.signal]));
    } finally {
      this.#round = undefined;
    }
  }

  async #recycleRound(signal: AbortSignal): Promise<void> {
    const { clock, time, deletions, contexts, deleteGraceMs, notNow } = this.#deps;
    this.lookAtClocks();
    if (clock.elapsed() < this.#pausedUntil) return;
    const latest = time.stamp();
    deletions.clockSetBack(latest, latest + deleteGraceMs() + longestBackoffMs);
    // nothing is forgotten on the word of one clock
    const server = time.server();
    if (server !== undefined) deletions.forgetSent(time.now(), server);
    for (const context of contexts.all()) {
      if (signal.aborted) return;
      if (!notNow(context)) await this.#recyclePair(context, signal);
    }
  }

  /** What waits is told what the clocks say; nothing is sent. */
  lookAtClocks(): void {
    const { contexts, deletions } = this.#deps;
    this.#grace.see(contexts.all().flatMap(({ pair }) => deletions.open(pair.id)));
    this.#grace.look();
  }

  /**
   * What stood in the way since this time is out of it: what was tried in vain is due, and what hangs on a connection
   * from before is begun again.
   */
  freed(since: number): void {
    const { deletions, time, log } = this.#deps;
    if (this.#round && this.#round.startedAt < since) this.#round.abort.abort();
    try {
      deletions.retry(time.now());
    } catch (thrown) {
      // it is due again by itself, a little later
      log.warn({ tag: 'deletions', err: toKooError(thrown) }, 'not written down');
    }
  }

  async #recyclePair(context: PairContext, signal: AbortSignal): Promise<void> {
    const { time, deletions, changed, notNow } = this.#deps;
    const { pair } = context;
    // one time for all of it: nothing falls due between the last look and the sending. What is due by this one alone is
    // looked at, and what the server's date says counts (recycle.ts)
    const now = time.stamp();
    this.#dropObsolete(pair);
    if (deletions.open(pair.id).length === 0) return this.#acceptRoot(pair);
    await this.#judgeAnew(pair, now);
    const judged = deletions.open(pair.id);
    await this.#holdIfNeeded(context, judged, now);
    const ids = new Set(judged.map(({ id }) => id));
    // what was noticed while the others were judged was not judged itself
    const toSend = deletions.open(pair.id).filter((one) => ids.has(one.id) && this.#isDue(one, now));
    const work = async ({ id }: Deletion) => {
      const one = deletions.find(id);
      // a round takes minutes where there is much to send: a user may have begun to undo it
      if (one && this.#isDue(one, now)) await this.#send(context, one, signal);
    };
    await severalAtOnce(toSend, atOnce, work, () => !signal.aborted && !notNow(context));
    changed();
  }

  /** Is it to go, as far as is known here? */
  #isDue(one: Deletion, now: number): boolean {
    if ((one.state !== 'waiting' && one.state !== 'approved') || one.dueAt > now) return false;
    return this.#grace.hasCome(one) || (this.#doubted.get(one.id) ?? 0) <= this.#deps.clock.elapsed();
  }

  /** What is back on disk, or was found under a new name, is not deleted; of a folder that came back the rest still is. */
  #dropObsolete(pair: Pair): void {
    const { deletions, baseline, commit } = this.#deps;
    for (const one of deletions.open(pair.id)) {
      const entry = baseline.find(pair.id, one.path);
      const isMissing = entry?.missingSince !== undefined && entry.remote.fileId === one.fileId;
      if (!isMissing) commit.deletionObsolete(one);
    }
  }

  async #holdIfNeeded({ account, pair }: PairContext, open: readonly Deletion[], now: number): Promise<void> {
    const { baseline } = this.#deps;
    const { holdDeletionsCount, holdDeletionsShare } = account.settings();
    const waiting = open.filter((one) => one.state === 'waiting');
    if (waiting.length === 0) return;
    const { files, missing } = baseline.counts(pair.id);
    const reason = holdReason({
      files: filesAtOnce(open),
      ofFiles: files + missing,
      root: await this.#rootOf(pair),
      limits: { holdCount: holdDeletionsCount, holdShare: holdDeletionsShare },
    });
    if (reason) return this.#hold(pair, waiting, reason);
    const onOtherDrive: Deletion[] = [];
    // looked at when they are to go, not all through their grace time
    for (const one of waiting)
      if (one.dueAt <= now && (await this.#isOnOtherDrive(pair, one.path))) onOtherDrive.push(one);
    if (onOtherDrive.length > 0) this.#hold(pair, onOtherDrive, 'other-drive');
  }

  /**
   * What was held since the folder or its drive was not there: once it is back, and was scanned as it is now, only what is
   * really missing is left of that, and nothing speaks against it any more.
   */
  async #judgeAnew(pair: Pair, now: number): Promise<void> {
    const { deletions, disk, scannedRoot, deleteGraceMs } = this.#deps;
    const scanned = scannedRoot(pair.id);
    if (!scanned || this.#judged.get(pair.id) === scanned) return;
    this.#judged.set(pair.id, scanned);
    const held = deletions
      .open(pair.id)
      .filter(
        ({ state, reason }) => state === 'held' && (reason === 'root-missing' || reason === 'other-drive'),
      );
    const root = held.length > 0 && (await findFolder(disk, pair.folder).catch(() => undefined));
    if (!root || !isSameFolder(scanned, root.signs) || this.#compareRoot(pair, root) !== 'same') return;
    const here: Deletion[] = [];
    for (const one of held) if (!(await this.#isOnOtherDrive(pair, one.path))) here.push(one);
    const ids = this.#asJudged(here).map(({ id }) => id);
    deletions.waitAgain(ids, now, deleteGraceMs());
  }

  #compareRoot(pair: Pair, found: FoundFolder): ReturnType<typeof compareRoot> {
    return compareRoot(pair, this.#deps.baseline.find(pair.id, ''), found);
  }

  async #rootOf(pair: Pair): Promise<HoldPolicyInput['root']> {
    const { disk } = this.#deps;
    const now = await findFolder(disk, pair.folder).catch(() => undefined);
    if (!now) return 'missing';
    const verdict = this.#compareRoot(pair, now);
    if (verdict !== 'same') return verdict;
    const { names } = await disk
      .list(below(pair.folder, ''))
      .catch(() => ({ names: [] as readonly string[] }));
    return names.length === 0 ? 'empty' : 'there';
  }

  /** Was the drive at this path, or at a folder above it, unmounted since, or another one mounted over it? */
  async #isOnOtherDrive(pair: Pair, path: string): Promise<boolean> {
    const { disk, baseline } = this.#deps;
    for (let at: string | undefined = path; at; at = parentOf(at)) {
      const base = baseline.find(pair.id, at);
      if (base?.kind !== 'folder') continue;
      const stat = await disk.stat(below(pair.folder, at)).catch(() => undefined);
      // a folder that is missing is missing as a folder of this drive
      if (mayBeOtherDrive(base.local?.fingerprint, stat?.fingerprint)) return true;
      // it may have been on the one that was there besides
      if (base.otherDrive !== undefined && mayBeOtherDrive(base.otherDrive, stat?.fingerprint)) return true;
    }
    return false;
  }

  /**
   * With nothing missing and nothing pending, the folder that stands there is the one we know from here on, and so is its
   * drive. But only the one that was scanned: of another one nobody has seen yet what is missing in it.
   */
  async #acceptRoot(pair: Pair): Promise<void> {
    const { pending, baseline, disk, pairs, scannedRoot } = this.#deps;
    const scanned = scannedRoot(pair.id);
    await this.#forgetOtherDrives(pair);
    const base = baseline.find(pair.id, '');
    const known = signsOf(base?.local?.fingerprint);
    if (!scanned || !base || isSameFolder(scanned, known && { ...known, drive: pair.drive })) return;
    if (pending.counts(pair.id).pending > 0) return;
    const now = await findFolder(disk, pair.folder).catch(() => undefined);
    if (!now || !isSameFolder(scanned, now.signs)) return;
    baseline.setLocal(pair.id, '', now.stat);
    const { drive } = now.signs;
    if (drive !== undefined && drive !== pair.drive) pairs.setDrive(pair.id, drive);
  }

  /** With nothing missing in a folder that is on its remembered drive, no file in it is of one that was there besides. */
  async #forgetOtherDrives(pair: Pair): Promise<void> {
    const { pending, baseline, disk } = this.#deps;
    for (const { path, local } of baseline.withOtherDrive(pair.id)) {
      const stat = await disk.stat(below(pair.folder, path)).catch(() => undefined);
      if (mayBeOtherDrive(local?.fingerprint, stat?.fingerprint)) continue;
      const isWhole = await lacksKnown(this.#deps, pair, path).then(
        (lacks) => !lacks,
        () => false,
      );
      if (isWhole && pending.counts(pair.id).pending === 0) baseline.forgetOtherDrive(pair.id, path);
    }
  }

  /** Looking took its time: a user may have confirmed one, or begun to undo it. */
  #asJudged(judged: readonly Deletion[]): readonly Deletion[] {
    return judged.filter(({ id, state, reason }) => {
      const now = this.#deps.deletions.find(id);
      return now?.state === state && now.reason === reason;
    });
  }

  #hold(pair: Pair, judged: readonly Deletion[], reason: NonNullable<Deletion['reason']>): void {
    const { deletions, log, notice } = this.#deps;
    const held = this.#asJudged(judged);
    if (held.length === 0) return;
    deletions.hold(
      held.map(({ id }) => id),
      reason,
    );
    const count = held.reduce((sum, one) => sum + one.files, 0);
    log.warn({ tag: 'deletions', folder: pair.folder, reason, count }, 'held');
    const detail = { path: pair.folder, values: { count } };
    notice(new KooError('DELETIONS_HELD', 'deletions wait for confirmation', { detail }));
  }

  #send(context: PairContext, one: Deletion, signal: AbortSignal): Promise<void> {
    return this.#deps.locks.once('recycle', keyOf(one.pairId, one.path), async () => {
      try {
        await this.#recycleOne(context, one, signal);
      } catch (thrown) {
        this.#failed(context.pair, one, await this.#deps.judge(toKooError(thrown), context.pair.id, signal));
      }
    });
  }

  async #recycleOne(context: PairContext, one: Deletion, signal: AbortSignal): Promise<void> {
    const { pair } = context;
    const { deletions, pending, uploads, renames, clock, time, commit } = this.#deps;
    if (isComingBack(this.#deps, one))
      throw new KooError('FILE_BUSY', 'it, or something in it, is being brought back');
    // what was begun in there may be there, and is nobody else's
    const begun = uploads.mayBeMadeBelow(pair.id, one.path);
    // whoever looks at its new path finds out what became of a rename
    const leaving = renames.leaving(pair.id, one.path);
    // it may stand there again, left out with all that was begun in it, and is not deleted then
    const itself = begun.length > 0 ? [one.path] : [];
    pending.enqueueAll(pair.id, [...begun, ...leaving, ...itself], 'scanned', clock.now(), 'scan');
    if (begun.length > 0) throw new KooError('FILE_BUSY', 'the outcome of an upload is not known yet');
    const confirmed = one.state === 'approved' ? one.reason : undefined;
    const outcome = await recycle({ ...this.#deps, grace: this.#grace }, context, one, confirmed, signal);
    if (outcome.kind === 'not-yet') return this.#doubt(one);
    this.#doubted.delete(one.id);
    if (outcome.kind === 'held') return this.#hold(pair, [one], outcome.reason);
    if (outcome.kind === 'has-more') return commit.notSuperseded(one);
    if (outcome.kind === 'obsolete') {
      // back on disk, and perhaps no watcher told: it is dropped when that is written down, with what else of a folder
      // is still missing
      if (!pending.find(pair.id, one.path))
        pending.enqueue(pair.id, one.path, 'scanned', clock.now(), 'scan');
      if (!this.#grace.hasCome(one)) return this.#doubt(one);
      return deletions.again(one.id, time.stamp() + sweepEveryMs);
    }
    // another process began to undo it while the server was told: that counts
    const now = deletions.find(one.id);
    if (!now || now.state === 'held') return this.#undoRecycle(context, one, signal);
    commit.recycled(one);
  }

  async #undoRecycle(
    { account, pair }: PairContext,
    { path, fileId }: Deletion,
    signal: AbortSignal,
  ): Promise<void> {
    const { log, commit } = this.#deps;
    const { containerId } = pair;
    try {
      await takeOut(account.koodrive, { containerId, fileId }, { signal });
    } catch (thrown) {
      log.warn({ tag: 'deletions', path, err: toKooError(thrown) }, 'not undone');
      // it stays in the bin with its history, and what is on disk goes up as new
      commit.startAnew(pair.id, path);
    }
  }

  /** It is looked at again a little later, or as soon as its time has come. */
  #doubt(one: Deletion): void {
    this.#doubted.set(one.id, this.#deps.clock.elapsed() + doubtedMs);
  }

  #failed(pair: Pair, one: Deletion, { place, error }: Awaited<ReturnType<RecyclerDeps['judge']>>): void {
    const { clock, time, deletions, log, random } = this.#deps;
    const now = time.stamp();
    const attempts = one.attempts + 1;
    const { retryAfterMs } = error.detail;
    if (retryAfterMs !== undefined) this.#pausedUntil = clock.elapsed() + retryAfterMs;
    // what is in the way of all is no reason to wait any longer than it is there
    const wait = place === undefined ? backoff(attempts, random) : 0;
    // before its time it was looked at, and nothing else: it waits on
    if (!this.#grace.hasCome(one)) {
      if (place === undefined) this.#doubt(one);
    } else deletions.again(one.id, now + Math.max(wait, retryAfterMs ?? 0));
    log.warn({ tag: 'deletions', path: one.path, code: error.code, err: error }, 'not recycled');
    // nobody is asked about what lives on in another file: it is tried again, later and later
    if (refusals.has(error.code) && attempts >= refusalsBelieved && !one.superseded)
      return this.#hold(pair, [one], 'refused');
    // what concerns everything stops this round: the next one would fail alike
    if (retryAfterMs !== undefined || place !== undefined) throw error;
  }
}
