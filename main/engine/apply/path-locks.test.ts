import { describe, expect, it } from 'vitest';
import { createPathLocks } from './path-locks.ts';

/** Work that goes on until it is told to end. */
const work = () => {
  let end: () => void = () => undefined;
  const whole = new Promise<string>((resolve) => {
    end = () => resolve('done');
  });
  return { begin: () => whole, end: () => end() };
};

describe('while something is sent', () => {
  it.each([
    ['the file itself', '1:d/a.txt', '1:d/a.txt', true],
    ['a folder above it', '1:d/e/a.txt', '1:d', true],
    ['a folder beside it whose name begins alike', '1:d/a.txt', '1:d/a', false],
    ['what lies below a folder that is being made', '1:d', '1:d/a.txt', false],
    ['the same path of another pair', '1:d/a.txt', '2:d/a.txt', false],
  ])('%s: is a rename of it refused?', async (_what, sent, renamed, refused) => {
    const traffic = createPathLocks();
    const one = work();
    const sending = traffic.sending(sent, one.begin);
    expect(traffic.renaming(renamed, () => Promise.resolve()) === undefined).toBe(refused);
    one.end();
    expect(await sending).toBe('done');
    expect(traffic.renaming(renamed, () => Promise.resolve())).toBeDefined();
  });

  it('from one path twice, both must have ended', async () => {
    const traffic = createPathLocks();
    const [one, two] = [work(), work()];
    const first = traffic.sending('1:a', one.begin);
    const second = traffic.sending('1:a', two.begin);
    one.end();
    await first;
    expect(traffic.renaming('1:a', () => Promise.resolve())).toBeUndefined();
    two.end();
    await second;
    expect(traffic.renaming('1:a', () => Promise.resolve())).toBeDefined();
  });
});

describe('while a folder is renamed', () => {
  it('nothing is sent from it or below, and no other rename begins there', async () => {
    const traffic = createPathLocks();
    const one = work();
    const renaming = traffic.renaming('1:d', one.begin);
    expect(traffic.isLeaving('1:d')).toBe(true);
    expect(traffic.isLeaving('1:d/a')).toBe(false);
    for (const path of ['1:d', '1:d/a', '1:d/e/a']) {
      expect(traffic.isRenamed(path)).toBe(true);
      expect(traffic.sending(path, () => Promise.resolve())).toBeUndefined();
    }
    expect(traffic.renaming('1:d', () => Promise.resolve())).toBeUndefined();
    expect(traffic.isRenamed('1:dd')).toBe(false);
    expect(traffic.isRenamed('1:')).toBe(false);
    one.end();
    await renaming;
    expect(traffic.sending('1:d/a', () => Promise.resolve())).toBeDefined();
  });

  it('one that fails frees it too', async () => {
    const traffic = createPathLocks();
    await expect(traffic.renaming('1:d', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(traffic.sending('1:d', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(traffic.isRenamed('1:d')).toBe(false);
    expect(traffic.renaming('1:d', () => Promise.resolve())).toBeDefined();
  });
});
