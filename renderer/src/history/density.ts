/** How many versions were made when: bars beside the timeline, newest at the top, each a place to go to. Pure. */
import type { ListedVersion } from '../../../shared/views.ts';
import { dayKey } from '../format/time.ts';

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

const keys: Readonly<Record<Grain, (at: number) => number>> = {
  day: dayKey,
  month: (at) => {
    const date = new Date(at);
    return date.getFullYear() * 12 + date.getMonth();
  },
  year: (at) => new Date(at).getFullYear(),
};

/** Days without a version have no bar: the strip is for going somewhere. */
function barsBy(grain: Grain, versions: readonly ListedVersion[]): Bar[] {
  const bars: Bar[] = [];
  let last: number | undefined;
  let year: number | undefined;
  for (const { createdAt, revisionId } of versions) {
    if (createdAt === undefined) continue;
    const key = keys[grain](createdAt);
    const bar = bars.at(-1);
    if (bar !== undefined && key === last) {
      bars[bars.length - 1] = { ...bar, count: bar.count + 1 };
      continue;
    }
    const own = new Date(createdAt).getFullYear();
    bars.push({ at: createdAt, count: 1, revisionId, year: own === year ? undefined : own });
    last = key;
    year = own;
  }
  return bars;
}

/** By days while they fit into so many bars, else by months, else by years. */
export function densityOf(versions: readonly ListedVersion[], room: number): Density {
  for (const grain of ['day', 'month', 'year'] as const) {
    const bars = barsBy(grain, versions);
    if (bars.length <= room || grain === 'year')
      return { grain, bars, most: bars.reduce((most, bar) => Math.max(most, bar.count), 0) };
  }
  return { grain: 'year', bars: [], most: 0 };
}

/** The bar that a moment falls into: the first one that does not begin later. */
export function barAt(bars: readonly Bar[], at: number | undefined): number {
  if (at === undefined) return 0;
  const index = bars.findLastIndex((bar) => bar.at >= at);
  return Math.max(0, index);
}
