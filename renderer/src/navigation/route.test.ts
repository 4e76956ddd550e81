import { describe, expect, it } from 'vitest';
import {
  backOf,
  historyOf,
  historyOfAll,
  historyWithin,
  pageKey,
  sectionOf,
  stepTab,
  withoutTab,
  type HistoryRoute,
  type Route,
} from './route.ts';

const files: Route = { screen: 'files', query: 'x' };

const asHistory = (route: Route): HistoryRoute => {
  if (route.screen !== 'history') throw new Error('no history');
  return route;
};

it('leads back out of histories, however many were opened one from another', () => {
  const first = historyOf('/a', files);
  const second = historyOf('/b', first);
  expect(second).toEqual({ screen: 'history', path: '/b', tabs: ['/b'], from: files });
  expect(sectionOf(second)).toBe('files');
});

it('leads from a file back to the folder whose changes led to it', () => {
  const folder = historyOf('/folder', files);
  expect(backOf(historyWithin('/folder/a', folder))).toBe(folder);
});

it('tells pages apart by what they show', () => {
  expect(pageKey(historyOf('/a', { screen: 'status' }))).not.toBe(
    pageKey(historyOf('/b', { screen: 'status' })),
  );
  expect(pageKey({ screen: 'files', query: 'a' })).toBe(pageKey({ screen: 'files', query: 'b' }));
});

describe('several histories', () => {
  const three = asHistory(historyOfAll(['/a', '/b', '/c', '/b'], files));

  it('are tabs, each once, and the first is shown', () => {
    expect(three).toEqual({ screen: 'history', path: '/a', tabs: ['/a', '/b', '/c'], from: files });
  });

  it('join the tabs that are there', () => {
    expect(asHistory(historyOfAll(['/d', '/a'], three)).tabs).toEqual(['/a', '/b', '/c', '/d']);
    expect(asHistory(historyOfAll(['/d'], three))).toMatchObject({ path: '/d', from: files });
  });

  it('are no tabs where one follows another', () => {
    expect(asHistory(historyOfAll(['/d'], historyOf('/a', files))).tabs).toEqual(['/d']);
    expect(historyOfAll([], files)).toBe(files);
  });

  it('are gone through in a circle', () => {
    expect(stepTab(three, -1).path).toBe('/c');
    expect(stepTab(stepTab(stepTab(three, 1), 1), 1).path).toBe('/a');
  });

  it('close to their neighbour, and the last one to where it was opened from', () => {
    const two = asHistory(withoutTab({ ...three, path: '/b' }, '/b'));
    expect(two).toMatchObject({ path: '/c', tabs: ['/a', '/c'] });
    const one = asHistory(withoutTab(two, '/c'));
    expect(one).toMatchObject({ path: '/a', tabs: ['/a'] });
    expect(withoutTab(one, '/a')).toBe(files);
  });

  it('stay where they are when another one is closed', () => {
    expect(asHistory(withoutTab(three, '/c')).path).toBe('/a');
  });
});

it('has a way back from every page that is not the first', () => {
  expect(backOf(historyOf('/a', files))).toBe(files);
  for (const screen of ['files', 'settings', 'deletions'] as const)
    expect(backOf({ screen })).toEqual({ screen: 'status' });
  expect(backOf({ screen: 'status' })).toBeUndefined();
});
