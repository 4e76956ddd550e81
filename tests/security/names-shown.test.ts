/** A name that steers a terminal, or turns the letters of others around, from whoever gave it: it is shown as what it is. */
import fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCliWorld, type CliWorld } from '../harness/cli-world.ts';
import { attackedCli } from './attacked.ts';

let world: CliWorld;
beforeEach(async () => {
  world = await openCliWorld({ cli: attackedCli });
  world.settings();
});
afterEach(() => world.close());

/** Sets a terminal's title, clears it, and makes `gpj.exe` look like `exe.jpg`. */
const bad = 'photo\u001B]0;mine\u0007\u001B[2J\u009B31m\u202Egpj.exe';
const steers = /[^\P{Cc}\n\t]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

async function said(...words: string[]): Promise<string> {
  const { out, err } = await world.koosync(...words);
  return out + err;
}

function addFolder(): string {
  // KooDrive takes no control characters: a folder that is to be synced turns letters around, and one of its files does both
  const folder = join(world.folder, 'docs \u202Egpj.exe');
  fs.mkdirSync(folder);
  fs.writeFileSync(join(folder, 'a.txt'), 'a');
  fs.writeFileSync(join(folder, bad), 'b');
  return folder;
}

describe.skipIf(process.platform === 'win32')('such a name', () => {
  it.each([[[]], [['--json']]])('of a folder is shown by every command as it is, with %j', async (words) => {
    const folder = addFolder();
    const file = join(folder, 'a.txt');
    const all = [
      await said('add', folder),
      await said('run', '--once', ...words),
      await said('status', ...words),
      await said('log', ...words),
      await said('versions', file, ...words),
      await said('restore', file, '--number', '1', '--to', join(world.folder, `b ${bad}`), ...words),
      await said('restore', join(folder, 'none.txt'), '--number', '1'),
      await said('check-ignore', file, ...words),
    ];
    expect(all.filter((one) => steers.test(one))).toEqual([]);
    expect(all.some((one) => one.includes(String.raw`\u202egpj.exe`))).toBe(true);
  });
});
