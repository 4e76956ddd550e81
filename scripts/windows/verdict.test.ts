import { expect, it } from 'vitest';
import { isGood, judge, resultsOf } from './verdict.ts';

const report = JSON.stringify({
  testResults: [
    {
      name: String.raw`C:\koosync\main\a.test.ts`,
      status: 'failed',
      assertionResults: [
        { ancestorTitles: ['a file'], title: 'is read', status: 'passed' },
        { ancestorTitles: [], title: 'is told', status: 'failed', failureMessages: ['expected 1'] },
        { ancestorTitles: [], title: 'is linked', status: 'pending' },
      ],
    },
    { name: 'C:/koosync/main/b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
  ],
});
const results = resultsOf(report, 'C:/koosync');

it('names tests by file and titles, and takes a file that does not load for a failed test', () => {
  expect(results).toEqual([
    { test: 'main/a.test.ts > a file > is read', status: 'passed', message: '' },
    { test: 'main/a.test.ts > is told', status: 'failed', message: 'expected 1' },
    { test: 'main/a.test.ts > is linked', status: 'skipped', message: '' },
    { test: 'main/b.test.ts', status: 'failed', message: 'no such module' },
  ]);
});

it('is good only when what failed is what the list says, and all that the list says failed', () => {
  const [told, silent] = ['main/a.test.ts > is told', 'main/b.test.ts'].map((test) => ({ test, fault: 'x' }));
  if (!told || !silent) throw new Error('two entries');
  const good = judge(results, { tests: [told, silent] });
  expect(good).toEqual({
    failed: [],
    winesOwn: [told.test, silent.test],
    passedThoughListed: [],
    notFound: [],
    skipped: ['main/a.test.ts > is linked'],
    passed: 1,
  });
  expect(isGood(good)).toBe(true);
  expect(judge(results, { tests: [told] }).failed.map(({ test }) => test)).toEqual([silent.test]);
  const passing = { test: 'main/a.test.ts > a file > is read', fault: 'x' };
  const tooMuch = judge(results, { tests: [told, silent, passing] });
  expect(tooMuch.passedThoughListed).toEqual([passing.test]);
  expect(isGood(tooMuch)).toBe(false);
  const skipped = judge(results, {
    tests: [told, silent, { test: 'main/a.test.ts > is linked', fault: 'x' }],
  });
  expect(skipped.notFound).toEqual(['main/a.test.ts > is linked']);
  expect(isGood(skipped)).toBe(false);
});

it('asks for no test of a file that was not run, and is not good when nothing passed', () => {
  const elsewhere = { test: 'main/c.test.ts > is read', fault: 'x' };
  expect(judge(results, { tests: [elsewhere] }, (file) => file !== 'main/c.test.ts').notFound).toEqual([]);
  expect(judge(results, { tests: [elsewhere] }).notFound).toEqual([elsewhere.test]);
  expect(isGood(judge([], { tests: [] }))).toBe(false);
});
