import { expect, it } from 'vitest';
import { severalAtOnce } from './several-at-once.ts';

/** Work that ends when the test says so, and what was begun of it. */
function working(paths: readonly string[], goesOn = () => true, most = 3) {
  const begun: string[] = [];
  const ends = new Map<string, { done(): void; failed(thrown: Error): void }>();
  const all = severalAtOnce(
    paths.map((path) => ({ path })),
    most,
    ({ path }) => {
      begun.push(path);
      return new Promise<void>((done, failed) => ends.set(path, { done, failed }));
    },
    goesOn,
  );
  const rest = () => new Promise<void>((done) => setImmediate(done));
  return {
    all,
    rest,
    begun,
    end: (path: string) => (ends.get(path)?.done(), rest()),
    fail: (path: string) => (ends.get(path)?.failed(new Error(path)), rest()),
  };
}

it('begins in order, and no more at once than it may', async () => {
  const { all, rest, begun, end } = working(['a', 'b', 'c', 'd', 'e']);
  await rest();
  expect(begun).toEqual(['a', 'b', 'c']);
  await end('b');
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
  for (const path of ['d', 'a', 'c', 'e']) await end(path);
  await all;
  expect(begun).toEqual(['a', 'b', 'c', 'd', 'e']);
});

it.each([
  ['what lies in one that is under way', ['d', 'd/a', 'e']],
  ['what one that is under way lies in', ['d/a/b', 'd', 'e']],
  ['the same path', ['d', 'd', 'e']],
])('%s waits for its end, and so does all after it', async (_what, paths) => {
  const { all, rest, begun, end } = working(paths);
  await rest();
  expect(begun).toEqual(paths.slice(0, 1));
  await end(paths[0] ?? '');
  expect(begun).toEqual(paths);
  for (const path of paths) await end(path);
  await all;
});

it('a name that only begins like another is not in its way', async () => {
  const { all, rest, begun, end } = working(['d', 'da', 'd.txt']);
  await rest();
  expect(begun).toEqual(['d', 'da', 'd.txt']);
  for (const path of begun) await end(path);
  await all;
});

it('after a failure begins nothing, and throws it when all have ended', async () => {
  const { all, rest, begun, end, fail } = working(['a', 'b', 'c', 'd']);
  let isOver = false;
  const failed = all.catch((thrown: unknown) => ((isOver = true), thrown));
  await rest();
  await fail('b');
  await fail('c');
  expect({ begun, isOver }).toEqual({ begun: ['a', 'b', 'c'], isOver: false });
  await end('a');
  expect(await failed).toEqual(new Error('b'));
});

it('begins nothing once it is not to go on, and ends with what is under way', async () => {
  let goesOn = true;
  const { all, rest, begun, end } = working(['a', 'b', 'c', 'd'], () => goesOn);
  await rest();
  goesOn = false;
  for (const path of ['a', 'b', 'c']) await end(path);
  await all;
  expect(begun).toEqual(['a', 'b', 'c']);
});
