/** What a disk or a server answers, and what a user is told of it: one cause is one problem, with its own way out. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openCliWorld, type CliWorld } from '../harness/cli-world.ts';
import { emptiedBin, thrownAway } from '../harness/another-client.ts';
import { untilEqual } from '../harness/until.ts';

let world: CliWorld;
let docs: string;
beforeEach(async () => {
  world = await openCliWorld();
  docs = join(world.folder, 'docs');
  mkdirSync(docs);
  world.settings({ deleteGraceMs: 86_400_000 });
});
afterEach(async () => {
  await world.close();
});
const remote = () =>
  world.emulator.control
    .tree()
    .map(({ path }) => path.replace(/^docs\//, ''))
    .toSorted();
const problems = async () => {
  const [pair] = await world.status();
  return pair?.problems.map(({ path, code }) => `${path} ${code}`);
};

it('a folder with a forbidden name is one problem, and what lies in it goes up when it is renamed', async () => {
  for (const folder of ['a:b/sub', 'fine']) mkdirSync(join(docs, folder), { recursive: true });
  const files = ['a:b/1.txt', 'a:b/2.txt', 'a:b/sub/3.txt', 'a:b/sub/who?.txt', 'fine/4.txt'];
  for (const file of files) writeFileSync(join(docs, file), file);
  await world.setUp.add(docs);
  const once = await world.koosync('run', '--once');
  expect(once).toMatchObject({ code: 3 });
  expect(once.err).toContain('Not everything is synced: 1 problem, no changes waiting.');
  expect(once.err).toContain('5 items in it wait for this.');
  expect(await problems()).toEqual(['a:b NAME_FORBIDDEN']);
  expect(remote()).toEqual(['fine/4.txt']);

  const running = world.start(['run'], { movableClock: true });
  await running.says('Watching');
  // a change in it is no problem of its own either
  writeFileSync(join(docs, 'a:b/1.txt'), 'changed');
  renameSync(join(docs, 'a:b'), join(docs, 'a-b'));
  await untilEqual(async () => {
    running.passTime(1000);
    const [pair] = await world.status();
    return [pair?.pending, await problems(), remote()];
  }, [0, ['a-b/sub/who?.txt NAME_FORBIDDEN'], ['a-b/1.txt', 'a-b/2.txt', 'a-b/sub/3.txt', 'fine/4.txt']]);
  running.child.kill('SIGTERM');
  expect(await running.ended).toMatchObject({ code: 0 });
});

it('a folder that the server refuses is one problem, and what lies in it follows when it takes it', async () => {
  mkdirSync(join(docs, 'closed', 'sub'), { recursive: true });
  for (let n = 0; n < 20; n++) writeFileSync(join(docs, 'closed', 'sub', `${String(n)}.txt`), String(n));
  await world.setUp.add(docs);
  const fault = world.emulator.control.fault({
    match: { operation: 'createFolder', fileName: 'closed' },
    action: { kind: 'answer', status: 423, body: {} },
  });
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 3 });
  expect(await problems()).toEqual(['closed REMOTE_LOCKED']);
  // asked for once, and not for each file
  expect(fault.struck()).toBeLessThanOrEqual(2);
  fault.remove();
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
  expect(remote()).toHaveLength(20);
});

it('a box that packs every answer, though it is asked not to, is no hindrance, from the first call on', async () => {
  world.emulator.control.fault({ action: { kind: 'gzip', always: true } });
  const file = join(docs, 'letter.txt');
  writeFileSync(file, 'first, and rather longer than what comes next');
  expect(await world.koosync('whoami')).toMatchObject({ code: 0 });
  expect(await world.koosync('add', docs)).toMatchObject({ code: 0 });
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
  writeFileSync(file, 'second');
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
  const versions = (await world.json('versions', file)) as { revisionId: string }[];
  expect(versions).toHaveLength(2);
  const ended = await world.koosync('restore', file, '--revision', versions[1]?.revisionId ?? '');
  expect(ended, ended.err).toMatchObject({ code: 0 });
  expect(readFileSync(file, 'utf8')).toBe('first, and rather longer than what comes next');
});

/** What boxes, proxies and servers say with a number alone, and a word of the way out. */
const statuses = [
  [402, 'PAYMENT_NEEDED', 'subscription'],
  [405, 'REQUEST_BLOCKED', 'another network'],
  [415, 'KIND_REFUSED', '.zip'],
  [418, 'REFUSED', 'number 418'],
  [423, 'REMOTE_LOCKED', 'unlocked'],
  [426, 'UPDATE_NEEDED', 'newest version'],
  [451, 'LEGALLY_BLOCKED', 'legal reasons'],
  [507, 'SERVER_FULL', 'run out of storage'],
] as const;

it.each(statuses)(
  '%i is %s: it has a sentence of its own, and is not called our mistake',
  async (status, code, says) => {
    writeFileSync(join(docs, 'good.txt'), 'good');
    writeFileSync(join(docs, 'bad.txt'), 'bad');
    await world.setUp.add(docs);
    const fault = world.emulator.control.fault({
      match: { operation: 'createFile', fileName: 'bad.txt' },
      action: {
        kind: 'answer',
        status,
        body: status === 418 ? 'No.' : '<html>No.</html>',
        headers: { 'content-type': 'text/html' },
      },
    });
    expect(await world.koosync('run', '--once')).toMatchObject({ code: 3 });
    expect(await problems()).toEqual([`bad.txt ${code}`]);
    const { out } = await world.koosync('status');
    expect(out).toContain(says);
    expect(out).not.toContain('fault in KooSync');
    fault.remove();
    expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
    expect(remote()).toEqual(['bad.txt', 'good.txt']);
  },
);

