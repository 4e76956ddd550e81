/**
 * While the system's clock was behind: up to when did a client hear a server's date, by which it could know that? What it
 * did not hear, or forgot with its end, nobody can tell from a stamp of the disk. Times are virtual microseconds.
 */

/** Behind by less than this, a stamp proves what the client takes it to prove. */
const behindMs = -15 * 60_000;

type Period = {
  readonly from: number;
  readonly skewMs: number;
  to: number;
  heard: number;
  kept: number;
  /** from what the lives before had written down to the start of the next one */
  readonly gaps: { readonly from: number; readonly to: number }[];
};

export function createClockPeriods(now: () => number) {
  const fresh = (skewMs: number): Period => ({
    from: now(),
    skewMs,
    to: Number.POSITIVE_INFINITY,
    heard: -1,
    kept: -1,
    gaps: [],
  });
  let current = fresh(0);
  /** in which this life heard one last */
  let last: Period | undefined;
  const periods = [current];
  return {
    /** The clock is set. */
    set(skewMs: number): void {
      current.to = now();
      periods.push((current = fresh(skewMs)));
    },
    /** A server's date came. */
    heard(): void {
      if (last && last !== current) last.heard = last.to;
      last = current;
      current.heard = now();
    },
    /** What is known is written down. */
    kept(): void {
      for (const one of periods) one.kept = one.heard;
    },
    /** A client starts: it knows what the one before had written down. */
    started(): void {
      for (const one of periods) {
        one.heard = one.kept;
        one.gaps.push({ from: one.kept, to: now() });
      }
      last = undefined;
    },
    /** Was the clock behind at this time, and no client knows? */
    isUnheard: (at: number): boolean =>
      periods.some(
        ({ from, to, skewMs, heard, gaps }) =>
          skewMs < behindMs &&
          from <= at &&
          at <= to &&
          (heard < at || gaps.some((gap) => gap.from < at && at < gap.to)),
      ),
  };
}
export type ClockPeriods = ReturnType<typeof createClockPeriods>;
