/** Times on the wire (open point 14). All times of ours are epoch milliseconds, UTC. */

/** 9999-12-31T23:59:59Z: later years have another form, and file systems hold such dates at times */
const LAST = 253_402_300_799_000;

/** `yyyy-MM-dd'T'HH:mm:ss'Z'`: createdTime of files and versions; undefined for a time that has no such form. */
export const fileTime = (ms: number): string | undefined =>
  ms >= 0 && ms <= LAST ? `${new Date(ms).toISOString().slice(0, 19)}Z` : undefined;

/** what a Date can hold: beyond it, showing the time would throw */
const FARTHEST = 8.64e15;

/**
 * A Date or Retry-After header in one of HTTP's forms, epoch ms; undefined for anything else. Date.parse alone takes
 * nearly anything: `0` is a day in the year 2000 to it.
 */
export function readHttpDate(text: string): number | undefined {
  const form =
    /^[A-Z][a-z]{2,8}, \d{2}[ -][A-Z][a-z]{2}[ -]\d{2,4} \d\d:\d\d:\d\d GMT$|^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/;
  const trimmed = text.trim();
  if (!form.test(trimmed)) return undefined;
  const date = Date.parse(trimmed.endsWith('GMT') ? trimmed : `${trimmed} GMT`);
  return Number.isNaN(date) ? undefined : date;
}

/** Reads all three documented forms and epoch milliseconds (number or text); undefined for anything else. */
export function readTime(value: unknown): number | undefined {
  const time = anyTime(value);
  return time !== undefined && Math.abs(time) <= FARTHEST ? time : undefined;
}

function anyTime(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (/^\d{1,16}$/.test(text)) return Number(text);
  // the form without a zone is UTC like the others
  const spaced = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)$/.exec(text);
  const time = Date.parse(spaced === null ? text : `${String(spaced[1])}T${String(spaced[2])}Z`);
  return Number.isNaN(time) ? undefined : time;
}
