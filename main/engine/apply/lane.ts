/**
 * Work of which only so much is done at the same time: of what waits the most pressing begins first, and among equally pressing
 * ones what came first. An executor that remembers nothing: what is pending stands in the queue.
 */
import { KooError } from '../../model/errors.ts';

/** Begins the work of one that waits. */
type Begin = () => void;

export class Lane {
  #limit: number;
  #running = 0;
  /** by rank, 0 the most pressing; each in the order in which they came */
  readonly #waiting: Set<Begin>[] = [];

  /** `limit`: so many at the same time */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get limit(): number {
    return this.#limit;
  }

  /** What has begun ends as it would have. */
  set limit(limit: number) {
    this.#limit = limit;
    this.#beginNext();
  }

  /** So many wait for room. */
  get waiting(): number {
    return this.#waiting.reduce((sum, ofRank) => sum + ofRank.size, 0);
  }

  /** Does `work` when there is room, and ends after it. Rejects with CANCELLED when the signal fires while it waits. */
  async run<T>(rank: number, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (signal.aborted) throw cancelled();
    if (this.#running < this.#limit) this.#running++;
    else await this.#room(rank, signal);
    try {
      return await work();
    } finally {
      this.#running--;
      this.#beginNext();
    }
  }

  /** Counts as running when it resolves. */
  #room(rank: number, signal: AbortSignal): Promise<void> {
    const ofRank = (this.#waiting[rank] ??= new Set());
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        ofRank.delete(begin);
        reject(cancelled());
      };
      const begin = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      ofRank.add(begin);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  #beginNext(): void {
    // a rank that nobody ever had is a hole
    for (const ofRank of this.#waiting.filter((some) => some.size > 0))
      for (const begin of ofRank) {
        if (this.#running >= this.#limit) return;
        ofRank.delete(begin);
        this.#running++;
        begin();
      }
  }
}

const cancelled = (): KooError => new KooError('CANCELLED', 'cancelled');
