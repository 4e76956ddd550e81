/** The ground under KooSync: drives that are not mounted, a read-only disk, a database that somebody else holds, two clients. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaults } from '../../emulator/index.ts';
import { openEngineWorld, type EngineWorld } from '../harness/engine-world.ts';
import { canMakeSticks, canMount, makeStick, smallDisk, type Stick } from '../harness/small-disk.ts';
import { openCliWorld, refused, type CliWorld } from '../harness/cli-world.ts';
import { until } from '../harness/until.ts';

const run = promisify(execFile);
const not = (what: string) => {
  process.stderr.write(`${what} was NOT tested: no file system can be mounted here. Run it as root.\n`);
};

describe('the built CLI', () => {
  let world: CliWorld;
  let docs: string;
  beforeEach(async () => {
    world = await openCliWorld();
    docs = join(world.folder, 'docs');
    mkdirSync(docs);
    world.settings({ deleteGraceMs: 0 });
  });
  afterEach(async () => {
    await world.close();
  });
  const once = () => world.koosync('run', '--once');
  const there = () => world.emulator.control.tree().map(({ path }) => path);

  it.each<[string, string, () => void]>([
    ['emptied', 'root-empty', () => readdirSync(docs).map((name) => rmSync(join(docs, name)))],
    [
      'replaced by another one of its name',
      'root-replaced',
      () => {
        renameSync(docs, `${docs}-away`);
        mkdirSync(docs);
      },
    ],
  ])('a synced folder that was %s deletes nothing before a word', async (_what, reason, happen) => {
    for (const name of ['a.txt', 'b.txt', 'c.txt']) writeFileSync(join(docs, name), name);
    await world.setUp.add(docs);
    await world.setUp.pass();
    happen();
    expect(await once()).toMatchObject({ code: 3 });
    expect(there()).toHaveLength(3);
    const held = (await world.json('deletions')) as { state: string; code: string }[];
    expect(new Set(held.map(({ state, code }) => `${state} ${code}`))).toEqual(new Set([`held ${reason}`]));
  });

  it('a drive that is not mounted deletes nothing, and costs nothing when it is back', async () => {
    if (!(await canMount(join(world.folder, 'probe')))) return not('A drive that is unmounted');
    const drive = join(world.folder, 'drive');
    mkdirSync(join(drive, 'sub'), { recursive: true });
    for (const name of ['a.txt', 'sub/b.txt', 'sub/c.txt']) writeFileSync(join(drive, name), name);
    await run('mount', ['--bind', drive, docs]);
    try {
      await world.setUp.add(docs);
      await world.setUp.pass();
      expect(there()).toHaveLength(3);
      await run('umount', ['-l', docs]);
      expect(await once()).toMatchObject({ code: 3 });
      expect(await once()).toMatchObject({ code: 3 });
      expect(there()).toHaveLength(3);
      await run('mount', ['--bind', drive, docs]);
      world.emulator.control.resetCounts();
      const ended = await once();
      expect(ended, ended.err).toMatchObject({ code: 0 });
      expect(world.emulator.control.writes()).toBe(0);
      expect(await world.json('deletions')).toEqual([]);
    } finally {
      await run('umount', ['-l', docs]).catch(() => undefined);
    }
  });

  it('a folder that another path leads to is not synced twice, nor what lies in it or holds it', async () => {
    if (!(await canMount(join(world.folder, 'probe')))) return not('A folder that is mounted twice');
    const at = (...names: string[]) => join(world.folder, ...names);
    for (const name of ['docs/sub/deep', 'other', 'copy', 'whole', 'low'])
      mkdirSync(at(name), { recursive: true });
    await world.setUp.add(docs);
    const mounted: string[] = [];
    const mount = async (from: string, to: string) => {
      await run('mount', ['--bind', from, to]);
      mounted.unshift(to);
    };
    try {
      await mount(docs, at('copy'));
      await mount(at('docs', 'sub'), at('low'));
      await mount(world.folder, at('whole'));
      const same = (folder: string) =>
        `koosync: ${folder} is the same folder as ${docs}, which is already synced. Choose another folder.\n`;
      expect(await world.koosync('add', at('copy'))).toMatchObject({ code: 2, err: same(at('copy')) });
      expect(await world.koosync('add', at('whole', 'docs'))).toMatchObject({
        code: 2,
        err: same(at('whole', 'docs')),
      });
      const overlaps = `koosync: This folder overlaps with ${docs}, which is already synced. Choose another folder.\n`;
      // below it, by a way of its own, by one within the copy; above it
      for (const folder of [at('low'), at('low', 'deep'), at('copy', 'sub'), at('whole')])
        expect([folder, await world.koosync('add', folder)]).toMatchObject([
          folder,
          { code: 2, err: overlaps },
        ]);
      expect(await world.koosync('add', at('whole', 'other'))).toMatchObject({ code: 0 });
      expect(await world.koosync('add', at('other'))).toMatchObject({ code: 2 });
    } finally {
      for (const one of mounted) await run('umount', ['-l', one]).catch(() => undefined);
    }
  });

  it('a drive that is mounted within a synced folder is a folder like any other', async () => {
    if (!(await canMount(join(world.folder, 'probe')))) return not('A mount point');
    writeFileSync(join(docs, 'a.txt'), 'a');
    const disk = await smallDisk(join(docs, 'drive'), 1);
    try {
      writeFileSync(join(docs, 'drive', 'b.txt'), 'b');
      await world.setUp.add(docs);
      await world.setUp.pass();
      expect(there()).toEqual(['docs/a.txt', 'docs/drive/b.txt']);
      // a move between two file systems is a copy and a deletion: nothing is lost, and no byte is sent
      world.emulator.control.resetCounts();
      await run('mv', [join(docs, 'drive', 'b.txt'), join(docs, 'b.txt')]);
      expect(await once()).toMatchObject({ code: 0 });
      expect(there()).toEqual(['docs/a.txt', 'docs/b.txt']);
      expect(world.emulator.control.counts().putPart).toBe(0);
    } finally {
      await disk.close();
    }
  });

  it('a drive that is unmounted within a synced folder deletes nothing before a word', async () => {
    if (!(await canMount(join(world.folder, 'probe')))) return not('A drive within a folder, unmounted');
    writeFileSync(join(docs, 'a.txt'), 'a');
    const drive = join(docs, 'drive');
    const disk = await smallDisk(drive, 1);
    mkdirSync(join(drive, 'sub'));
    for (const name of ['b.txt', 'sub/c.txt']) writeFileSync(join(drive, name), name);
    await world.setUp.add(docs);
    await world.setUp.pass();
    const all = ['docs/a.txt', 'docs/drive/b.txt', 'docs/drive/sub/c.txt'];
    expect(there()).toEqual(all);
    await disk.close();
    for (let pass = 0; pass < 2; pass++) expect(await once()).toMatchObject({ code: 3 });
    expect(there()).toEqual(all);
    const held = (await world.json('deletions')) as { id: number; state: string; code: string }[];
    expect(held.map(({ state, code }) => `${state} ${code}`)).toEqual([
      'held other-drive',
      'held other-drive',
    ]);
    // what is written there now is a file of this drive, and goes up as any other
    writeFileSync(join(drive, 'd.txt'), 'd');
    await once();
    expect(there()).toEqual([...all.slice(0, 2), 'docs/drive/d.txt', ...all.slice(2)]);
    await world.koosync('deletions', 'approve', '--all');
    expect(await once()).toMatchObject({ code: 0 });
    expect(there()).toEqual(['docs/a.txt', 'docs/drive/d.txt']);
    // from the next look on a folder like any other
    expect(await once()).toMatchObject({ code: 0 });
    rmSync(join(drive, 'd.txt'));
    expect(await once()).toMatchObject({ code: 0 });
    expect(there()).toEqual(['docs/a.txt']);
  });

  it('a state folder on a read-only disk is said in one sentence, and nothing is sent', async () => {
    if (!(await canMount(join(world.folder, 'probe')))) return not('A read-only disk');
    rmSync(world.home, { recursive: true });
    const disk = await smallDisk(world.home, 8);
    try {
      writeFileSync(join(docs, 'a.txt'), 'a');
      expect(await world.koosync('add', docs)).toMatchObject({ code: 0 });
      await run('mount', ['-o', 'remount,ro', world.home]);
      for (const words of [['status'], ['run'], ['run', '--once'], ['repair'], ['add', world.folder]])
        refused(await world.koosync(...words), 2, /state folder .*KOOSYNC_HOME/);
      expect(there()).toEqual([]);
      await run('mount', ['-o', 'remount,rw', world.home]);
      expect(await once()).toMatchObject({ code: 0 });
      expect(there()).toEqual(['docs/a.txt']);
    } finally {
      await disk.close();
    }
  });

  it('a home on a read-only disk, in which the state folder is to be made, is said by what is wrong', async () => {
    if (!(await canMount(join(world.folder, 'probe')))) return not('A home on a read-only disk');
    const home = join(world.folder, 'of-nobody');
    const disk = await smallDisk(home, 1);
    try {
      await run('mount', ['-o', 'remount,ro', home]);
      world.env['KOOSYNC_HOME'] = join(home, '.local', 'share', 'koosync');
      refused(await world.koosync('status'), 2, /state folder .* cannot be read and written/);
    } finally {
      await disk.close();
    }
  });

  it('a second client on one state folder is refused, whichever it is, and the first one works on', async () => {
    writeFileSync(join(docs, 'a.txt'), 'a');
    await world.setUp.add(docs);
    const first = world.start(['run']);
    await first.says('Watching');
    refused(await world.koosync('run'), 1, /already running/);
    refused(await once(), 1, /already running/);
    writeFileSync(join(docs, 'b.txt'), 'b');
    await until('the second file is there', () => {
      expect(first.child.exitCode).toBeNull();
      return there().length === 2;
    });
    // the lock dies with its holder, however that ends
    first.child.kill('SIGKILL');
    await first.ended;
    expect(await once()).toMatchObject({ code: 0 });
  });
});

describe('a stick without birth times', () => {
  let world: CliWorld;
  let docs: string;
  const sticks: Stick[] = [];
  const names = Array.from({ length: 15 }, (_, i) => `file-${String(i).padStart(2, '0')}.txt`);
  const fill = () => {
    for (const name of names) writeFileSync(join(docs, name), name);
  };
  beforeEach(async () => {
    world = await openCliWorld();
    docs = join(world.folder, 'docs');
    world.settings({ deleteGraceMs: 0 });
  });
  afterEach(async () => {
    for (const stick of sticks.splice(0)) await stick.remove();
    await world.close();
  });
  const once = () => world.koosync('run', '--once');
  const there = () => world.emulator.control.tree().map(({ path }) => path.replace(/^docs\//, ''));
  const open = async () =>
    ((await world.json('deletions')) as { path: string; state: string; code?: string }[])
      .filter(({ state }) => state !== 'sent')
      .map(({ path, state, code }) => `${state} ${code ?? ''} ${path.slice(docs.length + 1)}`)
      .toSorted();
  const held = (reason: string, paths = names) => paths.map((name) => `held ${reason} ${name}`);
  const listed = randomUUID();
  const begin = async (uuid: string | undefined): Promise<Stick | undefined> => {
    if (!(await canMakeSticks(join(world.folder, 'probe')))) {
      not('A stick without birth times');
      return undefined;
    }
    const stick = await makeStick(join(world.folder, 'stick'), uuid);
    sticks.push(stick);
    await stick.plugIn(docs);
    fill();
    await world.setUp.add(docs);
    await world.setUp.pass();
    expect(there().length).toBeGreaterThanOrEqual(names.length);
    return stick;
  };

  it.each([
    ['with a name', listed],
    ['without a name', undefined],
  ])('%s, unplugged with one stray file in its place, deletes nothing before a word', async (_what, uuid) => {
    const stick = await begin(uuid);
    if (!stick) return;
    await stick.takeOut();
    writeFileSync(join(docs, 'stray.txt'), 'written where the stick should be');
    for (let pass = 0; pass < 2; pass++) expect(await once()).toMatchObject({ code: 3 });
    expect(await open()).toEqual(held('other-drive'));
    expect(there()).toEqual(expect.arrayContaining([...names, 'stray.txt']));
    const said = await world.koosync('deletions');
    expect(said.out).toContain('Its drive is not mounted here now');
    // what is there again is not deleted, and no version comes of it
    rmSync(join(docs, 'stray.txt'));
    await stick.plugIn(docs);
    world.emulator.control.resetCounts();
    await once();
    expect(world.emulator.control.counts().putPart).toBe(0);
    expect((await open()).filter((one) => !one.includes('stray'))).toEqual([]);
    expect(there()).toEqual(expect.arrayContaining(names));
  });

  it('that is back lets go what was deleted before it was taken out, and nothing else', async () => {
    const stick = await begin(listed);
    if (!stick) return;
    rmSync(join(docs, names[0] ?? ''));
    await stick.takeOut();
    writeFileSync(join(docs, 'stray.txt'), 'written where the stick should be');
    expect(await once()).toMatchObject({ code: 3 });
    expect(await open()).toEqual(held('other-drive'));
    rmSync(join(docs, 'stray.txt'));
    await stick.plugIn(docs);
    await once();
    await once();
    expect(await open()).toEqual([]);
    expect(there().filter((name) => names.includes(name))).toEqual(names.slice(1));
  });

  const reasons = {
    'other-drive': 'Its drive is not mounted here now',
    'root-unknown': 'Nothing on its drive tells whether this is the folder that was synced',
  };
  it.each<[string, string | undefined, string | undefined, number, keyof typeof reasons]>([
    ['with another name', listed, randomUUID(), 4, 'other-drive'],
    ['of another size', undefined, undefined, 6, 'other-drive'],
    ['that nothing tells from it', undefined, undefined, 4, 'root-unknown'],
  ])(
    'another stick %s in its place deletes nothing before a word',
    async (_what, uuid, other, size, reason) => {
      const stick = await begin(uuid);
      if (!stick) return;
      const second = await makeStick(join(world.folder, 'second'), other, size);
      sticks.push(second);
      await stick.takeOut();
      await second.plugIn(docs);
      writeFileSync(join(docs, 'other.txt'), 'of the other stick');
      for (let pass = 0; pass < 2; pass++) expect(await once()).toMatchObject({ code: 3 });
      expect(await open()).toEqual(held(reason));
      const { out } = await world.koosync('deletions');
      for (const [code, sentence] of Object.entries(reasons))
        expect(out.includes(sentence), sentence).toBe(code === reason);
      expect(there()).toEqual(expect.arrayContaining([...names, 'other.txt']));
      // with the word it is the drive of this folder from here on, and a single deletion goes where its name is known
      await world.koosync('deletions', 'approve', '--all');
      await once();
      expect(await open()).toEqual([]);
      expect(there().filter((name) => names.includes(name))).toEqual([]);
      await once();
      rmSync(join(docs, 'other.txt'));
      await once();
      expect(await open()).toEqual(other === undefined ? held('root-unknown', ['other.txt']) : []);
    },
  );

  it('that is another device after a restart holds nothing', async () => {
    const stick = await begin(listed);
    if (!stick) return;
    const before = await deviceOf(docs);
    await stick.takeOut();
    // takes the number that the stick had
    const second = await makeStick(join(world.folder, 'second'), undefined);
    sticks.push(second);
    await second.plugIn(join(world.folder, 'elsewhere'));
    await stick.plugIn(docs);
    expect(await deviceOf(docs)).not.toBe(before);
    rmSync(join(docs, names[0] ?? ''));
    expect(await once()).toMatchObject({ code: 0 });
    expect(await open()).toEqual([]);
    expect(there()).not.toContain(names[0]);
    expect(there()).toEqual(expect.arrayContaining(names.slice(1)));
  });

  it('another stick in the place of one within the folder deletes nothing before a word', async () => {
    if (!(await canMakeSticks(join(world.folder, 'probe')))) return not('A stick within a folder');
    const inner = join(docs, 'inner');
    const [one, other] = await Promise.all(
      ['one', 'other'].map((name) => makeStick(join(world.folder, name), randomUUID())),
    );
    if (!one || !other) throw new Error('no sticks');
    sticks.push(one, other);
    mkdirSync(docs);
    await one.plugIn(inner);
    writeFileSync(join(inner, 'a.txt'), 'a');
    writeFileSync(join(docs, 'b.txt'), 'b');
    await world.setUp.add(docs);
    await world.setUp.pass();
    await one.takeOut();
    await other.plugIn(inner);
    for (let pass = 0; pass < 2; pass++) expect(await once()).toMatchObject({ code: 3 });
    expect(await open()).toEqual(['held other-drive inner/a.txt']);
    await other.takeOut();
    await one.plugIn(inner);
    await once();
    expect(await open()).toEqual([]);
    expect(there()).toEqual(expect.arrayContaining(['b.txt', 'inner/a.txt']));
  });
});

const deviceOf = async (folder: string): Promise<string> =>
  (await run('stat', ['--format', '%d', folder])).stdout.trim();

describe('a database that somebody else holds', () => {
  let world: EngineWorld;
  let other: DatabaseSync;
  beforeEach(async () => {
    world = await openEngineWorld();
    other = new DatabaseSync(join(world.home, 'state.db'));
  });
  afterEach(async () => {
    other.close();
    await world.close();
  });
  const history = () =>
    world.emulator.control.tree(defaults.containerId).map(({ path, revisions }) => [path, revisions.length]);

  it('ends a pass with that reason, and what happened meanwhile goes up once it is free', async () => {
    const { engine } = world.koosync;
    other.exec('BEGIN IMMEDIATE');
    writeFileSync(join(world.folder, 'a.txt'), 'a');
    await expect(engine.syncOnce()).rejects.toMatchObject({ code: 'STATE_LOCKED' });
    other.exec('ROLLBACK');
    await engine.syncOnce();
    expect(history()).toEqual([['watched/a.txt', 1]]);
  });

  it('just as an upload was completed: no second version of it', async () => {
    const { engine } = world.koosync;
    writeFileSync(join(world.folder, 'a.txt'), 'first');
    await engine.syncOnce();
    writeFileSync(join(world.folder, 'a.txt'), 'second');
    const slow = world.emulator.control.fault({
      match: { operation: 'completeRevision' },
      times: 1,
      action: { kind: 'hold' },
    });
    const pass = engine.syncOnce().catch((thrown: unknown) => thrown);
    await until('the upload is being completed', () => slow.struck() === 1);
    other.exec('BEGIN IMMEDIATE');
    slow.release();
    expect(await pass).toMatchObject({ code: 'STATE_LOCKED' });
    expect(history()).toEqual([['watched/a.txt', 2]]);
    other.exec('ROLLBACK');
    await engine.retry();
    await engine.syncOnce();
    expect(history()).toEqual([['watched/a.txt', 2]]);
    expect((await engine.status()).pairs).toMatchObject([{ pending: 0, problems: [] }]);
  });
});
