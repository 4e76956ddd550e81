/** The commands about versions as a user types them, at a terminal and without one, on the real engine against the emulator. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cli } from '../../main/cli/context.ts';
import { explain } from '../../main/cli/explain.ts';
import { createOutput } from '../../main/cli/output.ts';
import { createProgram } from '../../main/cli/program.ts';
import { createWords } from '../../main/lib/i18n.ts';
import { openEngineWorld, type EngineWorld } from '../harness/engine-world.ts';

let world: EngineWorld;
let file: string;
beforeEach(async () => {
  world = await openEngineWorld({ versionIntervalMs: 0 });
  file = join(world.folder, 'a.txt');
  await saved('one\ntwo\n', 'one\nTWO\n');
});
afterEach(async () => {
  await world.close();
});

const saved = async (...texts: (string | Uint8Array)[]) => {
  for (const text of texts) {
    writeFileSync(file, text);
    await world.koosync.engine.syncOnce();
  }
};
const read = () => readFileSync(file, 'utf8');

/** What a command prints and how it ends; `answers` are typed at a terminal, one for each question. */
async function koosync(words: readonly string[], answers?: readonly string[], outIsTerminal = false) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  if (answers) Object.assign(stdin, { isTTY: true });
  if (outIsTerminal) Object.assign(stdout, { isTTY: true });
  const texts = { out: '', err: '' };
  const left = [...(answers ?? [])];
  stdout.on('data', (chunk) => (texts.out += String(chunk)));
  stderr.on('data', (chunk) => {
    texts.err += String(chunk);
    // a question ends so, and is asked in one piece
    if (/(?::|\]) $/.test(String(chunk)) && left.length > 0) stdin.write(`${left.shift() ?? ''}\n`);
  });
  const english = createWords('en');
  let code = 0;
  const cli: Cli = {
    env: {},
    home: world.home,
    cwd: world.folder,
    stdin,
    stderr,
    out: createOutput(stdout, stderr, { env: { TERM: 'xterm' }, platform: 'linux' }),
    say: english.translate,
    sentence: english.sentence,
    signal: new AbortController().signal,
    koosync: async () => world.koosync,
    exitWith: (given) => {
      code = given;
    },
    stoppedCode: () => 130,
  };
  try {
    await createProgram(cli, '0.0.0').parseAsync([...words], { from: 'user' });
  } catch (thrown) {
    const explained = explain(thrown, { words: english, command: 'koosync', logFile: 'log' });
    texts.err += explained.line ?? '';
    code = explained.exitCode;
  }
  await new Promise(setImmediate);
  return { ...texts, code };
}

describe('which version is meant', () => {
  it.each([
    [['--number', '1'], 'one\ntwo\n'],
    [['--number', '2'], 'one\nTWO\n'],
    [['--at', 'now'], 'one\nTWO\n'],
    [['--at', 'today'], 'one\nTWO\n'],
    [[], 'one\nTWO\n'],
  ])('show %j', async (options, text) => {
    expect(await koosync(['show', file, ...options])).toEqual({ out: text, err: '', code: 0 });
  });

  it('is chosen at a terminal, and so is the file, by words of its path', async () => {
    mkdirSync(join(world.folder, 'sub'));
    writeFileSync(join(world.folder, 'sub', 'b.txt'), 'b');
    await world.koosync.engine.syncOnce();
    const { err, code } = await koosync(['restore'], ['nowhere', 'A.TXT', '1', '1']);
    expect(code).toBe(0);
    expect(err).toContain('No file matches "nowhere".');
    expect(err).toMatch(/To undo this, run: koosync restore ".*a\.txt" --revision \d+\.\d+/);
    expect(read()).toBe('one\ntwo\n');
    expect((await koosync(['keep', file], ['yesterday'])).err).toContain('had no version then (yesterday)');
    expect((await koosync(['versions'], [''])).err).toMatch(/Nothing was typed\./);
  });

  it('is asked of nobody where nothing is synced', async () => {
    const [pair] = await world.koosync.engine.pairs();
    await world.koosync.engine.removePair(pair?.id ?? 0);
    expect((await koosync(['versions'], [])).err).toBe('No file is synced yet. Run "koosync run" first.');
  });
});

