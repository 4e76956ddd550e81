/**
 * The machine sleeps: what is being sent is put down before, and taken up at once when it wakes. The engine is stopped and
 * started for it, so that sleeping is nothing that it does not know: a stop keeps every part that is there, and a start
 * looks at everything that may have changed meanwhile, on a drive that was unplugged or by another system.
 */
import type { PowerMonitor } from 'electron';
import type { Clock } from '../lib/clock.ts';
import type { Engine } from '../engine/api.ts';
import type { Undo } from './lifecycle.ts';

export type SleepParts = {
  readonly powerMonitor: Pick<PowerMonitor, 'on' | 'off'>;
  readonly engine: Pick<Engine, 'start' | 'stop' | 'retry'>;
  readonly clock: Clock;
  /** starting after the sleep failed; it is tried again by itself */
  readonly failed: (thrown: unknown) => void;
};

/** A system that says it goes to sleep and then does not, or does not say that it woke: the work goes on all the same. */
const longestMs = 60_000;
const triesAgainMs = 5_000;

/** Returns what ends the following. The engine may be stopped or started then. */
export function followSleep({ powerMonitor, engine, clock, failed }: SleepParts): Undo {
  const ended = new AbortController();
  /** set from the sleep to the waking */
  let asleep: AbortController | undefined;
  /** stopping and starting, one after the other */
  let work = Promise.resolve();

  const start = async () => {
    for (let tries = 0; !ended.signal.aborted && asleep === undefined; tries++) {
      try {
        await engine.start();
        await engine.retry();
        return;
      } catch (thrown) {
        // another process took the state folder meanwhile
        if (tries === 0) failed(thrown);
        await clock.sleep(triesAgainMs, ended.signal);
      }
    }
  };
  const wake = () => {
    if (asleep === undefined) return;
    asleep.abort();
    asleep = undefined;
    work = work.then(start);
  };
  const fallAsleep = () => {
    if (asleep !== undefined) return;
    const sleeping = (asleep = new AbortController());
    // begun at once: the system waits for this call and for nothing after it
    const stopped = engine.stop();
    work = work.then(() => stopped).catch(failed);
    void clock.sleep(longestMs, sleeping.signal).then(() => {
      if (!ended.signal.aborted && !sleeping.signal.aborted) wake();
    });
  };
  powerMonitor.on('suspend', fallAsleep);
  powerMonitor.on('resume', wake);
  return async () => {
    ended.abort();
    asleep?.abort();
    powerMonitor.off('suspend', fallAsleep);
    powerMonitor.off('resume', wake);
    await work;
  };
}
