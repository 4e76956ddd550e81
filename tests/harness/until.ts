/**
 * Waiting for what a test is about instead of for a time: it is looked at again and again, however long a busy machine
 * takes. The limit is there to say what did not come; nothing is ever expected within it.
 */
import { isDeepStrictEqual } from 'node:util';

const lookEveryMs = 25;
const limitMs = 180_000;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Resolves when `holds` gives true. `what` is for the message when it does not come. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited in vain for this: ${what}`);
    await pause(lookEveryMs);
  }
}

/** Resolves when `look` gives what is wanted, down to its depths. Less often where a look is dear. */
export async function untilEqual<T>(
  look: () => T | Promise<T>,
  wanted: T,
  everyMs = lookEveryMs,
): Promise<void> {
  const end = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (isDeepStrictEqual(found, wanted)) return;
    if (Date.now() > end)
      throw new Error(`waited in vain for ${JSON.stringify(wanted)}, found ${JSON.stringify(found)}`);
    await pause(everyMs);
  }
}
