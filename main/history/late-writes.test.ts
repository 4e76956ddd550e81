import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Writer } from '../disk/writer.ts';
import { realWriter } from '../disk/test-writer.ts';
import { memoryLog } from '../lib/test-log.ts';
import { KooError } from '../model/errors.ts';
import { createLateWrites } from './late-writes.ts';

let folder: string;
let file: string;
/** a program that has the file open, and no interest in its name */
let program: fs.promises.FileHandle;
let told: KooError[];
let written: string[];
let looks: (() => void)[];
beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'koosync-late-'));
  file = path.join(folder, 'a.txt');
  fs.writeFileSync(file, 'what was there');
  program = await fs.promises.open(file, 'r+');
  [told, written, looks] = [[], [], []];
});
afterEach(async () => {
  await program.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const lateWrites = (disk: Partial<Writer> = {}) =>
  createLateWrites({
    disk: { ...realWriter, ...disk },
    log: memoryLog(),
    random: () => 'letters',
    claimTemp: () => ({ end: () => undefined, leave: () => undefined }),
    written: async (at) => void written.push(at),
    sleep: (_ms, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve());
        looks.push(resolve);
      }),
    tell: (error) => told.push(error),
  });
/** Restores another content over the file, as restore.ts does it. */
async function restored(late: ReturnType<typeof lateWrites>): Promise<void> {
  const kept = await realWriter.lstat(file);
  if (!kept) throw new Error('nothing there');
  const replaced = await late.hold(file, kept);
  const temp = path.join(folder, 'temp');
  fs.writeFileSync(temp, 'restored');
  fs.renameSync(temp, file);
  replaced?.watch();
}
/** Two seconds go by, and the file is looked at. */
async function look(): Promise<void> {
  while (looks.length === 0) await new Promise(setImmediate);
  looks.shift()?.();
  for (let n = 0; n < 50; n++) await new Promise(setImmediate);
}
const contents = () =>
  Object.fromEntries(
    fs
      .readdirSync(folder)
      .toSorted()
      .map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]),
  );
const said = () => told.map(({ code, detail }) => [code, detail.values?.say]);

it('what a program writes to the file that was replaced is kept beside the restored one, and told', async () => {
  const late = lateWrites();
  await restored(late);
  await look();
  await program.write(', and more', 14);
  await look();
  // it may still be written to
  expect(contents()).toEqual({ 'a.txt': 'restored' });
  await look();
  await late.close();
  const copy = path.join(folder, 'a (recovered).txt');
  expect(contents()).toEqual({ 'a (recovered).txt': 'what was there, and more', 'a.txt': 'restored' });
  expect(said()).toEqual([['LATE_WRITES', 'sentence.lateWritesKept']]);
  expect(told[0]?.detail.values).toMatchObject({ file, copy });
  expect(written).toEqual([copy]);
});

it('what it writes once more is a copy of its own', async () => {
  const late = lateWrites();
  await restored(late);
  for (const text of ['1', '2']) {
    await program.write(text, 0);
    await look();
    await look();
    await look();
  }
  await late.close();
  expect(contents()).toMatchObject({
    'a (recovered).txt': '1hat was there',
    'a (recovered 2).txt': '2hat was there',
  });
});

it('nothing is kept where nothing is written, and the looks come to an end', async () => {
  const late = lateWrites();
  await restored(late);
  for (let n = 0; n <= 30; n++) await look();
  await new Promise(setImmediate);
  expect(looks).toEqual([]);
  await program.write('too late', 0);
  await late.close();
  expect([contents(), told]).toEqual([{ 'a.txt': 'restored' }, []]);
});

it('who ends looks once more', async () => {
  const late = lateWrites();
  await restored(late);
  await program.write('W', 0);
  await late.close();
  expect(contents()).toEqual({ 'a (recovered).txt': 'What was there', 'a.txt': 'restored' });
});

it('a file that has another name lives on under that', async () => {
  fs.linkSync(file, path.join(folder, 'b.txt'));
  const late = lateWrites();
  await restored(late);
  await program.write('W', 0);
  await late.close();
  expect(contents()).toEqual({ 'a.txt': 'restored', 'b.txt': 'What was there' });
});

it('a symlink is not held', async () => {
  const link = path.join(folder, 'link');
  fs.symlinkSync(file, link);
  const kept = await realWriter.stat(link);
  expect(kept && (await lateWrites().hold(link, kept))).toBeUndefined();
});

it('what cannot be kept is told, and no half of it stays', async () => {
  const late = lateWrites({
    renameNew: () => Promise.reject(new KooError('DISK_FULL', 'as the test wants')),
  });
  await restored(late);
  await program.write('W', 0);
  await late.close();
  expect([contents(), said()]).toEqual([
    { 'a.txt': 'restored' },
    [['LATE_WRITES', 'sentence.lateWritesLost']],
  ]);
});
