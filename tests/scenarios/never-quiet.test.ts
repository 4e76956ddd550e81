/**
 * Files above 16 MiB that are written more often than their upload takes, with the real engine on a real disk: each
 * upload of one is overtaken by a write, and its versions are states it had all the same. What writes waits for what
 * the emulator is asked and never for the clock, so that a slow machine sees the same.
 */
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { defaults } from '../../emulator/index.ts';
import { openEngineWorld, type EngineWorld } from '../harness/engine-world.ts';

let world: EngineWorld;
let stopWriting: (() => void) | undefined;
beforeEach(async () => {
  // whatever was written within the hour counts as not at rest: every upload is one of a file that is never quiet
  world = await openEngineWorld({ settleMs: 3_600_000, maxWaitMs: 100, versionIntervalMs: 0 });
  world.emulator.control.fault({ match: { operation: 'putPart' }, action: { kind: 'delay', ms: 100 } });
});
afterEach(async () => {
  stopWriting?.();
  await world.close();
});

const size = 20 * 1024 * 1024;
const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const revisions = () =>
  world.emulator.control.tree(defaults.containerId).find(({ path }) => path === 'watched/busy')?.revisions ??
  [];
const snapshots = () => join(world.home, 'snapshots');
const left = () => (existsSync(snapshots()) ? readdirSync(snapshots()) : []);
const limits = { timeout: 120_000, interval: 20 };

/** `write` is called while a part is on its way, for each part. */
const writeInto = (write: () => void) => {
  let parts = world.emulator.control.counts().putPart;
  const timer = setInterval(() => {
    const now = world.emulator.control.counts().putPart;
    if (now > parts) write();
    parts = now;
  }, 2);
  stopWriting = () => {
    clearInterval(timer);
  };
};

it.each(['a log that grows', 'a database that is rewritten in place'])('%s', async (kind) => {
  const file = join(world.folder, 'busy');
  writeFileSync(file, Buffer.alloc(size, 'what was there before'));
  /** every state it ever had */
  const states = new Set([sha256Of(readFileSync(file))]);
  let writes = 0;
  const write = () => {
    writes += 1;
    if (kind === 'a log that grows') appendFileSync(file, `line ${writes}\n`);
    else {
      const handle = openSync(file, 'r+');
      // from the end to the front: parts that were read before it are of another state
      const page = Buffer.alloc(4096, `page ${writes}`);
      writeSync(handle, page, 0, page.length, size - (writes % 5000) * 4096 - 4096);
      closeSync(handle);
    }
    states.add(sha256Of(readFileSync(file)));
  };
  writeInto(write);
  await world.koosync.engine.start();

  await vi.waitFor(() => {
    expect(revisions().length).toBeGreaterThanOrEqual(3);
  }, limits);
  // it was never at rest while these were made
  expect(writes).toBeGreaterThanOrEqual(3);
  stopWriting?.();

  const newest = sha256Of(readFileSync(file));
  await vi.waitFor(() => {
    expect(revisions().at(-1)?.sha256).toBe(newest);
  }, limits);
  await world.koosync.engine.stop();
  expect(revisions().filter(({ sha256 }) => !states.has(sha256))).toEqual([]);
  expect(new Set(revisions().map(({ sha256 }) => sha256)).size).toBe(revisions().length);
  expect(await world.emulator.control.fsck()).toEqual([]);
  expect(left()).toEqual([]);
});

it('an upload of a copy that was cut off is not gone on with from another copy', async () => {
  const file = join(world.folder, 'busy');
  writeFileSync(file, Buffer.alloc(size, 'what was there before'));
  const { control } = world.emulator;
  const cut = control.fault({ match: { operation: 'putPart' }, skip: 2, action: { kind: 'dropBefore' } });
  await world.koosync.engine.start();
  await vi.waitFor(() => {
    expect(cut.struck()).toBeGreaterThan(0);
  }, limits);
  await world.reopen();
  // also what a stop in the middle leaves
  expect(left()).toEqual([]);
  control.clearFaults();
  control.resetCounts();
  appendFileSync(file, 'of the same parts but the last');
  const whole = sha256Of(readFileSync(file));
  await world.koosync.engine.start();
  await vi.waitFor(() => {
    expect(revisions().map(({ sha256 }) => sha256)).toEqual([whole]);
  }, limits);
  expect(control.counts().putPart).toBe(3);
});

it('what a killed life left of its copies is gone with the next start', async () => {
  mkdirSync(snapshots(), { mode: 0o700 });
  writeFileSync(join(snapshots(), 'left'), 'of a life that was killed');
  await world.reopen();
  // one who only looks leaves what may be another process's alone
  await world.koosync.engine.status();
  expect(left()).toEqual(['left']);
  await world.koosync.engine.start();
  expect(left()).toEqual([]);
});
