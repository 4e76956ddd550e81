/** Waiting that ends at once when the run is stopped. */
import { setTimeout as sleep } from 'node:timers/promises';
import { RunProblem } from './problem.ts';

export const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
  signal.throwIfAborted();
};

/** Asks until there is an answer; after `limitMs` says what was waited for. */
export const until = async <T>(
  what: string,
  limitMs: number,
  signal: AbortSignal,
  ask: () => Promise<T | undefined> | T | undefined,
): Promise<T> => {
  const end = Date.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new RunProblem(`Waited ${String(limitMs / 1000)} s in vain for ${what}.`);
    await pause(20, signal);
  }
};
