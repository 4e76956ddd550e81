/**
 * Waiting as `until` of tests/harness does, and longer: a machine that is busy with other work may take minutes to start
 * an app from an image that is unpacked while it is read. The limit is there to say what did not come.
 */
import { setTimeout as sleep } from 'node:timers/promises';

const lookEveryMs = 250;
export const limitMs = 600_000;

/** Resolves when `holds` gives true; what it throws comes out. `what` is for the message when it does not come. */
export async function patiently(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited in vain for this: ${what}`);
    await sleep(lookEveryMs);
  }
}
