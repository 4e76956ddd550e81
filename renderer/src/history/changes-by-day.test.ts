import { expect, it } from 'vitest';
import { folderChangesOf } from '../../dev/history-samples.ts';
import { changesByDay } from './changes-by-day.ts';

it('puts what changed under its day, and keeps the place in the list', () => {
  const now = new Date('2026-05-13T15:00:00').getTime();
  const changes = folderChangesOf('/folder', now);
  const days = changesByDay(changes);
  expect(days.flatMap((day) => day.changes.map(({ index }) => index))).toEqual(
    changes.map((_, index) => index),
  );
  // every three hours, and it is three in the afternoon
  expect(days.slice(0, 3).map((day) => day.changes.length)).toEqual([5, 8, 8]);
  expect(changesByDay([])).toEqual([]);
});
