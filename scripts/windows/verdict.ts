/** What a run under Wine comes to, once what is Wine's own is taken off. Pure. */

/** One test as it ended; `test` is its file and its titles, joined by ` > `. */
export type TestResult = {
  readonly test: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly message: string;
};

/** tests/windows/wines-own.json */
export type WinesOwn = {
  /** by name of the reproduction in tests/windows/faults: what Wine does otherwise than Windows */
  readonly faults: Readonly<Record<string, string>>;
  /** faults that are made up for before a test runs, and by which file: no test is to fail for them */
  readonly madeUpFor: Readonly<Record<string, string>>;
  readonly tests: readonly { readonly test: string; readonly fault: string }[];
};

export type Verdict = {
  /** failed, and nobody says that it is Wine's own */
  readonly failed: readonly TestResult[];
  /** failed as the list says */
  readonly winesOwn: readonly string[];
  /** stand in the list, and passed: they are to be taken out of it */
  readonly passedThoughListed: readonly string[];
  /** stand in the list, and there is no such test, or it was skipped */
  readonly notFound: readonly string[];
  readonly skipped: readonly string[];
  readonly passed: number;
};

type Report = {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
      readonly failureMessages?: readonly string[] | null;
    }[];
  }[];
};

/** What Vitest's JSON reporter wrote. `checkout` is the folder it ran in, with `/`. A file that cannot be loaded is one failed test. */
export function resultsOf(text: string, checkout: string): TestResult[] {
  const { testResults } = JSON.parse(text) as Report;
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = name.replaceAll('\\', '/').replace(`${checkout}/`, '');
    const tests = assertionResults.map((one): TestResult => ({
      test: [file, ...one.ancestorTitles, one.title].join(' > '),
      status: one.status === 'passed' || one.status === 'failed' ? one.status : 'skipped',
      message: (one.failureMessages ?? []).join('\n'),
    }));
    const isSilent = status === 'failed' && !tests.some((one) => one.status === 'failed');
    return isSilent ? [...tests, { test: file, status: 'failed', message: message ?? '' }] : tests;
  });
}

/**
 * What went wrong outside of every test, as failed tests: a file whose process did not start is in no report. `said` is what
 * Vitest wrote on its standard error.
 */
export const failuresOutside = (said: string, suite: string): TestResult[] =>
  said
    .split(/^.*Unhandled (?:Error|Rejection)s?\b.*$/mu)
    .slice(1)
    .map((message) => message.trim())
    .filter((message) => message !== '')
    .map((message, nth) => ({
      test: `${suite} > outside of the tests (${String(nth + 1)})`,
      status: 'failed',
      message,
    }));

/** `ran` tells of a test's file whether it was part of the run: of others nothing is said. */
export function judge(
  results: readonly TestResult[],
  { tests }: Pick<WinesOwn, 'tests'>,
  ran: (file: string) => boolean = () => true,
): Verdict {
  const listed = new Set(tests.map(({ test }) => test));
  const failed = results.filter(({ status }) => status === 'failed');
  const named = (status: TestResult['status']) =>
    results.filter((one) => one.status === status).map(({ test }) => test);
  const tried = new Set([...named('passed'), ...named('failed')]);
  return {
    failed: failed.filter(({ test }) => !listed.has(test)),
    winesOwn: named('failed').filter((test) => listed.has(test)),
    passedThoughListed: named('passed').filter((test) => listed.has(test)),
    notFound: [...listed].filter((test) => !tried.has(test) && ran(test.split(' > ')[0] ?? '')),
    skipped: named('skipped'),
    passed: named('passed').length,
  };
}

export const isGood = ({ failed, passedThoughListed, notFound, passed }: Verdict): boolean =>
  failed.length === 0 && passedThoughListed.length === 0 && notFound.length === 0 && passed > 0;
