import { beforeEach, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../shared/error-codes.ts';
import { createFakeClock, type FakeClock } from '../../tests/harness/simulated/clock.ts';
import { memoryLog } from '../lib/test-log.ts';
import { KooError } from '../model/errors.ts';
import type { Host } from '../model/hosts.ts';
import type { Pair } from '../model/pair.ts';
import { Breakers } from './breakers.ts';
import type { Place } from './circuit-breaker.ts';
import { Outages } from './outages.ts';
import { TransferLimit } from './transfer-limit.ts';

const storage = 'https://obs.example:8443';
const ofApi: Place = { scope: 'host', host: 'api' };
const ofStorage: Place = { scope: 'host', host: storage };
const pairs = [
  { id: 1, folder: '/a', containerId: 'c', remote: 'a' },
  { id: 2, folder: '/b', containerId: 'c', remote: 'b' },
  { id: 3, folder: '/d', containerId: 'other', remote: 'd' },
] as unknown as Pair[];

let clock: FakeClock;
/** what a probe finds, by who is probed; undefined: it answers */
let found: Partial<Record<string, ErrorCode>>;
let probed: string[];
let space: { active: boolean; used: number; capacity: number };
let entry: { containerId: string; fileId: string } | undefined;
let opened: Place[];
let notices: ErrorCode[];
let breakers: Breakers;
let limit: TransferLimit;
let outages: Outages;

beforeEach(() => {
  clock = createFakeClock(0);
  found = {};
  probed = [];
  space = { active: true, used: 1, capacity: 2 };
  entry = undefined;
  opened = [];
  notices = [];
  breakers = new Breakers(() => 0.5);
  limit = new TransferLimit(100);
  const answer = (of: string) => {
    probed.push(of);
    const code = found[of];
    return code === undefined
      ? Promise.resolve()
      : Promise.reject(new KooError(code, 'as the test wants', of === 'own' ? {} : { detail: { host: of } }));
  };
  outages = new Outages({
    account: {
      breakers,
      limit,
      modes: { forget: () => undefined },
      roundTrip: { forget: () => undefined },
      koodrive: {
        probe: (host: Host) => answer(host),
        space: async () => {
          await answer('api');
          return space;
        },
      } as never,
    },
    pairs: { all: () => pairs, find: (id) => pairs.find((pair) => pair.id === id) },
    clock,
    log: memoryLog(),
    entry: () => entry,
    writeOwnState: () => {
      const code = found['own'];
      if (code !== undefined) throw new KooError(code, 'as the test wants');
    },
    opened: (place) => opened.push(place),
    changed: () => undefined,
    notice: (error) => notices.push(error.code),
  });
});

const { signal } = new AbortController();
const judge = async (code: ErrorCode, host?: Host, pairId = 1) => {
  const error = new KooError(code, 'as the test wants', host === undefined ? {} : { detail: { host } });
  const verdict = await outages.judge(error, pairId, signal);
  return { place: verdict.place, code: verdict.error.code };
};
const told = () => outages.blockers(() => true).map(({ code, pairId }) => [code, pairId]);
const probeAgain = async () => {
  await clock.pass(600_000);
  outages.probeDue(signal);
  await clock.pass(0);
};

describe('a failure reaches', () => {
  it.each([
    ['FILE_UNREADABLE', undefined],
    ['NAME_TAKEN', 'api'],
    ['CHECK_FAILED', 'api'],
    ['FOLDER_MISSING', undefined],
    ['CANCELLED', undefined],
  ] as const)('no further than the item: %s, and nobody is asked', async (code, host) => {
    expect(await judge(code, host)).toEqual({ place: undefined, code });
    expect(probed).toEqual([]);
  });

  it.each([
    ['OFFLINE', 'TRANSFER_CUT'],
    ['PORTAL', 'BAD_ANSWER'],
    ['WRONG_SERVER', 'BAD_ANSWER'],
    ['SERVER_BUSY', 'SERVER_BUSY'],
  ] as const)('no further where its host answers: %s is told as %s', async (code, as) => {
    expect(await judge(code, storage)).toEqual({ place: undefined, code: as });
    expect(probed).toEqual([storage]);
    expect(told()).toEqual([]);
  });

  it('its host, as the probe found it', async () => {
    found = { api: 'SERVER_BUSY' };
    expect(await judge('TIMED_OUT', 'api')).toEqual({ place: ofApi, code: 'SERVER_BUSY' });
    expect(opened).toEqual([ofApi]);
    // what fails after that is known to have the same cause
    expect(await judge('BAD_ANSWER', 'api')).toEqual({ place: ofApi, code: 'SERVER_BUSY' });
    expect(probed).toEqual(['api']);
    expect(told()).toEqual([['SERVER_BUSY', undefined]]);
  });

  it('a storage, which is told by its name; the API is asked too, for it may be the same trouble', async () => {
    found = { [storage]: 'OFFLINE' };
    expect(await judge('OFFLINE', storage)).toEqual({ place: ofStorage, code: 'STORAGE_UNREACHABLE' });
    expect(probed).toEqual([storage, 'api']);
    expect(outages.isBlocked()).toBe(false);
    expect(outages.blockers(() => true)).toMatchObject([
      { code: 'STORAGE_UNREACHABLE', values: { host: 'obs.example:8443' } },
    ]);
    // nobody waits for it: links may lead elsewhere
    expect(outages.blockers(() => false)).toEqual([]);
  });

  it('both hosts, and is one trouble, when the line is down', async () => {
    found = { [storage]: 'OFFLINE', api: 'OFFLINE' };
    await judge('OFFLINE', storage);
    expect(told()).toEqual([['OFFLINE', undefined]]);
    found = { [storage]: 'OFFLINE' };
    await probeAgain();
    expect(told()).toEqual([['STORAGE_UNREACHABLE', undefined]]);
  });

  it('the account, when the probe is refused as well', async () => {
    found = { api: 'SIGN_IN_NEEDED' };
    expect(await judge('OFFLINE', 'api')).toEqual({ place: { scope: 'account' }, code: 'SIGN_IN_NEEDED' });
    expect(notices).toEqual(['SIGN_IN_NEEDED']);
  });

  it('all pairs of a space that is full or closed, and is one trouble of each', async () => {
    const place: Place = { scope: 'pair', containerId: 'c' };
    expect(await judge('QUOTA_FULL')).toEqual({ place: undefined, code: 'QUOTA_FULL' });
    space = { ...space, used: 2 };
    expect(await judge('QUOTA_FULL')).toEqual({ place, code: 'QUOTA_FULL' });
    expect(outages.blockers(() => false)).toMatchObject([
      { code: 'QUOTA_FULL', pairId: 1, cause: 'space c' },
      { code: 'QUOTA_FULL', pairId: 2, cause: 'space c' },
    ]);
    expect(outages.isBlocked()).toBe(false);
    space = { ...space, active: false };
    await probeAgain();
    expect(told()).toEqual([
      ['SPACE_UNAVAILABLE', 1],
      ['SPACE_UNAVAILABLE', 2],
    ]);
    outages.uploaded(3, clock.now());
    expect(told()).toHaveLength(2);
    outages.uploaded(2, clock.now());
    expect(told()).toEqual([]);
  });

  it('this machine, when our own database cannot be written, or the keyring is closed', async () => {
    expect((await judge('DISK_FULL')).place).toBeUndefined();
    found = { own: 'DISK_FULL' };
    expect((await judge('DISK_FULL')).place).toEqual({ scope: 'all' });
    found = {};
    await probeAgain();
    expect(told()).toEqual([]);
    found = { api: 'KEYRING_UNAVAILABLE' };
    expect((await judge('KEYRING_UNAVAILABLE')).place).toEqual({ scope: 'all' });
    await probeAgain();
    expect(told()).toEqual([['KEYRING_UNAVAILABLE', undefined]]);
  });
});

describe('a body that does not get through though its host answers', () => {
  const size = 6_000_000;
  const judgeBody = async (code: ErrorCode, body: { size: number; sent: number; divisible: boolean }) => {
    const error = new KooError(code, 'as the test wants', { detail: { host: storage, body } });
    const { place, error: told } = await outages.judge(error, 1, signal);
    expect(place).toBeUndefined();
    return [told.code, told.detail.values];
  };

  it('goes in smaller parts when it was cut twice alike, and is told as limited when there are none', async () => {
    const whole = { size, sent: 4_100_000, divisible: true };
    expect(await judgeBody('OFFLINE', whole)).toEqual(['TRANSFER_CUT', undefined]);
    expect(limit.bytes).toBeUndefined();
    expect(await judgeBody('OFFLINE', whole)).toEqual(['TRANSFER_CUT', undefined]);
    expect(limit.bytes).toBe(4_100_000);
    const part = { size: 5_242_880, sent: 4_050_000, divisible: false };
    expect(await judgeBody('TIMED_OUT', part)).toEqual(['TRANSFER_LIMITED', { limit: '4 MB' }]);
    // the next file is named at once
    expect(await judgeBody('OFFLINE', { size: 4_500_000, sent: 4_050_000, divisible: false })).toEqual([
      'TRANSFER_LIMITED',
      { limit: '4 MB' },
    ]);
    // a smaller one that breaks is chance
    expect(await judgeBody('OFFLINE', { size: 900_000, sent: 300_000, divisible: false })).toEqual([
      'TRANSFER_CUT',
      undefined,
    ]);
    outages.networkChanged();
    expect(limit.bytes).toBeUndefined();
  });

  it('is divided at once where somebody says that it is too large', async () => {
    expect(await judgeBody('TRANSFER_LIMITED', { size, sent: size, divisible: true })).toEqual([
      'TRANSFER_CUT',
      undefined,
    ]);
    expect(limit.bytes).toBe(size - 1);
    expect(await judgeBody('TRANSFER_LIMITED', { size: 5000, sent: 5000, divisible: false })).toEqual([
      'TRANSFER_LIMITED',
      { limit: '5 KB' },
    ]);
  });

  it('shows nothing of a limit when the host does not answer', async () => {
    found = { [storage]: 'OFFLINE' };
    const body = { size, sent: 4_000_000, divisible: true };
    for (let i = 0; i < 3; i++)
      await outages.judge(new KooError('OFFLINE', 'x', { detail: { host: storage, body } }), 1, signal);
    expect(limit.bytes).toBeUndefined();
  });
});

describe('while something stands in the way', () => {
  it('what cannot be asked about is not taken for free', async () => {
    space = { ...space, used: 2 };
    await judge('QUOTA_FULL');
    found = { api: 'OFFLINE' };
    await probeAgain();
    found = {};
    breakers.close(ofApi);
    expect(told()).toEqual([
      ['QUOTA_FULL', 1],
      ['QUOTA_FULL', 2],
    ]);
    // and a sign-in that was missing is not there because the line is down
    found = { api: 'SIGN_IN_NEEDED' };
    await judge('SIGN_IN_NEEDED', 'api');
    found = { api: 'OFFLINE' };
    await probeAgain();
    expect(told()).toContainEqual(['SIGN_IN_NEEDED', undefined]);
  });

  it('a host that answers with another trouble is free of its own', async () => {
    found = { api: 'OFFLINE' };
    await judge('OFFLINE', 'api');
    found = { api: 'SIGN_IN_NEEDED' };
    await probeAgain();
    expect(told()).toEqual([['SIGN_IN_NEEDED', undefined]]);
    found = {};
    await probeAgain();
    expect(told()).toEqual([]);
  });

  it('work waits while the API is suspected, and not while a storage is', async () => {
    const first = judge('OFFLINE', storage);
    expect([outages.isAsking, outages.isBlocked()]).toEqual([true, false]);
    await first;
    const second = judge('OFFLINE', 'api');
    expect([outages.isAsking, outages.isBlocked()]).toEqual([true, true]);
    await second;
    expect([outages.isAsking, outages.isBlocked()]).toEqual([false, false]);
  });

  it('a first answer of a stranger is a portal where things were synced before', async () => {
    found = { api: 'WRONG_SERVER' };
    expect((await judge('WRONG_SERVER', 'api')).code).toBe('WRONG_SERVER');
    breakers.close(ofApi);
    entry = { containerId: 'c', fileId: 'F1' };
    expect((await judge('WRONG_SERVER', 'api')).code).toBe('PORTAL');
  });

  it('nothing is declared by who gave up asking', async () => {
    found = { api: 'CANCELLED' };
    expect(await judge('OFFLINE', 'api')).toEqual({ place: undefined, code: 'CANCELLED' });
    expect(told()).toEqual([]);
  });

  it("a pause that the server asks for is nobody's trouble until it has come again and again", async () => {
    found = { api: 'THROTTLED' };
    expect(await judge('THROTTLED', 'api')).toEqual({ place: { scope: 'account' }, code: 'THROTTLED' });
    expect([probed, told()]).toEqual([[], []]);
    await probeAgain();
    await probeAgain();
    expect(told()).toEqual([['THROTTLED', undefined]]);
    // a storage asks for itself alone
    breakers.close({ scope: 'account' });
    expect((await judge('THROTTLED', storage)).place).toEqual(ofStorage);
    expect(outages.isBlocked()).toBe(false);
  });

  it('what is under way hears whether it waits in vain', async () => {
    expect(await outages.recheck(false, true, signal)).toBe(true);
    expect(await outages.recheck(false, false, signal)).toBe(false);
    found = { api: 'OFFLINE' };
    expect(await outages.recheck(false, true, signal)).toBe(false);
    expect(told()).toEqual([['OFFLINE', undefined]]);
  });
});
