import { beforeEach, expect, it } from 'vitest';
import { createFakeKooDrive, type FakeKooDrive } from '../../tests/harness/simulated/fake-koodrive.ts';
import { KooError } from '../model/errors.ts';
import type { KooDrive, NewFileRequest } from '../koodrive/api.ts';
import { Breakers } from './breakers.ts';
import type { Place } from './circuit-breaker.ts';
import { guardedKooDrive } from './guarded-koodrive.ts';
import { RoundTrip } from './round-trip.ts';
import { TransferLimit } from './transfer-limit.ts';

const api: Place = { scope: 'host', host: 'api' };
/** where the links of the simulated server lead */
const storage: Place = { scope: 'host', host: 'sim:' };
const down = new KooError('OFFLINE', 'as the test wants');

let fake: FakeKooDrive;
let breakers: Breakers;
let koodrive: KooDrive;
let now: number;
const roundTrip = new RoundTrip();
const way = () => ({ breakers, limit: new TransferLimit(0), roundTrip });
beforeEach(() => {
  fake = createFakeKooDrive();
  breakers = new Breakers(() => 0.5);
  now = 1000;
  koodrive = guardedKooDrive(fake.koodrive, way(), { now: () => now, elapsed: () => now });
});

const bytes = Buffer.from('abc');
const request = (name: string): NewFileRequest => ({
  containerId: 'container',
  parentId: fake.rootId,
  name,
  size: 3,
  preHash: 'x',
  parts: [{ number: 1, size: 3, offset: 0, hashState: [] }],
});
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'good',
    (thrown: unknown) => (thrown as KooError).code,
  );
const place = (of: Place) => breakers.of(of).trip?.error.code;

it('an answer to what was begun since shows that the way is free, an older one does not', async () => {
  breakers.of(api).open(down, 1001);
  await koodrive.checkSession();
  expect(place(api)).toBe('OFFLINE');
  now = 2000;
  await koodrive.checkSession();
  expect(place(api)).toBeUndefined();
  breakers.of(api).open(down, 2000);
  for await (const entry of koodrive.listFolder('container', fake.rootId)) expect(entry).toBeDefined();
  fake.otherFile('a', bytes);
  for await (const entry of koodrive.listFolder('container', fake.rootId)) expect(entry).toBeDefined();
  expect(place(api)).toBeUndefined();
});

it("a refusal in the host's own words is an answer, what failed on the way is none", async () => {
  const refuse = (code: 'NAME_TAKEN' | 'TIMED_OUT' | 'NAME_REFUSED', host?: string) =>
    guardedKooDrive(
      {
        ...fake.koodrive,
        rename: () =>
          Promise.reject(new KooError(code, 'as the test wants', host ? { detail: { host } } : {})),
      },
      way(),
      { now: () => now, elapsed: () => now },
    ).rename({ containerId: 'c', fileId: 'f', name: 'n' });
  breakers.of(api).open(down, 1000);
  expect(await codeOf(refuse('TIMED_OUT', 'api'))).toBe('TIMED_OUT');
  // refused on this side of the line
  expect(await codeOf(refuse('NAME_REFUSED'))).toBe('NAME_REFUSED');
  expect(place(api)).toBe('OFFLINE');
  expect(await codeOf(refuse('NAME_TAKEN', 'api'))).toBe('NAME_TAKEN');
  expect(place(api)).toBeUndefined();
});

it('nothing is sent to a storage that does not answer, and no upload is begun for it but one a minute', async () => {
  const { links } = await koodrive.createFile(request('a'));
  const [link] = links;
  if (!link) throw new Error('no link');
  breakers.of(storage).open(down, 1000);
  fake.calls.length = 0;
  expect(await codeOf(koodrive.putPart(link, bytes))).toBe('OFFLINE');
  expect(await codeOf(koodrive.createFile(request('b')))).toBe('OFFLINE');
  expect(fake.calls).toEqual([]);
  // by digest alone there is nothing to send
  const flash = { sha256: 'x', slice: () => Promise.resolve(bytes) };
  expect(await codeOf(koodrive.createFile({ ...request('c'), flash }))).toBe('good');
  now = 61_000;
  expect(await codeOf(koodrive.createFile(request('d')))).toBe('good');
  expect(await codeOf(koodrive.createFile(request('e')))).toBe('OFFLINE');
  // everything else goes on
  expect(await codeOf(koodrive.checkSession())).toBe('good');
});

it('what a storage takes shows that the way to it is free', async () => {
  const { links } = await koodrive.createFile(request('a'));
  const [link] = links;
  if (!link) throw new Error('no link');
  let answer: () => void = () => undefined;
  const slow = guardedKooDrive(
    { ...fake.koodrive, putPart: () => new Promise((resolve) => (answer = resolve)) },
    way(),
    { now: () => now, elapsed: () => now },
  );
  const sending = slow.putPart(link, bytes);
  breakers.of(storage).open(down, 1000);
  answer();
  await sending;
  expect(place(storage)).toBeUndefined();
});

it('tells how long an upload took to begin, and nothing of one that did not begin', async () => {
  roundTrip.forget();
  const slow = (createFile: FakeKooDrive['koodrive']['createFile']) =>
    guardedKooDrive({ ...fake.koodrive, createFile }, way(), { now: () => now, elapsed: () => now });
  await codeOf(
    slow(() => Promise.reject(new KooError('OFFLINE', 'as the test wants'))).createFile(request('a')),
  );
  expect(roundTrip.ms).toBeUndefined();
  await slow((...of) => {
    now += 80;
    return fake.koodrive.createFile(...of);
  }).createFile(request('a'));
  expect(roundTrip.ms).toBe(80);
});
