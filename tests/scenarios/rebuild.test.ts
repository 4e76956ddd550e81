/**
 * A database that is damaged, wherever: KooSync says so and touches nothing, `koosync repair` builds it anew, and the
 * next run knows all of it again without a second revision of anything. What else can be wrong with a state folder
 * gets one clear sentence and the right exit code, and loses nothing.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildCli, openCliWorld, refused, type CliWorld } from './cli-world.ts';

let world: CliWorld;
let docs: string;
let state: string;
beforeAll(buildCli);
beforeEach(async () => {
  world = await openCliWorld();
  docs = join(world.folder, 'docs');
  state = join(world.home, 'state.db');
});
afterEach(async () => {
  await world.close();
});

const once = () => world.koosync('run', '--once');
const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
const writes = ['createFile', 'createRevision', 'putPart', 'completeFile', 'completeRevision'] as const;
const writesMade = () => {
  const counts = world.emulator.control.counts();
  return writes.filter((name) => counts[name] > 0);
};

/** Sub-folders, names that are not ASCII (composed and not), an empty file, one that goes up in parts, two revisions. */
const names = [
  'a.txt',
  'deep/er/est/b.txt',
  '文件夹/报告 2026.txt',
  '文件夹/дом.txt',
  // decomposed: the server keeps it composed
  'cafe\u0301/re\u0301sume\u0301.txt',
  'empty.bin',
  'large.bin',
];
const fill = async () => {
  for (const name of names) {
    mkdirSync(join(docs, name, '..'), { recursive: true });
    writeFileSync(join(docs, name), `first of ${name}`);
  }
  mkdirSync(join(docs, 'nothing in it'));
  writeFileSync(join(docs, 'empty.bin'), '');
  writeFileSync(join(docs, 'large.bin'), randomBytes(20 * 1024 * 1024));
  expect(await world.koosync('add', docs)).toMatchObject({ code: 0 });
  expect(await once()).toMatchObject({ code: 0 });
  for (const name of names.filter((one) => one.endsWith('.txt')))
    writeFileSync(join(docs, name), `second of ${name}`);
  expect(await once()).toMatchObject({ code: 0 });
};
const truth = () =>
  world.emulator.control
    .tree()
    .map(({ path, sha256: hash, revisions }) => `${path} ${hash} ${revisions.length}`)
    .toSorted();

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
    const before = truth();
    damages[how]?.(state);
    const damaged = readFileSync(state);
    refused(await world.koosync('status'), 1, /database .*state\.db is damaged.*koosync repair/);
    refused(await once(), 1, /damaged/);
    refused(await world.koosync('run'), 1, /damaged/);
    expect(readFileSync(state).equals(damaged)).toBe(true);
    expect(await world.koosync('repair')).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringMatching(/built anew with 1 synced folders.*state\.db\.broken-/) as unknown,
    });
    const kept = readdirSync(world.home).filter((name) => name.startsWith('state.db.broken-'));
    expect(kept.filter((name) => !/-(wal|shm)$/.test(name))).toHaveLength(1);
    expect(readFileSync(join(world.home, kept[0] ?? '')).equals(damaged)).toBe(true);
    expect(await world.json('status')).toMatchObject([{ folder: docs, remote: 'docs', files: 0 }]);

    world.emulator.control.resetCounts();
    const ended = await once();
    expect(ended, ended.err).toMatchObject({ code: 0 });
    // the one call that makes a folder finds the pair's own there, which tells of all the others
    expect(writesMade()).toEqual([]);
    expect(world.emulator.control.counts().createFolder).toBe(1);
    expect(truth()).toEqual(before);
    for (const name of names) {
      const versions = (await world.json('versions', join(docs, name))) as { sha256: string }[];
      expect(versions.map((one) => one.sha256)).toEqual(
        name.endsWith('.txt')
          ? [sha256(`second of ${name}`), sha256(`first of ${name}`)]
          : [sha256(readFileSync(join(docs, name)))],
      );
    }
    // and from there on as ever
    writeFileSync(join(docs, 'a.txt'), 'third');
    rmSync(join(docs, 'deep'), { recursive: true });
    expect(await once()).toMatchObject({ code: 0 });
    expect((await world.json('versions', join(docs, 'a.txt'))) as unknown[]).toHaveLength(3);
    world.emulator.control.resetCounts();
    expect(await once()).toMatchObject({ code: 0 });
    expect(world.emulator.control.writes()).toBe(0);
  });

  it('that is sound is left alone', async () => {
    await fill();
    const before = truth();
    expect(await world.koosync('repair')).toMatchObject({
      code: 0,
      out: expect.stringContaining('sound') as unknown,
    });
    expect(readdirSync(world.home).filter((name) => name.includes('broken'))).toEqual([]);
    world.emulator.control.resetCounts();
    expect(await once()).toMatchObject({ code: 0 });
    expect(world.emulator.control.writes()).toBe(0);
    expect(truth()).toEqual(before);
  });
});
