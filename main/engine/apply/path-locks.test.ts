import { describe, expect, it } from 'vitest';
import { PathLocks } from './path-locks.ts';

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
    const locks = new PathLocks();
    const one = work();
    const sending = locks.sending(sent, one.begin);
    const held = locks.holdRenaming(renamed);
    expect(held === undefined).toBe(refused);
    held?.();
    one.end();
    expect(await sending).toBe('done');
    expect(locks.holdRenaming(renamed)).toBeDefined();
  });

  it.each([
    ['the path itself', '1:d', '1:d', true],
    ['something in the folder', '1:d/e', '1:d', true],
    ['something beside it', '1:e', '1:d', false],
  ])('into the recycle bin, %s: is a rename refused?', async (_what, recycled, renamed, refused) => {
    const locks = new PathLocks();
    const one = work();
    const recycling = locks.once('recycle', recycled, one.begin);
    const held = locks.holdRenaming(renamed);
    expect(held === undefined).toBe(refused);
    held?.();
    one.end();
    await recycling;
    expect(locks.holdRenaming(renamed)).toBeDefined();
  });

  it('from one path twice, both must have ended', async () => {
    const locks = new PathLocks();
    const [one, two] = [work(), work()];
    const first = locks.sending('1:a', one.begin);
    const second = locks.sending('1:a', two.begin);
    one.end();
    await first;
    expect(locks.holdRenaming('1:a')).toBeUndefined();
    two.end();
    await second;
    expect(locks.holdRenaming('1:a')).toBeDefined();
  });
});

describe('while a folder is renamed', () => {
  it('nothing is sent from it or below, and no other rename begins there', async () => {
    const locks = new PathLocks();
    const release = locks.holdRenaming('1:d');
    for (const path of ['1:d', '1:d/a', '1:d/e/a']) {
      expect(locks.isRenamed(path)).toBe(true);
      expect(locks.sending(path, () => Promise.resolve())).toBeUndefined();
    }
    expect(locks.holdRenaming('1:d')).toBeUndefined();
    expect(locks.isRenamed('1:dd')).toBe(false);
    expect(locks.isRenamed('1:')).toBe(false);
    release?.();
    expect(locks.sending('1:d/a', () => Promise.resolve())).toBeDefined();
  });

  it('one that fails frees it too', async () => {
    const locks = new PathLocks();
    await expect(locks.sending('1:d', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(locks.isRenamed('1:d')).toBe(false);
    expect(locks.holdRenaming('1:d')).toBeDefined();
  });
});

it('of two names that cannot stand beside each other one is worked at, until all who work at it have ended', async () => {
  const locks = new PathLocks();
  const [first, second] = [work(), work()];
  const one = locks.withName('1:d/a', 'd/A', first.begin);
  const another = locks.withName('1:d/a', 'd/A', second.begin);
  expect(locks.withName('1:d/a', 'd/a', () => Promise.resolve())).toBeUndefined();
  first.end();
  await one;
  expect(locks.withName('1:d/a', 'd/a', () => Promise.resolve())).toBeUndefined();
  second.end();
  await another;
  expect(await locks.withName('1:d/a', 'd/a', () => Promise.resolve('done'))).toBe('done');
});
