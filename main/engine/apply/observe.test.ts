import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FileStat } from '../../model/file-stat.ts';
import type { LocalPath } from '../../model/local-path.ts';
import { openTestStores, type TestStores } from '../test-stores.ts';
import { observe } from './observe.ts';

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
