/** settings.json changes while the engine works on a real folder: what it does follows without a new start. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { defaults } from '../../emulator/index.ts';
import type { KooError } from '../../main/model/errors.ts';
import { openEngineWorld, type EngineWorld } from '../harness/engine-world.ts';

const hour = 3_600_000;
const limits = { timeout: 180_000, interval: 50 };

let world: EngineWorld;
afterEach(async () => {
  await world.close();
});

async function start(settings: object): Promise<void> {
  world = await openEngineWorld(settings);
  await world.koosync.engine.start();
}
/** As an editor writes it, or a script. */
const edit = (settings: object | string) => {
  const text = typeof settings === 'string' ? settings : JSON.stringify({ version: 1, ...settings });
  writeFileSync(join(world.home, 'settings.json'), text);
};
const write = (name: string, text = name) => {
  writeFileSync(join(world.folder, name), text);
};
const remote = () =>
  world.emulator.control
    .tree(defaults.containerId)
    .map(({ path }) => path)
    .toSorted();
const pending = async () => (await world.koosync.engine.status()).pairs[0]?.pending;

it('a shorter wait for files to rest takes what waits already', async () => {
  await start({ settleMs: hour, maxWaitMs: 2 * hour });
  write('a.txt');
  await vi.waitFor(async () => expect(await pending()).toBe(1), limits);
  edit({ settleMs: 20 });
  await vi.waitFor(() => expect(remote()).toEqual(['watched/a.txt']), limits);
});

it('more uploads at the same time start at once', async () => {
  await start({ settleMs: 20, concurrency: 1 });
  const { control } = world.emulator;
  const slow = control.fault({ match: { operation: 'createFile' }, action: { kind: 'delay', ms: hour } });
  for (let n = 0; n < 8; n += 1) write(`${n}.txt`);
  await vi.waitFor(async () => {
    expect(slow.struck()).toBe(1);
    expect(await pending()).toBe(8);
  }, limits);
  edit({ settleMs: 20, concurrency: 4 });
  await vi.waitFor(() => expect(slow.struck()).toBe(4), limits);
});

it('a lower limit for deletions holds the next ones, and a shorter grace time lets go what waits', async () => {
  await start({ settleMs: 20, deleteGraceMs: hour });
  const { engine } = world.koosync;
  mkdirSync(join(world.folder, 'many'));
  for (const name of ['a.txt', 'b.txt', 'many/1', 'many/2', 'many/3']) write(name);
  await vi.waitFor(() => expect(remote()).toHaveLength(5), limits);
  rmSync(join(world.folder, 'a.txt'));
  await vi.waitFor(
    async () => expect(await engine.deletions()).toMatchObject([{ state: 'waiting' }]),
    limits,
  );
  edit({ settleMs: 20, deleteGraceMs: 0 });
  await vi.waitFor(async () => expect(await engine.deletions()).toMatchObject([{ state: 'sent' }]), limits);
  expect(remote()).not.toContain('watched/a.txt');

  edit({ settleMs: 20, deleteGraceMs: 0, holdDeletionsCount: 2 });
  await vi.waitFor(() => expect(world.koosync.settings.inForce().holdDeletionsCount).toBe(2), limits);
  rmSync(join(world.folder, 'many'), { recursive: true });
  await vi.waitFor(
    async () => expect((await engine.deletions())[0]).toMatchObject({ state: 'held', reason: 'too-many' }),
    limits,
  );
  expect(remote()).toHaveLength(4);
});

it('a file that cannot be understood changes nothing, and is told once', async () => {
  await start({ settleMs: 20 });
  const told: KooError[] = [];
  world.koosync.engine.on('notice', (error) => told.push(error));
  edit('{"settleMs": 20, "concurrency": 0}');
  await vi.waitFor(() => expect(told).toMatchObject([{ code: 'SETTINGS_BROKEN' }]), limits);
  expect(world.koosync.sentence(told[0] as KooError)).toContain('settings.json');
  write('a.txt');
  await vi.waitFor(() => expect(remote()).toEqual(['watched/a.txt']), limits);
  edit({ settleMs: 20, concurrency: 3 });
  await vi.waitFor(() => expect(world.koosync.settings.inForce().concurrency).toBe(3), limits);
  expect(told).toHaveLength(1);
});

it('a pass follows the settings too', async () => {
  world = await openEngineWorld({ settleMs: hour, maxWaitMs: 2 * hour });
  write('a.txt');
  const pass = world.koosync.engine.syncOnce();
  await vi.waitFor(async () => expect(await pending()).toBe(1), limits);
  edit({ settleMs: 20 });
  expect((await pass).pairs).toMatchObject([{ pending: 0 }]);
  expect(remote()).toEqual(['watched/a.txt']);
});
