/**
 * Has the grace time of a deletion gone by? Two things must say so. By the time that is trusted it is due; and so much time
 * has really gone by, on the steady clock of one life or between two of the server's dates. The first alone is no proof: at a
 * start it may lie behind the truth, as does all that is written down by it, and when the truth comes out it jumps.
 */
import type { Clock } from '../../lib/clock.ts';
import type { TrustedTime } from '../../lib/trusted-time.ts';
import type { Deletion, DeletionQueue } from './deletion-queue.ts';

export type GraceTimeDeps = {
  readonly clock: Pick<Clock, 'elapsed'>;
  readonly time: Pick<TrustedTime, 'now' | 'server'>;
  readonly deletions: Pick<DeletionQueue, 'heard'>;
};

/** What the rule needs of a deletion. */
export type Waiting = Pick<Deletion, 'id' | 'dueAt' | 'waitMs' | 'serverDueAt'>;

export class GraceTime {
  readonly #deps: GraceTimeDeps;
  /** by id: due when, as it was first seen so in this life, and when that was by the steady clock */
  readonly #seen = new Map<number, { readonly dueAt: number; readonly since: number }>();

  constructor(deps: GraceTimeDeps) {
    this.#deps = deps;
  }

  /** Looks at the server's clock, from which on what waits does so by that one too; to be called often. */
  look(): void {
    const server = this.#deps.time.server();
    if (server !== undefined) this.#deps.deletions.heard(server);
  }

  /** These wait now, of all pairs: from when each is seen first its time runs by the steady clock. */
  see(open: readonly Waiting[]): void {
    const now = this.#deps.clock.elapsed();
    const ids = new Set(open.map(({ id }) => id));
    for (const id of this.#seen.keys()) if (!ids.has(id)) this.#seen.delete(id);
    for (const { id, dueAt } of open)
      // what is to wait anew is due at another time
      if (this.#seen.get(id)?.dueAt !== dueAt) this.#seen.set(id, { dueAt, since: now });
  }

  hasCome({ id, dueAt, waitMs, serverDueAt }: Waiting): boolean {
    const { clock, time } = this.#deps;
    if (dueAt > time.now()) return false;
    if (waitMs === 0) return true;
    const seen = this.#seen.get(id);
    if (seen?.dueAt === dueAt && clock.elapsed() - seen.since >= waitMs) return true;
    const server = time.server();
    return server !== undefined && serverDueAt !== undefined && server >= serverDueAt;
  }
}
