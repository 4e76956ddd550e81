/**
 * What stands between this machine and KooDrive, as users meet it: a box that cuts large uploads, a sign-in page of a
 * network in place of every answer, a gateway that is out of order, a storage that a firewall blocks, a space that is full.
 * One file's trouble stays that file's; one host's is one problem, holds back no more than it must, and is over at once
 * when the host answers again. All of it on a real disk, against the emulator.
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaults } from '../../emulator/index.ts';
import type { ErrorCode } from '../../shared/error-codes.ts';
import { openCliWorld } from '../harness/cli-world.ts';
import { openEngineWorld, type EngineWorld } from '../harness/engine-world.ts';
import { until, untilEqual } from '../harness/until.ts';

const mib = 1024 * 1024;

let world: EngineWorld;
beforeEach(async () => {
  world = await openEngineWorld({ versionIntervalMs: 0 });
});
afterEach(() => world.close());

const save = (name: string, size = 100) => {
  writeFileSync(join(world.folder, name), Buffer.alloc(size, `${name} ${size}|`));
};
const status = async () => {
  const { state, pairs } = await world.koosync.engine.status();
  const [pair] = pairs;
  if (!pair) throw new Error('no pair');
  return { state: state.kind, pending: pair.pending, problems: pair.problems, count: pair.problemCount };
};
const problems = async () =>
  (await status()).problems.map(({ path, code }): [string, ErrorCode] => [path, code]);
const remote = () =>
  world.emulator.control
    .tree()
    .map(({ path }) => path.slice('watched/'.length))
    .sort();
const requests = () => world.emulator.control.requests(20_000);
/** Has a folder of synced files, and an engine that runs. */
const start = async (...names: string[]) => {
  for (const name of names) save(name);
  await world.koosync.engine.start();
  await untilEqual(remote, [...names].sort());
  await until('rest', async () => (await status()).pending === 0);
};
/** Time goes by in steps that nobody takes for a sleep of the machine, each with all that follows from it. */
const pass = async (ms: number) => {
  for (let passed = 0; passed < ms; passed += 5000) {
    world.clock.pass(5000);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
const fortyThree = Array.from({ length: 43 }, (_, i) => `f${i}`);

describe('a box on the way', () => {
  it('that cuts every upload over 4 MB is one file’s trouble: it is named, and nothing else waits', async () => {
    await start('old.txt');
    const box = world.emulator.control.fault({
      match: { method: 'PUT', bodyOver: 4_000_000 },
      action: { kind: 'cut', atByte: 4_000_000 },
    });
    const states = new Set<string>();
    const end = world.koosync.engine.on('status', () => {
      void status().then(({ state }) => states.add(state));
    });
    save('large.bin', 6 * mib);
    await until('the first cut', () => box.struck() > 0);
    // no time goes by for these
    save('a.txt');
    rmSync(join(world.folder, 'old.txt'));
    await untilEqual(remote, ['a.txt']);
    await until('it is named', async () => {
      await pass(5000);
      return (await problems()).length > 0;
    });
    expect(await problems()).toEqual([['large.bin', 'TRANSFER_LIMITED']]);
    expect((await status()).problems[0]?.reason).toMatch(/stops uploads at about [4-6] MB/);
    expect(box.struck()).toBeLessThanOrEqual(5);
    // tried again later and later, and not in between
    await pass(120_000);
    expect(box.struck()).toBeLessThanOrEqual(8);
    expect(states.has('offline')).toBe(false);
    box.remove();
    await pass(600_000);
    await untilEqual(remote, ['a.txt', 'large.bin']);
    await untilEqual(problems, []);
    end();
  });

  it.each([
    ['cuts', { match: { method: 'PUT', bodyOver: 5.5 * mib }, action: { kind: 'cut', atByte: 5.5 * mib } }],
    [
      'refuses',
      { match: { method: 'PUT', bodyOver: 5.5 * mib }, action: { kind: 'answer', status: 413, body: 'no' } },
    ],
  ] as const)('that %s bodies over 5.5 MiB gets smaller ones, and the file arrives', async (_how, rule) => {
    await start();
    const box = world.emulator.control.fault(rule);
    save('large.bin', 12 * mib);
    save('larger.bin', 21 * mib);
    await until('both are there', async () => {
      await pass(5000);
      return remote().length === 2;
    });
    expect(remote()).toEqual(['large.bin', 'larger.bin']);
    expect(await world.emulator.control.fsck()).toEqual([]);
    const sent = requests().filter(({ operation, status: code }) => operation === 'putPart' && code === 200);
    expect(Math.max(...sent.map(({ bytes }) => bytes))).toBe(5 * mib);
    expect(box.struck()).toBeLessThanOrEqual(8);
    await untilEqual(problems, []);
    // what is known of the way is known for the next file
    const before = box.struck();
    save('third.bin', 10 * mib);
    await untilEqual(remote, ['large.bin', 'larger.bin', 'third.bin']);
    expect(box.struck()).toBe(before);
  });
});

describe('a storage that is refused', () => {
  it('holds back contents alone, is one problem with its name, and is over at the next probe', async () => {
    await start('a.txt', 'b.txt', 'c.txt');
    const { control, storageUrl } = world.emulator;
    await control.refuseStorage(true);
    for (const name of fortyThree) save(name);
    await untilEqual(problems, [['', 'STORAGE_UNREACHABLE']]);
    const { state, problems: listed, count } = await status();
    expect([state, count]).toEqual(['problem', 1]);
    expect(listed[0]?.reason).toContain(`its storage ${new URL(storageUrl).host} does not`);
    // the API is all that these need
    rmSync(join(world.folder, 'a.txt'));
    renameSync(join(world.folder, 'b.txt'), join(world.folder, 'b2.txt'));
    mkdirSync(join(world.folder, 'folder'));
    await untilEqual(remote, ['b2.txt', 'c.txt']);
    await until('the folder', () => control.folders().some(({ path }) => path === 'watched/folder'));
    // nothing is begun in vain meanwhile, but for one upload a minute
    const before = control.counts();
    await pass(50_000);
    expect(control.counts().createFile).toBeLessThanOrEqual(before.createFile + 1);
    expect((await problems()).map(([, code]) => code)).toEqual(['STORAGE_UNREACHABLE']);
    await control.refuseStorage(false);
    await pass(5000);
    await untilEqual(remote, ['b2.txt', 'c.txt', ...fortyThree].sort());
    await untilEqual(problems, []);
    await untilEqual(async () => (await status()).state, 'idle');
  });

  it('ends a single pass with all else synced, and the reason', async () => {
    const cli = await openCliWorld();
    try {
      const docs = join(cli.folder, 'docs');
      mkdirSync(docs);
      writeFileSync(join(docs, 'a.txt'), 'a');
      writeFileSync(join(docs, 'b.txt'), 'b');
      cli.settings({ deleteGraceMs: 0 });
      await cli.setUp.add(docs);
      await cli.setUp.pass();
      await cli.emulator.control.refuseStorage(true);
      writeFileSync(join(docs, 'a.txt'), 'changed');
      rmSync(join(docs, 'b.txt'));
      // what is missing is noticed by one pass and recycled by the next
      await cli.impatient('run', '--once');
      const ended = await cli.impatient('run', '--once');
      expect(ended).toMatchObject({ code: 3, out: '' });
      expect(ended.err).toMatch(/its storage 127\.0\.0\.1:\d+ does not/);
      const live = cli.emulator.control.tree();
      expect(live.map(({ path }) => path)).toEqual(['docs/a.txt']);
      await cli.emulator.control.refuseStorage(false);
      expect(await cli.koosync('run', '--once')).toMatchObject({ code: 0 });
    } finally {
      await cli.close();
    }
  });
});

describe('an API that does not answer', () => {
  const { control } = { control: () => world.emulator.control };
  const outages = [
    {
      what: 'a portal’s page with status 200',
      code: 'PORTAL',
      state: 'problem',
      begin: () => control().portal(),
    },
    {
      what: 'a portal that leads away',
      code: 'PORTAL',
      state: 'problem',
      begin: () => control().portal(302),
    },
    {
      what: 'a bare 503',
      code: 'SERVER_BUSY',
      state: 'offline',
      begin: () => control().portal(503),
    },
  ] as const;

  it.each(outages)(
    '$what for three minutes is one problem, costs few requests, and is over at once',
    async (outage) => {
      await start('a.txt');
      const way = outage.begin();
      for (const name of fortyThree) save(name);
      rmSync(join(world.folder, 'a.txt'));
      await untilEqual(problems, [['', outage.code]]);
      const most = { problems: 0, blamed: 0 };
      for (let minute = 0; minute < 3; minute++) {
        await pass(60_000);
        const { count, problems: listed, state } = await status();
        most.problems = Math.max(most.problems, count);
        most.blamed = Math.max(most.blamed, listed.filter(({ path }) => path !== '').length);
        expect(state).toBe(outage.state);
      }
      expect(most).toEqual({ problems: 1, blamed: 0 });
      // each change asked once at most, and a probe now and then, some more on a machine that is slow
      expect(way.struck()).toBeLessThanOrEqual(43 + 40);
      way.remove();
      // no more than the next probe is waited for
      await pass(15_000);
      await untilEqual(remote, [...fortyThree].sort());
      await untilEqual(problems, []);
    },
  );

  it('a call that fails alone is no outage: it is that file’s, and all else goes on', async () => {
    await start();
    const fault = world.emulator.control.fault({
      match: { operation: 'createFile', fileName: 'bad.txt' },
      action: { kind: 'answer', status: 503 },
    });
    save('bad.txt');
    await until('it struck', () => fault.struck() > 0);
    save('good.txt');
    await untilEqual(remote, ['good.txt']);
    expect((await status()).state).not.toBe('offline');
    fault.remove();
    await pass(15_000);
    await untilEqual(remote, ['bad.txt', 'good.txt']);
  });
});

it('many files that fail for one cause, though their host answers, are one problem with their number', async () => {
  await start();
  const fault = world.emulator.control.fault({
    match: { operation: 'createFile' },
    action: { kind: 'answer', status: 507, body: 'no room' },
  });
  for (const name of fortyThree) save(name);
  await until('they failed', () => fault.struck() >= 43);
  await untilEqual(
    async () => (await status()).problems.map(({ path, code, waiting }) => [path, code, waiting]),
    [['', 'SERVER_FULL', 43]],
  );
  expect((await status()).count).toBe(1);
  fault.remove();
  await world.koosync.engine.retry();
  await untilEqual(remote, [...fortyThree].sort());
  await untilEqual(problems, []);
});

it('a space that is full is one problem, however many files wait for room; all of them go when there is', async () => {
  await start('a.txt');
  const { control } = world.emulator;
  control.setQuota(defaults.containerId, 1);
  for (const name of fortyThree) save(name);
  await untilEqual(problems, [['', 'QUOTA_FULL']]);
  expect((await status()).count).toBe(1);
  rmSync(join(world.folder, 'a.txt'));
  await untilEqual(remote, []);
  control.setQuota(defaults.containerId, defaults.capacity);
  await pass(60_000);
  await untilEqual(remote, [...fortyThree].sort());
  await untilEqual(problems, []);
});
