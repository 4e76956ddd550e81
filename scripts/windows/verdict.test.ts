import { expect, it } from 'vitest';
import { failuresOutside, isGood, judge, resultsOf } from './verdict.ts';

const report = JSON.stringify({
  testResults: [
    {
      name: String.raw`C:\koosync\main\a.check.ts`,
      status: 'failed',
      assertionResults: [
        { ancestorTitles: ['a file'], title: 'is read', status: 'passed' },
        { ancestorTitles: [], title: 'is told', status: 'failed', failureMessages: ['expected 1'] },
        { ancestorTitles: [], title: 'is linked', status: 'pending' },
      ],
    },
    { name: 'C:/koosync/main/b.check.ts', status: 'failed', message: 'no such module', assertionResults: [] },
  ],
});
const results = resultsOf(report, 'C:/koosync');

it('names tests by file and titles, and takes a file that does not load for a failed test', () => {
  expect(results).toEqual([
    { test: 'main/a.check.ts > a file > is read', status: 'passed', message: '' },
    { test: 'main/a.check.ts > is told', status: 'failed', message: 'expected 1' },
    { test: 'main/a.check.ts > is linked', status: 'skipped', message: '' },
    { test: 'main/b.check.ts', status: 'failed', message: 'no such module' },
  ]);
});

it('is good only when what failed is what the list says, and all that the list says failed', () => {
  const [told, silent] = ['main/a.check.ts > is told', 'main/b.check.ts'].map((test) => ({
    test,
    fault: 'x',
  }));
  if (!told || !silent) throw new Error('two entries');
  const good = judge(results, { tests: [told, silent] });
  expect(good).toEqual({
    failed: [],
    winesOwn: [told.test, silent.test],
    passedThoughListed: [],
    notFound: [],
    skipped: ['main/a.check.ts > is linked'],
    passed: 1,
  });
  expect(isGood(good)).toBe(true);
  expect(judge(results, { tests: [told] }).failed.map(({ test }) => test)).toEqual([silent.test]);
  const passing = { test: 'main/a.check.ts > a file > is read', fault: 'x' };
  const tooMuch = judge(results, { tests: [told, silent, passing] });
  expect(tooMuch.passedThoughListed).toEqual([passing.test]);
  expect(isGood(tooMuch)).toBe(false);
  const skipped = judge(results, {
    tests: [told, silent, { test: 'main/a.check.ts > is linked', fault: 'x' }],
  });
  expect(skipped.notFound).toEqual(['main/a.check.ts > is linked']);
  expect(isGood(skipped)).toBe(false);
});

it('takes a file whose process did not start for a failure, though no report names it', () => {
  const said = `⎯⎯ Unhandled Errors ⎯⎯

⎯⎯ Unhandled Error ⎯⎯
Error: [vitest-pool]: Failed to start forks worker for test files C:/koosync/main/c.check.ts.
⎯⎯ Unhandled Rejection ⎯⎯
Error: nobody waited for it
`;
  const failures = failuresOutside(said, 'unit');
  expect(failures.map(({ message }) => message.slice(0, 20))).toEqual([
    'Error: [vitest-pool]',
    'Error: nobody waited',
  ]);
  expect(
    isGood(judge([...results.filter(({ status }) => status === 'passed'), ...failures], { tests: [] })),
  ).toBe(false);
  expect(failuresOutside('⎯⎯ Failed Tests 1 ⎯⎯', 'unit')).toEqual([]);
});

it('asks for no test of a file that was not run, and is not good when nothing passed', () => {
  const elsewhere = { test: 'main/c.check.ts > is read', fault: 'x' };
  expect(judge(results, { tests: [elsewhere] }, (file) => file !== 'main/c.check.ts').notFound).toEqual([]);
  expect(judge(results, { tests: [elsewhere] }).notFound).toEqual([elsewhere.test]);
  expect(isGood(judge([], { tests: [] }))).toBe(false);
});
