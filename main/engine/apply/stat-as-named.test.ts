/** A disk that takes capitals for small letters, on which names are told apart by their listing alone. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LocalPath } from '../../model/local-path.ts';
import { openTestStores, type TestStores } from '../test-stores.ts';
import { statAsNamed } from './stat-as-named.ts';

let stores: TestStores;
beforeEach(() => {
  stores = openTestStores(() => 1000);
});
afterEach(() => stores.close());

/** What the disk holds, by folder. */
const listing: Readonly<Record<string, readonly string[]>> = { '': ['Docs', 'b'], Docs: ['Report', 'c'] };

function known(path: string, is: 'held' | 'missing' | 'in the bin' = 'held'): void {
  const { baseline, pair } = stores;
  const kind = path.toLowerCase() === 'docs' ? 'folder' : 'file';
  const local = { fingerprint: path, localId: path, size: 1 };
  const remote = { fileId: `id of ${path}`, sha256: undefined, revisionId: undefined };
  baseline.put(pair.id, path, { kind, local, remote }, 1);
  if (is !== 'held') baseline.markMissing(pair.id, path, 2);
  if (is === 'in the bin') baseline.setRecycled(pair.id, path, true);
}

async function look(path: string) {
  let listed = 0;
  const kept = (name: string) => name.replace(/^docs(?=\/|$)/i, 'Docs');
  const disk = {
    stat: ({ path: at }: LocalPath) => {
      const [name = '', folder = ''] = kept(at).split('/').toReversed();
      const isThere = listing[folder]?.some((one) => one.toLowerCase() === name.toLowerCase());
      return Promise.resolve(isThere === true ? { kind: 'file' } : undefined);
    },
    list: ({ path: at }: LocalPath) => {
      listed += 1;
      return Promise.resolve({ names: listing[kept(at)] ?? [] });
    },
  };
  const found = await statAsNamed({ ...stores, disk } as never, stores.pair, path);
  return { isThere: found !== undefined, listed };
}

it('looks into no folder where nothing is known beside the name', async () => {
  known('Docs');
  known('Docs/c');
  expect(await look('Docs/c')).toEqual({ isThere: true, listed: 0 });
  expect(await look('Docs/new')).toEqual({ isThere: false, listed: 0 });
});

it.each(['held', 'missing', 'in the bin'] as const)(
  'of two that are known the listed one is there: %s',
  async (is) => {
    known('Docs');
    known('Docs/Report');
    known('Docs/report', is);
    expect(await look('Docs/report')).toEqual({ isThere: false, listed: 1 });
    expect(await look('Docs/Report')).toEqual({ isThere: true, listed: 1 });
  },
);

it('nothing stands in a folder that has another spelling by now', async () => {
  known('Docs');
  known('docs', 'missing');
  expect(await look('docs/c')).toEqual({ isThere: false, listed: 1 });
});

it('a file that was written down in a folder after that had got another spelling is not there (crossing 508362)', async () => {
  known('Docs');
  known('docs', 'missing');
  known('docs/c');
  expect(await look('docs/c')).toEqual({ isThere: false, listed: 1 });
  expect(await look('Docs/c')).toEqual({ isThere: true, listed: 1 });
});

it.each([
  ['a known folder that took its place under another spelling', 'docs', 'id of d', undefined, 1],
  ['a known folder that took its place', 'Docs', 'id of d', 'id of d', 1],
  ['a folder of which nothing is known', 'docs', 'new', 'new', 0],
  ['the folder itself', 'Docs', 'Docs', 'Docs', 0],
])('where a folder is known stands %s (crossing 714720)', async (_what, name, localId, found, listed) => {
  const { baseline, pair } = stores;
  known('Docs');
  const remote = { fileId: 'd', sha256: undefined, revisionId: undefined };
  const local = { fingerprint: 'd', localId: 'id of d', size: 1 };
  baseline.put(pair.id, 'd', { kind: 'folder', local, remote }, 1);
  let lists = 0;
  const disk = {
    stat: () => Promise.resolve({ kind: 'folder', localId }),
    list: () => {
      lists += 1;
      return Promise.resolve({ names: [name] });
    },
  };
  const stat = await statAsNamed({ ...stores, disk } as never, pair, 'Docs');
  expect({ found: stat?.localId, listed: lists }).toEqual({ found, listed });
});

it.each([
  ['under another spelling', 'docs', undefined],
  ['under this one', 'Docs', 'id of d'],
])('where nothing is known a known folder may have come %s', async (_what, name, found) => {
  const { baseline, pair } = stores;
  const remote = { fileId: 'd', sha256: undefined, revisionId: undefined };
  const local = { fingerprint: 'd', localId: 'id of d', size: 1 };
  baseline.put(pair.id, 'd', { kind: 'folder', local, remote }, 1);
  const disk = {
    stat: () => Promise.resolve({ kind: 'folder', localId: 'id of d' }),
    list: () => Promise.resolve({ names: [name] }),
  };
  expect((await statAsNamed({ ...stores, disk } as never, pair, 'Docs'))?.localId).toBe(found);
});

it('a folder that is missing elsewhere came under another spelling to the place of a known one (crossing 825554)', async () => {
  const { baseline, pair } = stores;
  known('Docs');
  const remote = { fileId: 'd', sha256: undefined, revisionId: undefined };
  const local = { fingerprint: 'd', localId: 'id of d', size: 1 };
  baseline.put(pair.id, 'd', { kind: 'folder', local, remote }, 1);
  baseline.markMissing(pair.id, 'd', 2);
  const lookAt = (name: string) => {
    const disk = {
      stat: () => Promise.resolve({ kind: 'folder', localId: 'id of d' }),
      list: () => Promise.resolve({ names: [name] }),
    };
    return statAsNamed({ ...stores, disk } as never, pair, 'Docs');
  };
  expect(await lookAt('docs')).toBeUndefined();
  expect(await lookAt('Docs')).toMatchObject({ localId: 'id of d' });
});
