import { expect, test } from 'vitest';
import { less, more } from '../measurement.ts';
import { rows } from '../rows/index.ts';
import { full } from '../sizes.ts';
import { picturesOf } from './curves.ts';
import type { MeasuredRow, Measurements, Result } from './measurements.ts';
import { askedFigures, lostFigures, performanceSections, readmeTable } from './performance.ts';

const machine = {
  date: '2026-11-27',
  commit: 'abc1234',
  processor: 'A processor, 2 cores',
  memoryGiB: 24,
  system: 'Linux 6.18 x64',
  node: 'v24.21.0',
  loadBefore: '0.1',
};
const result = (key: string, value: number, bar?: Result['bar']): Result => ({
  key,
  what: key,
  unit: '',
  value,
  least: value * 0.9,
  most: value * 1.1,
  rounds: 5,
  ...(bar === undefined ? {} : { bar }),
});
const row = (...results: Result[]): MeasuredRow => ({ machine, quick: false, results });

const measured: Measurements = {
  rows: {
    small: row(result('share', 0.62, more(0.5, 0.8)), result('perS', 1010)),
    rename: row(result('ms', 250, less(1000, 300))),
    rest: row(result('restMiB', 170, less(150, 110)), result('restShare', 0.05, less(0.1, 0.03))),
  },
};

test('a figure stands beside its bars, with its spread and what it reaches', () => {
  const { table = '' } = performanceSections(measured, []);
  expect(table).toContain('| 0.11 to 0.20 | 0.62 (0.56 to 0.68) | 0.5 | 0.8 | must |');
  expect(table).toContain('| 276 s | 0.25 s (0.23 to 0.28) | 1 s | 0.3 s | aim |');
  expect(table).toContain('| 150 MiB | 110 MiB | missed |');
});

test('what was not measured says so, and every row says where it was', () => {
  const { table = '', million, peers, plots } = performanceSections(measured, []);
  expect(table).toMatch(/one file of 2 GiB as new[^\n]* \| 0\.14 \| not measured yet \|/u);
  expect(table).toContain(
    '27 November 2026, A processor, 2 cores, 24 GiB, Linux 6.18 x64, Node 24.21.0, commit abc1234: ',
  );
  expect(table).toContain('`small` (load 0.1), `rename` (load 0.1), `rest` (load 0.1).');
  for (const text of [million, peers, plots]) expect(text).toContain('not measured yet');
});

test('figures of a trial are told as such', () => {
  const rows = {
    small: { ...row(result('perS', 900), result('share', 0.62, more(0.5, 0.8))), quick: true },
  };
  const { table = '' } = performanceSections({ rows }, []);
  expect(table).toContain('small sizes, for trying: not comparable');
  expect(table).toContain('| 0.62 (0.56 to 0.68) (trial) | 0.5 | 0.8 |  |');
  expect(readmeTable({ rows }, 'en')).toContain('900/s (small sizes, for trying)');
});

test('the README has five figures in both languages, each with machine and day', () => {
  for (const language of ['en', 'zh'] as const) {
    const text = readmeTable(measured, language);
    expect(text.split('\n')).toHaveLength(2 + 5);
    expect(text).toContain('| 1,010/s | A processor, 2 cores, 2026-11-27 |');
    expect(text).toContain('| 0.05 % |');
  }
});

test('pictures have one point for each size that was measured', () => {
  const results = full.curve.flatMap((files) => [
    result(`n${String(files)}.readyMs`, files / 10),
    result(`n${String(files)}.readyCpuS`, files / 20_000),
  ]);
  const drawn = picturesOf({ rows: { curve: row(...results) } });
  expect(Object.keys(drawn)).toEqual(['ready']);
  expect(drawn['ready']?.match(/<circle/gu)).toHaveLength(1 + full.curve.length);
  expect(picturesOf({ rows: {} })).toEqual({});
});

test('the tables ask rows that there are, and a key that was changed is told', () => {
  const names = askedFigures.map((figure) => figure.slice(0, figure.indexOf('.')));
  expect(names.filter((name) => !Object.hasOwn(rows, name))).toEqual([]);
  expect(lostFigures({ rows: { small: row(result('share', 1)) } })).toEqual(['small.perS']);
  expect(lostFigures({ rows: {} })).toEqual([]);
});

test('the README says when the machine had other work', () => {
  const small = { ...row(result('perS', 900)), machine: { ...machine, loadBefore: '13.1' } };
  expect(readmeTable({ rows: { small } }, 'en')).toContain(
    '| A processor, 2 cores, 2026-11-27, beside other work, load 13.1 |',
  );
});
