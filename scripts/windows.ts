/**
 * npm run test:windows -- [--allow-missing] [--suite NAME]... [FILE...]
 *
 * The unit tests, scenarios of the command line and tests/windows run on Node for Windows, under Wine in a chroot; Ctrl-C is
 * typed at a terminal there, and the installer is made and run. A failure ends the run as failed unless
 * tests/windows/wines-own.json names it, with a reproduction that shows the same fault of Wine without our code; a test that is
 * named there and passes fails the run as well. Without a program or the rights of root it fails; with `--allow-missing` it
 * ends with the list of what was left out.
 */
import { readOptions } from './options.ts';
import { installerTried } from '../tests/windows/installer.ts';
import { typedCtrlC } from '../tests/windows/terminal.ts';
import { SetupProblem } from './setup/run.mjs';
import { chrootWithWine, missingNeeds } from './windows/chroot.ts';
import { faultsOfList, unprovenFaults, winesOwn } from './windows/faults.ts';
import { keytarForWindows } from './windows/keytar-binding.ts';
import { runSuite, suites } from './windows/suites.ts';
import { windowsPackages } from './windows/tree.ts';
import { isGood, judge, type TestResult } from './windows/verdict.ts';
import { freshWindows, removeWindows } from './windows/wine.ts';

const { values, positionals } = readOptions({
  options: {
    'allow-missing': { type: 'boolean', default: false },
    suite: { type: 'string', multiple: true, default: [] },
  },
  allowPositionals: true,
});
const say = (text: string): void => console.log(text);
const fail = (text: string): never => {
  console.error(text);
  process.exit(1);
};

const missing = missingNeeds();
if (missing.length > 0) {
  const list = missing.map(({ what }) => `  ${what}`).join('\n');
  if (!values['allow-missing'])
    fail(`These are missing:\n${list}\nBring them, or leave Windows out with --allow-missing.`);
  say(`Nothing of Windows was tried, for these are missing:\n${list}`);
  process.exit(0);
}

const names = ['terminal', 'installer', ...suites.map(({ name }) => name)];
const unknown = values.suite.filter((name) => !names.includes(name));
if (unknown.length > 0) fail(`There is no suite ${unknown.join(', ')}; there are ${names.join(', ')}.`);
const isWanted = (name: string): boolean =>
  values.suite.length === 0
    ? !suites.some((one) => one.name === name && one.onAsking === true)
    : values.suite.includes(name);

const list = winesOwn();
const wrong = faultsOfList(list);
if (wrong.length > 0) fail(`tests/windows/wines-own.json:\n${wrong.map((one) => `  ${one}`).join('\n')}`);

/** Was the file of a listed test part of this run? */
const ran = (file: string): boolean =>
  suites.filter(({ name }) => isWanted(name)).some(({ isOf }) => isOf(file)) &&
  (positionals.length === 0 || positionals.some((one) => file.includes(one)));

const everything = async (): Promise<boolean> => {
  const root = await chrootWithWine(say);
  const packages = await windowsPackages(say);
  await keytarForWindows(root, packages, say);
  const name = `run-${String(process.pid)}`;
  const windows = await freshWindows({ root, packages, name }, say);
  try {
    const unproven = await unprovenFaults(windows, list);
    for (const one of unproven) say(`not Wine's own any more: ${one}`);
    const results: TestResult[] = [];
    for (const suite of suites.filter((one) => isWanted(one.name))) {
      say(`${suite.name}: running ...`);
      const started = Date.now();
      const found = await runSuite(windows, suite, positionals);
      say(
        `${suite.name}: ${String(found.length)} tests in ${String(Math.round((Date.now() - started) / 1000))} s`,
      );
      results.push(...found);
    }
    if (isWanted('terminal') && positionals.length === 0) results.push(...(await typedCtrlC(windows)));
    if (isWanted('installer') && positionals.length === 0)
      results.push(...(await installerTried(windows, { root, packages }, say)));
    return told(results) && unproven.length === 0;
  } finally {
    removeWindows(windows);
  }
};

/** Says how it ended. */
function told(results: readonly TestResult[]): boolean {
  const verdict = judge(results, list, ran);
  const section = (title: string, lines: readonly string[]): void => {
    if (lines.length > 0)
      say(`\n${title} (${String(lines.length)}):\n${lines.map((one) => `  ${one}`).join('\n')}`);
  };
  section('Skipped, for Windows has no such thing', verdict.skipped);
  section(
    "Failed, and Wine's own",
    verdict.winesOwn.map((test) => `${test} (${list.tests.find((one) => one.test === test)?.fault ?? ''})`),
  );
  section('In the list, and no such test ran', verdict.notFound);
  section('Passed, and to be taken out of tests/windows/wines-own.json', verdict.passedThoughListed);
  for (const { test, message } of verdict.failed) say(`\nFAILED ${test}\n${message.slice(0, 2_000)}`);
  say(
    `\n${String(verdict.passed)} passed, ${String(verdict.failed.length)} failed, ${String(verdict.winesOwn.length)} are Wine's own, ${String(verdict.skipped.length)} skipped.`,
  );
  return isGood(verdict);
}

try {
  process.exitCode = (await everything()) ? 0 : 1;
} catch (error) {
  if (!(error instanceof SetupProblem)) throw error;
  fail(error.message);
}
