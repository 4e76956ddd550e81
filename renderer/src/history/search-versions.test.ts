import { expect, it } from 'vitest';
import { ownId, shortHistory } from '../../dev/history-samples.ts';
import { isFiltering, noFilter, shownBy, type Filter } from './search-versions.ts';

const now = new Date('2026-05-13T15:00:00').getTime();
const whose = { ownId, you: 'you' };

const found = (filter: Partial<Filter>): string =>
  [...(shownBy(shortHistory(now), { ...noFilter, ...filter }, now, whose) ?? ['all'])]
    .map((revisionId) => revisionId.replace('rev-', ''))
    .join('');

it.each([
  ['', 'all'],
  ['  ', 'all'],
  ['yesterday', '3'],
  ['client', '3'],
  ['SENT client', '3'],
  ['chen', '2'],
  ['you', '5431'],
  ['you yesterday', '3'],
  ['chen yesterday', ''],
  ['4', '4'],
  ['24 april', '1'],
  ['nothing like it', ''],
])('"%s" finds %s', (query, versions) => {
  expect(found({ query })).toBe(versions);
});

it('filters by what a version is', () => {
  expect(found({ kept: true })).toBe('3');
  expect(found({ mine: true })).toBe('5431');
  expect(found({ labelled: true })).toBe('3');
  expect(found({ largerThan: 1_300_000 })).toBe('54');
  expect(found({ mine: true, largerThan: 1_000_000, query: 'yesterday' })).toBe('3');
});

it('has nobody’s versions as mine while nobody is known', () => {
  const shown = shownBy(shortHistory(now), { ...noFilter, mine: true }, now, {
    ownId: undefined,
    you: 'you',
  });
  expect(shown?.size).toBe(0);
});

it('knows whether anything is filtered', () => {
  expect(isFiltering(noFilter)).toBe(false);
  expect(isFiltering({ ...noFilter, largerThan: 1 })).toBe(true);
});
