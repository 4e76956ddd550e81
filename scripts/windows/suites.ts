/** The suites that run under Wine, and how one is run: Vitest on node.exe, told by its JSON report. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { SetupProblem, lastLines } from '../setup/run.mjs';
import { cache } from './places.ts';
import { failuresOutside, resultsOf, type TestResult } from './verdict.ts';
import type { Windows } from './wine.ts';

export type Suite = {
  readonly name: string;
  /** of vitest.config.ts */
  readonly project: string;
  /** what of it runs; none: all of it */
  readonly files: readonly string[];
  /** Is a test file, relative to the checkout, part of it? */
  readonly isOf: (file: string) => boolean;
  /** not part of a run that names no suite */
  readonly onAsking?: boolean;
};

const scenarios = ['cli', 'cli-history', 'deletions', 'history', 'ignore', 'settings', 'status'].map(
  (name) => `tests/scenarios/${name}.test.ts`,
);

export const suites: readonly Suite[] = [
  { name: 'windows', project: 'windows', files: [], isOf: (file) => file.startsWith('tests/windows/') },
  { name: 'unit', project: 'unit', files: [], isOf: (file) => !file.startsWith('tests/') },
  {
    name: 'scenarios',
    project: 'scenarios',
    files: scenarios,
    isOf: (file) => scenarios.includes(file),
    onAsking: true,
  },
];

/** Wine starts a process ten times as slowly as Linux does: no test may fail for that. */
const slow = ['--testTimeout=600000', '--hookTimeout=600000'];

/** What hangs must not keep the others, and the verdict, from ever coming. */
const limit = 45 * 60_000;

/** Runs one suite; `files` narrows it, and none of them may name nothing. Throws SetupProblem where Vitest left no report. */
export async function runSuite(
  windows: Windows,
  { name, project, files: own }: Suite,
  files: readonly string[],
): Promise<TestResult[]> {
  const logs = path.join(cache, 'logs');
  const [out, log] = [path.join(logs, `${name}.out`), path.join(logs, `${name}.err`)];
  const report = path.join(windows.checkout, '.cache', `${name}.json`);
  rmSync(report, { force: true });
  const vitest = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    project,
    '--reporter=default',
    ...slow,
  ];
  const { code } = await windows.node(
    [
      ...vitest,
      '--reporter=json',
      `--outputFile.json=.cache/${name}.json`,
      ...(files.length > 0 ? files : own),
    ],
    { out, log, limit, env: { CI: '1', NO_COLOR: '1' } },
  );
  if (!existsSync(report)) {
    const said = [out, log].map((file) => lastLines(readFileSync(file, 'utf8'))).join('\n');
    throw new SetupProblem(
      `Vitest under Wine ended with ${String(code)} and no report (suite ${name}):\n${said}`,
    );
  }
  const results = resultsOf(readFileSync(report, 'utf8'), 'C:/koosync');
  return [...results, ...failuresOutside(readFileSync(log, 'utf8'), name)];
}
