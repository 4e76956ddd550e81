import { expect, it } from 'vitest';
import { historyOf, pageKey, sectionOf } from './route.ts';

it('leads back out of histories, however many were opened one from another', () => {
  const first = historyOf('/a', { screen: 'files', query: 'x' });
  const second = historyOf('/b', first);
  expect(second).toEqual({ screen: 'history', path: '/b', from: { screen: 'files', query: 'x' } });
  expect(sectionOf(second)).toBe('files');
});

it('tells pages apart by what they show', () => {
  expect(pageKey(historyOf('/a', { screen: 'status' }))).not.toBe(
    pageKey(historyOf('/b', { screen: 'status' })),
  );
  expect(pageKey({ screen: 'files', query: 'a' })).toBe(pageKey({ screen: 'files', query: 'b' }));
});
