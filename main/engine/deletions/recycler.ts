/**
 * What is gone here goes there too, after a grace time and unless something speaks against it; the person's word is
 * asked for then. Runs beside the pump: a deletion is never urgent, and never in the way of a saved file.
 */
import type { ErrorCode } from '../../../shared/error-codes.ts';
import type { EngineDeps } from '../api.ts';
import type { Deletion } from './deletion-queue.ts';
import { inFolder } from '../../disk/disk.ts';
import { KooError, toKooError } from '../../model/errors.ts';
import { parentOf } from '../../model/relative-path.ts';
import type { Pair } from '../../model/pair.ts';
import { isMount } from '../../model/file-stat.ts';
import { holdReason, type HoldPolicyInput } from './hold-policy.ts';
import { backoff } from '../plan/settling.ts';
import type { Components } from '../wiring.ts';
import { NEEDS_RECHECK } from '../baseline/baseline-types.ts';
import { recycle } from './recycle.ts';

export type Recycler = {
  /** Sends what is due, or holds it. */
  sweep(signal: AbortSignal): Promise<void>;
  /** Sweeps now and then until the signal fires. */
  run(signal: AbortSignal): Promise<void>;
  /** First half of undoing one; see Engine.recallDeletion. Throws NOT_FOUND, NAME_TAKEN, network codes. */
  recall(id: number): Promise<{ folders: string[]; files: string[] }>;
  /** Second half: it is back, or has something else in its place. */
  endRecall(id: number): void;
};

export type RecyclerDeps = {
  readonly engine: EngineDeps;
  readonly components: Components;
  /** nothing is to be sent now: paused, no line, or this pair is being scanned */
  notNow(pair: Pair): boolean;
  changed(): void;
  notice(error: KooError): void;
};

/** Their grace time is far longer. */
const sweepEveryMs = 2000;
/** No back-off is longer (engine/plan/settling.ts). */
const longestBackOffMs = 750_000;
/** What the server refuses so often it will go on refusing: a person is asked. */
const refusalsBelieved = 3;
const refused = new Set<ErrorCode>(['NOT_PERMITTED', 'SPACE_UNAVAILABLE', 'REQUEST_REFUSED']);
/** Undo is offered for so long; KooDrive's own bin may keep it longer. */
const undoForMs = 30 * 86_400_000;

