import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { KooError } from '../model/errors.ts';
import type { AccountKey } from '../model/pair.ts';
import { memoryLog } from '../lib/test-log.ts';
import { PairOwners } from './pair-owners.ts';
import { takeOver, type TakeOverDeps } from './take-over.ts';
import { openTestStores, type TestStores } from './test-stores.ts';

type Space = Awaited<ReturnType<TakeOverDeps['koodrive']['space']>>;
const ann: AccountKey = { server: 'https://one.example', userId: 'ann' };
const bob: AccountKey = { server: 'https://two.example', userId: 'bob' };
const space = (containerId: string, type: string, active = true): Space => ({
  ...{ containerId, type, active, rootFolderId: 'r', ownerId: 'bob', capacity: 1, used: 0 },
});

let stores: TestStores;
let folder: string;
let id: number;
let signedIn: AccountKey | undefined;
let spaces: Space[];
beforeEach(() => {
  stores = openTestStores(() => 1000);
  folder = realpathSync(mkdtempSync(`${tmpdir()}/koosync-take-over-`));
  const pair = { folder, containerId: 'hers', remote: 'docs', drive: 'uuid-1', account: ann };
  id = stores.pairs.add(pair, 1000).id;
  signedIn = bob;
  spaces = [space('his', '1'), space('team', '2')];
  return () => {
    stores.close();
    rmSync(folder, { recursive: true });
  };
});

const doings = () => ({
  monitors: { leave: vi.fn(async () => undefined), follow: vi.fn(async () => undefined) },
  scheduler: { follow: vi.fn(), wake: vi.fn() },
  signals: { changed: vi.fn() },
});
const run = (ids: readonly number[], done = doings()) => {
  const clock = { now: () => 6000, elapsed: () => 0 };
  const owners = new PairOwners({ pairs: stores.pairs, clock, log: memoryLog(), signedIn: () => signedIn });
  const koodrive = {
    spaces: async () => spaces,
    space: async (containerId: string) => {
      throw new KooError('SPACE_UNAVAILABLE', `no space ${containerId}`);
    },
  };
  return takeOver({ ...done, pairs: stores.pairs, owners, koodrive, clock, isStarted: true }, ids);
};
const pairs = () => stores.pairs.all().filter((pair) => pair.folder === folder);

describe('a pair that is taken over', () => {
  it('keeps its folder, its remote name, its drive and its pause, and nothing that was known of it', async () => {
    stores.pairs.setPaused(id, 5000);
    stores.pairs.setScanned(id, 5000);
    stores.pending.enqueue(id, 'a.txt', 'noticed', 1000);
    const done = doings();
    await run([id], done);
    const [now, ...others] = pairs();
    expect(others).toEqual([]);
    expect(now).toMatchObject({ folder, containerId: 'his', remote: 'docs', drive: 'uuid-1', account: bob });
    expect([now?.isPaused, now?.isScanned, now?.id === id]).toEqual([true, false, false]);
    expect(stores.pending.find(Number(now?.id), 'a.txt') ?? stores.pending.find(id, 'a.txt')).toBeUndefined();
    expect(done.monitors.leave.mock.calls).toEqual([[id]]);
    expect(done.monitors.follow).toHaveBeenCalledOnce();
    expect(done.scheduler.follow.mock.calls[0]?.[0]).toContain(now?.id);
  });

  it.each<[string, Space[], string]>([
    [
      'stays in its space where the other account has it, too',
      [space('his', '1'), space('hers', '2')],
      'hers',
    ],
    ['goes to the personal space otherwise', [space('team', '2'), space('his', '1')], 'his'],
  ])('%s', async (_what, there, containerId) => {
    spaces = there;
    await run([id]);
    expect(pairs()).toMatchObject([{ containerId, account: bob }]);
  });

  it.each<[string, Space[]]>([
    ['there is no personal space', [space('team', '2')]],
    ['there are two', [space('his', '1'), space('his-other', '1')]],
    ['it is locked', [space('his', '1', false)]],
  ])('stays where it is while %s, and that is said', async (_what, there) => {
    spaces = there;
    await expect(run([id])).rejects.toMatchObject({ code: 'SPACE_UNAVAILABLE' });
    expect(pairs()).toMatchObject([{ id, containerId: 'hers', account: ann }]);
  });

  it('does not go into the remote folder of another one; those before it have gone', async () => {
    const other = realpathSync(mkdtempSync(`${tmpdir()}/koosync-take-over-`));
    try {
      const second = stores.pairs.add(
        { folder: other, containerId: 'hers-too', remote: 'docs', account: ann },
        1000,
      );
      const done = doings();
      await expect(run([id, second.id], done)).rejects.toMatchObject({ code: 'NAME_TAKEN' });
      expect(pairs()).toMatchObject([{ containerId: 'his', account: bob }]);
      expect(stores.pairs.find(second.id)).toMatchObject({ containerId: 'hers-too', account: ann });
      expect(done.monitors.follow).toHaveBeenCalledOnce();
    } finally {
      rmSync(other, { recursive: true });
    }
  });

  it('goes nowhere while nobody is signed in, or while its folder is away', async () => {
    signedIn = undefined;
    await expect(run([id])).rejects.toMatchObject({ code: 'SIGN_IN_NEEDED' });
    signedIn = bob;
    stores.pairs.remove(id);
    id = stores.pairs.add({ folder: `${folder}/none`, containerId: 'hers', remote: 'n', account: ann }, 1).id;
    await expect(run([id])).rejects.toMatchObject({ code: 'FOLDER_MISSING' });
    expect(stores.pairs.find(id)).toMatchObject({ account: ann });
  });
});
