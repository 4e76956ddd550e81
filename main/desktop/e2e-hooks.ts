/**
 * What e2e tests may put in the place of a system dialog, which no test can press. Read from the environment, and only
 * by an app that is not packaged, or packed for tests: a released KooSync knows none of this.
 */
import { existsSync } from 'node:fs';
import { realClock } from '../lib/clock.ts';

/** Set by scripts/build/bundles.ts: true in the bundles that `npm run package -- --for-tests` packs, and in no other. */
declare const KOOSYNC_BUILT_FOR_TESTS: boolean | undefined;
const builtForTests = typeof KOOSYNC_BUILT_FOR_TESTS !== 'undefined' && KOOSYNC_BUILT_FOR_TESTS;

export type TestHooks = {
  /** what users have: such an app is no test's */
  readonly isShipped: boolean;
  /** the answers of the dialogs; undefined where the dialog is shown */
  readonly chooseFolder: string | undefined;
  readonly chooseFile: string | undefined;
  readonly saveAs: string | undefined;
  readonly exportFolder: string | undefined;
  /** the answer to every question; undefined: it is asked */
  readonly answer: boolean | undefined;
  /** a file in the place of this machine's policy, which the test's own user may have written */
  readonly policy: string | undefined;
  /** Resolves when the app may start: once this file is there. A test's debugger must be attached before the first page. */
  readonly mayStart: () => Promise<void>;
  /** a page that answers nobody for so many ms is ended */
  readonly hangMs: number;
  /** failures to start, and questions on closing, go to stderr alone */
  readonly noDialogs: boolean;
};

const answerOf = (word: string | undefined): boolean | undefined =>
  word === 'yes' ? true : word === 'no' ? false : undefined;

export const testHooks = (
  packaged: boolean,
  env: Readonly<Record<string, string | undefined>>,
): TestHooks => {
  const read = (name: string) => (packaged && !builtForTests ? undefined : env[`KOOSYNC_TEST_${name}`]);
  const startFile = read('START_FILE');
  return {
    isShipped: packaged && !builtForTests,
    mayStart: async () => {
      while (startFile !== undefined && !existsSync(startFile)) await realClock.sleep(20);
    },
    hangMs: Number(read('HANG_MS') ?? 15_000),
    chooseFolder: read('CHOOSE_FOLDER'),
    chooseFile: read('CHOOSE_FILE'),
    saveAs: read('SAVE_AS'),
    exportFolder: read('EXPORT_FOLDER'),
    answer: answerOf(read('ANSWER')),
    policy: read('POLICY'),
    noDialogs: read('NO_DIALOGS') === '1',
  };
};
