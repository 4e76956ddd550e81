/** `koosync deletions undo` where something new has the name, and where the recycle bin no longer has what was deleted. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptiedBin, purged } from '../harness/another-client.ts';
import { openDatabase } from '../../main/storage/database.ts';
import { openCliWorld, type CliWorld } from '../harness/cli-world.ts';
import { untilEqual } from '../harness/until.ts';

type Listed = { id: number; path: string; state: string; code?: string };

let world: CliWorld;
let docs: string;
beforeEach(async () => {
  world = await openCliWorld();
  docs = join(world.folder, 'docs');
  for (const name of ['a.txt', 'b.txt', 'sub/c.txt', 'sub/deeper/d.txt']) write(name, `this is ${name}`);
  world.settings({ deleteGraceMs: 0 });
  await world.setUp.add(docs);
  await world.setUp.pass();
});
afterEach(async () => {
  await world.close();
});

const write = (name: string, text: string) => {
  mkdirSync(join(docs, name, '..'), { recursive: true });
  writeFileSync(join(docs, name), text);
};
const read = (name: string) => readFileSync(join(docs, name), 'utf8');
const remove = (name: string) => {
  rmSync(join(docs, name), { recursive: true });
};
const list = async () => (await world.json('deletions')) as Listed[];
const remote = () =>
  world.emulator.control
    .tree()
    .map(({ path }) => path.replace(/^docs\//, ''))
    .toSorted();
const remoteId = (name: string) =>
  world.emulator.control.tree().find(({ path }) => path === `docs/${name}`)?.fileId ?? '';
const onDisk = () =>
  readdirSync(docs, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(docs.length + 1))
    .toSorted();
const versions = async (name: string) =>
  ((await world.json('versions', join(docs, name))) as unknown[]).length;
const undo = (...ids: number[]) => world.koosync('deletions', 'undo', ...ids.map(String));
/** Deleted a minute ago, and in the recycle bin of KooDrive; gives the id of the deletion. */
const deleted = async (name: string): Promise<number> => {
  remove(name);
  await world.setUp.pass();
  // what is written within half a minute counts as saved by a program
  const state = openDatabase(world.home);
  state.run('UPDATE node SET gone_at = gone_at - 60000 WHERE gone_at IS NOT NULL');
  state.close();
  const sent = (await list()).find((one) => one.path === join(docs, name));
  expect(sent).toMatchObject({ state: 'sent' });
  return sent?.id ?? 0;
};
/** Disk and server hold the same, and one more pass has nothing to do. */
const agree = async (names: readonly string[]) => {
  expect(onDisk()).toEqual([...names].toSorted());
  expect(remote()).toEqual([...names].toSorted());
  world.emulator.control.resetCounts();
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
  expect(world.emulator.control.writes()).toBe(0);
  expect((await list()).filter(({ state }) => state !== 'sent' && state !== 'lost')).toEqual([]);
};

