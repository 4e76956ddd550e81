import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { placeIn } from './place-in.ts';

const [docs, deep, other] = [resolve('/home/u/Docs'), resolve('/home/u/Docs/deep/pair'), resolve('/srv/x')];

it.each([
  ['/home/u/Docs/a/b.txt', docs, 'a/b.txt'],
  ['/home/u/Docs', docs, ''],
  ['/home/u/Docs/deep/pair/c', deep, 'c'],
  ['/home/u/Docs/../Docs/a', docs, 'a'],
])('%s lies in %s, at %s', (absolute, folder, path) => {
  expect(placeIn([other, docs, deep], resolve(absolute))).toEqual({ folder, path });
  expect(placeIn([deep, docs, other], absolute)).toEqual({ folder, path });
});

it.each(['/home/u/Docs/../elsewhere/a', '/home/u/Documents/a', '/'])('%s lies in none', (absolute) => {
  expect(placeIn([docs, deep, other], absolute)).toBeUndefined();
});
