/** Help and wrong usage, as commander says them and as a user reads them, in both languages. */
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { createWords } from '../lib/i18n.ts';
import type { Cli } from './context.ts';
import { explain } from './explain.ts';
import { createProgram } from './program.ts';

type Language = 'en' | 'zh';

/** What a command line prints that starts nothing. */
const said = async (language: Language, ...args: string[]): Promise<string> => {
  const words = createWords(language);
  const lines: string[] = [];
  const say = (text: string) => void lines.push(text);
  const cli: Cli = {
    env: {},
    home: '/state',
    cwd: '/',
    stdin: new PassThrough(),
    stderr: new PassThrough(),
    out: {
      line: say,
      note: say,
      json: () => undefined,
      isTerminal: false,
      rewrites: false,
      widths: { out: undefined, err: undefined },
      bytes: async () => undefined,
      progress: () => undefined,
      flush: () => Promise.resolve(),
      lostBecause: () => undefined,
    },
    say: words.translate,
    sentence: words.sentence,
    signal: new AbortController().signal,
    koosync: () => Promise.reject(new Error('nothing is opened for this')),
    exitWith: () => undefined,
    stoppedCode: () => 130,
  };
  try {
    await createProgram(cli, '1.2.3').parseAsync(args, { from: 'user' });
  } catch (thrown) {
    const { line } = explain(thrown, { words, command: 'koosync', logFile: '/log' });
    if (line !== undefined) lines.push(line);
  }
  return lines.join('\n').trim();
};

const en = 'Run "koosync --help" to see the usage.';
const zh = '运行“koosync --help”查看用法。';

it.each([
  [['frob'], `Unknown command "frob". ${en}`, `没有命令“frob”。${zh}`],
  [
    ['statu'],
    `Unknown command "statu" (did you mean "status"?). ${en}`,
    `没有命令“statu”（是否想输入“status”？）。${zh}`,
  ],
  [['status', '--frob'], `Unknown option "--frob". ${en}`, `没有选项“--frob”。${zh}`],
  [
    ['status', '--jsno'],
    `Unknown option "--jsno" (did you mean "--json"?). ${en}`,
    `没有选项“--jsno”（是否想输入“--json”？）。${zh}`,
  ],
  [['add'], `The argument FOLDER is missing. ${en}`, `缺少参数 FOLDER。${zh}`],
  [
    ['add', 'x', '--space'],
    `The option --space <CONTAINER_ID> needs a value. ${en}`,
    `选项 --space <CONTAINER_ID> 需要一个值。${zh}`,
  ],
  [['versions', 'x', 'more'], `Too many arguments: x, more. ${en}`, `参数过多：x, more。${zh}`],
  [['deletions', 'frob'], `Too many arguments: frob. ${en}`, `参数过多：frob。${zh}`],
])('%j is a mistake', async (args, english, chinese) => {
  expect(await said('en', ...args)).toBe(english);
  expect(await said('zh', ...args)).toBe(chinese);
});

it('the help is in the language of the system, headings and columns included', async () => {
  const english = await said('en', '--help');
  expect(english).toMatch(/^Usage: koosync \[options\] \[command\]$/m);
  expect(english).toMatch(/^Commands:$/m);
  const chinese = await said('zh', '--help');
  expect(chinese).toMatch(/^用法： koosync \[选项\] \[命令\]$/m);
  expect(chinese).toMatch(/^选项：$/m);
  expect(chinese).toMatch(/^ {2}add \[选项\] <FOLDER> /m);
  expect(chinese).not.toMatch(/Usage|Options|Commands|\[options\]|\[command\]|display/);
});

it('help names every command, and each has its own page', async () => {
  const page = await said('zh', 'help');
  expect(page).toBe(await said('zh', '--help'));
  for (const name of ['add', 'deletions', 'sign-in']) {
    expect(page).toContain(`  ${name} `);
    expect(await said('zh', 'help', name)).toMatch(new RegExp(`^用法： koosync ${name} `));
  }
});

it('deletions are undone; the word `restore` of the first builds is understood, and not shown', async () => {
  const page = await said('en', 'deletions', '--help');
  expect(page).toContain('  undo ');
  expect(page).not.toContain('restore');
  expect(await said('en', 'deletions', 'restore')).toContain('An unexpected error happened');
});