describe('something new has the name', () => {
  it('of a file: it comes back beside, with its history', async () => {
    write('a.txt', 'second version');
    await world.setUp.pass();
    const id = await deleted('a.txt');
    write('a.txt', 'a new one');
    await world.setUp.pass();
    const done = await undo(id);
    expect(done, done.err).toMatchObject({ code: 0 });
    expect(done.out).toContain('a (recovered).txt');
    expect(read('a.txt')).toBe('a new one');
    expect(read('a (recovered).txt')).toBe('second version');
    expect(await versions('a (recovered).txt')).toBe(2);
    expect(await versions('a.txt')).toBe(1);
    await agree(['a.txt', 'a (recovered).txt', 'b.txt', 'sub/c.txt', 'sub/deeper/d.txt']);
  });

  it('of a file, not synced yet; and a second one beside the first', async () => {
    for (const n of [1, 2]) {
      const id = await deleted('a.txt');
      write('a.txt', `a new one, ${String(n)}`);
      const done = await undo(id);
      expect(done, done.err).toMatchObject({ code: 0 });
      await world.setUp.pass();
    }
    expect(read('a.txt')).toBe('a new one, 2');
    expect(read('a (recovered).txt')).toBe('this is a.txt');
    expect(read('a (recovered 2).txt')).toBe('a new one, 1');
    const names = ['a.txt', 'a (recovered).txt', 'a (recovered 2).txt'];
    await agree([...names, 'b.txt', 'sub/c.txt', 'sub/deeper/d.txt']);
  });

  it('of a folder: what is missing comes back into the one that is there', async () => {
    const id = await deleted('sub');
    write('sub/c.txt', 'a new one');
    write('sub/deeper/x.txt', 'another new one');
    await world.setUp.pass();
    const done = await undo(id);
    expect(done, done.err).toMatchObject({ code: 0 });
    expect(read('sub/c.txt')).toBe('a new one');
    expect(read('sub/c (recovered).txt')).toBe('this is sub/c.txt');
    expect(read('sub/deeper/d.txt')).toBe('this is sub/deeper/d.txt');
    const names = ['sub/c.txt', 'sub/c (recovered).txt', 'sub/deeper/d.txt', 'sub/deeper/x.txt'];
    await agree(['a.txt', 'b.txt', ...names]);
    expect(await versions('sub/deeper/d.txt')).toBe(1);
    expect(world.emulator.control.folders().map(({ path }) => path)).toEqual(
      expect.arrayContaining(['docs/sub', 'docs/sub/deeper']),
    );
    expect(world.emulator.control.folders()).toHaveLength(3);
  });

  it.each([
    ['a file stands where the folder was', true],
    ['the same, not synced yet', false],
  ])('of another kind: %s', async (_what, isSynced) => {
    const id = await deleted('sub');
    write('sub', 'a file');
    if (isSynced) await world.setUp.pass();
    const done = await undo(id);
    expect(done, done.err).toMatchObject({ code: 0 });
    await world.setUp.pass();
    expect(read('sub')).toBe('a file');
    await agree(['a.txt', 'b.txt', 'sub', 'sub (recovered)/c.txt', 'sub (recovered)/deeper/d.txt']);
  });

  it('of another kind, and what was deleted is not in the bin yet', async () => {
    world.settings({ deleteGraceMs: 3_600_000 });
    remove('sub');
    await world.setUp.pass();
    const [waiting] = await list();
    write('sub', 'a file');
    const done = await undo(waiting?.id ?? 0);
    expect(done, done.err).toMatchObject({ code: 0 });
    await world.setUp.pass();
    await agree(['a.txt', 'b.txt', 'sub', 'sub (recovered)/c.txt', 'sub (recovered)/deeper/d.txt']);
  });

  it('on the server alone', async () => {
    const id = await deleted('a.txt');
    world.emulator.control.putFile('docs/a.txt', Buffer.from('of another client'));
    const done = await undo(id);
    expect(done, done.err).toMatchObject({ code: 0 });
    expect(read('a (recovered).txt')).toBe('this is a.txt');
    expect(existsSync(join(docs, 'a.txt'))).toBe(false);
    expect(remote()).toContain('a (recovered).txt');
    expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
    expect(remote()).toEqual(['a (recovered).txt', 'a.txt', 'b.txt', 'sub/c.txt', 'sub/deeper/d.txt']);
  });

  it('and goes away: it comes back to where it was', async () => {
    const id = await deleted('a.txt');
    write('a.txt', 'a new one');
    await world.setUp.pass();
    remove('a.txt');
    await world.setUp.pass();
    const done = await undo(id);
    expect(done, done.err).toMatchObject({ code: 0 });
    expect(read('a.txt')).toBe('this is a.txt');
    await agree(['a.txt', 'b.txt', 'sub/c.txt', 'sub/deeper/d.txt']);
  });

  it.each(['getJob', 'rename', 'createJob', 'listFolder', 'getDetail', 'download'] as const)(
    'and the answer to %s is lost: the next try ends it',
    async (operation) => {
      const id = await deleted('sub');
      write('sub/c.txt', 'a new one');
      write('sub/deeper/x.txt', 'another new one');
      await world.setUp.pass();
      for (const skip of [0, 1, 2, 3]) {
        world.emulator.control.fault({
          match: { operation },
          skip,
          times: 3,
          action: { kind: 'dropAfter' },
        });
        const open = (await list()).filter(({ state }) => state !== 'lost').map((one) => one.id);
        await undo(...(open.length > 0 ? open : [id]));
        world.emulator.control.clearFaults();
      }
      const left = (await list()).map((one) => one.id);
      if (left.length > 0) {
        const done = await undo(...left);
        expect(done, done.err).toMatchObject({ code: 0 });
      }
      expect(read('sub/c (recovered).txt')).toBe('this is sub/c.txt');
      const names = ['sub/c.txt', 'sub/c (recovered).txt', 'sub/deeper/d.txt', 'sub/deeper/x.txt'];
      await world.setUp.pass();
      await agree(['a.txt', 'b.txt', ...names]);
    },
  );

  it('of the folder above, and is a file: it says so, and what it says helps', async () => {
    const id = await deleted('sub/deeper/d.txt');
    await deleted('sub/deeper');
    write('sub/deeper', 'a file now');
    const refusedTwice = [await undo(id)];
    await world.setUp.pass();
    refusedTwice.push(await undo(id));
    for (const one of refusedTwice) {
      expect(one.code).toBe(1);
      expect(one.err).toContain(`Something else has the name of the folder ${join(docs, 'sub/deeper')} now.`);
    }
    renameSync(join(docs, 'sub/deeper'), join(docs, 'sub/moved'));
    mkdirSync(join(docs, 'sub/deeper'));
    await world.setUp.pass();
    const done = await undo(id);
    expect(done, done.err).toMatchObject({ code: 0 });
    expect(read('sub/deeper/d.txt')).toBe('this is sub/deeper/d.txt');
    await agree(['a.txt', 'b.txt', 'sub/c.txt', 'sub/deeper/d.txt', 'sub/moved']);
  });

  it('a name that is as long as names can be is cut', async () => {
    const long = `${'长'.repeat(83)}.txt`;
    write(long, 'the first');
    await world.setUp.pass();
    const id = await deleted(long);
    write(long, 'the second');
    await world.setUp.pass();
    const done = await undo(id);
    expect(done, done.err).toMatchObject({ code: 0 });
    const back = onDisk().find((name) => name.endsWith('(recovered).txt')) ?? '';
    expect(Buffer.byteLength(back)).toBeLessThanOrEqual(255);
    expect(read(back)).toBe('the first');
  });
});

