/** What others do on KooDrive, with what was synced from here: whoever meets it tells it, and the way out works. */
import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCliWorld, type CliWorld } from '../harness/cli-world.ts';
import { emptiedBin, renamedThere, takenOut, thrownAway } from '../harness/another-client.ts';
import { untilEqual } from '../harness/until.ts';

let world: CliWorld;
let docs: string;
beforeEach(async () => {
  world = await openCliWorld();
  docs = join(world.folder, 'docs');
  mkdirSync(join(docs, 'sub'), { recursive: true });
  for (const name of ['a.txt', 'b.txt', 'sub/c.txt', 'sub/d.txt']) writeFileSync(join(docs, name), name);
  world.settings({ deleteGraceMs: 86_400_000 });
  await world.setUp.add(docs);
  await world.setUp.pass();
  writeFileSync(join(docs, 'a.txt'), 'a.txt, changed');
  await world.setUp.pass();
});
afterEach(async () => {
  await world.close();
});

const remote = () =>
  world.emulator.control
    .tree()
    .map(({ path, revisions }) => `${path.replace(/^docs\//, '')} ${String(revisions.length)}`)
    .toSorted();
const asSynced = ['a.txt 2', 'b.txt 1', 'sub/c.txt 1', 'sub/d.txt 1'];
const problems = async () => {
  const [pair] = await world.status();
  return pair?.problems.map(({ path, code }) => `${path} ${code}`);
};
/** Who meets it first. */
const meets: Readonly<Record<string, (name: string) => Promise<unknown>>> = {
  'the list of its versions': (name) => world.koosync('versions', join(docs, name)),
  'an export': (name) => world.koosync('export', join(docs, name), world.folder),
  'koosync compare': () => world.koosync('compare'),
};

describe.each(Object.entries(meets))('thrown away there, and met by %s', (_who, meet) => {
  it('a file in the bin is a problem, and comes out of it with its versions', async () => {
    await thrownAway(world.emulator, 'docs/a.txt');
    await meet('a.txt');
    expect(await problems()).toEqual(['a.txt REMOTE_RECYCLED']);
    expect((await world.koosync('status')).out).toContain('koosync bring-back');
    // a pass says so too, and does nothing against what somebody may have wanted
    expect(await world.koosync('run', '--once')).toMatchObject({ code: 3 });
    expect(remote()).toEqual(asSynced.slice(1));

    const back = await world.koosync('bring-back', join(docs, 'a.txt'));
    expect(back, back.err).toMatchObject({ code: 0 });
    expect(back.out).toContain('out of the recycle bin of KooDrive again');
    expect(remote()).toEqual(asSynced);
    expect(await problems()).toEqual([]);
    expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
  });

  it('a file that was deleted for good is a problem, and is uploaded anew', async () => {
    await thrownAway(world.emulator, 'docs/a.txt');
    await emptiedBin(world.emulator);
    await meet('a.txt');
    expect(await problems()).toEqual(['a.txt NOT_FOUND']);
    const back = await world.koosync('bring-back', join(docs, 'a.txt'));
    expect(back, back.err).toMatchObject({ code: 0 });
    expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
    expect(remote()).toEqual(['a.txt 1', ...asSynced.slice(1)]);
    expect(await problems()).toEqual([]);
  });

  it('a folder is one problem, and comes back with all in it', async () => {
    await thrownAway(world.emulator, 'docs/sub');
    await meet('sub/c.txt');
    expect(await problems()).toEqual(['sub REMOTE_RECYCLED']);
    const back = await world.koosync('bring-back', join(docs, 'sub'));
    expect(back, back.err).toMatchObject({ code: 0 });
    expect(remote()).toEqual(asSynced);
    expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
  });

  it('a folder that was deleted for good is uploaded anew', async () => {
    await thrownAway(world.emulator, 'docs/sub');
    await emptiedBin(world.emulator);
    await meet('sub/c.txt');
    expect(await problems()).toEqual(['sub NOT_FOUND']);
    const back = await world.koosync('bring-back', join(docs, 'sub/c.txt'));
    expect(back, back.err).toMatchObject({ code: 0 });
    expect(back.out).toContain('is uploaded anew');
    expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
    expect(remote()).toEqual(asSynced);
  });
});

