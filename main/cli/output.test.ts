import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { columnsOf, createOutput, cut } from './output.ts';
import { formatSize, formatTime, printable, shellWord } from './format.ts';
import { table } from './table.ts';

const sink = (isTTY: boolean, fails?: string) => {
  let text = '';
  const stream = new Writable({
    write: (chunk: Buffer, _, done) => {
      if (fails !== undefined) {
        done(Object.assign(new Error(fails), { code: fails }));
        return;
      }
      text += chunk.toString();
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY, columns: 20 }), text: () => text };
};

/** a terminal that can be written over */
const there = { env: { TERM: 'xterm' }, platform: 'linux' } as const;

describe('output', () => {
  it('puts results on stdout and words on stderr', async () => {
    const [out, err] = [sink(false), sink(false)];
    const output = createOutput(out.stream, err.stream, there);
    output.line('a result');
    output.note('a word');
    output.json([1]);
    output.json('\u202Ea\u200F\u009B');
    output.progress('never without a terminal');
    await output.flush();
    expect(out.text()).toBe('a result\n[\n  1\n]\n"\\u202ea\\u200f\\u009b"\n');
    expect(err.text()).toBe('a word\n');
  });

  it('writes the progress line over itself, and takes it away before anything else', async () => {
    const [out, err] = [sink(true), sink(true)];
    const output = createOutput(out.stream, err.stream, there);
    output.progress('one');
    output.progress('one');
    output.progress('a line that is far too long for this terminal');
    output.line('done');
    await output.flush();
    expect(err.text()).toBe('\r\u001B[Kone\r\u001B[Ka line that is far \r\u001B[K');
    expect(out.text()).toBe('done\n');
  });

  it('does not mind a reader that has gone away', async () => {
    const [out, err] = [sink(false, 'EPIPE'), sink(false)];
    const output = createOutput(out.stream, err.stream, there);
    output.line('x');
    await new Promise(setImmediate);
    output.line('y');
    await output.flush();
    expect(err.text()).toBe('');
  });

  it('counts Chinese as two columns', () => {
    expect(columnsOf('版本 1')).toBe(6);
    expect(cut('版本号', 5)).toBe('版本');
  });
});

it('a table is as wide as it must be', () => {
  expect(
    table(
      [{ title: '版本' }, { title: 'SIZE', right: true }, { title: 'X' }],
      [
        ['a', '1', ''],
        ['abcdef', '12345', 'y'],
      ],
    ),
  ).toBe(['版本     SIZE  X', 'a           1', 'abcdef  12345  y'].join('\n'));
});

it('a cell of a table is one line in its column, whatever it holds', () => {
  expect(
    table(
      [{ title: 'SPACE' }, { title: 'X' }],
      [
        ['a\n\u001B[2J\u202Eb', 'y'],
        ['c', 'z'],
      ],
    ),
  ).toBe(['SPACE                X', String.raw`a\x0a\x1b[2J\u202eb  y`, 'c                    z'].join('\n'));
});

describe('formats', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 KB'],
    [1024, '1.0 KB'],
    [5 * 1024 ** 3, '5.0 GB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text);
  });
  it('times are local and sort as text', () => {
    expect(formatTime(new Date(2026, 0, 2, 3, 4, 5).getTime())).toBe('2026-01-02 03:04:05');
  });
  it('a word that is copied into a shell is one word there, and nothing in it is run', () => {
    expect(shellWord('/a/$(rm -rf x) "b" `c` \\ 文.txt', 'linux')).toBe(
      String.raw`"/a/\$(rm -rf x) \"b\" \`c\` \\ 文.txt"`,
    );
    expect(shellWord('C:\\a b', 'win32')).toBe('"C:\\a b"');
  });
  it('control characters do not reach the terminal', () => {
    expect(printable('a\u001B[2Jb\n')).toBe('a\\x1b[2Jb\\x0a');
  });
});
