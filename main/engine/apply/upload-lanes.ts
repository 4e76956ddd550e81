/**
 * The only importer of p-queue. It is the executor and remembers nothing: what is pending stands in the queue. Two
 * lanes, so that a large file never keeps saved documents waiting.
 */
import PQueue from 'p-queue';
import { KooError } from '../../model/errors.ts';

export type UploadLanes = {
  /** Runs `work` when its lane has room; rejects with CANCELLED when the signal fires while it waits. Ends after `work`. */
  run<T>(size: number, urgent: boolean, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
  /** From now on so many small files go up at the same time; what has begun ends as it would have. */
  setConcurrency(small: number): void;
};

/** Files up to `smallUpTo` bytes go by the small lane. */
export function createUploadLanes(
  concurrency: { readonly small: number; readonly large: number },
  smallUpTo: number,
): UploadLanes {
  const small = new PQueue({ concurrency: concurrency.small });
  const large = new PQueue({ concurrency: concurrency.large });
  return {
    setConcurrency(limit) {
      small.concurrency = limit;
    },
    async run<T>(size: number, urgent: boolean, signal: AbortSignal, work: () => Promise<T>) {
      if (signal.aborted) throw new KooError('CANCELLED', 'cancelled');
      const lane = size <= smallUpTo ? small : large;
      let begun: Promise<T> | undefined;
      try {
        return await lane.add(() => (begun = work()), { signal, priority: urgent ? 1 : 0 });
      } finally {
        // p-queue rejects at once when the signal fires: what was begun still has its own to put away
        await begun?.catch(() => undefined);
      }
    },
  };
}
