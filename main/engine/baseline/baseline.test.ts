import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isPresent } from '../../model/baseline-entry.ts';
import { openPairs } from '../../storage/pairs.ts';
import { openDatabase, type Database } from '../../storage/database.ts';
import { Baseline } from './baseline.ts';

let home: string;
let state: Database;
let baseline: Baseline;
let pair: number;
beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'koosync-baseline-'));
  state = openDatabase(home);
  pair = openPairs(state).add({ folder: '/a', containerId: 'c', remote: 'a' }, 1).id;
  baseline = new Baseline(state, () => 60_000);
});
afterEach(() => {
  state.close();
  fs.rmSync(home, { recursive: true, force: true });
});

const stat = (n: number) => ({ fingerprint: `p${n}`, localId: `i${n}`, size: n });
const remoteOnly = (n: number) => ({ fileId: `f${n}`, sha256: undefined, revisionId: undefined });
const file = (at: string, n: number, now = 100) =>
  baseline.put(
    pair,
    at,
    { kind: 'file', local: stat(n), remote: { fileId: `f${n}`, sha256: `s${n}`, revisionId: `r${n}` } },
    now,
  );
const folder = (at: string, n: number) =>
  baseline.put(pair, at, { kind: 'folder', local: stat(n), remote: remoteOnly(n) }, 100);
const tree = () => {
  folder('', 0);
  folder('d', 1);
  file('d/a', 2);
  folder('d/e', 3);
  file('d/e/b', 4);
  file('dd', 5);
};
const ids = (...paths: string[]) => paths.map((at) => baseline.find(pair, at)?.remote.fileId);

