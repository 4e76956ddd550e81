import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ask, askHidden, readLine } from './prompt.ts';

const never = new AbortController().signal;
const cancelled = expect.objectContaining({ code: 'CANCELLED' }) as Error;
const terminal = () => {
  const output = new PassThrough();
  const modes: boolean[] = [];
  const input = Object.assign(new PassThrough(), { setRawMode: (on: boolean) => modes.push(on) });
  return { input, output, modes, shown: () => String(output.read() ?? '') };
};

describe('asking', () => {
  it('gives what is typed', async () => {
    const { input, output } = terminal();
    const answer = ask(input, output, 'Name: ', never);
    input.write('somebody\n');
    await expect(answer).resolves.toBe('somebody');
  });

  it('shows nothing of a secret, and understands backspace', async () => {
    const { input, output, modes, shown } = terminal();
    const answer = askHidden(input, output, 'Token: ', never);
    input.write('sesamo');
    input.write('\u007Fe\r');
    await expect(answer).resolves.toBe('sesame');
    expect(shown()).toBe('Token: \n');
    expect(modes).toEqual([true, false]);
  });

  it.each(['\u0003', '\u0004'])('ends at %j', async (key) => {
    const { input, output, modes } = terminal();
    const answer = askHidden(input, output, 'Token: ', never);
    input.write(`ab${key}`);
    await expect(answer).rejects.toThrow(cancelled);
    expect(modes).toEqual([true, false]);
  });

  it('ends with the signal', async () => {
    const { input, output } = terminal();
    const stop = new AbortController();
    const answers = [
      ask(input, output, 'Name: ', stop.signal),
      askHidden(input, output, 'Token: ', stop.signal),
    ];
    stop.abort();
    for (const answer of answers) await expect(answer).rejects.toThrow(cancelled);
  });
});

describe('reading one line', () => {
  it.each([
    [['sec', 'ret\nmore\n'], 'secret'],
    [['secret\r\n'], 'secret'],
    [['secret'], 'secret'],
    [[], ''],
  ])('of %j', async (chunks, line) => {
    const input = new PassThrough();
    for (const chunk of chunks) input.write(chunk);
    input.end();
    await expect(readLine(input, never)).resolves.toBe(line);
  });

  it('of what cannot be read is none, and a signal is told from it', async () => {
    const folder = new PassThrough();
    const line = readLine(folder, never);
    folder.destroy(Object.assign(new Error('EISDIR'), { code: 'EISDIR' }));
    await expect(line).resolves.toBe('');
    const stop = new AbortController();
    const waiting = readLine(new PassThrough(), stop.signal);
    stop.abort();
    await expect(waiting).rejects.toThrow(cancelled);
  });
});
