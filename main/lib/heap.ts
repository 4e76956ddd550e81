/**
 * The space that JavaScript's values take in this process. V8 collects what nobody uses any more when more space is
 * asked for, and once more about a minute after that in a process that does nothing by then: a client at rest would
 * hold on to what its start took, and pay for that late collection, which works in small steps, with most of its CPU.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export type Heap = {
  usedBytes(): number;
  /** Collects what nobody uses, and gives the space back to the system. The process waits for it, some 50 ms for 50 MiB. */
  collect(): void;
};

/** Costs nothing before the first `collect`: most processes of the command line end before they are at rest. */
export const createHeap = (): Heap => {
  let collectAll: (() => void) | undefined;
  return {
    usedBytes: () => process.memoryUsage().heapUsed,
    collect: () => (collectAll ??= collector())(),
  };
};

/** The function is made in a context of its own: only there does it appear once the process runs. */
const collector = (): (() => void) => {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('typeof gc === "function" ? gc : undefined');
  setFlagsFromString('--no-expose-gc');
  // where V8 does not let itself be told it goes on by itself
  return typeof gc === 'function' ? () => void gc() : () => undefined;
};
