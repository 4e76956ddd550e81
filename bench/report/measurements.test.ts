import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { less, more, type Figure } from '../measurement.ts';
import {
  isReached,
  overRounds,
  readMeasurements,
  resultOf,
  writeRow,
  type MeasuredRow,
} from './measurements.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koosync-measurements-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const figure = (key: string, value: number): Figure => ({ key, what: key, unit: 'ms', value });
const rowOf = (date: string, ...figures: Figure[]): MeasuredRow => ({
  machine: {
    date,
    commit: 'abc1234',
    processor: 'one',
    memoryGiB: 1,
    system: 'Linux',
    node: 'v24.0.0',
    loadBefore: '0.1',
  },
  quick: false,
  results: overRounds([figures]),
});

test('the middle of the rounds, with least and most', () => {
  const all = [[figure('ms', 5)], [figure('ms', 1)], [figure('ms', 3)]];
  expect(overRounds(all)).toEqual([
    { key: 'ms', what: 'ms', unit: 'ms', value: 3, least: 1, most: 5, rounds: 3 },
  ]);
});

test('a figure that one round does not have is that of the others', () => {
  const all = [[figure('a', 5)], [figure('a', 1), figure('b', 7)]];
  expect(overRounds(all).map(({ key, value, rounds }) => [key, value, rounds])).toEqual([
    ['a', 1, 2],
    ['b', 7, 1],
  ]);
});

test('a row that is measured anew takes the place of its former figures, and others stay', () => {
  const file = join(folder, 'figures.json');
  expect(readMeasurements(file)).toEqual({ rows: {} });
  writeRow(file, 'small', rowOf('2026-11-01', figure('share', 1)));
  writeRow(file, 'large', rowOf('2026-11-02', figure('share', 2)));
  writeRow(file, 'small', rowOf('2026-11-03', figure('share', 3)));
  const measured = readMeasurements(file);
  expect(resultOf(measured, 'small.share')?.value).toBe(3);
  expect(resultOf(measured, 'large.share')?.value).toBe(2);
  expect(measured.rows['large']?.machine.date).toBe('2026-11-02');
  expect(resultOf(measured, 'small.other')).toBeUndefined();
  expect(resultOf(measured, 'rest.share')).toBeUndefined();
});

test('a file of another kind is refused', () => {
  const file = join(folder, 'other.json');
  writeFileSync(file, '[]');
  expect(() => readMeasurements(file)).toThrow('no measurements');
});

test.each([
  [figure('a', 2), true],
  [{ ...figure('a', 2), bar: more(2, 3) }, true],
  [{ ...figure('a', 1), bar: more(2, 3) }, false],
  [{ ...figure('a', 2), bar: less(2, 1) }, true],
  [{ ...figure('a', 3), bar: less(2, 1) }, false],
])('%j reaches what it must: %j', (one, reached) => {
  expect(isReached(one)).toBe(reached);
});
