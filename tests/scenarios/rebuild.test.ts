/**
 * A database that is damaged, wherever: KooSync says so and touches nothing, `koosync repair` builds it anew, and the
 * next run knows all of it again without a second revision of anything. What else can be wrong with a state folder
 * gets one clear sentence and the right exit code, and loses nothing.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canMount, smallDisk } from '../harness/small-disk.ts';
import { refused } from '../harness/cli-world.ts';
import { openSyncedWorld, type SyncedWorld } from '../harness/synced-world.ts';

let world: SyncedWorld;
beforeEach(async () => {
  world = await openSyncedWorld();
});
afterEach(async () => {
  await world.close();
});

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

/** Sub-folders, names that are not ASCII (composed and not), an empty file, one that goes up in parts, two revisions. */
const texts = [
  'a.txt',
  'deep/er/est/b.txt',
  '文件夹/报告 2026.txt',
  '文件夹/дом.txt',
  // decomposed: the server keeps it composed
  'cafe\u0301/re\u0301sume\u0301.txt',
];
const names = [...texts, 'empty.bin', 'large.bin'];
const fill = async () => {
  mkdirSync(join(world.docs, 'nothing in it'), { recursive: true });
  writeFileSync(join(world.docs, 'empty.bin'), '');
  writeFileSync(join(world.docs, 'large.bin'), randomBytes(20 * 1024 * 1024));
  await world.syncTwice(texts);
};

const damages: Record<string, (file: string) => void> = {
  'overwritten in the middle': (file) => {
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 4096 + 100, bytes.length - 512);
    writeFileSync(file, bytes);
  },
  'cut off': (file) => {
    truncateSync(file, Math.floor(statSync(file).size / 2) + 77);
  },
  'garbage at its beginning': (file) => {
    const bytes = readFileSync(file);
    randomBytes(100).copy(bytes);
    writeFileSync(file, bytes);
  },
  'something else altogether': (file) => {
    writeFileSync(file, 'this is no database, and was never one\n'.repeat(500));
  },
};

describe('a damaged database', () => {
  it.each(Object.keys(damages))('that is %s is built anew, and nothing goes up again', async (how) => {
    await fill();
    const before = world.truth();
    damages[how]?.(world.state);
    const damaged = readFileSync(world.state);
    refused(await world.koosync('status'), 1, /database .*state\.db is damaged.*koosync repair/);
    refused(await world.once(), 1, /damaged/);
    refused(await world.koosync('run'), 1, /damaged/);
    expect(readFileSync(world.state).equals(damaged)).toBe(true);
    expect(await world.koosync('repair')).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringMatching(
        /rebuilt with 1 synced folder\..*state\.db\.broken-.*. The next run looks at every file again/,
      ) as unknown,
    });
    const kept = readdirSync(world.home).filter((name) => name.startsWith('state.db.broken-'));
    expect(kept.filter((name) => !/-(wal|shm)$/.test(name))).toHaveLength(1);
    expect(readFileSync(join(world.home, kept[0] ?? '')).equals(damaged)).toBe(true);
    expect(await world.json('status')).toMatchObject([{ folder: world.docs, remote: 'docs', files: 0 }]);

    world.emulator.control.resetCounts();
    const ended = await world.once();
    expect(ended, ended.err).toMatchObject({ code: 0 });
    // the one call that makes a folder finds the pair's own there, which tells of all the others
    expect(world.writesMade()).toEqual([]);
    expect(world.emulator.control.counts().createFolder).toBe(1);
    expect(world.truth()).toEqual(before);
    const histories = names.map(async (name) => {
      const versions = (await world.json('versions', join(world.docs, name))) as { sha256: string }[];
      expect(versions.map((one) => one.sha256)).toEqual(
        name.endsWith('.txt')
          ? [sha256(`second of ${name}`), sha256(`first of ${name}`)]
          : [sha256(readFileSync(join(world.docs, name)))],
      );
    });
    await Promise.all(histories);
    // and from there on as ever
    writeFileSync(join(world.docs, 'a.txt'), 'third');
    rmSync(join(world.docs, 'deep'), { recursive: true });
    expect(await world.once()).toMatchObject({ code: 0 });
    expect((await world.json('versions', join(world.docs, 'a.txt'))) as unknown[]).toHaveLength(3);
    world.emulator.control.resetCounts();
    expect(await world.once()).toMatchObject({ code: 0 });
    expect(world.emulator.control.writes()).toBe(0);
  });

  it('that is sound is left alone', async () => {
    await fill();
    const before = world.truth();
    expect(await world.koosync('repair')).toMatchObject({
      code: 0,
      out: expect.stringContaining('sound') as unknown,
    });
    expect(readdirSync(world.home).filter((name) => name.includes('broken'))).toEqual([]);
    world.emulator.control.resetCounts();
    expect(await world.once()).toMatchObject({ code: 0 });
    expect(world.emulator.control.writes()).toBe(0);
    expect(world.truth()).toEqual(before);
  });
});

