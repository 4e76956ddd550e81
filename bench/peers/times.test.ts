import { expect, test } from 'vitest';
import { cpuOfTimes } from './times.ts';

test('user and system time of the children', () => {
  expect(cpuOfTimes('0m0.00s 0m0.01s\n1m2.50s 0m0.25s\n')).toBeCloseTo(62.75);
});

test('what the program printed before it', () => {
  expect(cpuOfTimes('copied\n0m0.000s 0m0.000s\n0m0.100s 0m0.200s\n')).toBeCloseTo(0.3);
});

test('a shell without times', () => {
  expect(() => cpuOfTimes('times: not found')).toThrow('not found');
});
