/**
 * `koosync` in scripts: every row of script-rows.ts and script-word-rows.ts as a process of its own, through `sh`, with a
 * home and a working folder of its own. Whatever the row is about, nothing is put into the working folder, nobody is
 * shown a stack, and a terminal is steered by what the row says alone.
 */
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaults } from '../../emulator/index.ts';
import { builtCli, startsFaster } from '../harness/built-cli.ts';
import { openCliWorld, type CliWorld } from '../harness/cli-world.ts';
import { runShell, type ShellEnded } from '../harness/shell-run.ts';
import { surroundingRows, type ScriptRow } from './script-rows.ts';
import { wordAndTerminalRows } from './script-word-rows.ts';
import { until } from '../harness/until.ts';

let world: CliWorld;
let bin: string;
let file: string;
beforeAll(async () => {
  world = await openCliWorld();
  const docs = join(world.folder, 'docs');
  mkdirSync(docs);
  file = join(docs, 'a.txt');
  writeFileSync(file, 'first');
  writeFileSync(join(docs, '-dash.txt'), 'dash');
  world.settings({ versionIntervalMs: 0 });
  await world.setUp.add(docs);
  await world.setUp.pass();
  writeFileSync(file, 'second content');
  await world.setUp.pass();
  bin = join(world.folder, 'bin');
  mkdirSync(bin);
  program('koosync', `exec "${process.execPath}" "${builtCli}" "$@"`);
  program('tty', 'exec script -qec "$1" /dev/null </dev/null');
  // whoever is not root cannot give a file away, and one that nobody may read is refused alike
  program('give_away', 'chown 12345 "$1" 2>/dev/null || chmod 0 "$1"');
});
afterAll(async () => {
  await world.close();
});

const program = (name: string, line: string): void => {
  writeFileSync(join(bin, name), `#!/bin/sh\n${line}\n`);
  chmodSync(join(bin, name), 0o755);
};

const run = (row: ScriptRow, folder: string): Promise<ShellEnded> => {
  const work = join(folder, 'work');
  const home = join(folder, 'home');
  for (const one of [work, home]) mkdirSync(one, { recursive: true });
  return runShell({
    // a shell of its own for each command would speak of a deleted working folder, too
    line: `koosync() { "$NODE" "$CLI" "$@"; }\n${row.run}`,
    cwd: work,
    unprivileged: row.unprivileged,
    env: {
      ...startsFaster,
      NODE: process.execPath,
      CLI: builtCli,
      PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      HOME: home,
      LANG: 'C.UTF-8',
      KOOSYNC_SERVER: world.emulator.url,
      KOOSYNC_USER_ID: defaults.userId,
      KOOSYNC_TOKEN: defaults.token,
      ...(row.synced ? { KOOSYNC_HOME: world.home } : {}),
      STATE: join(home, '.local', 'share', 'koosync'),
      SPACE: defaults.containerId,
      DOCS: join(world.folder, 'docs'),
      FILE: file,
      ...row.env,
    },
  });
};

const like = (expected: string | RegExp = ''): unknown =>
  typeof expected === 'string' ? expected : (expect.stringMatching(expected) as unknown);

const rows = [...surroundingRows, ...wordAndTerminalRows];

describe.concurrent('a script', () => {
  it.each(rows.map((row, n) => ({ ...row, n })))('$about', async ({ n, ...row }) => {
    const folder = join(world.folder, 'rows', String(n));
    const seen = await run(row, folder);
    expect(seen).toEqual({ code: row.code, out: like(row.out), err: like(row.err) });
    for (const text of [seen.out, seen.err]) {
      expect(text).not.toMatch(/\n\s+at |node:internal|undefined|\{\{/);
      expect(text).not.toContain(defaults.token);
    }
    expect(readdirSync(join(folder, 'work'))).toEqual([]);
  });
});

it('has a row for each, and says so once', () => {
  expect(rows.length).toBeGreaterThanOrEqual(40);
  expect(new Set(rows.map(({ about }) => about)).size).toBe(rows.length);
});

describe('a signal while the server keeps a command waiting', () => {
  it.each([
    ['SIGINT', 130, ['spaces']],
    ['SIGTERM', 143, ['spaces']],
    ['SIGHUP', 129, ['spaces', '--json']],
    ['SIGTERM', 143, ['versions', 'docs/a.txt', '--json']],
    ['SIGINT', 130, ['run', '--once']],
  ] as const)('%s ends with %i: %j', async (signal, code, args) => {
    if (args[0] === 'run') writeFileSync(file, `new content ${String(Math.random())}`);
    const held = world.emulator.control.fault({ match: {}, action: { kind: 'hold' } });
    const started = world.start(args);
    await until('the command waits for the server', () => held.struck() > 0);
    started.child.kill(signal);
    const ended = await started.ended;
    held.remove();
    held.release();
    expect({ code: ended.code, signal: ended.signal, out: ended.out }).toEqual({
      code,
      signal: null,
      out: '',
    });
    expect(ended.err).toMatch(/stopped before it was done/);
    expect(ended.err).not.toMatch(/unexpected|\n\s+at /);
  });
});

describe('Ctrl-C at a question', () => {
  const secret = 'koosync sign-in --server http://127.0.0.1:9 --user-id 1';
  it.each([
    ['koosync sign-in', 'Server address', 'xterm'],
    ['koosync sign-in', 'Server address', 'dumb'],
    ['koosync sign-in', 'Server address', ''],
    [secret, 'Token', 'xterm'],
    [secret, 'Token', 'dumb'],
  ])('%s (%s), TERM is "%s"', async (line, question, TERM) => {
    const env = { ...world.env, PATH: `${bin}:${process.env['PATH'] ?? ''}`, TERM };
    for (const name of ['KOOSYNC_SERVER', 'KOOSYNC_USER_ID', 'KOOSYNC_TOKEN'])
      Reflect.deleteProperty(env, name);
    const child = spawn('script', ['-qec', line, '/dev/null'], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    let seen = '';
    let typed = false;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      seen += text;
      if (typed || !seen.includes(question)) return;
      typed = true;
      child.stdin.write('\u0003');
    });
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    expect({ code, typed }, seen).toEqual({ code: 130, typed: true });
    if (TERM !== 'xterm') expect(seen).not.toContain('\u001B');
    expect(seen).not.toMatch(/\n\s+at /);
  });
});
