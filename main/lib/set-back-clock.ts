/**
 * A clock that knows whether the system's clock was set back. Two looks at the system's clock do not tell: it may have been set
 * back and forward again between them. Each look of anybody who uses this clock is compared with the one before.
 */
import type { Clock } from './clock.ts';

export type SetBackClock = Clock & {
  /**
   * Epoch ms: what it would show now by the earliest of the times that it was set back to since `elapsed()` gave `since` (ms).
   * Undefined: it was not seen to be set back since then. Corrections of less than a second do not count.
   */
  setBackSince(since: number): number | undefined;
};

/** A clock that is disciplined by the network may step back so far. */
const jitterMs = 1000;
/** Of so many that came last the times are known. */
const mostKept = 15;

export function noticingSetBacks(clock: Clock): SetBackClock {
  /** epoch ms at which the steady clock began, by the look before */
  let began = Number.NEGATIVE_INFINITY;
  let setBacks: readonly { readonly elapsed: number; readonly began: number }[] = [];
  const now = (): number => {
    const [shown, elapsed] = [clock.now(), clock.elapsed()];
    const isSetBack = shown - elapsed < began - jitterMs;
    began = shown - elapsed;
    if (isSetBack) setBacks = [...setBacks.slice(-mostKept), { elapsed, began }];
    return shown;
  };
  return {
    now,
    elapsed: () => clock.elapsed(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
    setBackSince(since) {
      now();
      const after = setBacks.filter(({ elapsed }) => elapsed >= since);
      if (after.length === 0) return undefined;
      return Math.floor(Math.min(...after.map((one) => one.began)) + clock.elapsed());
    },
  };
}
