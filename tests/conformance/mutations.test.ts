/** Every planted bug of tests/simulation/mutations.ts fits the sources as they stand: else it would find nothing and say so late. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mutations } from '../simulation/mutations.ts';

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