it('a path that is longer than the system takes is told as that, and not as a matter of permissions', async () => {
  writeFileSync(join(docs, 'good.txt'), 'good');
  // its absolute path cannot be named, so one half is moved into the other
  const name = 'long'.repeat(50);
  const half = (levels: number) => Array<string>(levels).fill(name);
  mkdirSync(join(docs, ...half(10)), { recursive: true });
  mkdirSync(join(world.folder, ...half(12)), { recursive: true });
  renameSync(join(world.folder, name), join(docs, ...half(10), name));
  await world.setUp.add(docs);
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 3 });
  const [pair] = await world.status();
  expect(pair?.problems.map(({ code }) => code)).toEqual(['PATH_TOO_LONG']);
  expect(pair?.problems[0]?.reason).toContain('longer than this system allows');
  // node removes no such path
  execFileSync('rm', ['-r', join(docs, name)]);
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
});

const ids = () =>
  Object.fromEntries(
    world.emulator.control
      .tree()
      .map(({ path, fileId, revisions }) => [path.replace(/^docs\//, ''), [fileId, revisions.length]]),
  );

it('the folder that was put into the bin on the web is one problem, and comes out of it with every history', async () => {
  for (const folder of ['sub', 'other']) mkdirSync(join(docs, folder));
  for (const name of ['a.txt', 'sub/b.txt', 'sub/c.txt', 'other/d.txt'])
    writeFileSync(join(docs, name), name);
  await world.setUp.add(docs);
  await world.setUp.pass();
  const before = ids();
  await thrownAway(world.emulator, 'docs');
  writeFileSync(join(docs, 'a.txt'), 'changed');
  writeFileSync(join(docs, 'new.txt'), 'new');
  renameSync(join(docs, 'sub/b.txt'), join(docs, 'sub/renamed.txt'));
  renameSync(join(docs, 'other'), join(docs, 'another'));
  for (let n = 0; n < 60; n++) writeFileSync(join(docs, 'sub', `${String(n)}.txt`), String(n));

  for (let pass = 0; pass < 2; pass++) {
    expect(await world.koosync('run', '--once')).toMatchObject({ code: 3 });
    expect(await problems()).toEqual([' PAIR_RECYCLED']);
  }
  const { out } = await world.koosync('status');
  expect(out).toContain(`${docs}: The folder on KooDrive is in the recycle bin there`);
  const back = await world.koosync('bring-back', 'docs');
  expect(back, back.err).toMatchObject({ code: 0 });
  expect(back.out).toContain('out of the recycle bin');
  const ended = await world.koosync('run', '--once');
  expect(ended, ended.err).toMatchObject({ code: 0 });
  const after = ids();
  expect(after['a.txt']).toEqual([before['a.txt']?.[0], 2]);
  expect(after['sub/renamed.txt']).toEqual(before['sub/b.txt']);
  expect(after['sub/c.txt']).toEqual(before['sub/c.txt']);
  expect(after['another/d.txt']).toEqual(before['other/d.txt']);
  expect(Object.keys(after)).toHaveLength(4 + 1 + 60);
  expect((await world.koosync('bring-back', 'docs')).out).toContain('is not in the recycle bin');
});

it('beside a client that runs it is told, and all goes on as soon as it is out of the bin', async () => {
  writeFileSync(join(docs, 'a.txt'), 'a');
  await world.setUp.add(docs);
  const running = world.start(['run'], { movableClock: true });
  await running.says('Watching');
  await untilEqual(remote, ['a.txt']);
  await world.idle();
  await thrownAway(world.emulator, 'docs');
  writeFileSync(join(docs, 'b.txt'), 'b');
  await untilEqual(() => {
    running.passTime(1000);
    return problems();
  }, [' PAIR_RECYCLED']);
  await running.says('is in the recycle bin there');
  const back = await world.koosync('bring-back', docs);
  expect(back, back.err).toMatchObject({ code: 0 });
  await untilEqual(async () => {
    running.passTime(1000);
    return [await problems(), remote()];
  }, [[], ['a.txt', 'b.txt']]);
  running.child.kill('SIGTERM');
  expect(await running.ended).toMatchObject({ code: 0 });
});

it('a folder that was deleted there for good is told as that, and goes up anew when it is added again', async () => {
  for (const name of ['a.txt', 'b.txt']) writeFileSync(join(docs, name), name);
  await world.setUp.add(docs);
  await world.setUp.pass();
  await thrownAway(world.emulator, 'docs');
  await emptiedBin(world.emulator);
  writeFileSync(join(docs, 'a.txt'), 'changed');
  writeFileSync(join(docs, 'c.txt'), 'c');
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 3 });
  expect(await problems()).toEqual([' PAIR_GONE']);
  const back = await world.koosync('bring-back', docs);
  expect(back.code).not.toBe(0);
  expect(back.err).toContain('add it again');
  expect(await world.koosync('remove', docs)).toMatchObject({ code: 0 });
  expect(await world.koosync('add', docs)).toMatchObject({ code: 0 });
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
  expect(remote()).toEqual(['a.txt', 'b.txt', 'c.txt']);
});
