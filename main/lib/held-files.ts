/**
 * Windows replaces no file that a program has open, and says either that it is in use or that it is not allowed. Scanners for
 * viruses open whatever was just written, for a moment: so a refusal counts only when it lasts.
 */
import { fsCodeOf } from './fs-errors.ts';

const refusals = new Set(['EPERM', 'EACCES', 'EBUSY']);

/** Milliseconds from one try to the next: less than two seconds together, for somebody waits. */
const waits = [10, 20, 50, 100, 200, 400, 800];
/** Where the whole process waits. */
const shortWaits = waits.slice(0, 4);

export type HeldParts = {
  readonly platform: NodeJS.Platform;
  sleep(ms: number): Promise<void>;
  /** stops the thread */
  sleepSync(ms: number): void;
};

const system: HeldParts = {
  platform: process.platform,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  sleepSync: (ms) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms),
};

const isHeld = (thrown: unknown, { platform }: HeldParts): boolean =>
  platform === 'win32' && refusals.has(fsCodeOf(thrown));

/** Does `work`, which replaces or removes a file, again while Windows refuses it. Throws what `work` threw last. */
export async function untilLetGo<T>(work: () => Promise<T>, own: Partial<HeldParts> = {}): Promise<T> {
  const parts = { ...system, ...own };
  for (const ms of waits)
    try {
      return await work();
    } catch (thrown) {
      if (!isHeld(thrown, parts)) throw thrown;
      await parts.sleep(ms);
    }
  return work();
}

/** The same at once, and for a fifth of a second at most. */
export function untilLetGoSync<T>(work: () => T, own: Partial<HeldParts> = {}): T {
  const parts = { ...system, ...own };
  for (const ms of shortWaits)
    try {
      return work();
    } catch (thrown) {
      if (!isHeld(thrown, parts)) throw thrown;
      parts.sleepSync(ms);
    }
  return work();
}
