/** A pause of one synced folder, or of all: what it holds back, what goes on, and how it stands in the status. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { defaults } from '../../emulator/index.ts';
import { standingOf } from '../../shared/standing.ts';
import { openEngineWorld, type EngineWorld } from '../harness/engine-world.ts';
import { until } from '../harness/until.ts';

let world: EngineWorld;
let other: string;
/** ids of the two pairs */
let first: number;
let second: number;
beforeEach(async () => {
  world = await openEngineWorld();
  other = mkdtempSync(join(tmpdir(), 'koosync-pauses-'));
  const { engine } = world.koosync;
  second = (await engine.addPair({ folder: other, containerId: defaults.containerId, remote: 'other' })).id;
  first = (await engine.pairs()).find(({ id }) => id !== second)?.id ?? 0;
});
afterEach(async () => {
  await world.close();
  rmSync(other, { recursive: true, force: true });
});

const there = () => world.emulator.control.tree(defaults.containerId).map(({ path }) => path);
const versionsOf = (path: string) =>
  world.emulator.control.tree(defaults.containerId).find((file) => file.path === path)?.revisions.length;
const standing = async () => standingOf(await world.koosync.engine.status());

it('of one folder holds that one alone, through a restart, until it is resumed', async () => {
  await world.koosync.engine.syncOnce();
  await world.koosync.engine.pause(first);
  await world.koosync.engine.start();
  writeFileSync(join(world.folder, 'a.txt'), 'a');
  writeFileSync(join(other, 'x.txt'), 'x');
  await until("the other folder's file is there", () => there().includes('other/x.txt'));
  await until('the held file is noticed', async () =>
    (await world.koosync.engine.status()).pairs.some(({ pending }) => pending > 0),
  );
  await until('one folder counts as paused', async () => (await standing()).kind === 'some-paused');
  expect(await standing()).toEqual({ kind: 'some-paused', count: 1 });
  const { pairs } = await world.koosync.engine.status();
  // the folder itself was told of, too
  expect(pairs.map(({ paused, pending }) => ({ paused, waits: pending > 0 }))).toEqual([
    { paused: true, waits: true },
    { paused: false, waits: false },
  ]);

  await world.reopen();
  await world.koosync.engine.start();
  writeFileSync(join(other, 'y.txt'), 'y');
  await until("the other folder's next file is there", () => there().includes('other/y.txt'));
  expect(there()).not.toContain('watched/a.txt');

  await world.koosync.engine.resume(first);
  await until('the held file is there', () => there().includes('watched/a.txt'));
  await until('all is at rest', async () => (await standing()).kind === 'idle');
});

it('of every folder, one by one, is a pause of all, and one word ends it', async () => {
  const { engine } = world.koosync;
  await engine.start();
  await engine.pause(first);
  await engine.pause(second);
  expect((await standing()).kind).toBe('paused');
  writeFileSync(join(world.folder, 'a.txt'), 'a');
  await until('the change is noticed', async () =>
    (await engine.status()).pairs.some(({ pending }) => pending > 0),
  );
  await engine.resume();
  await until('the held file is there', () => there().includes('watched/a.txt'));
});

it('does not hold back what a user asks for: one pass, and a restore, which keeps what is there first', async () => {
  const { engine, history } = world.koosync;
  const file = join(world.folder, 'a.txt');
  writeFileSync(file, 'one');
  await engine.syncOnce();
  await engine.pause(first);
  writeFileSync(file, 'two');
  await engine.syncOnce();
  expect(versionsOf('watched/a.txt')).toBe(2);

  await engine.start();
  writeFileSync(file, 'three');
  const { versions } = await history.read(file);
  await history.restore(file, String(versions.at(-1)?.revisionId));
  expect(readFileSync(file, 'utf8')).toBe('one');
  expect(versionsOf('watched/a.txt')).toBe(3);
});

it('keeps deletions, too, and lives on in a database that is built anew', async () => {
  const { engine } = world.koosync;
  mkdirSync(join(world.folder, 'd'));
  writeFileSync(join(world.folder, 'd', 'a.txt'), 'a');
  await engine.syncOnce();
  await engine.start();
  await engine.pause(first);
  rmSync(join(world.folder, 'd'), { recursive: true });
  writeFileSync(join(other, 'x.txt'), 'x');
  await until("the other folder's file is there", () => there().includes('other/x.txt'));
  world.clock.pass(120_000);
  writeFileSync(join(other, 'y.txt'), 'y');
  await until("the other folder's next file is there", () => there().includes('other/y.txt'));
  expect(there()).toContain('watched/d/a.txt');
  const copied: unknown = JSON.parse(readFileSync(join(world.home, 'pairs.json'), 'utf8'));
  expect(copied).toMatchObject({ pairs: [{ folder: world.folder, isPaused: true }, { folder: other }] });
});

it('ends a round of deletions with those that are under way', async () => {
  await world.close();
  // a third of the files may go without being asked about
  world = await openEngineWorld({ holdDeletionsShare: 1 });
  const { engine } = world.koosync;
  const names = Array.from({ length: 30 }, (_, nth) => `f${String(nth)}.txt`);
  for (const name of [...names, 'stays.txt']) writeFileSync(join(world.folder, name), name);
  await engine.syncOnce();
  const held = world.emulator.control.fault({ match: { operation: 'createJob' }, action: { kind: 'hold' } });
  for (const name of names) rmSync(join(world.folder, name));
  await engine.start();
  await until('the first are under way', () => held.struck() > 0);
  await engine.pause();
  held.release();
  await until(
    'what was under way has gone',
    async () => (await engine.deletions()).filter(({ state }) => state === 'sent').length >= held.struck(),
  );
  const sent = held.struck();
  expect(sent).toBeLessThanOrEqual(8);
  // the round is over, and the next ones send nothing
  world.clock.pass(60_000);
  expect((await engine.deletions()).filter(({ state }) => state !== 'sent')).toHaveLength(30 - sent);
  await engine.resume();
  await until('all have gone', async () => (await engine.deletions()).every(({ state }) => state === 'sent'));
  expect(there()).toEqual(['watched/stays.txt']);
});

it('of all is known while KooDrive is out of reach, too', async () => {
  const { engine } = world.koosync;
  await engine.start();
  await until('all is at rest', async () => (await standing()).kind === 'idle');
  const outage = world.emulator.control.fault({ action: { kind: 'dropBefore' } });
  writeFileSync(join(world.folder, 'a.txt'), 'a');
  await until('the outage is known', async () => (await standing()).kind === 'offline');
  expect((await engine.status()).allPaused).toBe(false);
  await engine.pause();
  // resuming one folder changes nothing of it
  await engine.resume(first);
  const { state, allPaused } = await engine.status();
  expect({ kind: state.kind, allPaused }).toEqual({ kind: 'offline', allPaused: true });
  outage.remove();
});
