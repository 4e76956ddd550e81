/**
 * docs/going-back.md, step by step: a state folder that a later version has brought up to its form is refused and left
 * as it is, and both ways on from there send nothing twice. A later version is one here whose number is higher.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openCliWorld, refused, type CliWorld } from '../harness/cli-world.ts';

let world: CliWorld;
let docs: string;
beforeEach(async () => {
  world = await openCliWorld();
  docs = join(world.folder, 'docs');
  mkdirSync(join(docs, 'sub'), { recursive: true });
  for (const name of ['a.txt', 'b.txt', 'c.txt', 'sub/d.txt']) save(name, `first of ${name}`);
  world.settings({ deleteGraceMs: 0 });
  await world.setUp.add(docs, 'papers');
  await world.setUp.pass();
});
afterEach(async () => {
  await world.close();
});

const save = (name: string, text: string) => {
  writeFileSync(join(docs, name), text);
};
const pass = async () => {
  const ended = await world.koosync('run', '--once');
  expect(ended, ended.err).toMatchObject({ code: 0 });
};
const state = () => join(world.home, 'state.db');
const truth = () =>
  world.emulator.control
    .tree()
    .map(({ path, fileId, revisions }) => [path, fileId, revisions.map(({ sha256 }) => sha256)]);

/** The last days with the later version: versions, a rename, a deletion; and then the earlier one is started. */
const useLater = async () => {
  save('a.txt', 'second of a');
  renameSync(join(docs, 'b.txt'), join(docs, 'sub/b.txt'));
  rmSync(join(docs, 'c.txt'));
  await pass();
  save('sub/b.txt', 'second of b');
  await pass();
  const db = new DatabaseSync(state());
  db.exec('PRAGMA user_version = 9999');
  db.close();
};
const isRefused = async () => {
  const before = readFileSync(state());
  for (const args of [['status'], ['run', '--once'], ['repair']])
    refused(await world.koosync(...args), 1, /newer KooSync was used with .*state\.db.*Nothing was changed/);
  expect(readFileSync(state()).equals(before)).toBe(true);
};
/** A pass finds everything as the later version left it, on both sides. */
const nothingTwice = async (before: ReturnType<typeof truth>) => {
  await pass();
  expect(truth()).toEqual(before);
  world.emulator.control.resetCounts();
  await pass();
  expect(world.emulator.control.writes()).toBe(0);
  // and from there on as ever
  save('sub/b.txt', 'third of b');
  await pass();
  const history = truth().find(([path]) => path === 'papers/sub/b.txt');
  expect(history?.[2]).toHaveLength(3);
};

it('with a copy from before the update', async () => {
  const copy = join(world.folder, 'copy');
  cpSync(world.home, copy, { recursive: true });
  await useLater();
  await isRefused();
  const before = truth();
  renameSync(world.home, join(world.folder, 'of the later version'));
  renameSync(copy, world.home);
  await nothingTwice(before);
});

it('without one: the database is built anew', async () => {
  await useLater();
  await isRefused();
  const before = truth();
  for (const name of readdirSync(world.home).filter((one) => one.startsWith('state.db')))
    renameSync(join(world.home, name), join(world.folder, name));
  writeFileSync(state(), 'anew\n');
  expect(await world.koosync('repair')).toMatchObject({
    code: 0,
    out: expect.stringContaining('1 synced folder') as unknown,
  });
  expect(await world.json('status')).toMatchObject([{ folder: docs, remote: 'papers' }]);
  await nothingTwice(before);
  expect(existsSync(join(docs, 'c.txt'))).toBe(false);
});
