/** Which versions are meant by a search and by filters. Pure. */
import type { ListedVersion } from '../../../shared/views.ts';
import { spanOf, type Span } from './date-query.ts';

export type Filter = {
  readonly query: string;
  readonly kept: boolean;
  readonly mine: boolean;
  readonly labelled: boolean;
  /** bytes; 0: of any size */
  readonly largerThan: number;
};

export const noFilter: Filter = { query: '', kept: false, mine: false, labelled: false, largerThan: 0 };

export const isFiltering = (filter: Filter): boolean =>
  filter.query.trim() !== '' || filter.kept || filter.mine || filter.labelled || filter.largerThan > 0;

/** A way to read the query: these days, if any, and these words. */
type Reading = { readonly span: Span | undefined; readonly words: readonly string[] };

/** "chen yesterday" may be two words, or one word and a day. */
function readingsOf(query: string, now: number): Reading[] {
  const words = query.trim().toLowerCase().split(/\s+/u);
  const readings: Reading[] = [{ span: undefined, words }];
  for (let length = words.length; length > 0; length -= 1)
    for (let from = 0; from + length <= words.length; from += 1) {
      const span = spanOf(words.slice(from, from + length).join(' '), now);
      if (span === undefined) continue;
      readings.push({ span, words: [...words.slice(0, from), ...words.slice(from + length)] });
      return readings;
    }
  return readings;
}

const isMine = (version: ListedVersion, ownId: string | undefined): boolean =>
  ownId !== undefined && version.createdBy === ownId;

function hasWord(version: ListedVersion, word: string, you: string, ownId: string | undefined): boolean {
  if (/^\d+$/u.test(word) && version.revisionVersion === Number(word)) return true;
  const author = isMine(version, ownId) ? you : (version.author ?? version.createdBy ?? '');
  return [version.label ?? '', author].some((text) => text.toLowerCase().includes(word));
}

const isIn = (at: number | undefined, span: Span): boolean =>
  at !== undefined && at >= span.from && at < span.to;

/** Whose own the versions are, and what that is called: "you". */
export type Whose = { readonly ownId: string | undefined; readonly you: string };

/** The ids of the versions that fit; undefined: no filter is set, so all do. */
export function shownBy(
  versions: readonly ListedVersion[],
  filter: Filter,
  now: number,
  { ownId, you }: Whose,
): ReadonlySet<string> | undefined {
  if (!isFiltering(filter)) return undefined;
  const readings = filter.query.trim() === '' ? [] : readingsOf(filter.query, now);
  const fits = (version: ListedVersion): boolean =>
    (!filter.kept || version.keepForever === true) &&
    (!filter.mine || isMine(version, ownId)) &&
    (!filter.labelled || (version.label ?? '') !== '') &&
    (filter.largerThan === 0 || (version.size ?? 0) > filter.largerThan) &&
    (readings.length === 0 ||
      readings.some(
        ({ span, words }) =>
          (span === undefined || isIn(version.createdAt, span)) &&
          words.every((word) => hasWord(version, word, you.toLowerCase(), ownId)),
      ));
  return new Set(versions.filter(fits).map((version) => version.revisionId));
}
