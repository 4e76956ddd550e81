/** On a real disk: what the watches of Linux tell, and what they do not. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchFolders } from './folder-watches.ts';
import type { FolderWatch, Watcher } from './watcher.ts';

let folder: string;
let watcher: Watcher;
/** paths that were told, each with whether its name came or went */
let told: Set<string>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koosync-watch-'));
  told = new Set();
  watcher = watchFolders(folder, { changed: (path, what) => told.add(`${what} ${path}`) });
});
afterEach(async () => {
  await watcher.close();
  rmSync(folder, { recursive: true, force: true });
});
const at = (path: string) => join(folder, path);
const write = (path: string) => writeFileSync(at(path), path);
const tells = async (...wanted: string[]) => {
  while (!wanted.every((one) => told.has(one))) await new Promise((done) => setTimeout(done, 5));
};
const watched = (path: string): FolderWatch => {
  const one = watcher.watch(path);
  if (typeof one === 'string') throw new Error(`${path}: ${one}`);
  return one;
};

describe.runIf(process.platform === 'linux')('a watch', () => {
  it('tells what happens right in its folder, names that begin with dots among it, and nothing below', async () => {
    mkdirSync(at('d'));
    mkdirSync(at('d/e'));
    write('d/old');
    watched('d');
    write('d/e/unseen');
    write('d/old');
    renameSync(at('d/old'), at('d/..new'));
    await tells('content d/old', 'name d/old', 'name d/..new');
    expect([...told].filter((one) => one.includes('unseen'))).toEqual([]);
  });

  it('tells that its folder was deleted or moved, and goes along with it', async () => {
    for (const path of ['d', 'gone']) mkdirSync(at(path));
    watched('d');
    watched('gone');
    rmSync(at('gone'), { recursive: true });
    renameSync(at('d'), at('moved'));
    await tells('name gone', 'name d');
    write('moved/x');
    await tells('name d/x');
  });

  it('tells its own permissions from a change of what has its name', async () => {
    for (const path of ['own', 'own/own', 'bare']) mkdirSync(at(path));
    write('own/own/own');
    for (const path of ['own', 'own/own', 'bare']) watched(path);
    chmodSync(at('bare'), 0o700);
    // node tells it as if the name had changed
    await tells('name bare');
    write('own/own/own');
    await tells('content own/own/own');
    expect([...told].filter((one) => / own(\/own)?$/.test(one))).toEqual([]);
  });

  it('is placed anew without a gap: the second one stays when the first is closed', async () => {
    mkdirSync(at('d'));
    const first = watched('d');
    watched('d');
    first.close();
    write('d/x');
    await tells('name d/x');
  });

  it('is refused where no folder is, and after the end', async () => {
    expect(watcher.watch('nowhere')).toBe('refused');
    mkdirSync(at('d'));
    await watcher.close();
    expect(watcher.watch('d')).toBe('refused');
  });
});

/** Watches folders in a user namespace that has room for a few watches alone; the machine's own limit stays as it is. */
const limited = `
  const { watchFolders } = await import(process.env.WATCHER);
  const watcher = watchFolders(process.env.FOLDER, { changed: () => undefined });
  const watch = (name) => {
    const placed = watcher.watch(name);
    return typeof placed === 'string' ? placed : 'watched';
  };
  const placed = Array.from({ length: 40 }, (_, n) => watch(String(n)));
  await watcher.close();
  console.log(JSON.stringify(placed));
`;

it('too few watches: some folders are watched, the others known not to be', () => {
  for (let n = 0; n < 40; n += 1) mkdirSync(at(String(n)));
  const inNamespace = (script: string) =>
    spawnSync('unshare', ['--user', '--map-root-user', 'sh', '-c', script], {
      encoding: 'utf8',
      timeout: 25_000,
      env: {
        ...process.env,
        FOLDER: folder,
        CODE: limited,
        NODE: process.execPath,
        WATCHER: new URL('./folder-watches.ts', import.meta.url).href,
      },
    });
  const limit = '/proc/sys/user/max_inotify_watches';
  if (process.platform !== 'linux' || inNamespace(`echo 10 > ${limit}`).status !== 0) {
    process.stderr.write('Too few watches were NOT tested: no user namespace can be had here.\n');
    return;
  }
  const ran = inNamespace(`echo 10 > ${limit} && exec "$NODE" --input-type=module -e "$CODE"`);
  const placed = JSON.parse(ran.stdout || '[]') as string[];
  expect(placed, ran.stderr).toEqual([
    ...Array.from({ length: 10 }, () => 'watched'),
    ...Array.from({ length: 30 }, () => 'limit'),
  ]);
});