it('versions, by either name, tells numbers, labels, and what was restored', async () => {
  await koosync(['label', file, 'sent to Ann', '--number', '1']);
  expect((await koosync(['restore', file, '--number', '1'])).out).toContain(
    'now has the content of version 1.',
  );
  await world.koosync.engine.syncOnce();
  const { out } = await koosync(['history', file]);
  expect(out).toMatch(/ {2}3 {2}.*latest, restored from version 1/);
  expect(out).toMatch(/ {2}1 {2}.*"sent to Ann"/);
  const listed = JSON.parse((await koosync(['versions', file, '--json'])).out) as object[];
  expect(listed).toMatchObject([
    { revisionVersion: 3, reason: 'restored', restoredFrom: 1, author: 'Demo User' },
    { revisionVersion: 2 },
    { revisionVersion: 1, label: 'sent to Ann' },
  ]);
});

describe('diff', () => {
  it('is as diff -u writes it', async () => {
    const { out } = await koosync(['diff', file, '--number', '1']);
    expect(out.split('\n').slice(2)).toEqual(['@@ -1,2 +1,2 @@', ' one', '-two', '+TWO', '']);
    expect(out).toMatch(/^--- a\.txt \(version 1, .*\)\n\+\+\+ a\.txt \(on disk\)\n/);
  });

  it('leaves nothing in it that steers a terminal', async () => {
    await saved('one\n\u001b[31mred\u0007\n');
    expect((await koosync(['diff', file, '--number', '2', '--number', '3'])).out).toContain(
      '+\\x1b[31mred\\x07',
    );
  });

  it('keeps what is far apart apart', async () => {
    const lines = Array.from({ length: 40 }, (_, i) => `line ${i}`);
    await saved(lines.join('\n'));
    await saved(lines.map((line, i) => (i === 2 || i === 30 ? `${line}!` : line)).join('\n'));
    const { out } = await koosync(['diff', file, '--number', '3', '--number', '4']);
    expect(out.match(/^@@ .*$/gm)).toEqual(['@@ -1,6 +1,6 @@', '@@ -28,7 +28,7 @@']);
  });
});

describe('bytes', () => {
  it('come as they are where nobody looks at them', async () => {
    const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => i % 256);
    await saved(bytes);
    const { out } = await koosync(['show', file]);
    expect(out.length).toBeGreaterThan(0);
    const [latest] = await world.koosync.history.versions(file);
    const content = await world.koosync.history.content(file, latest?.revisionId ?? '');
    expect(createHash('sha256').update(readFileSync(content.path)).digest('hex')).toBe(latest?.sha256);
  });

  it('that are no text are not shown on a terminal', async () => {
    await saved(Uint8Array.of(0, 1, 2));
    const { err, code } = await koosync(['show', file], [], true);
    expect([err, code]).toEqual([
      expect.stringContaining('is not plain text (3 B). Send it to a file with ">" instead.'),
      2,
    ]);
    await saved(Buffer.from('\ufeff中文', 'utf16le'));
    expect((await koosync(['show', file], [], true)).out).toBe('中文\n');
    await saved(Buffer.from('d6d0cec4', 'hex'));
    expect((await koosync(['show', file], [], true)).out).toBe('中文\n');
  });
});

it('delete-version asks, and anything but a yes is a no', async () => {
  expect((await koosync(['delete-version', file, '--number', '1'], ['n'])).err).toContain(
    'Nothing was deleted.',
  );
  expect(await world.koosync.history.versions(file)).toHaveLength(2);
  const { out } = await koosync(['delete-version', file, '--number', '1'], ['YES']);
  expect(out).toContain('Version 1 of');
  expect(await world.koosync.history.versions(file)).toHaveLength(1);
});

it('export writes all, and says how many', async () => {
  const out = join(world.base, 'out');
  mkdirSync(out);
  const ended = await koosync(['export', file, out]);
  expect(ended.err).toContain(`2 versions were written to ${out}.`);
  expect(ended.out.trim().split('\n')).toHaveLength(2);
  expect(readdirSync(out)).toHaveLength(2);
});

