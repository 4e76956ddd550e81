/** A lane for each order of size, so that a large file never keeps saved documents waiting. */
import { priorities, type Priority } from '../pending/pending-change.ts';
import type { Chunking } from '../plan/part-size.ts';
import { tinyAtOnce } from '../plan/uploads-at-once.ts';
import { Lane } from './lane.ts';

export type UploadLanes = {
  /**
   * Runs `work` when its lane has room, what is more pressing first; rejects with CANCELLED when the signal fires while it
   * waits. Ends after `work`.
   */
  run<T>(size: number, priority: Priority, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
  /**
   * From now on so many small files go up at the same time, and tiny ones as the round trip wants it; what has begun ends as
   * it would have.
   */
  setConcurrency(small: number): void;
  /** So many large files wait for room in their lane. */
  waitingLarge(): number;
};

export type UploadLanesOptions = {
  readonly small: number;
  readonly large: number;
  /** bytes: which file is tiny, and which one small */
  readonly chunking: Pick<Chunking, 'tinyUpTo' | 'singlePartUpTo'>;
  /** of a call to the server, as it was measured of late */
  roundTripMs(): number | undefined;
};

export function createUploadLanes({
  chunking: { tinyUpTo, singlePartUpTo },
  roundTripMs,
  ...concurrency
}: UploadLanesOptions): UploadLanes {
  const tiny = new Lane(concurrency.small);
  const small = new Lane(concurrency.small);
  const large = new Lane(concurrency.large);
  const setTiny = () => {
    const limit = tinyAtOnce(small.limit, roundTripMs());
    if (tiny.limit !== limit) tiny.limit = limit;
  };
  const laneOf = (size: number) => (size <= tinyUpTo ? tiny : size <= singlePartUpTo ? small : large);
  return {
    setConcurrency(limit) {
      small.limit = limit;
      setTiny();
    },
    waitingLarge: () => large.waiting,
    run(size, priority, signal, work) {
      const lane = laneOf(size);
      if (lane === tiny) setTiny();
      return lane.run(priorities[priority], signal, work);
    },
  };
}
