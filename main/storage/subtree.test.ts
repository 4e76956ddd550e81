import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { atOrAbove, atOrBelow, below, renamed, upwards } from './subtree.ts';

let db: DatabaseSync;
beforeEach(() => {
  db = new DatabaseSync(':memory:');
  db.exec('CREATE TABLE item (path TEXT PRIMARY KEY) WITHOUT ROWID');
  const insert = db.prepare('INSERT INTO item VALUES (?)');
  for (const path of [
    '',
    'a',
    'a/b',
    'a/b/c',
    'a0',
    'a.b',
    'a-b',
    'A/b',
    'a%',
    'a%/x',
    'a_/x',
    'ä/x',
    'a/é',
    'a/\u{1F600}',
  ])
    insert.run(path);
});
afterEach(() => db.close());
const paths = (condition: string, path: string) =>
  db
    .prepare(`SELECT path FROM item WHERE ${condition} ORDER BY path`)
    .all(path)
    .map((row) => row['path']);

describe('a subtree', () => {
  it('is what lies below a path, whatever stands beside it', () => {
    expect(paths(below('path', '?1'), 'a')).toEqual(['a/b', 'a/b/c', 'a/é', 'a/\u{1F600}']);
    expect(paths(atOrBelow('path', '?1'), 'a')).toEqual(['a', 'a/b', 'a/b/c', 'a/é', 'a/\u{1F600}']);
    expect(paths(atOrBelow('path', '?1'), 'a%')).toEqual(['a%', 'a%/x']);
    expect(paths(below('path', '?1'), 'ä')).toEqual(['ä/x']);
  });

  it('has the path and the folders above it on the way up', () => {
    expect(paths(atOrAbove('path', '?1'), upwards('a/b/c'))).toEqual(['a', 'a/b', 'a/b/c']);
    expect(paths(atOrAbove('path', '?1'), upwards('a%/x'))).toEqual(['a%', 'a%/x']);
    expect(paths(atOrAbove('path', '?1'), upwards(''))).toEqual(['']);
  });

  it.each([
    ['below', below('path', '?2')],
    ['at or below', atOrBelow('path', '?2')],
  ])('%s a path of a pair is found by the index, as a range', (_what, condition) => {
    db.exec('CREATE TABLE of_pair (pair_id INTEGER, path TEXT, PRIMARY KEY (pair_id, path)) WITHOUT ROWID');
    const plan = db
      .prepare(`EXPLAIN QUERY PLAN SELECT path FROM of_pair WHERE pair_id = ?1 AND ${condition}`)
      .all(1, 'a')
      .map((row) => String(row['detail']));
    expect(plan).toEqual([expect.stringContaining('(pair_id=? AND path>? AND path<?)')]);
  });

  it('goes along when its path is renamed', () => {
    db.prepare(`UPDATE item SET path = ${renamed('path', '?1', '?2')} WHERE ${atOrBelow('path', '?1')}`).run(
      'a',
      'n/m',
    );
    expect(paths(atOrBelow('path', '?1'), 'n/m')).toEqual([
      'n/m',
      'n/m/b',
      'n/m/b/c',
      'n/m/é',
      'n/m/\u{1F600}',
    ]);
  });
});
