/** Days in words, in English and Chinese, as the user's own days: "yesterday", "3 Nov", 昨天, 11月3日. Pure. */

/** From a moment up to, and without, another one. */
export type Span = { readonly from: number; readonly to: number };

const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const weekdayNames = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

const days = (year: number, month: number, day: number, count = 1): Span => ({
  from: new Date(year, month, day).getTime(),
  to: new Date(year, month, day + count).getTime(),
});

const monthsFrom = (year: number, month: number, count = 1): Span => ({
  from: new Date(year, month, 1).getTime(),
  to: new Date(year, month + count, 1).getTime(),
});

/** A day that there is: 31 February is none. */
function realDay(year: number, month: number, day: number): Span | undefined {
  const date = new Date(year, month, day);
  return date.getMonth() === month && date.getDate() === day ? days(year, month, day) : undefined;
}

/** Without a year it is the last such day that has begun. */
function lastDay(month: number, day: number, now: number): Span | undefined {
  const year = new Date(now).getFullYear();
  const span = realDay(year, month, day);
  return span !== undefined && span.from <= now ? span : realDay(year - 1, month, day);
}

function lastMonthOf(month: number, now: number): Span {
  const year = new Date(now).getFullYear();
  const span = monthsFrom(year, month);
  return span.from <= now ? span : monthsFrom(year - 1, month);
}

const daysAgo = (ago: number, now: number, count = 1): Span => {
  const today = new Date(now);
  return days(today.getFullYear(), today.getMonth(), today.getDate() - ago, count);
};

/** Weeks begin on Monday. */
const weeksAgo = (ago: number, now: number): Span =>
  daysAgo(((new Date(now).getDay() + 6) % 7) + 7 * ago, now, 7);

function monthsAgo(ago: number, now: number): Span {
  const today = new Date(now);
  return monthsFrom(today.getFullYear(), today.getMonth() - ago);
}

function weekday(index: number, now: number): Span {
  return daysAgo((new Date(now).getDay() - index + 7) % 7, now);
}

type Rule = readonly [RegExp, (match: readonly string[], now: number) => Span | undefined];

const number = (text: string | undefined): number => Number(text);
/** Three letters of its name are enough, and a dot may stand behind; -1: that is no month. */
const monthOf = (text: string | undefined): number =>
  monthNames.findIndex((each) => each.startsWith((text ?? '').replace(/\.$/u, '')));
const chineseWeekdays = [/[日天]/u, /一/u, /二/u, /三/u, /四/u, /五/u, /六/u];
const weekdays = (text: string | undefined): number =>
  chineseWeekdays.findIndex((each) => each.test(text ?? ''));

const rules: readonly Rule[] = [
  [/^(?:today|今天)$/u, (_, now) => daysAgo(0, now)],
  [/^(?:yest(?:e(?:r(?:d(?:ay?)?)?)?)?|昨天)$/u, (_, now) => daysAgo(1, now)],
  [/^前天$/u, (_, now) => daysAgo(2, now)],
  [/^(?:this week|本周|这周)$/u, (_, now) => weeksAgo(0, now)],
  [/^(?:last week|上周)$/u, (_, now) => weeksAgo(1, now)],
  [/^(?:this month|本月|这个月)$/u, (_, now) => monthsAgo(0, now)],
  [/^(?:last month|上个?月)$/u, (_, now) => monthsAgo(1, now)],
  [/^(?:this year|今年)$/u, (_, now) => monthsFrom(new Date(now).getFullYear(), 0, 12)],
  [/^(?:last year|去年)$/u, (_, now) => monthsFrom(new Date(now).getFullYear() - 1, 0, 12)],
  [/^(\d{1,4}) ?(?:days? ago|天前)$/u, ([, ago], now) => daysAgo(number(ago), now)],
  [/^(\d{4})$/u, ([, year]) => monthsFrom(number(year), 0, 12)],
  [/^(\d{4}) ?年$/u, ([, year]) => monthsFrom(number(year), 0, 12)],
  [/^(\d{4})[-/.](\d{1,2})$/u, ([, year, month]) => monthsFrom(number(year), number(month) - 1)],
  [
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/u,
    ([, year, month, day]) => realDay(number(year), number(month) - 1, number(day)),
  ],
  [
    /^(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?[日号]?$/u,
    ([, year, month, day]) => realDay(number(year), number(month) - 1, number(day)),
  ],
  [/^(\d{4}) ?年 ?(\d{1,2}) ?月$/u, ([, year, month]) => monthsFrom(number(year), number(month) - 1)],
  [
    /^(\d{1,2}) ?月 ?(\d{1,2}) ?[日号]?$/u,
    ([, month, day], now) => lastDay(number(month) - 1, number(day), now),
  ],
  [/^(\d{1,2}) ?月$/u, ([, month], now) => lastMonthOf(number(month) - 1, now)],
  [/^(?:周|星期|礼拜)([日天一二三四五六])$/u, ([, name], now) => weekday(weekdays(name), now)],
  [/^(\p{L}{3,})$/u, ([, name = ''], now) => named(name, now)],
  [/^(\d{1,2})\.? (\p{L}{3,}\.?)$/u, ([, day, month], now) => dayOfMonth(day, month, undefined, now)],
  [/^(\p{L}{3,}\.?) (\d{1,2})$/u, ([, month, day], now) => dayOfMonth(day, month, undefined, now)],
  [
    /^(\d{1,2})\.? (\p{L}{3,}\.?),? (\d{4})$/u,
    ([, day, month, year], now) => dayOfMonth(day, month, year, now),
  ],
  [/^(\p{L}{3,}\.?) (\d{1,2}),? (\d{4})$/u, ([, month, day, year], now) => dayOfMonth(day, month, year, now)],
  [
    /^(\p{L}{3,}\.?) (\d{4})$/u,
    ([, month = '', year]) => (monthOf(month) < 0 ? undefined : monthsFrom(number(year), monthOf(month))),
  ],
];

/** "november", "mon", "monday". A beginning of three letters is enough. */
function named(name: string, now: number): Span | undefined {
  const day = weekdayNames.findIndex((each) => each.startsWith(name));
  if (day >= 0) return weekday(day, now);
  return monthOf(name) < 0 ? undefined : lastMonthOf(monthOf(name), now);
}

function dayOfMonth(
  day: string | undefined,
  month: string | undefined,
  year: string | undefined,
  now: number,
): Span | undefined {
  const index = monthOf(month);
  if (index < 0) return undefined;
  return year === undefined ? lastDay(index, number(day), now) : realDay(number(year), index, number(day));
}

/** The days that are meant; undefined where the text is no date. */
export function spanOf(text: string, now: number): Span | undefined {
  const plain = text.trim().toLowerCase().replace(/\s+/gu, ' ');
  for (const [pattern, read] of rules) {
    const match = pattern.exec(plain);
    if (match !== null) return read(match, now);
  }
  return undefined;
}