it('a restore takes the file out of the bin first, and makes its next version', async () => {
  await thrownAway(world.emulator, 'docs/a.txt');
  const restored = await world.koosync('restore', join(docs, 'a.txt'), '--number', '1');
  expect(restored, restored.err).toMatchObject({ code: 0 });
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
  expect(remote()).toEqual(['a.txt 3', ...asSynced.slice(1)]);
});

it('what somebody takes out of the bin there is no problem any more', async () => {
  const fileId = await thrownAway(world.emulator, 'docs/a.txt');
  await world.koosync('versions', join(docs, 'a.txt'));
  expect(await problems()).toEqual(['a.txt REMOTE_RECYCLED']);
  await takenOut(world.emulator, fileId);
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
  expect(await problems()).toEqual([]);
  expect(remote()).toEqual(asSynced);
});

it('a file in the bin that was touched and not changed stays a problem; a change goes up', async () => {
  await thrownAway(world.emulator, 'docs/a.txt');
  await world.koosync('versions', join(docs, 'a.txt'));
  utimesSync(join(docs, 'a.txt'), 1, 1);
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 3 });
  expect(await problems()).toEqual(['a.txt REMOTE_RECYCLED']);
  writeFileSync(join(docs, 'a.txt'), 'a.txt, changed once more');
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
  expect(remote()).toEqual(['a.txt 1', ...asSynced.slice(1)]);
});

it('a file that is deleted here and purged there is said to be lost, and nothing is promised', async () => {
  rmSync(join(docs, 'b.txt'));
  world.settings({ deleteGraceMs: 0 });
  await world.setUp.pass();
  await world.setUp.pass();
  await emptiedBin(world.emulator);
  const ended = await world.koosync('versions', join(docs, 'b.txt'));
  expect(ended.code).not.toBe(0);
  expect(ended.err).not.toContain('uploaded anew');
});

it('another name, another folder and a newer version are told once, and go on with their history', async () => {
  await renamedThere(world.emulator, 'docs/b.txt', 'other.txt');
  world.emulator.control.putFile('docs/sub/c.txt', Buffer.from('from elsewhere'));
  const compared = await world.koosync('compare');
  expect(compared, compared.err).toMatchObject({ code: 0 });
  expect(compared.out).toContain('b.txt is called "other.txt" on KooDrive');
  expect(compared.out).toContain('sub/c.txt has a newer version');
  await world.koosync('compare');
  expect(await problems()).toEqual([]);
  writeFileSync(join(docs, 'b.txt'), 'b, changed');
  writeFileSync(join(docs, 'sub/c.txt'), 'c, changed');
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
  expect(remote()).toEqual(['a.txt 2', 'other.txt 2', 'sub/c.txt 3', 'sub/d.txt 1']);
});

it('where nothing differs that is said; a file is no folder to compare', async () => {
  expect(await world.koosync('compare')).toMatchObject({
    code: 0,
    out: 'KooDrive holds everything that was synced.\n',
  });
  expect(await world.koosync('compare', docs)).toMatchObject({ code: 0 });
  expect(await world.koosync('compare', join(docs, 'sub'))).toMatchObject({ code: 0 });
  expect((await world.koosync('compare', join(docs, 'a.txt'))).code).toBe(2);
  expect((await world.koosync('compare', world.folder)).code).not.toBe(0);
});

it('a client that has nothing to do finds it by itself', async () => {
  const running = world.start(['run'], { movableClock: true });
  await running.says('Watching');
  await world.idle();
  await thrownAway(world.emulator, 'docs/sub/d.txt');
  await untilEqual(() => {
    running.passTime(3_600_000);
    return problems();
  }, ['sub/d.txt REMOTE_RECYCLED']);
  running.child.kill('SIGTERM');
  expect(await running.ended).toMatchObject({ code: 0 });
});

it('a sign-in that is not good any more is told though nothing is to be done', async () => {
  world.emulator.control.killTokens();
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 4 });
});
