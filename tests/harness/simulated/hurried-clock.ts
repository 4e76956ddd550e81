/** The real time in a hurry: whoever sleeps does so for a thousandth of it. For what asks again and again until it is done. */
import { realClock, type Clock } from '../../../main/lib/clock.ts';

export const hurriedClock: Clock = {
  now: realClock.now,
  elapsed: realClock.elapsed,
  sleep: (ms, signal) => realClock.sleep(ms / 1000, signal),
};
