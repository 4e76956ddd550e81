/**
 * What is due, handed out one after another. A wake takes up what there is room for, which is one change as a rule: the
 * queue is asked for many at once, and the change that is handed out is read when its turn comes, as it is by then.
 */
import type { DueKey, PendingChanges } from './pending-changes.ts';
import type { PendingChange } from './pending-change.ts';

/** So many are asked for at once. */
const askedAtOnce = 256;

export class UpcomingChanges {
  readonly #pending: Pick<PendingChanges, 'due' | 'dueRank' | 'find'>;
  #keys: readonly DueKey[] = [];
  #next = 0;

  constructor(pending: Pick<PendingChanges, 'due' | 'dueRank' | 'find'>) {
    this.#pending = pending;
  }

  /**
   * The most pressing change that is due at `now` (epoch ms), of all pairs but `except`, and that `skip` does not hold of;
   * undefined: there is none. Among equally pressing ones those that waited longest come first, as far as they were there
   * when the queue was asked.
   */
  take(now: number, except: readonly number[], skip: (key: DueKey) => boolean): PendingChange | undefined {
    const rank = this.#pending.dueRank(now, except);
    if (rank === undefined) {
      this.#keys = [];
      return undefined;
    }
    const first = this.#keys[this.#next];
    // what is more pressing came since
    if (first !== undefined && rank < first.rank) this.#keys = [];
    return this.#takeAsked(now, except, skip) ?? this.#takeAnew(now, except, skip);
  }

  /**
   * Of what is due, as above, as many as the queue is asked for at once: all that `skip` does not hold of, if the queue has at least
   * `least`; none otherwise.
   */
  takeMany(
    now: number,
    except: readonly number[],
    skip: (key: DueKey) => boolean,
    least: number,
  ): PendingChange[] {
    if (this.#keys.length - this.#next < least) {
      this.#keys = this.#pending.due(now, askedAtOnce, except);
      this.#next = 0;
    }
    if (this.#keys.length - this.#next < least) return [];
    const changes: PendingChange[] = [];
    for (;;) {
      const change = this.#takeAsked(now, except, skip);
      if (!change) return changes;
      changes.push(change);
    }
  }

  #takeAsked(
    now: number,
    except: readonly number[],
    skip: (key: DueKey) => boolean,
  ): PendingChange | undefined {
    for (;;) {
      const key = this.#keys[this.#next++];
      if (!key) return undefined;
      if (skip(key) || except.includes(key.pairId)) continue;
      const change = this.#pending.find(key.pairId, key.path);
      if (change && change.dueAt <= now) return change;
    }
  }

  #takeAnew(
    now: number,
    except: readonly number[],
    skip: (key: DueKey) => boolean,
  ): PendingChange | undefined {
    // behind those that are skipped there may be more
    for (let limit = askedAtOnce; ; limit *= 2) {
      this.#keys = this.#pending.due(now, limit, except);
      this.#next = 0;
      const { length } = this.#keys;
      const change = this.#takeAsked(now, except, skip);
      if (change || length < limit) return change;
    }
  }
}
