// How many tests passed, and which ones failed and why, read from what the runners leave behind as JSON.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/**
 * `failures` has a text for each failed test: its name, and the beginning of what was wrong.
 *
 * @typedef {{ passed: number, failed: number, skipped: number, failures: string[] }} Counts
 */

/** Of one failed test: a shrunk program or a difference is seen, a page of the stack is not. */
const longest = { lines: 30, characters: 4_000 };

/**
 * @param {string} name
 * @param {string} message
 */
const failure = (name, message) => {
  const plain = stripVTControlCharacters(message).slice(0, longest.characters);
  const lines = plain
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at .*node_modules/u.test(line));
  return [name, ...lines.slice(0, longest.lines).map((line) => `    ${line}`)].join('\n');
};

/**
 * @param {string} file
 * @returns {any} undefined where the runner did not get as far as writing it
 */
const read = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};

/** @param {any} suite a file of tests; one that broke off before its first test has a message of its own */
const suiteFailures = (suite) => {
  const file = path.relative(process.cwd(), suite.name);
  const failed = suite.assertionResults.filter((/** @type {any} */ test) => test.status === 'failed');
  if (failed.length === 0) return suite.status === 'failed' ? [failure(file, suite.message)] : [];
  return failed.map((/** @type {any} */ test) =>
    failure(`${file} > ${test.fullName}`, test.failureMessages.join('\n')),
  );
};

/**
 * @param {string} file
 * @returns {Counts | undefined}
 */
export const vitestCounts = (file) => {
  const result = read(file);
  if (result === undefined) return undefined;
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests,
    skipped: result.numPendingTests + result.numTodoTests,
    failures: result.testResults.flatMap((/** @type {any} */ suite) => suiteFailures(suite)),
  };
};

/**
 * @param {any} suite
 * @returns {string[]}
 */
const specFailures = (suite) => {
  const failed = (suite.specs ?? []).filter((/** @type {any} */ spec) => !spec.ok);
  const own = failed.map((/** @type {any} */ spec) => {
    const results = spec.tests.flatMap((/** @type {any} */ test) => test.results);
    const messages = results.flatMap((/** @type {any} */ one) => one.errors ?? []);
    return failure(
      `${spec.file}:${spec.line} > ${spec.title}`,
      messages.map((/** @type {any} */ error) => error.message ?? '').join('\n'),
    );
  });
  return [...own, ...(suite.suites ?? []).flatMap((/** @type {any} */ inner) => specFailures(inner))];
};

/**
 * @param {string} file
 * @returns {Counts | undefined}
 */
export const playwrightCounts = (file) => {
  const result = read(file);
  if (result?.stats === undefined) return undefined;
  const { stats } = result;
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
    failures: result.suites.flatMap((/** @type {any} */ suite) => specFailures(suite)),
  };
};