export function createRecycler(parts: RecyclerDeps): Recycler {
  const { koodrive, clock, log, random = Math.random, settings } = parts.engine;
  const { deletions, baseline, pending, pairs, disk, state, intents } = parts.components;
  /** the server asked for a pause */
  let pause: { readonly from: number; readonly until: number } | undefined;

  /** What is back on disk, or was found under a new name, is not deleted; of a folder that came back the rest still is. */
  const dropMoot = (pair: Pair) => {
    for (const one of deletions.open(pair.id)) {
      const node = baseline.find(pair.id, one.path);
      if (node?.missingSince !== undefined && node.fileId === one.fileId) continue;
      state.transaction(() => {
        deletions.drop(one.id);
        if (node?.kind === 'folder') noteRest(one, one.path);
      });
    }
  };

  const noteRest = (whole: Deletion, folder: string) => {
    for (const child of baseline.children(whole.pairId, folder)) {
      if (child.missingSince === undefined) {
        if (child.kind === 'folder') noteRest(whole, child.path);
        continue;
      }
      const files = baseline.missingFiles(whole.pairId, child.path).length;
      deletions.note({ ...child, pairId: whole.pairId, files }, whole.noticedAt, whole.dueAt);
      // what waited for a person's word as a whole waits for it in parts, too
      const noted = whole.state === 'held' && deletions.over(whole.pairId, child.path);
      if (noted && whole.reason) deletions.hold([noted.id], whole.reason);
    }
  };

  const rootOf = async (pair: Pair): Promise<HoldPolicyInput['root']> => {
    const stat = await disk.stat(pair.folder).catch(() => undefined);
    if (stat?.kind !== 'folder') return 'missing';
    const known = baseline.find(pair.id, '');
    const { localId } = stat;
    if (known?.localId !== undefined && localId !== undefined && known.localId !== localId) return 'replaced';
    const { names } = await disk.list(pair.folder).catch(() => ({ names: [] as readonly string[] }));
    return names.length === 0 ? 'empty' : 'there';
  };

  /** Was the drive at this path, or at a folder above it, unmounted since, or another one mounted over it? */
  const isOnOtherDrive = async (pair: Pair, path: string): Promise<boolean> => {
    for (let at: string | undefined = path; at; at = parentOf(at)) {
      const known = baseline.find(pair.id, at);
      if (known?.kind !== 'folder') continue;
      const stat = await disk.stat(inFolder(pair.folder, at)).catch(() => undefined);
      // a folder that is gone is gone as a folder of this drive
      if (isMount(known.fingerprint) !== (stat !== undefined && isMount(stat.fingerprint))) return true;
    }
    return false;
  };

  /** With nothing gone and nothing owed, the folder that stands there is the one we know from here on. */
  const knowRoot = async (pair: Pair) => {
    if (pending.counts(pair.id).pending > 0) return;
    const known = baseline.find(pair.id, '');
    const stat = known && (await disk.stat(pair.folder).catch(() => undefined));
    if (known && stat?.kind === 'folder' && stat.localId !== known.localId)
      baseline.refresh(pair.id, '', stat);
  };

  const hold = (pair: Pair, held: readonly Deletion[], reason: NonNullable<Deletion['reason']>) => {
    deletions.hold(
      held.map((one) => one.id),
      reason,
    );
    const count = held.reduce((sum, one) => sum + one.files, 0);
    log.warn({ tag: 'deletions', folder: pair.folder, reason, count }, 'held');
    parts.notice(
      new KooError('DELETIONS_HELD', 'deletions wait for a word', {
        detail: { path: pair.folder, values: { count } },
      }),
    );
  };

  /** deletions that are on their way; who undoes one waits for its end */
  const sending = new Map<number, Promise<void>>();
  const send = (pair: Pair, one: Deletion, signal: AbortSignal): Promise<void> => {
    const running = carryOne(pair, one, signal).finally(() => sending.delete(one.id));
    sending.set(one.id, running);
    return running;
  };

  /** Another process gave the word to undo it while the server was told: that word counts. */
  const takeBack = async (pair: Pair, { path, fileId }: Deletion, signal: AbortSignal) => {
    try {
      await koodrive.unrecycle({ containerId: pair.containerId, fileId }, { signal });
    } catch (thrown) {
      log.warn({ tag: 'deletions', path, err: toKooError(thrown) }, 'not taken back');
      // it stays in the bin with its history, and what is on disk goes up as new
      state.transaction(() => {
        pending.enqueueAll(pair.id, baseline.presentBelow(pair.id, path), 'scanned', clock.now(), 'scan');
        baseline.forget(pair.id, path);
      });
    }
  };

  const carryOne = async (pair: Pair, one: Deletion, signal: AbortSignal) => {
    const { leaving } = intents.renames;
    const carrying = { koodrive, disk, baseline, goneIds: baseline.missingFileIds, leaving };
    const asked = one.state === 'approved' ? one.reason : undefined;
    try {
      // what was begun in there may be there, and is nobody else's
      const begun = intents.below(pair.id, one.path);
      pending.enqueueAll(pair.id, begun, 'scanned', clock.now(), 'scan');
      if (begun.length > 0) throw new KooError('FILE_BUSY', 'the outcome of an upload is not known yet');
      const done = await recycle(carrying, pair, one, asked, signal);
      if (done.end === 'held') return hold(pair, [one], done.reason);
      if (done.end === 'moot') {
        // back on disk, and perhaps no watcher told: dropMoot ends it when that is written down, with what else of a
        // folder is still gone
        if (!pending.find(pair.id, one.path))
          pending.enqueue(pair.id, one.path, 'scanned', clock.now(), 'scan');
        return deletions.again(one.id, clock.now() + sweepEveryMs);
      }
      const now = deletions.find(one.id);
      if (!now || now.state === 'held') return await takeBack(pair, one, signal);
      state.transaction(() => {
        deletions.sent(one.id, clock.now());
        baseline.setRecycled(pair.id, one.path, true);
      });
    } catch (thrown) {
      const error = toKooError(thrown);
      const now = clock.now();
      const { retryAfterMs } = error.detail;
      if (retryAfterMs !== undefined) pause = { from: now, until: now + retryAfterMs };
      deletions.again(one.id, now + Math.max(backoff(one.attempts + 1, random), retryAfterMs ?? 0));
      log.warn({ tag: 'deletions', path: one.path, code: error.code, err: error }, 'not recycled');
      if (refused.has(error.code) && one.attempts + 1 >= refusalsBelieved)
        return hold(pair, [one], 'refused');
      // what concerns everything stops the sweep: the next one would fail alike
      if (
        retryAfterMs !== undefined ||
        ['OFFLINE', 'SIGN_IN_NEEDED', 'THROTTLED', 'CANCELLED'].includes(error.code)
      )
        throw error;
    }
  };

  const sweepPair = async (pair: Pair, signal: AbortSignal) => {
    // one time for all of it: nothing falls due between the last look and the sending
    const now = clock.now();
    dropMoot(pair);
    const open = deletions.open(pair.id);
    if (open.length === 0) return knowRoot(pair);
    const waiting = open.filter((one) => one.state === 'waiting');
    if (waiting.length > 0) {
      const { files, gone } = baseline.counts(pair.id);
      const reason = holdReason({
        files: open.reduce((sum, one) => sum + (one.state === 'approved' ? 0 : one.files), 0),
        ofFiles: files + gone,
        root: await rootOf(pair),
        limits: { holdCount: settings.holdDeletionsCount, holdShare: settings.holdDeletionsShare },
      });
      if (reason) hold(pair, waiting, reason);
      else {
        const away: Deletion[] = [];
        // looked at when they are to go, not all through their grace time
        for (const one of waiting)
          if (one.dueAt <= now && (await isOnOtherDrive(pair, one.path))) away.push(one);
        if (away.length > 0) hold(pair, away, 'other-drive');
      }
    }
    for (const one of deletions.open(pair.id)) {
      if (signal.aborted) return;
      if (one.state !== 'held' && one.dueAt <= now) await send(pair, one, signal);
    }
    parts.changed();
  };

  const sweep = async (signal: AbortSignal) => {
    const now = clock.now();
    // one that begins in the future is of a clock that was set back meanwhile
    if (pause && pause.from <= now && now < pause.until) return;
    deletions.clockSetBack(now, now + settings.deleteGraceMs + longestBackOffMs);
    deletions.forgetSentBefore(clock.now() - undoForMs);
    for (const pair of pairs.all()) {
      if (signal.aborted) return;
      if (!parts.notNow(pair)) await sweepPair(pair, signal);
    }
  };

  return {
    sweep,
    async run(signal) {
      while (!signal.aborted) {
        await clock.sleep(sweepEveryMs, signal);
        if (signal.aborted) return;
        // what stops a sweep stops the pump too, and is told there
        await sweep(signal).catch((thrown: unknown) =>
          log.warn({ tag: 'deletions', err: toKooError(thrown) }, 'sweep'),
        );
      }
    },
    async recall(id) {
      await sending.get(id)?.catch(() => undefined);
      const deletion = deletions.find(id);
      const pair = deletion && pairs.find(deletion.pairId);
      if (!deletion || !pair)
        throw new KooError('NOT_FOUND', `no deletion ${String(id)}`, {
          detail: { values: { say: 'sentence.noSuchDeletion' } },
        });
      const { path, fileId } = deletion;
      if (deletion.state === 'sent') {
        if (baseline.find(pair.id, path))
          throw new KooError('NAME_TAKEN', 'something new is there', {
            detail: { path: inFolder(pair.folder, path) },
          });
        await koodrive.unrecycle({ containerId: pair.containerId, fileId });
      } else if (deletion.attempts > 0) {
        // an attempt that seemed to fail may have done it
        const { recycled } = await koodrive.detail(pair.containerId, fileId);
        if (recycled) await koodrive.unrecycle({ containerId: pair.containerId, fileId });
      }
      // held until it is back: a restore that is cut short leaves something to go on from, and nothing is sent meanwhile
      state.transaction(() => {
        if (deletion.state === 'sent') {
          baseline.setRecycled(pair.id, path, false);
          // what was deleted by itself before is in the bin by itself
          for (const one of deletions.sentBelow(pair.id, path)) baseline.setRecycled(pair.id, one.path, true);
          // something else was at this path since, and is there no more: what was known of it took the place
          if (!baseline.find(pair.id, path)) {
            const stat = { fingerprint: NEEDS_RECHECK, localId: undefined, size: 0 };
            baseline.put(pair.id, path, { kind: deletion.kind, fileId, stat }, clock.now());
            baseline.markMissing(pair.id, path, clock.now());
          }
        }
        deletions.hold([id], 'not-back-yet');
      });
      parts.changed();
      const absolute = (paths: string[]) => paths.map((one) => inFolder(pair.folder, one));
      return {
        folders: absolute(baseline.missingFolders(pair.id, path)),
        files: absolute(baseline.missingFiles(pair.id, path)),
      };
    },
    endRecall(id) {
      const deletion = deletions.find(id);
      state.transaction(() => {
        deletions.drop(id);
        // what was brought back may have gone once more before anybody saw it there: that is a deletion of its own
        if (deletion) {
          const back = baseline.markForRecheck(deletion.pairId, deletion.path);
          pending.enqueueAll(deletion.pairId, back, 'noticed', clock.now(), 'event');
        }
      });
      parts.changed();
    },
  };
}