it('log tells what changed below a folder, newest first', async () => {
  mkdirSync(join(world.folder, 'sub'));
  writeFileSync(join(world.folder, 'sub', 'b.txt'), 'b');
  await world.koosync.engine.syncOnce();
  rmSync(join(world.folder, 'sub', 'b.txt'));
  await world.koosync.engine.syncOnce();
  const all = JSON.parse((await koosync(['log', '--json'])).out) as { path: string; kind: string }[];
  expect(all.slice(0, 3).map(({ kind }) => kind)).toEqual(['deleted', 'new-file', 'revision']);
  const { out } = await koosync(['log', 'sub']);
  expect(out).toContain(join('sub', 'b.txt'));
  expect(out).not.toContain('a.txt');
  expect((await koosync(['log', '/'])).code).toBe(2);
});

describe('in the night of a clock change', () => {
  const zone = process.env['TZ'];
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  it('each version has a time of its own, which names it, and a time that was twice is asked about', async () => {
    process.env['TZ'] = 'Europe/Berlin';
    file = join(world.folder, 'night.txt');
    for (const at of ['00:30', '00:45', '01:30', '01:45', '02:10']) {
      world.emulator.control.setClockOffset(Date.parse(`2026-10-25T${at}:00Z`) - Date.now());
      await saved(`at ${at} UTC`);
    }
    world.emulator.control.setClockOffset(0);
    const { out } = await koosync(['versions', file]);
    const times = [...out.matchAll(/2026-10-25 (\S+(?: [+-]\S+)?)/g)].map(([, time]) => time);
    expect(times.map((time) => time?.replace(/:\d\d(?= |$)/, ''))).toEqual([
      '03:10',
      '02:45 +01:00',
      '02:30 +01:00',
      '02:45 +02:00',
      '02:30 +02:00',
    ]);
    // what is shown names the version
    for (const [i, at] of ['02:10', '01:45', '01:30', '00:45', '00:30'].entries())
      expect(await koosync(['show', file, '--at', `2026-10-25 ${times[i] ?? ''}`])).toEqual({
        out: `at ${at} UTC`,
        err: '',
        code: 0,
      });
    const asked = await koosync(['show', file, '--at', '2026-10-25 02:45']);
    expect(asked).toMatchObject({ out: '', code: 2 });
    expect(asked.err).toBe(
      'The clocks showed "2026-10-25 02:45" twice, and night.txt was another version each time. Give one of the two: --at "2026-10-25 02:45:59 +02:00" or --at "2026-10-25 02:45:59 +01:00".',
    );
    expect((await koosync(['show', file, '--at', '2026-10-25'])).out).toBe('at 02:10 UTC');
  });

  it('nobody is asked which one is meant where it makes no difference', async () => {
    process.env['TZ'] = 'Europe/Berlin';
    file = join(world.folder, 'night.txt');
    world.emulator.control.setClockOffset(Date.parse('2026-10-24T12:00:00Z') - Date.now());
    await saved('of the day before');
    world.emulator.control.setClockOffset(0);
    expect(await koosync(['show', file, '--at', '2026-10-25 02:45'])).toEqual({
      out: 'of the day before',
      err: '',
      code: 0,
    });
  });

  it('copies have names of their own, and none replaces another', async () => {
    process.env['TZ'] = 'Europe/Berlin';
    file = join(world.folder, 'night.txt');
    for (const at of ['00:30', '01:30']) {
      world.emulator.control.setClockOffset(Date.parse(`2026-10-25T${at}:00Z`) - Date.now());
      await saved(`at ${at} UTC`);
    }
    world.emulator.control.setClockOffset(0);
    const to = join(world.base, 'copies');
    mkdirSync(to);
    for (const number of ['1', '2'])
      expect((await koosync(['restore', file, '--number', number, '--to', to, '--force'])).code).toBe(0);
    expect(
      readdirSync(to)
        .map((name) => name.replace(/30\.\d\d/, '30'))
        .toSorted(),
    ).toEqual(['night (2026-10-25 02.30 +0100, v2).txt', 'night (2026-10-25 02.30 +0200, v1).txt']);
  });
});
