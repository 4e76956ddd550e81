import { expect, it } from 'vitest';
import { allEnded } from './all-ended.ts';

it('gives what all give, in their order', async () => {
  expect(await allEnded([Promise.resolve(1), Promise.resolve(2)])).toEqual([1, 2]);
});

it('throws the first failure when all have ended, and not before', async () => {
  let hasEnded = false;
  const slow = (async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    hasEnded = true;
  })();
  await expect(allEnded([Promise.reject(new Error('one')), slow])).rejects.toThrow('one');
  expect(hasEnded).toBe(true);
});
