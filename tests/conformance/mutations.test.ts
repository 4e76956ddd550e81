/** Every planted bug of tests/simulation/mutations.ts fits the sources as they stand: else it would find nothing and say so late. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keptPrograms } from '../simulation/kept-programs.ts';
import { isKept, mutations } from '../simulation/mutations.ts';

const root = join(import.meta.dirname, '..', '..');
const places = mutations.flatMap(({ what, also, ...place }) => [
  { what, ...place },
  ...(also ? [{ what, ...also }] : []),
]);

describe('a planted bug', () => {
  it.each(places)('$what: its text stands in $file just once', ({ file, find, put }) => {
    const source = readFileSync(join(root, file), 'utf8');
    expect(source.split(find)).toHaveLength(2);
    expect(put).not.toBe(find);
  });
});

const named = mutations.flatMap(({ what, by }) => (by && isKept(by) ? [{ what, name: by.name ?? '' }] : []));

it.each(named)('$what: the program that finds it is kept', ({ name }) => {
  expect(keptPrograms.filter((kept) => kept.what.includes(name))).toHaveLength(1);
});
