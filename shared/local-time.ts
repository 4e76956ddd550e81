/**
 * Local dates and times where clocks are changed: a time that was twice is told apart by its distance from UTC, and one
 * that never was is the moment before the gap. "Local" is the zone of whoever runs this. Pure but for that zone.
 */

const minute = 60_000;
/** farther from a change of the clocks than any change is wide: some places have skipped a day, or had one twice */
const beyond = 25 * 60 * minute;

/** As `Date` counts: months from 0. */
export type LocalTime = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly ms: number;
};

/** Minutes that UTC is ahead of local time, as `Date` has it. */
const behind = (at: number): number => new Date(at).getTimezoneOffset();

/** The other moment that the clocks called by the same date and time. */
function twinOf(at: number): number | undefined {
  for (const near of [at - beyond, at + beyond]) {
    const other = at + (behind(near) - behind(at)) * minute;
    if (other !== at && behind(other) === behind(near)) return other;
  }
  return undefined;
}

/** `+02:00`, `-03:30` */
export function offsetAt(at: number): string {
  const ahead = -behind(at);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${ahead < 0 ? '-' : '+'}${two(Math.abs(ahead) / 60)}:${two(Math.abs(ahead) % 60)}`;
}

/** What stands behind a local time, so that it names one moment: ` +02:00` where the clocks showed it twice, else ''. */
export const offsetMark = (at: number): string => (twinOf(at) === undefined ? '' : ` ${offsetAt(at)}`);

/** With its mark, where it needs one: for a text that `at` was made. */
export const withOffset = (text: string, at: number): string => `${text}${offsetMark(at)}`;

/**
 * The moments that the clocks showed this at, the earlier one first: two, where it was twice, and the last one before,
 * where it never was. Not one, where there is no such date or time.
 */
export function momentsOf(local: LocalTime): readonly number[] {
  const date = new Date(2000, 0, 1, local.hours, local.minutes, local.seconds, local.ms);
  if (local.hours > 23 || local.minutes > 59 || local.seconds > 59) return [];
  date.setFullYear(local.year, local.month, local.day);
  // the time of day may have been moved by a change of the clocks in the year 2000, and is set once more
  date.setHours(local.hours, local.minutes, local.seconds, local.ms);
  const at = date.getTime();
  if (shows(at, local)) return [at, twinOf(at)].filter((one) => one !== undefined).toSorted((a, b) => a - b);
  return isDay(local) ? [lastBefore(at)] : [];
}

/** No 31st of April. */
const isDay = ({ year, month, day }: LocalTime): boolean => {
  const date = new Date(Date.UTC(2000, month, day));
  date.setUTCFullYear(year, month, day);
  return date.getUTCMonth() === month && date.getUTCDate() === day;
};

const shows = (at: number, local: LocalTime): boolean => {
  const date = new Date(at);
  return (
    date.getFullYear() === local.year &&
    date.getMonth() === local.month &&
    date.getDate() === local.day &&
    date.getHours() === local.hours &&
    date.getMinutes() === local.minutes
  );
};

/** The last moment before the clocks were put forward, near `at`. */
function lastBefore(at: number): number {
  let [before, after] = [at - beyond, at + beyond];
  const until = behind(before);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (behind(middle) === until) before = middle;
    else after = middle;
  }
  return before;
}
