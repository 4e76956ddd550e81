/** Versions as the rows of the timeline: day heads that fold, and what stands in each row. Pure. */
import type { ListedVersion } from '../../../shared/views.ts';
import { dayKey, nextDay } from '../format/time.ts';

export type DayRow = {
  readonly kind: 'day';
  readonly key: string;
  /** a moment of that day; undefined: the list did not say when these were made */
  readonly at: number | undefined;
  readonly count: number;
  readonly isFolded: boolean;
};

export type VersionRow = {
  readonly kind: 'version';
  readonly key: string;
  readonly version: ListedVersion;
  /** the size against that of the version before; undefined where one of them is not known, or none was before */
  readonly change: number | undefined;
  /** another version was made in the same minute */
  readonly withSeconds: boolean;
};

/** What is on disk and in no version yet. */
export type PresentRow = { readonly kind: 'present'; readonly key: 'present' };

export type Row = DayRow | VersionRow | PresentRow;

const minuteOf = (version: ListedVersion | undefined): number | undefined =>
  version?.createdAt === undefined ? undefined : Math.floor(version.createdAt / 60_000);

function rowOf(versions: readonly ListedVersion[], index: number, version: ListedVersion): VersionRow {
  const before = versions[index + 1];
  const minute = minuteOf(version);
  const isTwin = minute === minuteOf(before) || minute === minuteOf(versions[index - 1]);
  return {
    kind: 'version',
    key: version.revisionId,
    version,
    change: version.size === undefined || before?.size === undefined ? undefined : version.size - before.size,
    withSeconds: minute !== undefined && isTwin,
  };
}

/** A version of which the day is not known stands under the day of the newer one before it. */
const dayName = (at: number | undefined): string => (at === undefined ? 'day' : `day ${String(dayKey(at))}`);

export type TimelineView = {
  /** which of the versions are shown; undefined: all */
  readonly shown?: ReadonlySet<string> | undefined;
  /** keys of the day heads that are folded */
  readonly folded: ReadonlySet<string>;
  /** something on disk is in no version yet */
  readonly hasPresent: boolean;
};

/** A day, from its first moment up to that of the next one: asking a calendar for each version would take long. */
type Head = {
  readonly key: string;
  readonly at: number | undefined;
  readonly from: number;
  readonly to: number;
  readonly inside: VersionRow[];
};

const isOfDay = (at: number | undefined, head: Head): boolean =>
  at === undefined ? head.at === undefined : head.at !== undefined && at >= head.from && at < head.to;

export function timelineRows(
  versions: readonly ListedVersion[],
  { shown, folded, hasPresent }: TimelineView,
): Row[] {
  const rows: Row[] = hasPresent ? [{ kind: 'present', key: 'present' }] : [];
  const begun = new Map<string, number>();
  let head: Head | undefined;
  const close = (): void => {
    if (head === undefined) return;
    const { key, at, inside } = head;
    const isFolded = folded.has(key);
    rows.push({ kind: 'day', key, at, count: inside.length, isFolded });
    if (!isFolded) for (const row of inside) rows.push(row);
  };
  for (const [index, version] of versions.entries()) {
    if (shown !== undefined && !shown.has(version.revisionId)) continue;
    const at = version.createdAt ?? head?.at;
    if (head === undefined || !isOfDay(at, head)) {
      close();
      const day = dayName(at);
      // a clock that was put back: the same day begins twice in the order of the server
      const nth = (begun.get(day) ?? 0) + 1;
      begun.set(day, nth);
      head = {
        key: nth === 1 ? day : `${day} ${String(nth)}`,
        at,
        from: at === undefined ? 0 : dayKey(at),
        to: at === undefined ? 0 : nextDay(at),
        inside: [],
      };
    }
    head.inside.push(rowOf(versions, index, version));
  }
  close();
  return rows;
}

/** What all versions take together, as far as is known. */
export const sumOf = (versions: readonly ListedVersion[]): number =>
  versions.reduce((sum, version) => sum + (version.size ?? 0), 0);

/** The version that was there before this one. */
export function versionBefore(
  versions: readonly ListedVersion[],
  revisionId: string,
): ListedVersion | undefined {
  const index = versions.findIndex((version) => version.revisionId === revisionId);
  return index < 0 ? undefined : versions[index + 1];
}
