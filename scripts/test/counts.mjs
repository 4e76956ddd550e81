// How many tests passed and failed, read from what the runners leave behind as JSON.
import { readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

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
  };
};

/**
 * @param {string} file
 * @returns {Counts | undefined}
 */
export const playwrightCounts = (file) => {
  const stats = read(file)?.stats;
  if (stats === undefined) return undefined;
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
};