it('beside an engine that runs: a file and a folder come back beside what is there', async () => {
  const ids = [await deleted('a.txt'), await deleted('sub')];
  write('a.txt', 'a new one');
  write('sub/c.txt', 'another new one');
  const running = world.start(['run']);
  await running.says('Watching');
  await untilEqual(remote, ['a.txt', 'b.txt', 'sub/c.txt']);
  const done = await undo(...ids);
  expect(done, done.err).toMatchObject({ code: 0 });
  const names = [
    'a (recovered).txt',
    'a.txt',
    'b.txt',
    'sub/c (recovered).txt',
    'sub/c.txt',
    'sub/deeper/d.txt',
  ];
  await untilEqual(remote, names);
  await untilEqual(async () => (await list()).length, 0);
  await world.idle();
  expect(await versions('a (recovered).txt')).toBe(1);
  running.child.kill('SIGTERM');
  expect(await running.ended).toMatchObject({ code: 0 });
  await agree(names);
});

describe('the recycle bin no longer has it', () => {
  it('a file: it says what is lost, and asks no more', async () => {
    const id = await deleted('a.txt');
    await emptiedBin(world.emulator);
    const tried = await undo(id);
    expect(tried).toMatchObject({ code: 2, out: '' });
    expect(tried.err).toMatch(/a\.txt.*recycle bin/);
    expect(tried.err).not.toMatch(/next change|tries again/);
    const [lost] = await list();
    expect(lost).toMatchObject({ id, state: 'lost' });
    expect((await world.koosync('deletions')).out).toMatch(/Lost: In the recycle bin since/);
    world.emulator.control.resetCounts();
    const again = await undo(id);
    expect(again.err).toMatch(/a\.txt.*recycle bin/);
    expect(world.emulator.control.requests(10)).toEqual([]);
    await agree(['b.txt', 'sub/c.txt', 'sub/deeper/d.txt']);
  });

  it('a file whose content is in another one: it says where', async () => {
    write('copy of a.txt', 'this is a.txt');
    await world.setUp.pass();
    const id = await deleted('a.txt');
    await emptiedBin(world.emulator);
    expect((await undo(id)).err).toMatch(/copy of a\.txt/);
  });

  it('a part of a folder: the rest comes back', async () => {
    const gone = remoteId('sub/c.txt');
    const id = await deleted('sub');
    await purged(world.emulator, gone);
    const done = await undo(id);
    expect(done.code, done.err).toBe(3);
    expect(done.err).toMatch(/c\.txt.*recycle bin/);
    expect(read('sub/deeper/d.txt')).toBe('this is sub/deeper/d.txt');
    expect(await list()).toMatchObject([{ path: join(docs, 'sub/c.txt'), state: 'lost' }]);
    await agree(['a.txt', 'b.txt', 'sub/deeper/d.txt']);
  });
});
