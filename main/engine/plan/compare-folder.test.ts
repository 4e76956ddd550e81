import { describe, expect, it } from 'vitest';
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import { compareEveryMs, compareFolder, isOther, type Listed } from './compare-folder.ts';

const entry = (
  path: string,
  fileId: string,
  sha256: string | undefined,
  kind: BaselineEntry['kind'] = 'file',
) => ({ path, kind, remote: { fileId, sha256, revisionId: undefined } }) as BaselineEntry;
const compare = (known: BaselineEntry, listed: Record<string, Listed>) => {
  const { agreeing, renamed, changed, absent } = compareFolder([known], new Map(Object.entries(listed)));
  return [agreeing.length, renamed.map(({ detail }) => detail), changed.length, absent.length];
};

describe('a folder and its list', () => {
  const known = entry('docs/a.txt', 'f1', 'AB');
  it.each<[string, BaselineEntry, Record<string, Listed>, unknown[]]>([
    ['agree', known, { f1: { name: 'a.txt', sha256: 'ab' } }, [1, [], 0, 0]],
    [
      'agree where the list leaves the content out',
      known,
      { f1: { name: 'a.txt', sha256: undefined } },
      [1, [], 0, 0],
    ],
    [
      'agree where the content is not known here',
      entry('docs/a.txt', 'f1', undefined),
      { f1: { name: 'a.txt', sha256: 'cd' } },
      [1, [], 0, 0],
    ],
    [
      'agree about a folder',
      entry('docs/sub', 'f1', undefined, 'folder'),
      { f1: { name: 'sub', sha256: undefined } },
      [1, [], 0, 0],
    ],
    [
      'agree in another normal form',
      entry('docs/e\u0301', 'f1', 'ab'),
      { f1: { name: '\u00e9', sha256: 'ab' } },
      [1, [], 0, 0],
    ],
    ['differ in the name', known, { f1: { name: 'A.txt', sha256: 'ab' } }, [0, ['A.txt'], 0, 0]],
    ['differ in the content', known, { f1: { name: 'a.txt', sha256: 'cd' } }, [0, [], 1, 0]],
    ['do not know each other', known, { f2: { name: 'a.txt', sha256: 'ab' } }, [0, [], 0, 1]],
  ])('%s', (_what, one, listed, expected) => {
    expect(compare(one, listed)).toEqual(expected);
  });
});

it('contents are others only where both are known', () => {
  expect([isOther('a', 'b'), isOther('a', 'A'), isOther(undefined, 'b'), isOther('a', undefined)]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

it('all folders are compared in three days, one in an hour at least, and no two within ten seconds', () => {
  expect([0, 1, 71, 72, 1000, 25_920, 1_000_000].map(compareEveryMs)).toEqual([
    3_600_000, 3_600_000, 3_600_000, 3_600_000, 259_200, 10_000, 10_000,
  ]);
});
