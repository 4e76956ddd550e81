import { beforeEach, describe, expect, it } from 'vitest';
import { createFakeKooDrive } from '../../tests/harness/simulated/fake-koodrive.ts';
import { memoryLog } from '../lib/test-log.ts';
import type { AccountKey, Pair } from '../model/pair.ts';
import { PairOwners } from './pair-owners.ts';
import { openTestStores, type TestStores } from './test-stores.ts';

const ann: AccountKey = { server: 'https://one.example', userId: 'ann' };
const bob: AccountKey = { server: 'https://one.example', userId: 'bob' };
const annElsewhere: AccountKey = { server: 'https://two.example', userId: 'ann' };

let stores: TestStores;
let signedIn: AccountKey | undefined;
let elapsed: number;
let owners: PairOwners;
beforeEach(() => {
  stores = openTestStores(() => 1000);
  signedIn = ann;
  elapsed = 0;
  owners = new PairOwners({
    pairs: stores.pairs,
    clock: { now: () => 5000, elapsed: () => elapsed },
    log: memoryLog(),
    signedIn: () => signedIn,
  });
  return () => stores.close();
});
const pair = (): Pair => {
  const found = stores.pairs.find(stores.pair.id);
  if (!found) throw new Error('no pair');
  return found;
};

it('a pair of nobody belongs to who is signed in first, and to nobody else after', () => {
  owners.adopt();
  expect(pair().account).toEqual(ann);
  signedIn = bob;
  owners.adopt();
  expect(pair().account).toEqual(ann);
});

it('stays nobody’s while the database cannot be written, and that stands in nobody’s way', () => {
  const pairs = {
    ...stores.pairs,
    adopt: () => {
      throw new Error('locked');
    },
  };
  const clock = { now: () => 5000, elapsed: () => elapsed };
  new PairOwners({ pairs, clock, log: memoryLog(), signedIn: () => ann }).adopt();
  expect(pair().account).toBeUndefined();
});

describe('a pair of an account', () => {
  beforeEach(() => owners.adopt());

  it.each<[string, AccountKey | undefined, boolean]>([
    ['with that one', ann, false],
    ['with another user', bob, true],
    ['with the same user elsewhere', annElsewhere, true],
    ['with nobody', undefined, false],
  ])('is held while somebody signed in %s: %j', (_what, account, isHeld) => {
    signedIn = account;
    expect(owners.held()).toEqual(isHeld ? [pair().id] : []);
    expect(owners.blockers().map(({ pairId, code, values }) => [pairId, code, values])).toEqual(
      isHeld
        ? [[pair().id, 'OTHER_ACCOUNT', { say: 'sentence.otherAccount', user: 'ann', server: ann.server }]]
        : [],
    );
    if (isHeld) expect(() => owners.requireOwn(pair())).toThrow('another account');
    else owners.requireOwn(pair());
  });

  it('is held soon after somebody else signed in, and told nothing of from the moment on', () => {
    expect(owners.held()).toEqual([]);
    signedIn = bob;
    expect(() => owners.requireOwn(pair())).toThrow('another account');
    elapsed += 1000;
    expect(owners.held()).toEqual([pair().id]);
    signedIn = ann;
    elapsed += 1000;
    expect(owners.held()).toEqual([]);
    signedIn = bob;
    // as it is told when somebody signs in here
    owners.adopt();
    expect(owners.held()).toEqual([pair().id]);
  });

  it('is taken over by who is signed in, also where another process does so', () => {
    signedIn = bob;
    expect(owners.held()).toEqual([pair().id]);
    stores.pairs.beginAnew(pair().id, { account: owners.accountNow(), containerId: 'c' }, 6000);
    elapsed += 1000;
    expect([owners.held(), stores.pairs.all()]).toMatchObject([[], [{ account: bob }]]);
    signedIn = undefined;
    expect(() => owners.accountNow()).toThrow('nobody is signed in');
  });

  it('says nothing to the server of somebody else, in any call', async () => {
    const server = createFakeKooDrive();
    const koodrive = owners.guard(server.koodrive, pair());
    await koodrive.spaces();
    expect(server.calls).toEqual(['spaces']);
    signedIn = bob;
    for (const [name, work] of Object.entries(koodrive)) {
      const call = work as (...given: unknown[]) => unknown;
      const given = call({}, '', '', {});
      const answer =
        given instanceof Promise ? given : (given as AsyncIterable<unknown>)[Symbol.asyncIterator]().next();
      await expect(answer, name).rejects.toMatchObject({ code: 'OTHER_ACCOUNT' });
    }
    expect(server.calls).toEqual(['spaces']);
  });
});
