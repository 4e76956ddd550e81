/** `koosync deletions`: what is missing from disk, confirming deletions and undoing them, with and without an engine. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCliWorld, refused, type CliWorld } from '../harness/cli-world.ts';
import { untilEqual } from '../harness/until.ts';

type Listed = {
  id: number;
  path: string;
  kind: 'file' | 'folder';
  files: number;
  since: number;
  state: 'waiting' | 'held' | 'approved' | 'sent';
  code?: string;
  reason?: string;
};

let world: CliWorld;
let docs: string;
beforeEach(async () => {
  world = await openCliWorld();
  docs = join(world.folder, 'docs');
  for (const name of ['a.txt', 'b.txt', 'sub/c.txt', 'sub/deeper/d.txt', '文件夹/е.txt']) {
    mkdirSync(join(docs, name, '..'), { recursive: true });
    writeFileSync(join(docs, name), `this is ${name}`);
  }
  mkdirSync(join(docs, 'sub', 'empty'));
  world.settings();
});
afterEach(async () => {
  await world.close();
});

const once = () => world.koosync('run', '--once');
const begin = async () => {
  await world.setUp.add(docs);
  await world.setUp.pass();
};
const list = async () => (await world.json('deletions')) as Listed[];
const remote = () =>
  world.emulator.control
    .tree()
    .map(({ path }) => path.replace(/^docs\//, ''))
    .toSorted();
const onDisk = () =>
  readdirSync(docs, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(docs.length + 1))
    .toSorted();
const all = ['a.txt', 'b.txt', 'sub/c.txt', 'sub/deeper/d.txt', '文件夹/е.txt'];

describe('without an engine that runs', () => {
  it('lists deletions, and says so when there are none', async () => {
    await begin();
    expect(await world.koosync('deletions')).toMatchObject({ code: 0, out: '' });
    expect(await list()).toEqual([]);
    const gone = Date.now();
    rmSync(join(docs, 'a.txt'));
    rmSync(join(docs, 'sub'), { recursive: true });
    expect(await once()).toMatchObject({ code: 0 });
    const listed = await list();
    expect(listed).toMatchObject([
      { path: expect.any(String) as unknown, state: 'waiting' },
      { path: expect.any(String) as unknown, state: 'waiting' },
    ]);
    const folder = listed.find(({ kind }) => kind === 'folder');
    expect(folder).toMatchObject({ path: join(docs, 'sub'), files: 2 });
    expect(folder?.since).toBeGreaterThanOrEqual(gone);
    const shown = await world.koosync('deletions');
    expect(shown).toMatchObject({ code: 0, err: '' });
    expect(shown.out).toMatch(/ID .*DELETED .*FILES .*STATE .*PATH/);
    expect(shown.out).toContain(`Goes to the recycle bin soon  ${join(docs, 'a.txt')}`);
  });

  it('held ones need a confirmation: approve lets them go', async () => {
    world.settings({ holdDeletionsCount: 1, deleteGraceMs: 0 });
    await begin();
    for (const name of ['a.txt', 'b.txt']) rmSync(join(docs, name));
    const held = await once();
    expect(held).toMatchObject({ code: 3 });
    expect(held.err).toContain('2 files are missing');
    expect(remote()).toEqual(all);
    expect(await list()).toMatchObject([
      { state: 'held', code: 'too-many', reason: 'Many files were missing at once' },
      { state: 'held', code: 'too-many' },
    ]);
    const shown = await world.koosync('deletions');
    expect(shown.out).toContain('Needs your confirmation: Many files were missing at once');
    expect(shown.err).toContain('koosync deletions approve');

    const [one] = await list();
    expect(await world.koosync('deletions', 'approve', String(one?.id))).toMatchObject({ code: 0 });
    expect((await list()).map(({ state }) => state)).toEqual(['approved', 'held']);
    await once();
    expect((await list()).map(({ state }) => state)).toEqual(['sent', 'held']);
    expect(await world.koosync('deletions', 'approve', '--all')).toMatchObject({ code: 0 });
    expect(await once()).toMatchObject({ code: 0 });
    expect(remote()).toEqual(all.slice(2));
    expect((await list()).map(({ state }) => state)).toEqual(['sent', 'sent']);
    expect((await world.koosync('deletions', 'approve', String(one?.id))).out).toContain('already');
    expect((await world.koosync('deletions', 'approve', '--all')).err).toContain('No deletion');
  });

  it('undo puts folders and files back, and leaves alone what came back meanwhile', async () => {
    await begin();
    rmSync(join(docs, 'sub'), { recursive: true });
    rmSync(join(docs, 'a.txt'));
    await once();
    mkdirSync(join(docs, 'sub'));
    writeFileSync(join(docs, 'sub', 'c.txt'), 'a new one');
    const restored = await world.koosync('deletions', 'undo', '--all');
    expect(restored, restored.err).toMatchObject({ code: 0 });
    expect(onDisk()).toEqual(all);
    expect(existsSync(join(docs, 'sub', 'empty'))).toBe(true);
    expect(readFileSync(join(docs, 'sub/deeper/d.txt'), 'utf8')).toBe('this is sub/deeper/d.txt');
    expect(readFileSync(join(docs, 'sub/c.txt'), 'utf8')).toBe('a new one');
    expect(await list()).toEqual([]);
    expect(await once()).toMatchObject({ code: 0 });
    expect(await list()).toEqual([]);
    // what came back is the content of the newest version: no further one; what was new is one
    const versions = async (name: string) =>
      ((await world.json('versions', join(docs, name))) as unknown[]).length;
    expect(await versions('a.txt')).toBe(1);
    expect(await versions('sub/deeper/d.txt')).toBe(1);
    expect(await versions('sub/c.txt')).toBe(2);
    expect((await world.koosync('deletions', 'undo', '--all')).err).toContain('no deletion to undo');
  });

  it('undo takes out of the recycle bin what was sent there', async () => {
    world.settings({ deleteGraceMs: 0 });
    await begin();
    rmSync(join(docs, 'sub'), { recursive: true });
    expect(await once()).toMatchObject({ code: 0 });
    expect(remote()).toEqual(['a.txt', 'b.txt', '文件夹/е.txt']);
    const [sent] = await list();
    expect(sent).toMatchObject({ state: 'sent', files: 2 });
    // --all means what has not gone yet
    expect((await world.koosync('deletions', 'undo', '--all')).err).toContain('no deletion to undo');
    expect(await world.koosync('deletions', 'undo', String(sent?.id))).toMatchObject({ code: 0 });
    expect(onDisk()).toEqual(all);
    expect(remote()).toEqual(all);
    world.emulator.control.resetCounts();
    expect(await once()).toMatchObject({ code: 0 });
    expect(world.emulator.control.writes()).toBe(0);
    expect((await world.json('versions', join(docs, 'sub/c.txt'))) as unknown[]).toHaveLength(1);
  });

  it('an undo that is cut short stands in the list, is never sent, and can be gone on with', async () => {
    world.settings({ deleteGraceMs: 0 });
    await begin();
    rmSync(join(docs, 'sub'), { recursive: true });
    await once();
    const [sent] = await list();
    const fault = world.emulator.control.fault({
      match: { operation: 'download' },
      skip: 1,
      action: { kind: 'answer', status: 404 },
    });
    const cut = await world.koosync('deletions', 'undo', String(sent?.id));
    expect(cut.code, cut.err).toBeGreaterThan(0);
    expect(onDisk()).toHaveLength(4);
    expect(await list()).toMatchObject([{ state: 'held', code: 'not-back-yet' }]);
    // a pass sees the folder and one file back; the other is neither lost nor sent
    expect(await once()).toMatchObject({ code: 3 });
    expect(remote()).toEqual(all);
    fault.remove();
    const restored = await world.koosync('deletions', 'undo', '--all');
    expect(restored, restored.err).toMatchObject({ code: 0 });
    expect(onDisk()).toEqual(all);
    expect(await once()).toMatchObject({ code: 0 });
    expect(await list()).toEqual([]);
  });

  it('undo writes nothing where the folder of the pair is not there', async () => {
    await begin();
    rmSync(join(docs, 'a.txt'));
    await once();
    renameSync(docs, `${docs}-away`);
    const [one] = await list();
    refused(await world.koosync('deletions', 'undo', String(one?.id)), 2, /is missing/);
    expect(existsSync(docs)).toBe(false);
    expect(await list()).toMatchObject([{ id: one?.id }]);
  });

  it('words that make no sense', async () => {
    await begin();
    rmSync(join(docs, 'a.txt'));
    await once();
    const [one] = await list();
    for (const word of ['approve', 'undo', 'restore']) {
      refused(await world.koosync('deletions', word, '99'), 2, /no deletion 99.*koosync deletions/);
      refused(await world.koosync('deletions', word, 'a.txt'), 2, /no deletion a\.txt/);
      refused(await world.koosync('deletions', word), 2, /--all/);
      refused(await world.koosync('deletions', word, String(one?.id), '--all'), 2, /--all/);
      // the right one does nothing as long as another is wrong
      refused(await world.koosync('deletions', word, String(one?.id), '99'), 2, /no deletion 99/);
    }
    refused(await world.koosync('deletions', 'frob'), 2, /frob/);
    expect(await list()).toMatchObject([{ state: 'waiting' }]);
    expect(existsSync(join(docs, 'a.txt'))).toBe(false);
    world.env['LANG'] = 'zh_CN.UTF-8';
    refused(await world.koosync('deletions', 'undo', '99'), 2, /没有编号为 99 的删除/);
    expect((await world.koosync('deletions')).out).toContain('稍后移入回收站');
  });
});

describe('beside an engine that runs', () => {
  it('hands the decision on through the database', async () => {
    // neither goes before both are known to be gone
    const deleteGraceMs = 60_000;
    world.settings({ holdDeletionsCount: 1, deleteGraceMs });
    await begin();
    const running = world.start(['run'], { movableClock: true });
    await running.says('Watching');
    for (const name of ['a.txt', 'b.txt']) rmSync(join(docs, name));
    await untilEqual(async () => (await list()).map(({ state }) => state), ['held', 'held']);
    const [, first] = await list();
    expect(await world.koosync('deletions', 'undo', String(first?.id))).toMatchObject({ code: 0 });
    expect(await world.koosync('deletions', 'approve', '--all')).toMatchObject({ code: 0 });
    running.passTime(deleteGraceMs);
    await untilEqual(async () => (await list()).map(({ state }) => state), ['sent']);
    const [gone] = await list();
    expect(onDisk()).toHaveLength(4);
    expect(remote()).toHaveLength(4);
    // and out of the bin again, while the engine looks on
    expect(await world.koosync('deletions', 'undo', String(gone?.id))).toMatchObject({ code: 0 });
    await untilEqual(list, []);
    await untilEqual(remote, all);
    expect(onDisk()).toEqual(all);
    for (const name of ['a.txt', 'b.txt'])
      expect((await world.json('versions', join(docs, name))) as unknown[]).toHaveLength(1);
    running.child.kill('SIGTERM');
    expect(await running.ended).toMatchObject({ code: 0 });
  });

  it('what git gc took away is held, and a file that is deleted later goes by itself', async () => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=U', '-c', 'user.email=u@example.com', ...args], {
        cwd: docs,
        stdio: 'ignore',
      });
    git('init');
    for (let n = 0; n < 12; n++) {
      writeFileSync(join(docs, 'a.txt'), `version ${String(n)} of it`);
      git('add', 'a.txt');
      git('commit', '-m', `number ${String(n)}`);
    }
    // nothing goes before all of it is known to be gone
    world.settings({ deleteGraceMs: 60_000 });
    await begin();
    const running = world.start(['run'], { movableClock: true });
    await running.says('Watching');
    // no scan comes between the first of it and the last
    running.child.kill('SIGSTOP');
    git('gc', '--prune=now');
    running.child.kill('SIGCONT');
    const open = async () => (await list()).filter(({ state }) => state !== 'sent');
    await untilEqual(async () => {
      const states = (await open()).map(({ state, code }) => `${state} ${code ?? ''}`);
      return states.length > 20 && states.every((one) => one === 'held too-many');
    }, true);
    await world.idle();
    const held = (await open()).map(({ id }) => id);
    running.passTime(10_000);
    rmSync(join(docs, 'b.txt'));
    await untilEqual(() => {
      running.passTime(10_000);
      return remote().includes('b.txt');
    }, false);
    expect((await open()).map(({ id }) => id)).toEqual(held);
    running.child.kill('SIGTERM');
    expect(await running.ended).toMatchObject({ code: 0 });
  });
});
