/**
 * Does anything go on? What looks at intervals (the queue, the deletions, what was read too soon) looks seldom while
 * nothing does, and again as soon as something stirs: a client at rest costs next to nothing.
 */
import type { Clock } from './clock.ts';

/** So long after the last thing that happened all looks come at their usual intervals, ms. */
const quietAfterMs = 5000;
/** What knows of nothing that is due looks so often all the same, for what nobody told, ms. */
const longestRestMs = 30_000;

export class Stirring {
  readonly #clock: Pick<Clock, 'elapsed' | 'sleep'>;
  readonly #resting = new Set<AbortController>();
  #at: number;

  constructor(clock: Pick<Clock, 'elapsed' | 'sleep'>) {
    this.#clock = clock;
    this.#at = clock.elapsed();
  }

  /** Nothing has happened for a while. */
  get isQuiet(): boolean {
    return this.#clock.elapsed() - this.#at >= quietAfterMs;
  }

  /** Something happened, or may have: whoever rests looks again. */
  readonly stirred = (): void => {
    this.#at = this.#clock.elapsed();
    for (const resting of this.#resting) resting.abort();
    this.#resting.clear();
  };

  /**
   * Sleeps `ms` while things go on. While nothing does, sleeps until `untilDue()` (ms from now; undefined: nothing is due),
   * no longer than `longestMs`, and until something stirs. Resolves at once when the signal fires.
   */
  async sleep(
    ms: number,
    untilDue: () => number | undefined,
    signal: AbortSignal,
    longestMs = longestRestMs,
  ): Promise<void> {
    if (!this.isQuiet) return this.#clock.sleep(ms, signal);
    const resting = new AbortController();
    const end = () => resting.abort();
    this.#resting.add(resting);
    signal.addEventListener('abort', end, { once: true });
    const longest = Math.max(ms, Math.min(longestMs, untilDue() ?? longestMs));
    if (signal.aborted) end();
    await this.#clock.sleep(longest, resting.signal);
    this.#resting.delete(resting);
    signal.removeEventListener('abort', end);
  }
}
