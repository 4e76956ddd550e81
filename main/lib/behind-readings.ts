/**
 * Readings of the system's clock at which it was behind, as a server's date showed: a stamp of the disk that lies among
 * them may be of a later time than it says. Kept beyond the end of a process (storage/time-file.ts).
 */

/** From one reading to another, epoch ms, both counted in. */
export type Readings = { readonly from: number; readonly to: number };

/** So far a clock may be behind, and counts as right. */
const rightWithinMs = 60_000;
/** So many spans are kept, the latest. */
export const mostSpans = 20;
/** Stamps of the disk are cut to two seconds at the most (FAT). */
const stampMs = 2000;

/** The system's clock, and a server's date that came just then; epoch ms. */
export type ClockReading = { readonly wall: number; readonly server: number };

/**
 * With what a date says that has just come. `before`: what was read before, in this life; without one, `since` is the time
 * at which the life before looked last, whatever it saw (epoch ms; undefined: nobody ever did).
 */
export function withReading(
  spans: readonly Readings[],
  { wall, server }: ClockReading,
  before: ClockReading | undefined,
  since: number | undefined,
): readonly Readings[] {
  let known = spans;
  if (before && isBehind(before)) {
    // it may have been set right only just now
    known = withSpan(known, { from: before.wall, to: before.wall + Math.max(server - before.server, 0) });
  }
  if (!isBehind({ wall, server })) return known;
  // or set back right after it was looked at
  const lookedAt = before?.server ?? since;
  const wentBy = lookedAt === undefined ? wall : Math.max(server - lookedAt, 0);
  return withSpan(known, { from: Math.max(wall - wentBy, 0), to: wall });
}

const isBehind = ({ wall, server }: ClockReading): boolean => server - wall > rightWithinMs;

function withSpan(spans: readonly Readings[], fresh: Readings): readonly Readings[] {
  let span = fresh;
  const apart: Readings[] = [];
  for (const one of spans) {
    if (one.to + stampMs < span.from || one.from - stampMs > span.to) apart.push(one);
    else span = { from: Math.min(one.from, span.from), to: Math.max(one.to, span.to) };
  }
  return [...apart, span].slice(-mostSpans);
}

/** May a stamp of the disk (epoch ms) have been made while the clock was behind? */
export const isAmong = (spans: readonly Readings[], stamp: number): boolean =>
  spans.some(({ from, to }) => stamp >= from - stampMs && stamp <= to + stampMs);
