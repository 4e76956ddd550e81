import { describe, expect, it } from 'vitest';
import type { KooDrive } from '../koodrive/api.ts';
import { KooError } from '../model/errors.ts';
import { findRootAway, mindingRoot } from './root-guard.ts';

const root = { containerId: 'c', fileId: 'root' };
type Folder = 'there' | 'in the bin' | 'gone' | 'not to be asked';

/** A server on which all but the pair's own folder reads as gone; `calls` says what was asked. */
function setUp(folder: Folder, code: 'NOT_FOUND' | 'REMOTE_RECYCLED' | 'NAME_TAKEN' = 'NOT_FOUND') {
  const told: string[] = [];
  const fails = (): never => {
    throw new KooError(code, 'as the test wants');
  };
  const detail = async (_containerId: string, fileId: string) => {
    if (fileId !== root.fileId) return code === 'NAME_TAKEN' ? { recycled: true } : fails();
    if (folder === 'gone') throw new KooError('NOT_FOUND', 'gone');
    if (folder === 'not to be asked') throw new KooError('OFFLINE', 'the line is down');
    return { recycled: folder === 'in the bin' };
  };
  const server = new Proxy(
    {},
    {
      get: (_target, name) =>
        name === 'detail'
          ? detail
          : name === 'listFolder'
            ? async function* () {
                yield await Promise.reject(new KooError(code, 'as the test wants'));
              }
            : async () => fails(),
      ownKeys: () => ['detail'],
    },
  ) as KooDrive;
  const koodrive = mindingRoot(server, { root: () => root, away: (error) => told.push(error.code) });
  return { koodrive, server, told };
}

/** Everything that the engine asks of a pair's files. */
const calls: readonly (readonly [string, (koodrive: KooDrive) => Promise<unknown>])[] = [
  ['detail', (koo) => koo.detail('c', 'f')],
  [
    'listFolder',
    async (koo) => {
      for await (const entry of koo.listFolder('c', 'f')) expect(entry).toBeUndefined();
    },
  ],
  ['createFolder', (koo) => koo.createFolder({ containerId: 'c', parentId: 'p', name: 'n' })],
  ['rename', (koo) => koo.rename({ containerId: 'c', fileId: 'f', name: 'n' })],
  ['move', (koo) => koo.move({ containerId: 'c', fileId: 'f', toParentId: 'p' })],
  ['recycle', (koo) => koo.recycle({ containerId: 'c', fileId: 'f' })],
  ['undoRecycle', (koo) => koo.undoRecycle({ containerId: 'c', fileId: 'f' })],
  ['createFile', (koo) => koo.createFile({} as never)],
  ['createRevision', (koo) => koo.createRevision({} as never)],
  ['partLinks', (koo) => koo.partLinks('f', [])],
  ['completeFile', (koo) => koo.completeFile('f', 's')],
  ['completeRevision', (koo) => koo.completeRevision('f', 's')],
  ['listRevisions', (koo) => koo.listRevisions({ containerId: 'c', fileId: 'f' })],
];

describe.each(calls)('%s', (_name, ask) => {
  it.each([
    ['in the bin', 'REMOTE_RECYCLED', 'PAIR_RECYCLED'],
    ['in the bin', 'NOT_FOUND', 'PAIR_RECYCLED'],
    ['gone', 'NOT_FOUND', 'PAIR_GONE'],
  ] as const)('of what reads as gone while the folder is %s says so (%s)', async (folder, code, expected) => {
    const { koodrive, told } = setUp(folder, code);
    await expect(ask(koodrive)).rejects.toMatchObject({ code: expected });
    expect(told).toEqual([expected]);
  });

  it('of what is gone from a folder that is there says that', async () => {
    const { koodrive, told } = setUp('there');
    await expect(ask(koodrive)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(told).toEqual([]);
  });

  it('draws no conclusion when nobody can be asked', async () => {
    const { koodrive, told } = setUp('not to be asked');
    await expect(ask(koodrive)).rejects.toMatchObject({ code: 'OFFLINE' });
    expect(told).toEqual([]);
  });
});

it('a file that is in the bin with its folder is not in the bin by itself', async () => {
  const { koodrive } = setUp('in the bin', 'NAME_TAKEN');
  await expect(koodrive.detail('c', 'f')).rejects.toMatchObject({ code: 'PAIR_RECYCLED' });
  expect(await koodrive.detail('c', root.fileId)).toEqual({ recycled: true });
  expect(await setUp('there', 'NAME_TAKEN').koodrive.detail('c', 'f')).toEqual({ recycled: true });
});

it('another failure asks nobody', async () => {
  const { koodrive, told } = setUp('gone', 'NAME_TAKEN');
  await expect(koodrive.rename({ containerId: 'c', fileId: 'f', name: 'n' })).rejects.toMatchObject({
    code: 'NAME_TAKEN',
  });
  expect(told).toEqual([]);
});

it('a folder that is in its place is not away', async () => {
  expect(await findRootAway(setUp('there').server, root)).toBeUndefined();
});
