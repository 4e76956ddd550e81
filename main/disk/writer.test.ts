/** What the writer does in a synced folder when something has come in its way; what restoring makes of it: restore.test.ts. */
import fs from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { placeIn } from './place-in.ts';
import { door } from './system-door.ts';
import { createWriter, type Writer } from './writer.ts';

let base: string;
let pair: string;
let outside: string;
let writer: Writer;
beforeEach(() => {
  base = fs.mkdtempSync(join(os.tmpdir(), 'koosync-writer-'));
  [pair, outside] = [join(base, 'pair'), join(base, 'outside')];
  for (const folder of [pair, outside]) fs.mkdirSync(folder);
  writer = createWriter(door, (path) => placeIn([pair], path));
});
afterEach(() => fs.rmSync(base, { recursive: true, force: true }));

const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
const make = async (path: string): Promise<void> => {
  const file = await writer.createFile(path, 0o600);
  await file.write(Buffer.from('made'));
  await file.close();
};

describe('another file under the name of one that was made', () => {
  const [temp, target] = ['temp', 'target'];
  beforeEach(async () => {
    await make(join(pair, temp));
    fs.writeFileSync(join(outside, 'theirs'), 'theirs', { mode: 0o600 });
    fs.renameSync(join(pair, temp), join(pair, 'kept'));
    fs.linkSync(join(outside, 'theirs'), join(pair, temp));
  });

  it('gets neither mode nor time, and takes no place', async () => {
    const before = fs.statSync(join(outside, 'theirs'));
    await expect(writer.setMode(join(pair, temp), 0o644, owner)).rejects.toMatchObject({ code: 'ENOENT' });
    await writer.setTime(join(pair, temp), 1_000_000_000_000);
    await expect(writer.rename(join(pair, temp), join(pair, target))).rejects.toMatchObject({
      code: 'ENOENT',
    });
    await expect(writer.renameNew(join(pair, temp), join(pair, target))).rejects.toMatchObject({
      code: 'ENOENT',
    });
    const after = fs.statSync(join(outside, 'theirs'));
    expect([after.mode, after.mtimeMs]).toEqual([before.mode, before.mtimeMs]);
    expect(fs.readdirSync(pair).toSorted()).toEqual(['kept', temp]);
  });

  it('is the file itself once that was removed and made anew', async () => {
    await writer.remove(join(pair, temp));
    await make(join(pair, temp));
    await writer.setMode(join(pair, temp), 0o640, owner);
    await writer.rename(join(pair, temp), join(pair, target));
    expect(fs.readFileSync(join(pair, target), 'utf8')).toBe('made');
    if (process.platform !== 'win32') expect(fs.statSync(join(pair, target)).mode & 0o777).toBe(0o640);
  });
});

describe('folders', () => {
  it('are made name by name, and those that are there stay', async () => {
    fs.mkdirSync(join(pair, 'a'));
    await writer.makeFolder(join(pair, 'a', 'b', 'c'));
    await writer.makeFolder(join(pair, 'a', 'b', 'c'));
    await writer.makeFolder(pair);
    expect(fs.statSync(join(pair, 'a', 'b', 'c')).isDirectory()).toBe(true);
  });

  it.skipIf(process.platform === 'win32')('are not made below a link, nor in place of a file', async () => {
    fs.symlinkSync(outside, join(pair, 'link'));
    fs.writeFileSync(join(pair, 'file'), '');
    for (const way of ['link', 'link/b', 'file', 'file/b'])
      await expect(writer.makeFolder(join(pair, way)), way).rejects.toMatchObject({ code: 'ENOTDIR' });
    expect(fs.readdirSync(outside)).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')(
    'that a user names elsewhere are made through links, as the user set them',
    async () => {
      fs.symlinkSync(outside, join(base, 'own link'));
      await writer.makeFolder(join(base, 'own link', 'a', 'b'));
      expect(fs.readdirSync(outside)).toEqual(['a']);
    },
  );
});

it('says how much room there is, and nothing where nothing is', async () => {
  expect(await writer.free(pair)).toBeGreaterThan(0);
  expect(await writer.free(join(pair, 'none'))).toBeUndefined();
});

it('what is gone is removed, and what a link hides is not', async () => {
  fs.writeFileSync(join(outside, 'file'), 'theirs');
  fs.symlinkSync(outside, join(pair, 'link'));
  await writer.remove(join(pair, 'none'));
  await writer.remove(join(pair, 'link', 'file'));
  expect(await writer.lstat(join(pair, 'link', 'file'))).toBeUndefined();
  expect(fs.readFileSync(join(outside, 'file'), 'utf8')).toBe('theirs');
});
