/**
 * npm run attacks -- [--against REF]
 *
 * The attacks of tests/security on this build; with `--against`, on the build of another commit as well, which is made in a
 * worktree of its own. Prints a table: what each attack met. An attack that succeeds on this build fails the run; one
 * that is of this build's parts alone is not made on the other.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readOptions } from './options.ts';

type Report = {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly title: string;
      readonly status: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
};
type Met = Map<string, string>;

const root = join(import.meta.dirname, '..');
const folder = join(root, '.cache', 'attacks');
const { values } = readOptions({ options: { against: { type: 'string' } } });

/** A machine that is too busy to make an attack says nothing of it. */
const isLate = (failure: string): boolean => failure.startsWith('HookTimeoutError');

/** What each attack met on the build at `attacked`, by its file and title. */
function attack(attacked: string, only: readonly string[]): Met {
  const report = join(folder, 'report.json');
  rmSync(report, { force: true });
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const words = ['run', '--project', 'security', '--reporter=default', '--reporter=json', ...only];
  spawnSync(process.execPath, [vitest, ...words, `--outputFile.json=${report}`], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, KOOSYNC_ATTACKED: attacked },
  });
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  return new Map(
    testResults.flatMap(({ name, assertionResults }) =>
      assertionResults.map(({ title, status, failureMessages = [] }) => [
        `${relative(root, name)}: ${title}`,
        status === 'passed' ? 'held' : failureMessages.some(isLate) ? 'not made in time' : 'succeeded',
      ]),
    ),
  );
}

/** The files whose attacks are made on the build that `tests/security/attacked.ts` names. */
const onAnyBuild = (): string[] =>
  execFileSync('git', ['grep', '-l', 'attacked.ts', '--', 'tests/security/*.test.ts'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((file) => file !== '');

/** The built commit; its packages are those of this checkout, in which it lies. */
function build(ref: string): string {
  const commit = execFileSync('git', ['rev-parse', '--short', `${ref}^{commit}`], {
    cwd: root,
    encoding: 'utf8',
  }).trim();
  const at = join(folder, commit);
  rmSync(at, { recursive: true, force: true });
  execFileSync('git', ['worktree', 'prune'], { cwd: root });
  execFileSync('git', ['worktree', 'add', '--detach', at, commit], { cwd: root, stdio: 'ignore' });
  execFileSync(process.execPath, [join(at, 'scripts', 'build.ts'), 'cli'], { cwd: at, stdio: 'inherit' });
  return at;
}

mkdirSync(folder, { recursive: true });
const here = attack(root, []);
let there: Met | undefined;
if (values.against !== undefined) {
  const at = build(values.against);
  try {
    there = attack(at, onAnyBuild());
  } finally {
    execFileSync('git', ['worktree', 'remove', '--force', at], { cwd: root });
  }
}
console.log(`\n| attack | this build |${there ? ` ${String(values.against)} |` : ''}`);
console.log(`| --- | --- |${there ? ' --- |' : ''}`);
for (const [title, met] of here)
  console.log(`| ${title} | ${met} |${there ? ` ${there.get(title) ?? 'not made'} |` : ''}`);
const lost = [...here.values()].filter((met) => met !== 'held').length;
console.log(`${String(here.size)} attacks, ${String(lost)} did not end as held`);
process.exit(lost === 0 && here.size > 0 ? 0 : 1);
