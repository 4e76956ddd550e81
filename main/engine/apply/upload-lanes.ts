/**
 * The only importer of p-queue. It is the executor and remembers nothing: what is pending stands in the queue. A
 * lane for each order of size, so that a large file never keeps saved documents waiting.
 */
import PQueue from 'p-queue';
import { KooError } from '../../model/errors.ts';
import { priorities, type Priority } from '../pending/pending-change.ts';
import type { Chunking } from '../plan/part-size.ts';
import { tinyAtOnce } from '../plan/uploads-at-once.ts';

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
  const tiny = new PQueue({ concurrency: concurrency.small });
  const small = new PQueue({ concurrency: concurrency.small });
  const large = new PQueue({ concurrency: concurrency.large });
  /** p-queue looks for what it may start whenever it is told. */
  const setTiny = () => {
    const limit = tinyAtOnce(small.concurrency, roundTripMs());
    if (tiny.concurrency !== limit) tiny.concurrency = limit;
  };
  const laneOf = (size: number) => (size <= tinyUpTo ? tiny : size <= singlePartUpTo ? small : large);
  return {
    setConcurrency(limit) {
      small.concurrency = limit;
      setTiny();
    },
    waitingLarge: () => large.size,
    async run<T>(size: number, priority: Priority, signal: AbortSignal, work: () => Promise<T>) {
      if (signal.aborted) throw new KooError('CANCELLED', 'cancelled');
      const lane = laneOf(size);
      if (lane === tiny) setTiny();
      let begun: Promise<T> | undefined;
      try {
        return await lane.add(() => (begun = work()), { signal, priority: -priorities[priority] });
      } finally {
        // p-queue rejects at once when the signal fires: what was begun still has its own to put away
        await begun?.catch(() => undefined);
      }
    },
  };
}
