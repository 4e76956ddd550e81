/** What the torture runs found: deletions while it is not known whether what was there before had reached the server. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaults, type Emulator, type Operation } from '../../emulator/index.ts';
import type { KooSync } from '../../main/compose.ts';
import { openEngineWorld, type EngineWorld } from '../harness/engine-world.ts';
import { until } from '../harness/until.ts';

let world: EngineWorld;
let emulator: Emulator;
let koosync: KooSync;
let folder: string;

beforeEach(async () => {
  world = await openEngineWorld();
  ({ emulator, koosync, folder } = world);
});
afterEach(async () => {
  await world.close();
});

/** The server does what it is asked, nothing of that reaches us, and then we are stopped. */
async function loseTheOutcome(operation: Operation): Promise<void> {
  const done = emulator.control.fault({ match: { operation }, times: 1, action: { kind: 'dropAfter' } });
  emulator.control.fault({ action: { kind: 'dropBefore' }, match: { operation } });
  const stop = new AbortController();
  const pass = koosync.engine.syncOnce(stop.signal).catch(() => undefined);
  await until('the server did it', () => done.struck() > 0);
  stop.abort();
  await pass;
  emulator.control.clearFaults();
  await koosync.engine.retry();
}

const remotePaths = () => emulator.control.tree(defaults.containerId).map((file) => file.path);

/** Deletions wait for the grace time of a rename. */
async function passes(): Promise<void> {
  await koosync.engine.syncOnce();
  await koosync.engine.syncOnce();
}

test('a new file that went before the outcome of its upload was known goes from the server too', async () => {
  writeFileSync(join(folder, 'stays.txt'), 'stays');
  await koosync.engine.syncOnce();
  writeFileSync(join(folder, 'goes.txt'), 'goes');
  await loseTheOutcome('completeFile');
  expect(remotePaths()).toContain('watched/goes.txt');
  rmSync(join(folder, 'goes.txt'));
  await passes();
  expect(remotePaths()).toEqual(['watched/stays.txt']);
});

test('a deletion after a version of unknown outcome is no deletion of what somebody else has changed', async () => {
  writeFileSync(join(folder, 'stays.txt'), 'stays');
  writeFileSync(join(folder, 'goes.txt'), 'first');
  await koosync.engine.syncOnce();
  writeFileSync(join(folder, 'goes.txt'), 'second');
  await loseTheOutcome('completeRevision');
  rmSync(join(folder, 'goes.txt'));
  await passes();
  expect((await koosync.engine.deletions()).filter(({ state }) => state === 'held')).toEqual([]);
  expect(remotePaths()).toEqual(['watched/stays.txt']);
});

test('a folder whose last upload has an unknown outcome can still be deleted as one', async () => {
  writeFileSync(join(folder, 'stays.txt'), 'stays');
  mkdirSync(join(folder, 'sub'));
  await koosync.engine.syncOnce();
  writeFileSync(join(folder, 'sub', 'goes.txt'), 'goes');
  await loseTheOutcome('completeFile');
  rmSync(join(folder, 'sub'), { recursive: true });
  await passes();
  expect((await koosync.engine.deletions()).filter(({ state }) => state === 'held')).toEqual([]);
  expect(emulator.control.folders(defaults.containerId).map(({ path }) => path)).toEqual(['watched']);
});

test('a file that became a folder, when the answer that it is out of the way was lost', async () => {
  writeFileSync(join(folder, 'thing'), 'a file');
  await koosync.engine.syncOnce();
  rmSync(join(folder, 'thing'));
  mkdirSync(join(folder, 'thing'));
  writeFileSync(join(folder, 'thing', 'inside.txt'), 'now a folder');
  emulator.control.fault({ match: { operation: 'rename' }, times: 1, action: { kind: 'dropAfter' } });
  await passes();
  expect((await koosync.engine.status()).pairs[0]?.problems).toEqual([]);
  expect(remotePaths()).toEqual(['watched/thing/inside.txt']);
});

test('a folder whose making had an unknown outcome goes from the server too', async () => {
  writeFileSync(join(folder, 'stays.txt'), 'stays');
  await koosync.engine.syncOnce();
  mkdirSync(join(folder, 'sub'));
  await loseTheOutcome('createFolder');
  rmSync(join(folder, 'sub'), { recursive: true });
  await passes();
  expect(emulator.control.folders(defaults.containerId).map(({ path }) => path)).toEqual(['watched']);
});

test('a confirmed deletion of a folder that holds more than this disk put there is done', async () => {
  writeFileSync(join(folder, 'stays.txt'), 'stays');
  mkdirSync(join(folder, 'sub'));
  writeFileSync(join(folder, 'sub', 'goes.txt'), 'goes');
  await koosync.engine.syncOnce();
  emulator.control.putFile('watched/sub/foreign.txt', Buffer.from('of another device'));
  rmSync(join(folder, 'sub'), { recursive: true });
  await passes();
  expect(await koosync.engine.deletions()).toMatchObject([{ state: 'held', reason: 'holds-others' }]);
  await koosync.engine.approveDeletions((await koosync.engine.deletions()).map(({ id }) => id));
  await koosync.engine.syncOnce();
  expect(await koosync.engine.deletions()).toMatchObject([{ state: 'sent' }]);
  expect(remotePaths()).toEqual(['watched/stays.txt']);
});

test('a completion that arrives only after its client was stopped is found, and deleted', async () => {
  writeFileSync(join(folder, 'stays.txt'), 'stays');
  await koosync.engine.syncOnce();
  writeFileSync(join(folder, 'goes.txt'), 'goes');
  const match = { operation: 'completeFile' } as const;
  const slow = emulator.control.fault({ match, times: 1, action: { kind: 'hold' } });
  const stop = new AbortController();
  const pass = koosync.engine.syncOnce(stop.signal).catch(() => undefined);
  await until('the upload is being completed', () => slow.struck() > 0);
  stop.abort();
  await pass;
  slow.release();
  await until('the server completed it', () => remotePaths().includes('watched/goes.txt'));
  rmSync(join(folder, 'goes.txt'));
  await passes();
  expect(remotePaths()).toEqual(['watched/stays.txt']);
});

test('a folder whose making had an unknown outcome, in one that something else replaced', async () => {
  writeFileSync(join(folder, 'stays.txt'), 'stays');
  mkdirSync(join(folder, 'above'));
  await koosync.engine.syncOnce();
  mkdirSync(join(folder, 'above', 'sub'));
  await loseTheOutcome('createFolder');
  rmSync(join(folder, 'above'), { recursive: true });
  writeFileSync(join(folder, 'above'), 'a file now');
  await passes();
  await passes();
  expect((await koosync.engine.deletions()).filter(({ state }) => state === 'held')).toEqual([]);
  expect(remotePaths()).toEqual(['watched/above', 'watched/stays.txt']);
  expect(emulator.control.folders(defaults.containerId).map(({ path }) => path)).toEqual(['watched']);
});
