/**
 * Times for users. `now` is always an argument, so that one tick redraws all of them alike. A time that the clocks showed
 * twice says which one it is.
 */

import { withOffset } from '../../../shared/local-time.ts';
import { oncePerTag } from './once-per-tag.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const dates = (options: Intl.DateTimeFormatOptions): ((tag: string) => Intl.DateTimeFormat) =>
  oncePerTag((tag) => new Intl.DateTimeFormat(tag, options));

const relatives = oncePerTag((tag) => {
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  return (value: number, unit: Intl.RelativeTimeFormatUnit) => spaced(relative.format(value, unit));
});

/** Our Chinese has a space between numbers and words, and Intl's has none. */
const spaced = (text: string): string => text.replace(/(\d)(?=\p{Script=Han})/gu, '$1 ');

const mediumDate = dates({ dateStyle: 'medium' });
const mediumTime = dates({ dateStyle: 'medium', timeStyle: 'short' });
const fullTime = dates({ dateStyle: 'full', timeStyle: 'medium' });
const clock = dates({ timeStyle: 'short' });
const clockToSecond = dates({ timeStyle: 'medium' });
const monthOfYear = dates({ month: 'long', year: 'numeric' });
const dateOnly = dates({ dateStyle: 'long' });
const dayOfYear = dates({ weekday: 'long', month: 'long', day: 'numeric' });
const dayOfOtherYear = dates({ weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' });

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** Whole local days between two moments; rounding takes care of days of 23 and 25 hours. */
const daysBetween = (earlier: number, later: number): number =>
  Math.round((startOfDay(later) - startOfDay(earlier)) / day);

/** "5 minutes ago", "yesterday"; from a week on the date itself. A clock a little ahead counts as now. */
export function relativeTime(at: number, now: number, tag: string, justNow: string): string {
  const ago = now - at;
  const relative = relatives(tag);
  if (ago < 45_000 && ago > -5 * minute) return justNow;
  if (ago < 0) return dateOf(at, tag);
  if (ago < hour) return relative(-Math.max(1, Math.round(ago / minute)), 'minute');
  const days = daysBetween(at, now);
  if (days === 0 || ago < 6 * hour) return relative(-Math.max(1, Math.floor(ago / hour)), 'hour');
  if (days < 7) return relative(-days, 'day');
  return dateOf(at, tag);
}

/** Recent enough that relativeTime() says more than the date. */
export const isRecent = (at: number, now: number): boolean =>
  at <= now + 5 * minute && daysBetween(at, now) < 7;

const dateOf = (at: number, tag: string): string => mediumDate(tag).format(at);

/** Date and time to the minute. */
export const exactTime = (at: number, tag: string): string => withOffset(mediumTime(tag).format(at), at);

/** Date and time to the second, for tooltips. */
export const preciseTime = (at: number, tag: string): string => withOffset(fullTime(tag).format(at), at);

export const clockTime = (at: number, tag: string): string => withOffset(clock(tag).format(at), at);

/** For moments that the minute does not tell apart. */
export const clockTimeToSecond = (at: number, tag: string): string =>
  withOffset(clockToSecond(tag).format(at), at);

/** A day, month or year by its name, without regard to now. */
export const periodName = (at: number, grain: 'day' | 'month' | 'year', tag: string): string =>
  grain === 'day'
    ? dateOnly(tag).format(at)
    : grain === 'month'
      ? monthOfYear(tag).format(at)
      : String(new Date(at).getFullYear());

/** Equal for two moments of the same local day. */
export const dayKey = (at: number): number => startOfDay(at);

/** The first moment of the local day after this one. */
export function nextDay(at: number): number {
  const next = new Date(at);
  next.setDate(next.getDate() + 1);
  return next.setHours(0, 0, 0, 0);
}

/** "Today", "Yesterday", "Wednesday, May 6", with the year when it is another one. */
export function dayLabel(
  at: number,
  now: number,
  tag: string,
  words: { readonly today: string; readonly yesterday: string },
): string {
  const days = daysBetween(at, now);
  if (days === 0) return words.today;
  if (days === 1) return words.yesterday;
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? dayOfYear : dayOfOtherYear)(tag).format(at);
}
