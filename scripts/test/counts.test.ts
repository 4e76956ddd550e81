import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playwrightCounts, vitestCounts } from './counts.mjs';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'koosync-counts-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const written = (result: unknown): string => {
  const file = path.join(folder, 'result.json');
  writeFileSync(file, JSON.stringify(result));
  return file;
};

test('a failed test is named with the beginning of what was wrong, without the stack of the runner', () => {
  const counts = vitestCounts(
    written({
      numPassedTests: 4,
      numFailedTests: 1,
      numPendingTests: 1,
      numTodoTests: 0,
      testResults: [
        {
          name: path.resolve('main/sound.ts'),
          status: 'passed',
          assertionResults: [{ status: 'passed' }],
        },
        {
          name: path.resolve('main/broken.ts'),
          status: 'failed',
          message: '',
          assertionResults: [
            {
              status: 'failed',
              fullName: 'a group holds',
              failureMessages: [
                '\u001b[31mexpected 1 to be 2\u001b[39m\n\n    at main/broken.ts:3:1\n    at run (/x/node_modules/runner.js:1:1)',
              ],
            },
          ],
        },
      ],
    }),
  );
  const file = path.join('main', 'broken.ts');
  expect(counts).toEqual({
    passed: 4,
    failed: 1,
    skipped: 1,
    failures: [`${file} > a group holds\n    expected 1 to be 2\n        at main/broken.ts:3:1`],
  });
});

test('a file that broke off before its first test is named, too', () => {
  const counts = vitestCounts(
    written({
      numPassedTests: 0,
      numFailedTests: 0,
      numPendingTests: 0,
      numTodoTests: 0,
      testResults: [
        {
          name: path.resolve('a.ts'),
          status: 'failed',
          message: 'no such module',
          assertionResults: [],
        },
      ],
    }),
  );
  expect(counts?.failures).toEqual(['a.ts\n    no such module']);
});

test('of a page of text only the first lines are told', () => {
  const message = Array.from({ length: 100 }, (_, at) => `line ${String(at)}`).join('\n');
  const counts = vitestCounts(
    written({
      numPassedTests: 0,
      numFailedTests: 1,
      numPendingTests: 0,
      numTodoTests: 0,
      testResults: [
        {
          name: path.resolve('a.ts'),
          status: 'failed',
          message: '',
          assertionResults: [{ status: 'failed', fullName: 'one', failureMessages: [message] }],
        },
      ],
    }),
  );
  expect(counts?.failures[0]?.split('\n')).toHaveLength(31);
});

test('a failed test of the window is found below its groups', () => {
  const spec = (title: string, ok: boolean, errors: unknown[]) => ({
    title,
    ok,
    file: 'history.spec.ts',
    line: 7,
    tests: [{ results: [{ errors }] }],
  });
  const counts = playwrightCounts(
    written({
      stats: { expected: 1, flaky: 1, unexpected: 1, skipped: 0 },
      suites: [
        {
          specs: [spec('opens', true, [])],
          suites: [{ specs: [spec('goes back', false, [{ message: 'not there' }])] }],
        },
      ],
    }),
  );
  expect(counts).toEqual({
    passed: 2,
    failed: 1,
    skipped: 0,
    failures: ['history.spec.ts:7 > goes back\n    not there'],
  });
});

test('a runner that left nothing behind counts nothing', () => {
  expect(vitestCounts(path.join(folder, 'none.json'))).toBeUndefined();
});
