/** The door follows no link on the way, whatever is done to the way meanwhile; what it lets through is what the path says. */
import fs from 'node:fs';
import { lstat, mkdir, readFile, readdir, rename, unlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { below } from '../model/local-path.ts';
import { createDescriptorDoor, type Door } from './door.ts';
import { createWalkedDoor } from './walked-door.ts';

const names = (at: string) => readdir(at);
let base: string;
let folder: string;
let outside: string;
beforeEach(() => {
  base = fs.mkdtempSync(path.join(os.tmpdir(), 'koosync-door-'));
  folder = path.join(base, 'pair');
  outside = path.join(base, 'outside');
  fs.mkdirSync(path.join(folder, 'a', 'b'), { recursive: true });
  fs.mkdirSync(path.join(outside, 'b'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'a', 'b', 'file'), 'ours');
  fs.writeFileSync(path.join(folder, 'top'), 'top');
  fs.writeFileSync(path.join(outside, 'file'), 'theirs');
  fs.writeFileSync(path.join(outside, 'b', 'file'), 'theirs');
});
afterEach(() => fs.rmSync(base, { recursive: true, force: true }));

const doors: [string, () => Door][] = [['the door that looks at each folder', () => createWalkedDoor()]];
if (process.platform === 'linux') doors.push(['the door of descriptors', () => createDescriptorDoor()]);

describe.each(doors)('%s', (_name, open) => {
  const refused = { code: 'ENOTDIR' };

  it('lets through what lies where it is said to, at any depth', async () => {
    const door = open();
    const read = (relative: string) =>
      door.entry(below(folder, relative), 'use', (at) => readFile(at, 'utf8'));
    expect(await read('top')).toBe('top');
    expect(await read('a/b/file')).toBe('ours');
    expect(await door.folder(below(folder, ''), names)).toEqual(['a', 'top']);
    expect(await door.folder(below(folder, 'a/b'), names)).toEqual(['file']);
    expect(await door.entry(below(folder, ''), 'look', async (at) => (await lstat(at)).isDirectory())).toBe(
      true,
    );
  });

  it('makes, renames and removes what is asked for', async () => {
    const door = open();
    const at = (relative: string) => below(folder, relative);
    await door.entry(at('a/new'), 'use', (here) => mkdir(here));
    await door.entry(at('a/new/file'), 'use', (here) => writeFile(here, 'new'));
    await door.entry(at('a/new/file'), 'use', (from) =>
      door.entry(at('a/b/moved'), 'use', (to) => rename(from, to)),
    );
    expect(fs.readFileSync(path.join(folder, 'a/b/moved'), 'utf8')).toBe('new');
    await door.entry(at('a/b/moved'), 'use', (here) => unlink(here));
    expect(fs.readdirSync(path.join(folder, 'a/b'))).toEqual(['file']);
  });

  it.skipIf(process.platform === 'win32')(
    'gives what lies there itself, and not what a link there leads to',
    async () => {
      fs.symlinkSync(path.join(outside, 'file'), path.join(folder, 'a', 'link'));
      const found = await open().entry(below(folder, 'a/link'), 'look', (at) => lstat(at));
      expect(found.isSymbolicLink()).toBe(true);
    },
  );

  it.skipIf(process.platform === 'win32').each(['a', 'a/b'])(
    'refuses a way that leads through a link at %s',
    async (link) => {
      fs.rmSync(path.join(folder, link), { recursive: true });
      fs.symlinkSync(link === 'a' ? outside : path.join(outside, 'b'), path.join(folder, link));
      const door = open();
      await expect(door.entry(below(folder, 'a/b/file'), 'look', (at) => lstat(at))).rejects.toMatchObject(
        refused,
      );
      await expect(door.entry(below(folder, 'a/b/file'), 'use', (at) => readFile(at))).rejects.toMatchObject(
        refused,
      );
      await expect(door.folder(below(folder, 'a/b'), names)).rejects.toMatchObject(refused);
    },
  );

  it.skipIf(process.platform === 'win32')(
    'refuses a link to another folder of the same pair, too',
    async () => {
      fs.symlinkSync(path.join(folder, 'a'), path.join(folder, 'link'));
      const looking = open().entry(below(folder, 'link/b/file'), 'look', (at) => lstat(at));
      await expect(looking).rejects.toMatchObject(refused);
    },
  );

  it('says of what is not there what the system says', async () => {
    const door = open();
    const look = (relative: string) => door.entry(below(folder, relative), 'look', (at) => lstat(at));
    await expect(look('none')).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(look('none/below')).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(look('top/below')).rejects.toMatchObject({ code: 'ENOTDIR' });
    await expect(door.folder(below(folder, 'none'), names)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it.skipIf(process.platform === 'win32')('takes links above the folder as its owner set them', async () => {
    fs.symlinkSync(folder, path.join(base, 'link'));
    const door = open();
    const from = path.join(base, 'link');
    expect(await door.entry(below(from, 'a/b/file'), 'use', (at) => readFile(at, 'utf8'))).toBe('ours');
    expect(await door.folder(below(from, ''), names)).toEqual(['a', 'top']);
  });

  it('finds the folder that has a name now, when another had it a moment ago', async () => {
    const door = open();
    const at = below(folder, 'a/b/file');
    expect(await door.entry(at, 'use', (here) => readFile(here, 'utf8'))).toBe('ours');
    fs.renameSync(path.join(folder, 'a'), path.join(folder, 'was'));
    await expect(door.entry(at, 'use', (here) => readFile(here, 'utf8'))).rejects.toMatchObject({
      code: 'ENOENT',
    });
    fs.mkdirSync(path.join(folder, 'a', 'b'), { recursive: true });
    fs.writeFileSync(path.join(folder, 'a', 'b', 'file'), 'another');
    expect(await door.entry(at, 'use', (here) => readFile(here, 'utf8'))).toBe('another');
    // the folder of the pair, too
    fs.renameSync(folder, path.join(base, 'away'));
    fs.mkdirSync(path.join(folder, 'a', 'b'), { recursive: true });
    fs.writeFileSync(path.join(folder, 'a', 'b', 'file'), 'third');
    expect(await door.entry(at, 'use', (here) => readFile(here, 'utf8'))).toBe('third');
  });
});

describe.skipIf(process.platform !== 'linux')('the door of descriptors', () => {
  /** `a` is a folder with our file, or a link to where somebody else's is. */
  const swap = (to: 'link' | 'folder') => {
    const [a, kept] = [path.join(folder, 'a'), path.join(base, 'kept')];
    if (to === 'link') {
      fs.renameSync(a, kept);
      fs.symlinkSync(outside, a);
    } else {
      fs.unlinkSync(a);
      fs.renameSync(kept, a);
    }
  };

  it('is not fooled by a link that takes the place of a folder while it is opened', async () => {
    const door = createDescriptorDoor();
    const fooled = createDescriptorDoor((opened) => opened.endsWith('/b') && swap('folder'));
    swap('link');
    const reading = fooled.entry(below(folder, 'a/b/file'), 'use', (at) => readFile(at, 'utf8'));
    await expect(reading).rejects.toMatchObject({ code: 'ENOTDIR' });
    expect(await door.entry(below(folder, 'a/b/file'), 'use', (at) => readFile(at, 'utf8'))).toBe('ours');
  });

  it('works where it began, though a link takes the place of the folder meanwhile', async () => {
    const door = createDescriptorDoor();
    const at = below(folder, 'a/b/file');
    const read = await door.entry(at, 'use', (here) => {
      swap('link');
      return readFile(here, 'utf8');
    });
    expect(read).toBe('ours');
    await expect(door.entry(at, 'use', (here) => readFile(here, 'utf8'))).rejects.toMatchObject({
      code: 'ENOTDIR',
    });
    swap('folder');
    await door.entry(below(folder, 'a/b/new'), 'use', (here) => {
      swap('link');
      return writeFile(here, 'new');
    });
    expect(fs.readdirSync(path.join(outside, 'b'))).toEqual(['file']);
  });

  it('holds nothing for longer than a moment, and lets go of each folder once', async () => {
    const leadsTo = (one: string): string => {
      try {
        return fs.readlinkSync(`/proc/self/fd/${one}`);
      } catch {
        // that of the listing itself
        return '';
      }
    };
    const held = () => fs.readdirSync('/proc/self/fd').filter((one) => leadsTo(one).startsWith(base)).length;
    const door = createDescriptorDoor();
    const look = () => door.entry(below(folder, 'a/b/file'), 'look', (at) => lstat(at));
    for (let round = 0; round < 5; round++)
      await Promise.all([look(), look(), door.folder(below(folder, 'a'), names)]);
    for (let waited = 0; held() !== 0 && waited < 5000; waited += 20)
      await new Promise((go) => setTimeout(go, 20));
    expect(held()).toBe(0);
  });

  it('keeps no folder open that it could not look at', async () => {
    const before = fs.readdirSync('/proc/self/fd').length;
    const door = createDescriptorDoor(() => {
      throw new Error('as the test wants');
    });
    for (let n = 0; n < 20; n++)
      await expect(door.folder(below(folder, 'a'), names)).rejects.toThrow('as the test wants');
    expect(fs.readdirSync('/proc/self/fd').length).toBeLessThan(before + 20);
  });

  it('knows a folder whose own place has a name that is no text', async () => {
    const odd = Buffer.concat([Buffer.from(`${base}/`), Buffer.from([0xff, 0xfe])]);
    fs.mkdirSync(odd);
    const inside = Buffer.concat([odd, Buffer.from('/real')]);
    fs.renameSync(folder, inside);
    fs.symlinkSync(inside, folder);
    const read = createDescriptorDoor().entry(below(folder, 'a/b/file'), 'use', (at) => readFile(at, 'utf8'));
    expect(await read).toBe('ours');
  });
});
