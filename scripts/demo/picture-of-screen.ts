/** A picture of the screen, taken when it has come to rest: a page that is still being painted is not what one sees. */
import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { pause } from './wait.ts';

const quietMs = 700;
const limitMs = 10_000;

export const takePicture = async (
  screenshot: (file: string) => Promise<void>,
  file: string,
  signal: AbortSignal,
): Promise<void> => {
  const end = Date.now() + limitMs;
  let before = '';
  for (;;) {
    await screenshot(file);
    const now = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    // A blinking cursor, say, never rests: then the last one has to do.
    if (now === before || Date.now() > end) return;
    before = now;
    await pause(quietMs, signal);
  }
};
