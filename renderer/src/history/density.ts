/** How many versions were made when: bars beside the timeline, newest at the top, each a place to go to. Pure. */
import type { ListedVersion } from '../../../shared/views.ts';
import { dayKey, nextDay } from '../format/time.ts';

export type Grain = 'day' | 'month' | 'year';

export type Bar = {
  /** a moment within it, that of its newest version */
  readonly at: number;
  readonly count: number;
  /** where its newest version is */
  readonly revisionId: string;
  /** the year, where it begins with this bar */
  readonly year: number | undefined;
};

export type Density = { readonly grain: Grain; readonly bars: readonly Bar[]; readonly most: number };

/** Days with a version; those without one have no bar: the strip is for going somewhere. */
function daysOf(versions: readonly ListedVersion[]): Bar[] {
  const bars: Bar[] = [];
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { createdAt, revisionId } of versions) {
    if (createdAt === undefined) continue;
    const bar = bars.at(-1);
    if (bar !== undefined && createdAt >= from && createdAt < to) {
      bars[bars.length - 1] = { ...bar, count: bar.count + 1 };
      continue;
    }
    [from, to] = [dayKey(createdAt), nextDay(createdAt)];
    bars.push({ at: createdAt, count: 1, revisionId, year: undefined });
  }
  return bars;
}

const keys: Readonly<Record<Exclude<Grain, 'day'>, (at: number) => number>> = {
  month: (at) => {
    const date = new Date(at);
    return date.getFullYear() * 12 + date.getMonth();
  },
  year: (at) => new Date(at).getFullYear(),
};

/** Days that follow each other and are of one month or year, as one bar. */
function joined(days: readonly Bar[], grain: Exclude<Grain, 'day'>): Bar[] {
  const bars: Bar[] = [];
  let last: number | undefined;
  for (const day of days) {
    const key = keys[grain](day.at);
    const bar = bars.at(-1);
    if (bar !== undefined && key === last) bars[bars.length - 1] = { ...bar, count: bar.count + day.count };
    else bars.push(day);
    last = key;
  }
  return bars;
}

function withYears(bars: readonly Bar[]): Bar[] {
  let before: number | undefined;
  return bars.map((bar) => {
    const year = new Date(bar.at).getFullYear();
    const begins = year !== before;
    before = year;
    return { ...bar, year: begins ? year : undefined };
  });
}

/** By days while they fit, else by months, else by years. `roomFor` says how many bars fit beside so many years. */
export function densityOf(versions: readonly ListedVersion[], roomFor: (years: number) => number): Density {
  const days = daysOf(versions);
  const years = joined(days, 'year');
  const room = roomFor(years.length);
  const months = joined(days, 'month');
  const [grain, bars] =
    days.length <= room
      ? (['day', days] as const)
      : months.length <= room
        ? (['month', months] as const)
        : (['year', years] as const);
  return { grain, bars: withYears(bars), most: bars.reduce((most, bar) => Math.max(most, bar.count), 0) };
}

/** The bar that a moment falls into: the first one that does not begin later. */
export function barAt(bars: readonly Bar[], at: number | undefined): number {
  if (at === undefined) return 0;
  const index = bars.findLastIndex((bar) => bar.at >= at);
  return Math.max(0, index);
}
