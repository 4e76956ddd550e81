/**
 * A moment as somebody writes it: `yesterday`, `3 Nov`, `2026-03-01`, `14:05`, in English and Chinese. What is meant is the
 * file as it was then, so a day means its end. Days and times are those of whoever writes. Pure.
 */

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** The last millisecond that is meant, epoch ms; undefined for what is no moment. */
export function endOfMoment(written: string, now: number): number | undefined {
  const text = written.trim().toLowerCase().replace(/\s+/gu, ' ');
  return relative(text, now) ?? clock(text, now) ?? iso(text) ?? date(text, now);
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

/** `14:05`, the last time that it was so. */
function clock(text: string, now: number): number | undefined {
  const [, hours, minutes, seconds] = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/u.exec(text) ?? [];
  if (hours === undefined || minutes === undefined) return undefined;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds ?? 0) > 59) return undefined;
  const at = new Date(now);
  at.setHours(Number(hours), Number(minutes), Number(seconds ?? 59), 999);
  const from = at.getTime() - (seconds === undefined ? 59_999 : 999);
  return from > now ? at.setDate(at.getDate() - 1) : at.getTime();
}

/** With a time: that second or minute. Without: the whole day. */
function iso(text: string): number | undefined {
  const [, year, month, date, rest] = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ](.+))?$/u.exec(text) ?? [];
  if (year === undefined || month === undefined || date === undefined) return undefined;
  const midnight = exact(Number(year), Number(month) - 1, Number(date));
  if (midnight === undefined) return undefined;
  if (rest === undefined) return endOfDay(midnight.getTime(), 0);
  const [, time, seconds, fraction, zone] =
    /^(\d{1,2}[:.]\d{2})(?:[:.](\d{2})(\.\d{1,9})?)?(z|[+-]\d{2}:?\d{2})?$/u.exec(rest) ?? [];
  if (time === undefined) return undefined;
  const two = (value: string) => value.padStart(2, '0');
  const clockText = time.split(/[:.]/u).map(two).join(':');
  const offset = zone === undefined ? '' : zone.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/u, '$1:$2');
  const at = Date.parse(
    `${year}-${two(month)}-${two(date)}T${clockText}:${seconds ?? '59'}${fraction?.slice(0, 4) ?? '.999'}${offset}`,
  );
  return Number.isNaN(at) ? undefined : at;
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
function exact(year: number, month: number, date: number): Date | undefined {
  const at = new Date(year, month, date);
  return at.getMonth() === month && at.getDate() === date ? at : undefined;
}

function endOfDay(ms: number, daysBefore: number): number {
  const at = new Date(ms);
  at.setDate(at.getDate() - daysBefore);
  at.setHours(23, 59, 59, 999);
  return at.getTime();
}
