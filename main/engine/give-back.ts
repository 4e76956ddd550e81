/**
 * Gives the space that a start or a burst of changes took back to the system, as soon as nothing goes on: a client at
 * rest is small, and V8 does not come back to it later (main/lib/heap.ts).
 */
import type { Heap } from '../lib/heap.ts';
import type { Stirring } from '../lib/stirring.ts';

export type GiveBackDeps = {
  readonly heap: Heap;
  readonly stirring: Pick<Stirring, 'isQuiet' | 'sleep'>;
};

const lookEveryMs = 5000;
/** For less than so much more than what stayed the last time, nobody need wait. */
const worthBytes = 32 * 1024 * 1024;

/** Works until the signal fires. */
export async function keepGivingBack({ heap, stirring }: GiveBackDeps, signal: AbortSignal): Promise<void> {
  let stayed = 0;
  while (!signal.aborted) {
    await stirring.sleep(lookEveryMs, () => undefined, signal);
    if (signal.aborted || !stirring.isQuiet || heap.usedBytes() - stayed < worthBytes) continue;
    heap.collect();
    stayed = heap.usedBytes();
  }
}
