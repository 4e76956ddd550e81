/**
 * When many changes are due at once, they are looked at together before each goes its way: most of what a checkout or an
 * archive touches did not change (unchanged-files.ts). Where that comes to little it rests for a while.
 */
import type { Clock } from '../lib/clock.ts';
import type { BulkSizes } from './api.ts';
import { keyOf } from './apply/path-locks.ts';
import type { Settled } from './unchanged-files.ts';
import type { PendingChange } from './pending/pending-change.ts';
import type { DueKey } from './pending/pending-changes.ts';

export type BulkCheckDeps = BulkSizes & {
  readonly clock: Pick<Clock, 'sleep'>;
  /** Writes down which of these did not change. */
  settle(changes: readonly PendingChange[]): Promise<Settled>;
};

/** A drive that does not answer keeps others waiting no longer than this, ms. What it tells later still counts. */
const longestMs = 2000;
/** It was worth it where so large a share did not change. */
const worthShare = 0.25;

export class BulkCheck {
  readonly #deps: BulkCheckDeps;
  /** what was looked at, and goes its way, by `keyOf` */
  readonly #done = new Set<string>();
  #rests = 0;
  #underWay: Promise<void> | undefined;

  constructor(deps: BulkCheckDeps) {
    this.#deps = deps;
  }

  get isUnderWay(): boolean {
    return this.#underWay !== undefined;
  }

  /** This change goes its way. */
  began({ pairId, path }: DueKey | PendingChange): void {
    this.#done.delete(keyOf(pairId, path));
    this.#rests -= 1;
  }

  /**
   * Looks at what `take` gives, which is asked for at least `from` changes and skips what `isDone` says; `ended` is told what came
   * of them. false: there is nothing to be looked at now.
   */
  begin(
    take: (least: number, isDone: (key: DueKey) => boolean) => readonly PendingChange[],
    ended: (settled: Settled) => void,
  ): boolean {
    const { from, restsFor, settle, clock } = this.#deps;
    if (this.#rests > 0) return false;
    const changes = take(from, ({ pairId, path }) => this.#done.has(keyOf(pairId, path)));
    if (changes.length < from) {
      // the queue is not asked for many at each wake
      this.#rests = from;
      return false;
    }
    const over = new AbortController();
    const late = clock.sleep(longestMs, over.signal).then((): Settled => new Map());
    // whoever is not settled meets by itself what stands in the way
    const settling = settle(changes).catch((): Settled => new Map());
    this.#underWay = Promise.race([settling, late]).then((settled) => {
      over.abort();
      this.#underWay = undefined;
      for (const { pairId, path } of changes)
        if (!settled.has(keyOf(pairId, path))) this.#done.add(keyOf(pairId, path));
      if (settled.size < changes.length * worthShare) this.#rests = restsFor;
      ended(settled);
    });
    return true;
  }

  /** Resolves when nothing is looked at. */
  async finish(): Promise<void> {
    await this.#underWay;
  }
}