describe('repair', () => {
  it('waits for nobody: beside a client that runs it does nothing', async () => {
    mkdirSync(world.docs);
    await world.setUp.add(world.docs);
    const running = world.start(['run']);
    await running.says('Watching');
    refused(await world.koosync('repair'), 1, /already running/);
    refused(await world.once(), 1, /already running/);
    running.child.kill('SIGTERM');
    expect(await running.ended).toMatchObject({ code: 0 });
    expect((await world.koosync('repair')).out).toContain('sound');
  });

  it('leaves the state of a newer KooSync alone, and says what to do where nothing is known any more', async () => {
    mkdirSync(world.docs);
    await world.setUp.add(world.docs);
    const db = new DatabaseSync(world.state);
    db.exec('PRAGMA user_version = 9999');
    db.close();
    const before = readFileSync(world.state);
    refused(await world.koosync('repair'), 1, /newer KooSync/);
    expect(readFileSync(world.state).equals(before)).toBe(true);
    writeFileSync(world.state, 'junk '.repeat(1000));
    rmSync(join(world.home, 'pairs.json'));
    expect(await world.koosync('repair')).toMatchObject({
      code: 0,
      out: expect.stringContaining(
        '. The list of synced folders is lost. Add them again with "koosync add FOLDER".',
      ) as unknown,
    });
    expect(await world.json('status')).toEqual([]);
    expect(await world.koosync('add', world.docs)).toMatchObject({ code: 0 });
  });

  it('knows the pairs as they were last', async () => {
    mkdirSync(world.docs);
    mkdirSync(join(world.folder, 'other'));
    await world.setUp.add(world.docs, 'elsewhere');
    await world.setUp.add(join(world.folder, 'other'));
    await world.koosync('remove', 'other');
    writeFileSync(world.state, 'junk '.repeat(1000));
    world.env['LANG'] = 'zh_CN.UTF-8';
    refused(await world.koosync('status'), 1, /数据库 .*state\.db 已损坏.*koosync repair/);
    expect((await world.koosync('repair')).out).toContain('数据库已重建，含 1 个同步文件夹');
    expect(await world.json('status')).toMatchObject([{ folder: world.docs, remote: 'elsewhere' }]);
  });

  it('a lock file that is no lock is not taken for a running client', async () => {
    mkdirSync(world.docs);
    await world.setUp.add(world.docs);
    writeFileSync(join(world.home, 'engine.lock'), 'no lock at all '.repeat(100));
    expect(await world.once()).toMatchObject({ code: 0 });
  });
});

it('a database that is damaged while KooSync runs ends it with the sentence, and nothing is lost', async () => {
  await fill();
  const before = world.truth();
  const running = world.start(['run']);
  await running.says('Watching');
  // the client may be writing just now
  const other = new DatabaseSync(world.state, { timeout: 10_000 });
  damages['overwritten in the middle']?.(world.state);
  // the client holds a database as small as this in memory; a commit of somebody else makes it read the file again
  const { user_version: version } = other.prepare('PRAGMA user_version').get() as { user_version: number };
  other.exec(`PRAGMA user_version = ${version}`);
  other.close();
  writeFileSync(join(world.docs, 'a.txt'), 'while the database is damaged');
  const ended = await running.ended;
  expect(ended.code, ended.err).toBe(1);
  expect(ended.err).toMatch(/database .*state\.db is damaged.*koosync repair/);
  expect(ended.err).not.toMatch(/\n\s+at /);
  expect(await world.koosync('repair')).toMatchObject({ code: 0 });
  expect(await world.once()).toMatchObject({ code: 0 });
  const after = world.truth();
  expect(after.filter((line) => !line.startsWith('docs/a.txt '))).toEqual(
    before.filter((line) => !line.startsWith('docs/a.txt ')),
  );
  const versions = (await world.json('versions', join(world.docs, 'a.txt'))) as { sha256: string }[];
  expect(versions.map((one) => one.sha256)).toEqual(
    ['while the database is damaged', 'second of a.txt', 'first of a.txt'].map(sha256),
  );
});

it('a full disk under the state folder is said, and what is pending is uploaded when there is room again', async () => {
  if (!(await canMount(join(world.folder, 'probe')))) {
    // a mount is root's to make, and some containers give not even root that right
    process.stderr.write('A full disk was NOT tested: no file system can be mounted here. Run it as root.\n');
    return;
  }
  mkdirSync(world.docs);
  for (let n = 0; n < 40; n += 1) writeFileSync(join(world.docs, `${n}.txt`), String(n));
  const disk = await smallDisk(world.home, 24);
  try {
    await world.setUp.add(world.docs);
    await world.once();
    for (let n = 0; n < 400; n += 1) writeFileSync(join(world.docs, `more ${n}.txt`), `more ${n}`);
    writeFileSync(join(world.docs, '0.txt'), 'changed');
    disk.fill();
    refused(await world.once(), 1, /no room on the disk for the state folder/);
    expect((await world.koosync('status')).err).not.toMatch(/damaged|should not/);
    expect((await world.koosync('repair')).err).not.toMatch(/damaged|should not/);
    disk.free();
    const ended = await world.once();
    expect(ended, ended.err).toMatchObject({ code: 0 });
    expect(world.truth().map((line) => line.split(' ').at(-1))).toEqual(
      world.truth().map((line) => (line.startsWith('docs/0.txt ') ? '2' : '1')),
    );
    expect(world.truth()).toHaveLength(440);
  } finally {
    await disk.close();
  }
});
