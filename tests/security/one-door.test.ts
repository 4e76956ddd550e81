/**
 * Somebody else may write in a synced folder, and puts links where folders and files were: what lies outside of the folder is
 * neither read, nor written, nor given another mode. The owner's own files are the prize.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openCliWorld, type CliWorld } from '../harness/cli-world.ts';
import { until } from '../harness/until.ts';
import { attackedCli, attackedKooSync } from './attacked.ts';

let world: CliWorld;
/** the synced folder, with `sub/notes.txt` in two versions */
let pair: string;
/** a folder of the owner's that is synced with nobody; `notes.txt` in it is for the owner alone */
let own: string;
const prize = 'nobody else may read this';

beforeEach(async () => {
  world = await openCliWorld({ cli: attackedCli });
  world.settings();
  pair = join(world.folder, 'pair');
  own = join(world.folder, 'own');
  fs.mkdirSync(join(pair, 'sub'), { recursive: true });
  fs.mkdirSync(join(own, 'deep'), { recursive: true });
  fs.writeFileSync(join(own, 'notes.txt'), prize, { mode: 0o600 });
  fs.writeFileSync(join(pair, 'sub', 'notes.txt'), 'first');
  await done('add', pair);
  await done('run', '--once');
  fs.writeFileSync(join(pair, 'sub', 'notes.txt'), 'second');
  await done('run', '--once');
});
afterEach(() => world.close());

async function done(...args: string[]): Promise<void> {
  const { code, err } = await world.koosync(...args);
  expect({ args, code }, err).toEqual({ args, code: 0 });
}
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const wentUp = (text: string) => fs.existsSync(world.emulator.control.content(sha256(text)) ?? '');
/** A link to the owner's folder takes the place of the sub-folder. */
const swap = () => {
  fs.renameSync(join(pair, 'sub'), join(world.folder, 'kept'));
  fs.symlinkSync(own, join(pair, 'sub'));
};
const prizeIsSafe = () => {
  expect(fs.readFileSync(join(own, 'notes.txt'), 'utf8')).toBe(prize);
  expect(fs.statSync(join(own, 'notes.txt')).mode & 0o777).toBe(0o600);
  expect(fs.readdirSync(own).toSorted()).toEqual(['deep', 'notes.txt']);
  expect(fs.readdirSync(join(own, 'deep'))).toEqual([]);
};

it('a folder that becomes a link between noticing and reading: what the link leads to does not go up', async () => {
  world.settings({ settleMs: 2000, missingGraceMs: 4000 });
  const run = world.start(['run']);
  await world.idle();
  fs.writeFileSync(join(pair, 'sub', 'notes.txt'), 'third');
  await until('the change', async () => (await world.status())[0]?.pending === 1);
  swap();
  await world.idle();
  run.child.kill('SIGTERM');
  await run.ended;
  expect(wentUp('second')).toBe(true);
  expect(wentUp(prize)).toBe(false);
  prizeIsSafe();
});

it('a version is not restored through a link, nor is what is there uploaded', async () => {
  swap();
  const { code } = await world.koosync('restore', join(pair, 'sub', 'notes.txt'), '--number', '1');
  expect(code).not.toBe(0);
  expect(wentUp(prize)).toBe(false);
  prizeIsSafe();
});

it('a deletion is not undone through a link', async () => {
  world.settings({ deleteGraceMs: 0 });
  fs.rmSync(join(pair, 'sub', 'notes.txt'));
  await done('run', '--once');
  const sent = async () => ((await world.json('deletions')) as { id: number; state: string }[])[0];
  await until('the recycle bin', async () => {
    await done('run', '--once');
    return (await sent())?.state === 'sent';
  });
  fs.unlinkSync(join(own, 'notes.txt'));
  fs.rmSync(join(pair, 'sub'), { recursive: true });
  fs.symlinkSync(own, join(pair, 'sub'));
  await world.koosync('deletions', 'undo', String((await sent())?.id));
  expect(fs.readdirSync(own)).toEqual(['deep']);
});

it('the way up out of a link is looked up and written alike', async () => {
  fs.writeFileSync(join(pair, 'other.txt'), 'top, first');
  await done('run', '--once');
  fs.writeFileSync(join(pair, 'other.txt'), 'top, second');
  await done('run', '--once');
  fs.rmSync(join(pair, 'sub'), { recursive: true });
  fs.symlinkSync(join(own, 'deep'), join(pair, 'sub'));
  const open = await attackedKooSync();
  const koosync = await open({ home: world.home, env: world.env });
  try {
    const file = join(pair, 'other.txt');
    const [, first] = await koosync.history.versions(file);
    if (!first) throw new Error('no first version');
    await koosync.history.restore(`${pair}/sub/../other.txt`, first.revisionId).catch(() => undefined);
  } finally {
    await koosync.close();
  }
  prizeIsSafe();
});

it('a link that takes the place of the file that is being fetched gets neither mode nor content', async () => {
  fs.writeFileSync(join(pair, 'sub', 'notes.txt'), 'third', { mode: 0o666 });
  fs.chmodSync(join(pair, 'sub', 'notes.txt'), 0o666);
  // the present content is kept first, which takes a while
  const held = world.emulator.control.fault({
    match: { operation: 'createRevision' },
    action: { kind: 'hold' },
  });
  const restoring = world.start(['restore', join(pair, 'sub', 'notes.txt'), '--number', '1']);
  await until('the present content goes up', () => held.struck() === 1);
  const temp = fs.readdirSync(join(pair, 'sub')).find((name) => name.startsWith('.koosync-restore-'));
  if (temp === undefined) throw new Error('no temp file');
  fs.unlinkSync(join(pair, 'sub', temp));
  fs.symlinkSync(join(own, 'notes.txt'), join(pair, 'sub', temp));
  held.release();
  await restoring.ended;
  prizeIsSafe();
});
