/**
 * Pictures of the screen, each taken when it has changed since the one before and come to rest: a window that is not
 * painted yet, or a page that is still being painted, is not what one sees.
 */
import { readFile, rm } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { pause } from './wait.ts';

const quietMs = 700;
/** A blinking cursor, say, never rests: then the last one has to do. */
const limitMs = 10_000;

export type Camera = { take(file: string, signal: AbortSignal): Promise<void> };

/** @param scratch a file for the screen as it is now, before anything is on it */
export const createCamera = async (
  screenshot: (file: string) => Promise<void>,
  scratch: string,
): Promise<Camera> => {
  const shoot = async (file: string): Promise<string> => {
    await screenshot(file);
    return createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
  };
  let last = await shoot(scratch);
  await rm(scratch);
  return {
    take: async (file, signal) => {
      const end = Date.now() + limitMs;
      let before = '';
      for (;;) {
        const now = await shoot(file);
        if ((now === before && now !== last) || Date.now() > end) {
          last = now;
          return;
        }
        before = now;
        await pause(quietMs, signal);
      }
    },
  };
};
