import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FileStat } from '../../model/file-stat.ts';
import type { LocalPath } from '../../model/local-path.ts';
import { openTestStores, type TestStores } from '../test-stores.ts';
import { observe } from './observe.ts';
import { SupersededFiles } from './superseded-files.ts';

const now = 1_700_000_000_000;
let stores: TestStores;
beforeEach(() => {
  stores = openTestStores(() => now);
});
afterEach(() => stores.close());

/** What was synced, and is gone from the disk. */
function gone(path: string, kind: 'file' | 'folder', localId: string, syncedAt: number): void {
  const local = { fingerprint: `of ${path}`, localId, size: 1 };
  const remote = { fileId: `id of ${path}`, sha256: undefined, revisionId: undefined };
  stores.baseline.put(stores.pair.id, path, { kind, local, remote }, syncedAt);
}

/** Where did what stands at `path` move from? Nothing else is there but the pair's own folder. */
async function movedFrom(path: string, kind: 'file' | 'folder', localId: string) {
  const stat = { kind, localId, fingerprint: 'now', size: 1, quietSince: now } as FileStat;
  const disk = {
    stat: ({ path: at }: LocalPath) =>
      Promise.resolve(at === path ? stat : at === '' ? { kind: 'folder' } : undefined),
    list: () => Promise.resolve({ names: [path], notUtf8: [] }),
    drive: () => Promise.resolve(undefined),
  };
  const deps = { ...stores, disk, clock: { now: () => now }, timing: () => ({}) };
  const request = { pair: stores.pair, path, noticedAt: now, allSeenFrom: now, failed: undefined };
  const seen = await observe(deps as never, request as never);
  return seen.movedFrom?.path;
}

it.each(['file', 'folder'] as const)(
  'a %s that moved is found beside what is gone, has the same file id, and is of another kind',
  async (kind) => {
    const other = kind === 'file' ? 'folder' : 'file';
    gone('ours', kind, 'id', now - 2000);
    gone('another kind', other, 'id', now - 1000);
    expect(await movedFrom('new', kind, 'id')).toBe('ours');
    expect(await movedFrom('new', other, 'id')).toBe('another kind');
    expect(await movedFrom('new', kind, 'another id')).toBeUndefined();
  },
);

const second = 1000;
const document = 'report.docx';
const temp = 'save.new';

/** A program exchanged the document with its new file, and what the document was went up under the name of that. */
function exchanged(): void {
  const { superseded, pair } = stores;
  superseded.replaced(pair.id, document, 'old', 'new', now - 20 * second);
  gone(temp, 'file', 'old', now - 10 * second);
}

/** KooSync was killed: of what it saw there is what is written down. */
function killed(): void {
  stores.superseded.write(() => false);
  stores = { ...stores, superseded: new SupersededFiles(stores.db) };
}

/** Does what is gone at the temporary name count as left over of a save, while `standing` stands at the document's? */
async function isLeftOver(known: string, standing: string): Promise<boolean> {
  gone(document, 'file', known, now - 15 * second);
  const stats: Readonly<Record<string, unknown>> = {
    '': { kind: 'folder' },
    [document]: { kind: 'file', localId: standing },
  };
  const disk = { stat: ({ path: at }: LocalPath) => Promise.resolve(stats[at]) };
  const deps = { ...stores, disk, clock: { now: () => now }, timing: () => ({}) };
  const request = { pair: stores.pair, path: temp, noticedAt: now, allSeenFrom: now, failed: undefined };
  return (await observe(deps as never, request as never)).leftOver;
}

it('what a document was is left over of a save, though KooSync was killed before its version went up (crossing 104403)', async () => {
  exchanged();
  killed();
  expect(await isLeftOver('old', 'new')).toBe(true);
});

it('what a document was is left over of a save that was written down, where its version went up', async () => {
  exchanged();
  killed();
  expect(await isLeftOver('new', 'saved once more')).toBe(true);
});

it('what a document was is deleted where another file was saved in its place since a killed life saw it exchanged', async () => {
  exchanged();
  killed();
  expect(await isLeftOver('third', 'third')).toBe(false);
  expect(await isLeftOver('old', 'third')).toBe(false);
});

it('who saw a document exchanged knows what became of it: whatever stands there, what it was is left over', async () => {
  exchanged();
  expect(await isLeftOver('third', 'third')).toBe(true);
});
