import { expect, it } from 'vitest';
import { createGate } from './gate.ts';
import { createHeldContents } from './held-contents.ts';

const content = { path: '/contents/ab', size: 2, sha256: 'ab' };
function world() {
  const told: string[] = [];
  let tokens = 0;
  const held = createHeldContents(
    {
      hold: (sha256) => void told.push(`hold ${sha256}`),
      release: (sha256) => void told.push(`release ${sha256}`),
    },
    () => `token-${(tokens += 1)}`,
  );
  return { held, told };
}

it('is fetched once for all who ask, and let go of when the last of them is done', async () => {
  const { held, told } = world();
  let fetched = 0;
  const fetch = async () => {
    fetched += 1;
    return content;
  };
  const [one, other] = await Promise.all([held.hold('k', 'a.txt', fetch), held.hold('k', 'a.txt', fetch)]);
  expect(one).toEqual(other);
  expect(held.find(one.token)).toEqual({ ...content, name: 'a.txt', token: 'token-1' });
  held.release('k');
  expect(held.find(one.token)).toBeDefined();
  held.release('k');
  held.release('k');
  expect(held.find(one.token)).toBeUndefined();
  expect([fetched, told]).toEqual([1, ['hold ab', 'release ab']]);
});

it('a fetch is ended when nobody waits for it any more, and gives no token', async () => {
  const { held, told } = world();
  let come: () => void = () => undefined;
  let signal: AbortSignal | undefined;
  const waiting = held.hold('k', 'a', async (given) => {
    signal = given;
    await new Promise<void>((resolve) => (come = resolve));
    return content;
  });
  held.release('k');
  expect(signal?.aborted).toBe(true);
  come();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  expect(held.find('token-1')).toBeUndefined();
  expect(told).toEqual([]);
});

it('one that failed is fetched again', async () => {
  const { held } = world();
  await expect(held.hold('k', 'a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(held.hold('k', 'a', async () => content)).resolves.toMatchObject({ token: 'token-1' });
});

it('what a page held goes with it', async () => {
  const { held, told } = world();
  const { token } = await held.hold('k', 'a', async () => content);
  held.releaseAll();
  expect(held.find(token)).toBeUndefined();
  expect(told).toEqual(['hold ab', 'release ab']);
});

it('a gate lets so many through, in order, and one that fails makes place', async () => {
  const gate = createGate(2);
  const seen: number[] = [];
  let inside = 0;
  let most = 0;
  const work = (n: number) =>
    gate(async () => {
      seen.push(n);
      most = Math.max(most, (inside += 1));
      await new Promise(setImmediate);
      inside -= 1;
      if (n === 1) throw new Error('no');
    });
  const ends = await Promise.allSettled([0, 1, 2, 3, 4].map(work));
  expect(ends.map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(1);
  expect([seen, most]).toEqual([[0, 1, 2, 3, 4], 2]);
});
