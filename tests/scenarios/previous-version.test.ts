/**
 * A state folder that the version before this one wrote is opened by this one: what was under way comes to its end,
 * nothing is sent twice, and what waited for a word still waits for it. The folder is kept as data in
 * tests/fixtures/previous-version, where it is told how that version made it.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Emulator } from '../../emulator/index.ts';
import type { Left } from '../fixtures/previous-version/keep.ts';
import { layOut } from '../fixtures/previous-version/lay-out.ts';
import { stampOf } from '../fixtures/previous-version/stamps.ts';
import { ask } from '../fixtures/previous-version/what-it-holds.ts';
import { openCliWorld, type CliWorld } from '../harness/cli-world.ts';
import { untilEqual } from '../harness/until.ts';

let left: Left;
let world: CliWorld;
let emulator: Emulator;
beforeEach(async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'koosync-previous-')));
  left = await layOut(folder);
  world = await openCliWorld({ folder, dataDir: left.dataDir });
  ({ emulator } = world);
});
afterEach(async () => {
  await world.close();
});

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const database = () => join(left.home, 'state.db');
const onDisk = (path: string) => join(left.folder, path);

/** What the server has: by path, the file and its versions, oldest first. */
const server = () =>
  Object.fromEntries(
    emulator.control
      .tree()
      .map(({ path, fileId, revisions }) => [
        path.replace(/^docs\//, ''),
        { fileId, versions: revisions.map(({ revisionId, sha256: hash }) => ({ revisionId, hash })) },
      ]),
  );
const hashes = (path: string) => server()[path]?.versions.map(({ hash }) => hash);

/** One pass. Code 3, since a file stands there whose name KooDrive does not take. */
const pass = async () => {
  const ran = await world.koosync('run', '--once');
  expect(ran, ran.err).toMatchObject({ code: 3 });
};
/** The same by a client that goes on watching, until nothing is left to do. */
const stay = async () => {
  const running = world.start(['run']);
  await running.says('Watching');
  await untilEqual(() => hashes('todo.txt'), todos);
  await world.idle();
  running.child.kill('SIGTERM');
  const ended = await running.ended;
  expect(ended, ended.err).toMatchObject({ code: 0 });
};
const deletions = async () =>
  (await world.json('deletions')) as {
    id: number;
    path: string;
    files: number;
    state: string;
  }[];

/** Version, tables with their columns, and indexes, in no order. */
const formOf = (file: string) => {
  const db = new DatabaseSync(file, { readOnly: true });
  const columns = db
    .prepare(
      `SELECT t.name AS part, c.name, c.type, c."notnull", c.dflt_value, c.pk
         FROM sqlite_master AS t JOIN pragma_table_info(t.name) AS c WHERE t.type = 'table' ORDER BY 1, 2`,
    )
    .all();
  const indexes = db.prepare("SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY 1").all();
  const version = db.prepare('PRAGMA user_version').get();
  db.close();
  return { version, columns, indexes };
};

const letters = ['letter, first version', 'letter, second version'].map(sha256);
const reports = ['report, first version', 'report, second version', 'report, third version'].map(sha256);
const todos = ['to do, first version', 'to do, second version'].map(sha256);

describe('what the version before left', () => {
  it('has one upload of unknown outcome, which the server carried out', () => {
    expect(ask(database(), 'uploads')).toEqual([{ path: 'report.txt' }]);
    const [upload] = ask(database(), 'unknownUploads');
    const report = server()['report.txt'];
    expect(upload).toEqual({
      kind: 'revision',
      path: 'report.txt',
      fileId: report?.fileId,
      base: report?.versions[1]?.revisionId,
      fingerprint: stampOf('fingerprint', onDisk('report.txt')),
      sha256: reports[2],
    });
    expect(hashes('report.txt')).toEqual(reports);
    expect(readFileSync(onDisk('report.txt'), 'utf8')).toBe('report, third version');
    // as far as that version knows, it is the second
    expect(ask(database(), 'known').find(({ path }) => path === 'report.txt')?.['sha256']).toBe(reports[1]);
  });

  it('has one open rename, which the server carried out', () => {
    const [rename, ...more] = ask(database(), 'openRenames');
    expect(more).toEqual([]);
    const letter = server()['letters/to mum.txt'];
    expect(rename).toEqual({
      old: 'letters/to mother.txt',
      path: 'letters/to mum.txt',
      fileId: letter?.fileId,
    });
    expect(hashes('letters/to mum.txt')).toEqual(letters);
    expect(existsSync(onDisk('letters/to mum.txt'))).toBe(true);
    expect(existsSync(onDisk('letters/to mother.txt'))).toBe(false);
    const known = ask(database(), 'known').filter(({ path }) => String(path).startsWith('letters/'));
    expect(known).toMatchObject([
      { path: 'letters/to mother.txt', identity: stampOf('identity', onDisk('letters/to mum.txt')) },
    ]);
  });

  it('has one deletion that waits for a word, and one that is done', () => {
    expect(ask(database(), 'deletions')).toMatchObject([
      { path: 'thrown away.txt', state: 'sent' },
      { path: 'album', kind: 'folder', files: 2, state: 'held', reason: 'too-many' },
    ]);
    expect(existsSync(onDisk('album'))).toBe(false);
    expect(Object.keys(server())).toEqual(expect.arrayContaining(['album/one.txt', 'album/two.txt']));
    expect(server()).not.toHaveProperty('thrown away.txt');
  });

  it('has a change that was noticed and no more, and one that failed', () => {
    expect(ask(database(), 'pending')).toContainEqual({ path: 'todo.txt' });
    expect(hashes('todo.txt')).toEqual(todos.slice(0, 1));
    expect(readFileSync(onDisk('todo.txt'), 'utf8')).toBe('to do, second version');
    expect(ask(database(), 'failed')).toEqual([{ path: 'who is it?.txt', code: 'NAME_FORBIDDEN' }]);
  });

  it('knows all other files as they are laid out', () => {
    const open = ['report.txt', 'todo.txt', 'letters/to mother.txt'];
    const settled = ask(database(), 'known').filter(
      ({ path, gone }) => gone === null && !open.includes(String(path)),
    );
    expect(settled.length).toBeGreaterThan(5);
    for (const { path, fingerprint, identity } of settled) {
      expect(fingerprint, String(path)).toBe(stampOf('fingerprint', onDisk(String(path))));
      expect(identity, String(path)).toBe(stampOf('identity', onDisk(String(path))));
    }
  });
});

describe('this version', () => {
  it.each([
    ['in one pass', pass],
    ['as it goes on watching', stay],
  ])('ends what was under way, and sends nothing twice, %s', async (_, sync) => {
    const before = server();
    emulator.control.resetCounts();
    await sync();
    // one version was pending, and it is the only thing that went up
    const { 'todo.txt': todo, ...rest } = server();
    const { 'todo.txt': todoBefore, ...restBefore } = before;
    expect(rest).toEqual(restBefore);
    expect(todo?.fileId).toBe(todoBefore?.fileId);
    expect(hashes('todo.txt')).toEqual(todos);
    expect(emulator.control.counts()).toMatchObject({
      createFile: 0,
      completeFile: 0,
      createRevision: 1,
      putPart: 1,
      completeRevision: 1,
      createFolder: 0,
      rename: 0,
      createJob: 0,
    });
    const [pair] = await world.status();
    expect(pair).toMatchObject({ folder: left.folder, pending: 0 });
    expect(pair?.problems.map(({ path, code }) => [path, code])).toEqual([
      ['', 'DELETIONS_HELD'],
      ['who is it?.txt', 'NAME_FORBIDDEN'],
    ]);
    expect(await emulator.control.fsck()).toEqual([]);

    emulator.control.resetCounts();
    await pass();
    expect(emulator.control.writes()).toBe(0);
  });

  it('migrates the database to its own form, and leaves it sound', async () => {
    await pass();
    const db = new DatabaseSync(database(), { readOnly: true });
    expect(db.prepare('PRAGMA integrity_check').all()).toMatchObject([{ integrity_check: 'ok' }]);
    expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
    db.close();
    const fresh = join(world.folder, 'fresh');
    world.env['KOOSYNC_HOME'] = fresh;
    await world.status();
    expect(formOf(database())).toEqual(formOf(join(fresh, 'state.db')));
  });

  it('knows the history of every file, and goes on with it', async () => {
    await pass();
    const versions = async (path: string) =>
      ((await world.json('versions', onDisk(path))) as { sha256: string }[])
        .map((one) => one.sha256)
        .toReversed();
    expect(await versions('report.txt')).toEqual(reports);
    expect(await versions('letters/to mum.txt')).toEqual(letters);
    expect(await versions('notes.txt')).toHaveLength(3);

    const { fileId } = server()['letters/to mum.txt'] ?? {};
    writeFileSync(onDisk('letters/to mum.txt'), 'letter, third version');
    writeFileSync(onDisk('report.txt'), 'report, fourth version');
    await pass();
    expect(server()['letters/to mum.txt']?.fileId).toBe(fileId);
    expect(hashes('letters/to mum.txt')).toEqual([...letters, sha256('letter, third version')]);
    expect(hashes('report.txt')).toEqual([...reports, sha256('report, fourth version')]);
  });

  // without the row of the upload it would be taken for unchanged, and the third version would stay the newest
  it('uploads what was put back before it was opened, upon the version it had not heard of', async () => {
    writeFileSync(onDisk('report.txt'), 'report, second version');
    await pass();
    expect(hashes('report.txt')).toEqual([...reports, reports[1]]);
  });

  // without the row of the rename it would become a version of the letter that was renamed
  it('takes a new file at the old name of the rename for a new one', async () => {
    const before = server();
    writeFileSync(onDisk('letters/to mother.txt'), 'another letter');
    await pass();
    const after = server();
    expect(after['letters/to mum.txt']).toEqual(before['letters/to mum.txt']);
    expect(hashes('letters/to mother.txt')).toEqual([sha256('another letter')]);
    expect(after['letters/to mother.txt']?.fileId).not.toBe(before['letters/to mum.txt']?.fileId);
  });

  it('goes on holding the deletion, and lets it go at the word', async () => {
    const album = { path: onDisk('album'), files: 2 };
    expect(await deletions()).toMatchObject([
      { ...album, state: 'held' },
      { path: onDisk('thrown away.txt'), state: 'sent' },
    ]);
    await pass();
    await pass();
    const [held] = await deletions();
    expect(held).toMatchObject({ ...album, state: 'held' });
    expect(Object.keys(server())).toEqual(expect.arrayContaining(['album/one.txt', 'album/two.txt']));

    expect(await world.koosync('deletions', 'approve', String(held?.id))).toMatchObject({ code: 0 });
    await pass();
    expect(await deletions()).toMatchObject([{ ...album, state: 'sent' }, { state: 'sent' }]);
    expect(Object.keys(server()).filter((path) => path.startsWith('album/'))).toEqual([]);
  });

  it('undoes both deletions, and nothing of it goes up again', async () => {
    const before = server();
    for (const { id } of await deletions())
      expect(await world.koosync('deletions', 'restore', String(id))).toMatchObject({ code: 0 });
    expect(await deletions()).toEqual([]);
    expect(readFileSync(onDisk('album/one.txt'), 'utf8')).toBe('picture one');
    expect(readFileSync(onDisk('album/two.txt'), 'utf8')).toBe('picture two');
    expect(readFileSync(onDisk('thrown away.txt'), 'utf8')).toBe('what lies in the bin');
    await pass();
    const after = server();
    expect(after['album/one.txt']).toEqual(before['album/one.txt']);
    expect(after['album/two.txt']).toEqual(before['album/two.txt']);
    expect(hashes('thrown away.txt')).toEqual([sha256('what lies in the bin')]);
  });
});

it('what early builds told of folders is told no more', async () => {
  const before = new DatabaseSync(database());
  before.exec("INSERT INTO recent (pair_id, path, kind, at) SELECT id, 'sub', 'folder', 1 FROM pair");
  before.close();
  await pass();
  const after = new DatabaseSync(database(), { readOnly: true });
  expect(after.prepare("SELECT count(*) AS n FROM recent WHERE kind = 'folder'").get()).toMatchObject({
    n: 0,
  });
  after.close();
});
