/**
 * A program puts a link in a folder's place and takes it away again, as fast as it can, while each call of the disk and of the
 * writer is made 300 times: what is done is done in the folder, or not at all.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { realDisk } from '../../main/disk/disk.ts';
import { placeIn } from '../../main/disk/place-in.ts';
import { door } from '../../main/disk/system-door.ts';
import { createWriter } from '../../main/disk/writer.ts';
import { below } from '../../main/model/local-path.ts';
import { until } from '../harness/until.ts';

const rounds = 300;
const base = fs.mkdtempSync(join(os.tmpdir(), 'koosync-swapped-'));
const pair = join(base, 'pair');
const outside = join(base, 'outside');
const writer = createWriter(door, (path) => placeIn([pair], path));
let swapping: ChildProcess;

const program = `
  const fs = require('node:fs');
  const [way, kept, outside, mark] = process.argv.slice(1);
  const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  // what is made in it meanwhile may keep it from being removed at once
  const clear = () => {
    for (;;)
      try {
        return fs.rmSync(way, { recursive: true, force: true });
      } catch {}
  };
  for (let round = 0; ; round += 1) {
    fs.renameSync(way, kept);
    try {
      fs.symlinkSync(outside, way);
      if (round % 3 === 0) pause(1);
      fs.unlinkSync(way);
    } catch {
      // the folder was made anew meanwhile
      clear();
    }
    for (;;) {
      try {
        fs.renameSync(kept, way);
        break;
      } catch {
        clear();
      }
    }
    if (round % 3 !== 0) pause(1);
    if (round === 100) fs.writeFileSync(mark, '');
  }`;

beforeAll(async () => {
  for (const folder of [join(pair, 'way', 'deep'), join(outside, 'deep')])
    fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(join(pair, 'way', 'deep', 'file'), 'ours');
  fs.writeFileSync(join(outside, 'deep', 'file'), 'theirs', { mode: 0o600 });
  const words = [join(pair, 'way'), join(base, 'kept'), outside, join(base, 'mark')];
  swapping = spawn(process.execPath, ['-e', program, ...words], { stdio: 'ignore' });
  await until('the swaps', () => fs.existsSync(join(base, 'mark')));
});
afterAll(async () => {
  expect(swapping.exitCode).toBeNull();
  const ended = new Promise((resolve) => swapping.once('exit', resolve));
  swapping.kill('SIGKILL');
  await ended;
  fs.rmSync(base, { recursive: true, force: true });
});

const deep = join(pair, 'way', 'deep');
const inDeep = (name: string) => below(pair, `way/deep/${name}`);
/** What it gives, or undefined where the way was not there, or was another one. */
const tried = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await work();
  } catch {
    return undefined;
  }
};
const read = async (): Promise<string> => {
  const file = await realDisk.open(inDeep('file'));
  try {
    const bytes = Buffer.alloc(100);
    return bytes.toString('utf8', 0, await file.read(bytes, 0));
  } finally {
    await file.close();
  }
};
const written = async (name: string): Promise<void> => {
  const temp = join(deep, `${name}.tmp`);
  const file = await writer.createFile(temp, 0o666);
  try {
    await file.write(Buffer.from('new'));
  } finally {
    await file.close();
  }
  await writer.setMode(temp, 0o640, { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 });
  await writer.setTime(temp, 1_000_000_000_000);
  await writer.rename(temp, join(deep, name));
};

const operations: readonly (readonly [string, (round: number) => Promise<unknown>, unknown[]])[] = [
  ['a look', async () => (await realDisk.stat(inDeep('file')))?.size, [4]],
  [
    'a listing',
    async () => (await realDisk.list(below(pair, 'way/deep'))).names.includes('only theirs'),
    [false],
  ],
  ['reading', read, ['ours']],
  ['writing, with mode and time, and putting it in its place', (round) => written(`w${String(round)}`), []],
  ['a folder', (round) => writer.makeFolder(join(deep, `f${String(round)}`, 'inner')), []],
  ['removing', () => writer.remove(join(deep, 'w1')), []],
];

it.each(operations)('%s, 300 times', async (_name, operation, allowed) => {
  fs.writeFileSync(join(outside, 'deep', 'only theirs'), '');
  let done = 0;
  for (let round = 0; round < rounds; round += 1) {
    const value = await tried(async () => {
      const got = await operation(round);
      done += 1;
      return got;
    });
    if (value !== undefined) expect(allowed).toContain(value);
  }
  // some of them met the folder in its place
  expect(done).toBeGreaterThan(0);
  expect(fs.readdirSync(join(outside, 'deep')).toSorted()).toEqual(['file', 'only theirs']);
  const stat = fs.statSync(join(outside, 'deep', 'file'));
  expect([fs.readFileSync(join(outside, 'deep', 'file'), 'utf8'), stat.mode & 0o777]).toEqual([
    'theirs',
    0o600,
  ]);
});
