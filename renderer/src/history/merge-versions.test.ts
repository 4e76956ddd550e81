import { describe, expect, it } from 'vitest';
import type { ListedVersion } from '../../../shared/views.ts';
import { keepOnly, lacksDetails, mergeDetails, mergeVersions, newcomers } from './merge-versions.ts';

const named = (...ids: string[]): ListedVersion[] => ids.map((revisionId) => ({ revisionId }));
const ids = (versions: readonly ListedVersion[]): string => versions.map((each) => each.revisionId).join('');

describe('mergeVersions', () => {
  it('begins with the first page, whatever it tells of the versions', () => {
    expect(ids(mergeVersions([], named('e', 'd', 'c')))).toBe('edc');
  });

  it('puts a further page behind the one before it', () => {
    expect(ids(mergeVersions(named('e', 'd'), named('c', 'b'), 'd'))).toBe('edcb');
  });

  it('knows a version once, when two sources tell of it', () => {
    expect(ids(mergeVersions(named('c', 'b', 'a'), named('e', 'd', 'c', 'b')))).toBe('edcba');
  });

  it('finds the place of a version between two that are known', () => {
    expect(ids(mergeVersions(named('e', 'c', 'a'), named('e', 'd', 'c', 'b', 'a')))).toBe('edcba');
  });

  it('takes what is told later, and keeps what is left out', () => {
    const known = [{ revisionId: 'a', size: 1, label: 'first', createdAt: 5 }];
    expect(mergeVersions(known, [{ revisionId: 'a', size: 2, label: undefined }])).toEqual([
      { revisionId: 'a', size: 2, label: 'first', createdAt: 5 },
    ]);
  });

  it('has one latest version', () => {
    const known = [{ revisionId: 'a', latest: true }];
    const merged = mergeVersions(known, [{ revisionId: 'b', latest: true }, { revisionId: 'a' }]);
    expect(merged.filter(({ latest }) => latest === true)).toEqual([{ revisionId: 'b', latest: true }]);
  });

  it('stays as it is after an empty page', () => {
    expect(ids(mergeVersions(named('b', 'a'), [], 'a'))).toBe('ba');
  });

  it('is the same list in whatever pages ten thousand come', () => {
    const all = Array.from({ length: 10_000 }, (_, n) => ({ revisionId: String(10_000 - n) }));
    let merged: ListedVersion[] = [];
    for (let from = 0; from < all.length; from += 100)
      merged = mergeVersions(merged, all.slice(from, from + 100), merged.at(-1)?.revisionId);
    expect(merged).toEqual(all);
  });
});

it('forgets what the server has no more', () => {
  expect(ids(keepOnly(named('c', 'b', 'a'), new Set(['c', 'a'])))).toBe('ca');
});

it('puts details in, and nothing else', () => {
  const known = named('b', 'a');
  expect(mergeDetails(known, [{ revisionId: 'a', size: 3 }, { revisionId: 'x' }])).toEqual([
    { revisionId: 'b' },
    { revisionId: 'a', size: 3 },
  ]);
});

it('asks for details of what a list left out', () => {
  expect(lacksDetails({ revisionId: 'a' })).toBe(true);
  expect(lacksDetails({ revisionId: 'a', createdAt: 1, size: 1, revisionVersion: 1 })).toBe(false);
});

it('knows what was not there before, and nothing the first time', () => {
  expect(newcomers(undefined, named('a')).size).toBe(0);
  expect([...newcomers(named('a'), named('b', 'a'))]).toEqual(['b']);
});
