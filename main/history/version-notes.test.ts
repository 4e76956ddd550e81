import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { memoryLog } from '../lib/test-log.ts';
import type { ListedVersion } from '../../shared/views.ts';
import { openVersionNotes } from './version-notes.ts';

const file = { containerId: 'C1', fileId: 'F1' };
const minute = 60_000;
let home: string;
let setAside: string[];
let now: number;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'koosync-notes-'));
  setAside = [];
  now = 1_000_000_000;
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});
const open = () =>
  openVersionNotes({
    home,
    now: () => now,
    log: memoryLog(),
    onSetAside: (path) => {
      setAside.push(path);
    },
  });
const version = (n: number, sha256 = `sha-${n}`, createdAt = now): ListedVersion => ({
  revisionId: `F1.${n}`,
  revisionVersion: n,
  createdAt,
  sha256,
});
const text = () => readFileSync(join(home, 'version-notes.json'), 'utf8');

it('a label is kept, seen by another process, changed and taken away', async () => {
  const notes = open();
  const other = open();
  await notes.label(file, 'F1.2', '  sent to\nAnn \u202e ');
  expect(other.on(file, [version(1), version(2)]).map(({ label }) => label)).toEqual([
    undefined,
    'sent to Ann',
  ]);
  await other.label(file, 'F1.1', 'first');
  expect(notes.on(file, [version(1)])[0]).toMatchObject({ label: 'first' });
  await notes.label(file, 'F1.1', '');
  await notes.forget(file, 'F1.2');
  expect(other.on(file, [version(1), version(2)])).toEqual([version(1), version(2)]);
  expect(JSON.parse(text())).toEqual({ version: 1, files: {} });
});

it('labels that are set at once are all there', async () => {
  const notes = open();
  await Promise.all(Array.from({ length: 20 }, (_, i) => notes.label(file, `F1.${i}`, `label ${i}`)));
  expect(
    open()
      .on(
        file,
        Array.from({ length: 20 }, (_, i) => version(i)),
      )
      .every(({ label }) => label),
  ).toBe(true);
});

it('of two versions with the restored content the one that came after the restore is noted, for good', async () => {
  const notes = open();
  await notes.expect(file, 'sha-1', { reason: 'restored', from: 1 });
  // the one that was restored, and one that had the same content long before
  expect(
    notes.on(file, [version(1), version(2, 'sha-1', now - 60 * minute)]).every(({ reason }) => !reason),
  ).toBe(true);
  const seen = notes.on(file, [version(4, 'sha-1'), version(3), version(1)]);
  expect(seen[0]).toMatchObject({ reason: 'restored', restoredFrom: 1 });
  await notes.label(file, 'F1.3', 'x');
  expect(open().on(file, [version(4, 'sha-1')])[0]).toMatchObject({ reason: 'restored', restoredFrom: 1 });
  // it is one version's, and no other's
  expect(notes.on(file, [version(5, 'sha-1')])[0]?.reason).toBeUndefined();
});

it('a version that was kept beside another one is noted', async () => {
  const notes = open();
  await notes.expect(file, 'sha-7', { reason: 'kept-both' });
  expect(notes.on(file, [version(7)])[0]).toMatchObject({ reason: 'kept-both' });
});

it.each([['{"version":1,'], ['[]'], ['{"version":1,"files":{"C1 F1":{"labels":{"F1.1":7}}}}']])(
  'a file with %s is set aside as it is, and said',
  async (broken) => {
    writeFileSync(join(home, 'version-notes.json'), broken);
    const notes = open();
    expect(notes.on(file, [version(1)])).toEqual([version(1)]);
    expect(setAside).toHaveLength(1);
    expect(readFileSync(setAside[0] ?? '', 'utf8')).toBe(broken);
    await notes.label(file, 'F1.1', 'anew');
    expect(open().on(file, [version(1)])[0]).toMatchObject({ label: 'anew' });
    expect(readdirSync(home)).toHaveLength(2);
  },
);

it('ids that are called like what every object has are ids like others', async () => {
  const notes = open();
  const odd = { containerId: 'toString', fileId: 'valueOf' };
  await notes.label(odd, 'constructor', 'odd');
  const versions = [{ revisionId: 'constructor' }, { revisionId: 'toString' }];
  expect(
    open()
      .on(odd, versions)
      .map(({ label }) => label),
  ).toEqual(['odd', undefined]);
});
