/**
 * A moment as somebody writes it: `yesterday`, `3 Nov`, `2026-03-01`, `14:05`, in English and Chinese. What is meant is the
 * file as it was then, so a day means its end. Days and times are those of whoever writes, and may have an offset from UTC
 * behind them, as they are shown where the clocks were changed. Pure.
 */
import { momentsOf } from '../../shared/local-time.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/**
 * The last millisecond that is meant, epoch ms. None for what is no moment; two, the earlier one first, where the clocks
 * showed that time twice and nothing says which is meant.
 */
export function endsOfMoment(written: string, now: number): readonly number[] {
  const text = written.trim().toLowerCase().replace(/\s+/gu, ' ');
  const end = relative(text, now) ?? date(text, now);
  return end === undefined ? (clock(text, now) ?? iso(text) ?? []) : [end];
}

function relative(text: string, now: number): number | undefined {
  const ago: Readonly<Record<string, number>> = {
    now: -1,
    today: 0,
    今天: 0,
    yesterday: 1,
    昨天: 1,
    前天: 2,
  };
  const days = Object.hasOwn(ago, text) ? ago[text] : undefined;
  if (days === -1) return now;
  if (days !== undefined) return endOfDay(now, days);
  const [, count, unit] =
    /^(\d{1,4}) ?(minute|hour|day|week|分钟|小时|天|周)s?(?: ?ago|前)$/u.exec(text) ?? [];
  if (count !== undefined) {
    const n = Number(count);
    if (unit === 'minute' || unit === '分钟') return now - n * 60_000;
    if (unit === 'hour' || unit === '小时') return now - n * 3_600_000;
    return endOfDay(now, n * (unit === 'week' || unit === '周' ? 7 : 1));
  }
  const weekday = /^[a-z]{3,9}$/u.test(text) ? weekdays.indexOf(text.slice(0, 3)) : -1;
  if (
    weekday < 0 ||
    !['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'].some((name) =>
      name.startsWith(text),
    )
  )
    return undefined;
  return endOfDay(now, (new Date(now).getDay() - weekday + 7) % 7 || 7);
}

/** `14:05`, `2:45:09 +02:00`: the last time that it was so. Undefined for what is no time of day. */
function clock(text: string, now: number): readonly number[] | undefined {
  const [, hours, minutes, seconds, zone] =
    new RegExp(`^(\\d{1,2}):(\\d{2})(?::(\\d{2}))?${offset}$`, 'u').exec(text) ?? [];
  if (hours === undefined || minutes === undefined) return undefined;
  const length = seconds === undefined ? 60_000 : 1000;
  // tomorrow's date may be today where the offset is
  for (const daysBefore of [-1, 0, 1, 2]) {
    const day = new Date(now);
    day.setHours(12);
    day.setDate(day.getDate() - daysBefore);
    const found = momentsAt(
      { year: day.getFullYear(), month: day.getMonth(), day: day.getDate() },
      { hours, minutes, seconds },
      zone,
    ).filter((end) => end + 1 - length <= now);
    if (found.length > 0) return found;
  }
  return [];
}

/** With a time: that second or minute. Without: the whole day. Undefined for what is no date. */
function iso(text: string): readonly number[] | undefined {
  const [, year, month, on, rest] = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ](.+))?$/u.exec(text) ?? [];
  if (year === undefined || month === undefined || on === undefined) return undefined;
  const day = { year: Number(year), month: Number(month) - 1, day: Number(on) };
  if (!exact(day.year, day.month, day.day)) return undefined;
  if (rest === undefined) return [endOf(day)];
  const [, hours, minutes, seconds, fraction, zone] =
    new RegExp(`^(\\d{1,2})[:.](\\d{2})(?:[:.](\\d{2})(\\.\\d{1,9})?)?${offset}$`, 'u').exec(rest) ?? [];
  if (hours === undefined || minutes === undefined) return undefined;
  return momentsAt(day, { hours, minutes, seconds, fraction }, zone);
}

/** behind a time, with or without a space and a colon */
const offset = String.raw`(?: ?(z|[+-]\d{2}:?\d{2}))?`;

type Day = { readonly year: number; readonly month: number; readonly day: number };
type Time = {
  readonly hours: string;
  readonly minutes: string;
  readonly seconds?: string | undefined;
  readonly fraction?: string | undefined;
};

/** The ends of that second or minute; none, where there is no such time of day. */
function momentsAt(day: Day, time: Time, zone: string | undefined): readonly number[] {
  const local = {
    ...day,
    hours: Number(time.hours),
    minutes: Number(time.minutes),
    seconds: Number(time.seconds ?? 59),
    ms: Number((time.fraction ?? '.999').slice(1, 4).padEnd(3, '0')),
  };
  if (local.hours > 23 || local.minutes > 59 || local.seconds > 59) return [];
  if (zone === undefined) return momentsOf(local);
  const { year, month, hours, minutes, seconds, ms } = local;
  const at = new Date(Date.UTC(2000, month, day.day, hours, minutes, seconds, ms)).setUTCFullYear(
    year,
    month,
    day.day,
  );
  const [, sign, aheadHours, aheadMinutes] = /^([+-])(\d{2}):?(\d{2})$/u.exec(zone) ?? [];
  const ahead = Number(aheadHours ?? 0) * 60 + Number(aheadMinutes ?? 0);
  return [at - (sign === '-' ? -ahead : ahead) * 60_000];
}

/** `3 Nov`, `Nov 3`, `3 November 2025`, `11月3日`: without a year the last one that has been. */
function date(text: string, now: number): number | undefined {
  const [, d1, m1, y1] = /^(\d{1,2})\.? ([a-z]{3,9})\.?,?(?: (\d{4}))?$/u.exec(text) ?? [];
  const [, m2, d2, y2] = /^([a-z]{3,9})\.? (\d{1,2})(?:,? (\d{4}))?$/u.exec(text) ?? [];
  const [, y3, m3, d3] = /^(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]?$/u.exec(text) ?? [];
  const month = m3 === undefined ? months.indexOf((m1 ?? m2 ?? '').slice(0, 3)) : Number(m3) - 1;
  const on = Number(d1 ?? d2 ?? d3);
  if (month < 0 || Number.isNaN(on)) return undefined;
  const year = y1 ?? y2 ?? y3;
  if (year !== undefined) return ofDay(exact(Number(year), month, on));
  const thisYear = new Date(now).getFullYear();
  // the 29th of February was in one of the last eight years
  for (let back = 0; back < 9; back += 1) {
    const found = exact(thisYear - back, month, on);
    if (found !== undefined && found.getTime() <= now) return ofDay(found);
  }
  return undefined;
}

const ofDay = (midnight: Date | undefined): number | undefined => midnight && endOfDay(midnight.getTime(), 0);

/** No 31st of April. */
function exact(year: number, month: number, day: number): Date | undefined {
  const at = new Date(year, month, day);
  return at.getMonth() === month && at.getDate() === day ? at : undefined;
}

function endOfDay(ms: number, daysBefore: number): number {
  const at = new Date(ms);
  // noon, which no change of the clocks takes away
  at.setHours(12);
  at.setDate(at.getDate() - daysBefore);
  return endOf({ year: at.getFullYear(), month: at.getMonth(), day: at.getDate() });
}

/** Where the last hour of a day was twice, the day ends with the second one. */
const endOf = (day: Day): number =>
  momentsOf({ ...day, hours: 23, minutes: 59, seconds: 59, ms: 999 }).at(-1) ?? Number.NaN;
