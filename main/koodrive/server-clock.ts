/**
 * X-Date as the server wants it (API section 1, open point 12): at most 15 minutes old and not in the future, by the
 * server's clock. Ours may be wrong by hours, so the Date header of every answer corrects it.
 */
import type { Clock } from '../lib/clock.ts';
import { readHttpDate } from './times.ts';

/** aimed so many ms early: the header must not be in the future even when the network was quicker than our estimate */
const EARLY_MS = 4_000;
/** an HTTP date is cut to whole seconds, and the answer took its time: smaller differences are noise */
const NOISE_MS = 2_000;
/** A clock that is wrong by more than a year is for its user to set: no header makes us sign for any day that it names. */
const FARTHEST_MS = 366 * 24 * 3_600_000;
/** So much is said, once: the server would have refused what was signed by our own clock. */
const TOLD_MS = 15 * 60_000;
const EARLIEST = Date.UTC(2000);
const LATEST = Date.UTC(2200);
const X_DATE_AGE_MS = 15 * 60_000;

/** `YYYYMMDDTHHMMSSZ`, UTC. */
export const formatXDate = (ms: number): string =>
  `${new Date(ms).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;

export const parseXDate = (text: string): number =>
  Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

export type ServerClock = {
  /** the X-Date for a request sent now */
  xDate(): string;
  /** what we hold to be the server's time, epoch ms */
  now(): number;
  /** Takes the Date header of an answer that has just come, and gives it; nonsense is ignored. One that is too far from ours moves nothing. */
  learn(dateHeader: string | undefined): number | undefined;
  /** Did the server, by its own Date header, have to refuse this X-Date? */
  refused(xDate: string, dateHeader: string | undefined): boolean;
};

/** `moved`: told once how far the server's clock is ahead of ours (ms), when that is much. */
export function createServerClock(clock: Clock, moved?: (offsetMs: number) => void): ServerClock {
  let offset = 0;
  let isTold = false;
  const read = (header: string | undefined): number | undefined => {
    const date = header === undefined ? undefined : readHttpDate(header);
    // no server's clock stands elsewhere; and an X-Date of such a year has no form
    return date !== undefined && date >= EARLIEST && date < LATEST ? date : undefined;
  };
  return {
    xDate: () => formatXDate(clock.now() + offset - EARLY_MS),
    now: () => clock.now() + offset,
    learn(dateHeader) {
      const date = read(dateHeader);
      if (date === undefined) return undefined;
      if (Math.abs(date - clock.now()) > FARTHEST_MS) return date;
      const difference = date - (clock.now() + offset);
      if (Math.abs(difference) > NOISE_MS) offset += difference;
      if (Math.abs(offset) > TOLD_MS && !isTold) {
        isTold = true;
        moved?.(offset);
      }
      return date;
    },
    refused(xDate, dateHeader) {
      const date = read(dateHeader);
      const sent = parseXDate(xDate);
      if (date === undefined || Number.isNaN(sent)) return false;
      // a whole second of the cut HTTP date on the one side, a slow answer on the other
      return sent >= date + 1_000 || sent <= date - X_DATE_AGE_MS + 1_000;
    },
  };
}