describe('the baseline', () => {
  it('says what this disk holds right below a folder', () => {
    tree();
    baseline.put(pair, 'd/remote', { kind: 'file', local: undefined, remote: remoteOnly(9) }, 100);
    file('d/gone', 6);
    baseline.markMissing(pair, 'd/gone', 200);
    expect(baseline.presentChildren(pair, 'd')).toEqual([
      { path: 'd/a', kind: 'file' },
      { path: 'd/e', kind: 'folder' },
    ]);
    expect(baseline.presentNames(pair, 'd')).toEqual(['a', 'e']);
  });

  it('is found as it was written', () => {
    file('d/a', 2);
    expect(baseline.find(pair, 'd/a')).toMatchObject({
      path: 'd/a',
      kind: 'file',
      local: { fingerprint: 'p2', localId: 'i2', size: 2 },
      remote: { fileId: 'f2', sha256: 's2', revisionId: 'r2' },
      missingSince: undefined,
      syncedAt: 100,
    });
    expect(baseline.find(pair, 'd/b')).toBeUndefined();
    expect(baseline.find(pair + 1, 'd/a')).toBeUndefined();
  });

  it('answers short questions as what is found does', () => {
    tree();
    baseline.put(pair, 'there', { kind: 'folder', local: undefined, remote: remoteOnly(6) }, 100);
    baseline.markMissing(pair, 'd/e', 200);
    folder('bin', 7);
    baseline.markMissing(pair, 'bin', 200);
    baseline.setRecycled(pair, 'bin', true);
    for (const at of ['', 'd', 'd/a', 'd/e', 'd/e/b', 'there', 'bin', 'nowhere']) {
      const found = baseline.find(pair, at);
      expect(baseline.isHeld(pair, at), at).toBe(isPresent(found));
      expect(baseline.fileIdAt(pair, at), at).toBe(found?.remote.fileId);
      const held = found?.kind === 'folder' && isPresent(found) ? found.remote.fileId : undefined;
      expect(baseline.heldFolderId(pair, at), at).toBe(held);
    }
    expect(baseline.isHeld(pair + 1, 'd')).toBe(false);
  });

  it('names the other paths of a file that are not missing', () => {
    for (const [nth, at] of ['a', 'b', 'c', 'd'].entries())
      baseline.put(pair, at, { kind: 'file', local: stat(1), remote: remoteOnly(nth) }, nth);
    baseline.markMissing(pair, 'c', 200);
    expect(baseline.presentBeside(pair, 'a', 'i1')).toEqual(['d', 'b']);
    expect(baseline.presentBeside(pair, 'a', 'i2')).toEqual([]);
  });

  it('is found by the inode alone where the birth time is another', () => {
    const put = (at: string, localId: string, now: number) => {
      const remote = { fileId: at, sha256: undefined, revisionId: undefined };
      baseline.put(pair, at, { kind: 'file', local: { fingerprint: 'p', localId, size: 1 }, remote }, now);
    };
    put('a', '12:700', 1);
    put('b', '12:800', 2);
    put('c', '1:700', 3);
    put('d', '120:700', 4);
    expect(baseline.withInodeOf(pair, '12:900').map((one) => one.path)).toEqual(['b', 'a']);
    expect(baseline.withInodeOf(pair + 1, '12:900')).toEqual([]);
  });

  it('what only the server has is no file of this disk', () => {
    baseline.put(
      pair,
      'x',
      { kind: 'file', local: undefined, remote: { ...remoteOnly(9), sha256: 's9' } },
      100,
    );
    expect(baseline.find(pair, 'x')).toMatchObject({ local: undefined, remote: { sha256: 's9' } });
    expect(baseline.counts(pair)).toMatchObject({ files: 0, missing: 0 });
    expect(baseline.markMissing(pair, 'x', 200)).toBe(0);
    expect(baseline.find(pair, 'x')?.missingSince).toBeUndefined();
  });

  it('children are those directly below', () => {
    tree();
    expect(
      baseline
        .children(pair, 'd')
        .map((one) => one.path)
        .sort(),
    ).toEqual(['d/a', 'd/e']);
    expect(
      baseline
        .children(pair, '')
        .map((one) => one.path)
        .sort(),
    ).toEqual(['d', 'dd']);
  });

  it('knows contents and identities', () => {
    file('a', 1);
    file('b', 2, 200);
    baseline.put(
      pair,
      'c',
      { kind: 'file', local: { ...stat(3), localId: 'i1' }, remote: { ...remoteOnly(3), sha256: 's3' } },
      300,
    );
    expect(baseline.holdsContent('s1')).toBe(true);
    expect(baseline.holdsContent('s7')).toBe(false);
    expect(baseline.withLocalId(pair, 'i1').map((one) => one.path)).toEqual(['c', 'a']);
  });

  it('a touch changes what is known of the disk, not of the server', () => {
    file('a', 1);
    baseline.markMissing(pair, 'a', 150);
    baseline.setLocal(pair, 'a', stat(7));
    expect(baseline.find(pair, 'a')).toMatchObject({
      local: { fingerprint: 'p7', localId: 'i7' },
      remote: { sha256: 's1', revisionId: 'r1' },
    });
    expect(baseline.find(pair, 'a')?.missingSince).toBeUndefined();
  });

  it('counts revisions that follow each other closely', () => {
    for (const now of [0, 10_000, 20_000, 30_000]) file('a', 1, now);
    expect(baseline.find(pair, 'a')?.streak).toBe(3);
    file('a', 1, 90_000);
    expect(baseline.find(pair, 'a')?.streak).toBe(0);
  });

  it('a folder that is missing takes all below along, once', () => {
    tree();
    expect(baseline.markMissing(pair, 'd', 200)).toBe(2);
    expect(baseline.markMissing(pair, 'd', 300)).toBe(0);
    expect(baseline.find(pair, 'd/e/b')?.missingSince).toBe(200);
    expect(baseline.find(pair, 'dd')?.missingSince).toBeUndefined();
    expect(baseline.counts(pair)).toMatchObject({ files: 1, missing: 2 });
  });

  it('a folder that moves takes all below along, and nothing beside', () => {
    tree();
    baseline.move(pair, 'd', 'dd2/n');
    expect(ids('dd2/n', 'dd2/n/a', 'dd2/n/e', 'dd2/n/e/b', 'dd', 'd', 'd/a')).toEqual([
      'f1',
      'f2',
      'f3',
      'f4',
      'f5',
      undefined,
      undefined,
    ]);
    expect(
      baseline
        .children(pair, 'dd2/n')
        .map((one) => one.path)
        .sort(),
    ).toEqual(['dd2/n/a', 'dd2/n/e']);
    expect(baseline.children(pair, 'dd2').map((one) => one.path)).toEqual(['dd2/n']);
  });

  it.each([10, 3000])('a folder of %i files that moves is a few changes of the database', (files) => {
    tree();
    for (let n = 0; n < files; n++) file(`d/e/${n}`, 100 + n);
    const changes = () => Number(state.get('SELECT total_changes() AS n')?.['n']);
    const before = changes();
    baseline.move(pair, 'd', 'n');
    expect(changes() - before).toBeLessThanOrEqual(5);
    expect(ids('n/e/0', `n/e/${files - 1}`, 'd/e/0')).toEqual(['f100', `f${99 + files}`, undefined]);
  });

  it('a folder that moves goes into what is known to have lain at its new path', () => {
    tree();
    file('n/e/c', 8);
    file('n/old', 9);
    baseline.markMissing(pair, 'n/old', 200);
    baseline.setRecycled(pair, 'n/old', true);
    baseline.move(pair, 'd', 'n');
    expect(ids('n', 'n/a', 'n/e', 'n/e/b', 'n/e/c', 'd/a')).toEqual([
      'f1',
      'f2',
      'f3',
      'f4',
      'f8',
      undefined,
    ]);
    expect(baseline.inBin(pair, 'n/old')).toBeUndefined();
    expect(state.all('SELECT name FROM dir ORDER BY name').map((row) => row['name'])).toEqual(['e', 'n']);
  });

  it('nothing is left of folders in which nothing is known', () => {
    const folders = () => state.all('SELECT name FROM dir ORDER BY name').map((row) => row['name']);
    tree();
    file('x/y/z/a', 6);
    expect(folders()).toEqual(['d', 'e', 'x', 'y', 'z']);
    baseline.forget(pair, 'd');
    expect(folders()).toEqual(['x', 'y', 'z']);
    baseline.markMissing(pair, 'x/y', 200);
    baseline.setRecycled(pair, 'x/y', true);
    baseline.forgetInBin(pair, 'x/y');
    expect(folders()).toEqual(['x']);
  });

  it('moves back to a name whose former file lies in the bin', () => {
    tree();
    baseline.markMissing(pair, 'd', 200);
    baseline.setRecycled(pair, 'd', true);
    folder('n', 8);
    file('n/a', 9);
    baseline.move(pair, 'n', 'd');
    expect(ids('d', 'd/a', 'd/e')).toEqual(['f8', 'f9', undefined]);
  });

  it('a file that moves takes nothing along that lay in a folder of its name', () => {
    tree();
    baseline.markMissing(pair, 'd', 200);
    baseline.setRecycled(pair, 'd', true);
    file('d', 8);
    baseline.move(pair, 'd', 'n');
    expect(ids('n', 'd')).toEqual(['f8', undefined]);
    expect(['d/a', 'n', 'n/a'].map((path) => baseline.inBin(pair, path)?.remote.fileId)).toEqual([
      'f2',
      undefined,
      undefined,
    ]);
    expect(
      baseline
        .missingBelow(pair, 'd', true)
        .map(({ path }) => path)
        .toSorted(),
    ).toEqual(['d/a', 'd/e', 'd/e/b']);
    expect(baseline.missingBelow(pair, 'd', false)).toEqual([]);
  });

  it('tells the remote folder that a path lies in, and none where a file has that name', () => {
    tree();
    expect(['d/a', 'd/e/b', 'dd/x', 'x/y'].map((path) => baseline.parentIdOf(pair, path))).toEqual([
      'f1',
      'f3',
      undefined,
      undefined,
    ]);
    baseline.markMissing(pair, 'd', 200);
    expect(baseline.parentIdOf(pair, 'd/a')).toBe('f1');
    baseline.setRecycled(pair, 'd', true);
    expect(baseline.parentIdOf(pair, 'd/a')).toBeUndefined();
  });

  it('what lies in the bin is not known, and is again when it comes back', () => {
    tree();
    baseline.markMissing(pair, 'd', 200);
    baseline.setRecycled(pair, 'd', true);
    expect(ids('d', 'd/a')).toEqual([undefined, undefined]);
    expect(baseline.withLocalId(pair, 'i2')).toEqual([]);
    baseline.setRecycled(pair, 'd', false);
    expect(ids('d', 'd/a')).toEqual(['f1', 'f2']);
  });

  it('forgets a path and all below', () => {
    tree();
    baseline.forget(pair, 'd');
    expect(ids('d', 'd/a', 'd/e/b', 'dd')).toEqual([undefined, undefined, undefined, 'f5']);
  });

  it('names with a percent sign or underscore are no patterns', () => {
    file('a_', 1);
    folder('x%', 2);
    file('x%/a', 3);
    file('xy/a', 4);
    baseline.forget(pair, 'x%');
    expect(ids('x%/a', 'xy/a')).toEqual([undefined, 'f4']);
    expect(baseline.search(pair, 'A_', 10).map((one) => one.path)).toEqual(['a_']);
  });

  it('counts files along with whatever is done to them', () => {
    const counted = () =>
      state.get(
        `SELECT count(*) FILTER (WHERE gone_at IS NULL) AS files, count(gone_at) AS missing FROM node
           WHERE pair_id = ? AND kind = 'file' AND fingerprint IS NOT NULL AND recycled = 0`,
        pair,
      );
    // the same steps in each run: a linear congruence picks them
    let seed = 7;
    const next = (below: number) => {
      seed = (seed * 69_069 + 12_345) % 4_294_967_296;
      return Math.floor(seed / 65_536) % below;
    };
    const paths = ['a', 'b', 'd', 'd/a', 'd/b', 'd/e', 'd/e/a', 'x', 'x/a'];
    const pick = () => paths[next(paths.length)] ?? 'a';
    const steps = [
      () => file(pick(), next(9)),
      () => file(pick(), next(9)),
      () => baseline.put(pair, pick(), { kind: 'folder', local: stat(1), remote: remoteOnly(1) }, 100),
      () => baseline.put(pair, pick(), { kind: 'file', local: undefined, remote: remoteOnly(2) }, 100),
      () => baseline.setLocal(pair, pick(), stat(next(9))),
      () => void baseline.markMissing(pair, pick(), 200),
      () => baseline.setRecycled(pair, pick(), next(2) === 0),
      () => void baseline.markForRecheck(pair, pick()),
      () => baseline.forget(pair, pick()),
      () => {
        if (baseline.find(pair, 'd') && !baseline.find(pair, 'y')) baseline.move(pair, 'd', 'y');
        else if (baseline.find(pair, 'y') && !baseline.find(pair, 'd')) baseline.move(pair, 'y', 'd');
      },
    ];
    const seen = new Set<string>();
    for (let n = 0; n < 2000; n++) {
      try {
        steps[next(steps.length)]?.();
      } catch {
        // a move to where something lies already: nothing was done
      }
      const { files, missing } = baseline.counts(pair);
      seen.add(`${String(files)} ${String(missing)}`);
      expect({ files, missing }).toEqual({ ...counted() });
    }
    expect(seen.size).toBeGreaterThan(15);
    openPairs(state).remove(pair);
    expect(baseline.counts(pair)).toEqual({ files: 0, missing: 0 });
  });
});
