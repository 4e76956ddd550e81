/**
 * A new call from the window touches two files, as CONTRIBUTING.md says: added by its two rows it compiles, is sent by
 * the bridge and is answered. Rows that do not fit each other do not compile.
 */
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { typeCheck } from '../harness/type-check.ts';

const repo = join(import.meta.dirname, '..', '..');
/** the compiler reads more than a thousand files, on a machine that may be busy */
const timeout = 300_000;

const calls = 'shared/ipc/calls.ts';
const handlers = 'main/desktop/ipc/handlers.ts';
const check = typeCheck(repo, [
  'main/lib/*.d.ts',
  'main/desktop',
  'main/preload',
  'shared',
  'renderer/src',
  'renderer/dev',
  'tests/conformance/ipc*.ts',
]);
/** whatever may import a table of calls: the two sides of the window, and the tests */
const mayUseCalls = (file: string) => /^(shared|main\/desktop|main\/preload|renderer|tests)\//u.test(file);

/** The two files, with these rows at the head of their tables. */
function withRows(row: string, handler: string): ReadonlyMap<string, string> {
  const added = (file: string, head: string, text: string): [string, string] => {
    const before = readFileSync(join(repo, file), 'utf8');
    expect(before.split(head), `${file} has one place for a row`).toHaveLength(2);
    return [file, before.replace(head, () => `${head}${text}\n`)];
  };
  return new Map([
    added(calls, 'export const calls = {\n', row),
    added(handlers, 'export const handlers = {\n', handler),
  ]);
}

const call = withRows(
  "  echo: call<(word: string, times: number) => string[]>('echo:get'),",
  `  echo: {
    args: z.tuple([z.string().max(9), z.number().int().min(1).max(5)]),
    value: z.array(z.string()),
    answer: (_deps, word, times) => Array.from({ length: times }, () => word),
  },`,
);

test('a row in each of the two files compiles', { timeout }, () => {
  expect([...call.keys()]).toEqual([calls, handlers]);
  expect(check(call, mayUseCalls)).toEqual([]);
});

test.each([
  [
    'a row that nobody answers',
    "  lonely: call<() => undefined>('lonely:get'),",
    '',
    /Property 'lonely' is missing/u,
  ],
  [
    'an answer without a row',
    '',
    '  stray: { args: z.tuple([]), value: nothing, answer: () => undefined },',
    /'stray' does not exist/u,
  ],
  [
    'a shape that takes off what the type has',
    "  narrow: call<(given: { word: string; times?: number | undefined }) => undefined>('narrow:get'),",
    '  narrow: { args: z.tuple([z.object({ word: z.string() })]), value: nothing, answer: () => undefined },',
    /'true' does not satisfy the expected type '"narrow"'/u,
  ],
  [
    'a shape that lets through what the type has not',
    "  wide: call<() => 'yes' | 'no'>('wide:get'),",
    "  wide: { args: z.tuple([]), value: z.string(), answer: () => 'yes' as const },",
    /'string' is not assignable to type '"yes" \| "no"'/u,
  ],
])('%s does not', { timeout }, (_what, row, handler, said) => {
  expect(check(withRows(row, handler), (file) => file === handlers).join('\n')).toMatch(said);
});

test('it is sent by the bridge and answered, with no other line written', { timeout }, async () => {
  const copy = mkdtempSync(join(tmpdir(), 'koosync-new-call-'));
  try {
    const files = execFileSync('git', ['ls-files', '*.ts', '*.tsx', '*.json'], {
      cwd: repo,
      encoding: 'utf8',
    });
    for (const file of files.trim().split('\n')) cpSync(join(repo, file), join(copy, file));
    for (const [file, text] of call) writeFileSync(join(copy, file), text);
    symlinkSync(join(repo, 'node_modules'), join(copy, 'node_modules'), 'junction');

    const vitest = join(repo, 'node_modules', 'vitest', 'vitest.mjs');
    const suites = ['tests/conformance/ipc.test.ts', 'tests/conformance/ipc-answers.test.ts'];
    const about = 'echo|each has a channel|the bridge has nothing|every row has|dev page';
    const args = [vitest, 'run', '--project', 'conformance', '--reporter', 'verbose', ...suites, '-t', about];
    const env = { ...process.env, NO_COLOR: '1' };
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: copy, env });
    expect(stdout).toContain('calls > echo sends what its row takes, as it was given');
    expect(stdout).toContain('calls > echo is answered in the shape of its row');
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});
