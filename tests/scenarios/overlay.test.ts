/**
 * An overlay file system, as containers and live systems have it: the first write to a file or folder of a lower layer
 * copies it up, and the copy has another birth time.
 */
import { execFile } from 'node:child_process';
import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openCliWorld, type CliWorld } from '../harness/cli-world.ts';
import { canMount, smallDisk, type SmallDisk } from '../harness/small-disk.ts';

const run = promisify(execFile);

let world: CliWorld;
let docs: string;
let disk: SmallDisk | undefined;
beforeEach(async () => {
  world = await openCliWorld();
  docs = join(world.folder, 'docs');
  world.settings({ deleteGraceMs: 0 });
});
afterEach(async () => {
  await run('umount', ['-l', docs]).catch(() => undefined);
  await disk?.close();
  disk = undefined;
  await world.close();
});

/** A lower layer with these files, and an empty one over it, mounted at `docs`. */
async function overlay(files: Readonly<Record<string, string>>): Promise<boolean> {
  const layers = join(world.folder, 'layers');
  if (!(await canMount(join(world.folder, 'probe')))) return false;
  disk = await smallDisk(layers, 4);
  for (const name of ['lower', 'upper', 'work']) mkdirSync(join(layers, name));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(layers, 'lower', name, '..'), { recursive: true });
    writeFileSync(join(layers, 'lower', name), text);
  }
  mkdirSync(docs);
  const layer = ['lower', 'upper', 'work'].map((name) => `${name}dir=${join(layers, name)}`).join(',');
  await run('mount', ['-t', 'overlay', 'overlay', '-o', layer, docs]);
  return true;
}

const there = () =>
  Object.fromEntries(
    world.emulator.control
      .tree()
      .filter(({ path }) => /\.txt$/.test(path))
      .map(({ path, fileId, revisions }) => [path.replace(/^docs\//, ''), [fileId, revisions.length]]),
  );
const once = () => world.koosync('run', '--once');

it('keeps the history of what is renamed, and takes no folder that was copied up for another', async () => {
  if (!(await overlay({ 'a.txt': 'a', 'sub/b.txt': 'b', 'sub/c.txt': 'c', 'same.txt': 'a' }))) {
    process.stderr.write('Overlays were NOT tested: no file system can be mounted here. Run it as root.\n');
    return;
  }
  await world.setUp.add(docs);
  await world.setUp.pass();
  const before = there();
  const id = (path: string) => before[path]?.[0];
  // copies up the folder, the synced folder itself, and the file
  appendFileSync(join(docs, 'sub', 'b.txt'), ' more');
  writeFileSync(join(docs, 'new.txt'), 'new');
  const ended = await once();
  expect(ended, ended.err).toMatchObject({ code: 0 });
  expect(there()).toMatchObject({
    'a.txt': [id('a.txt'), 1],
    'sub/b.txt': [id('sub/b.txt'), 2],
    'sub/c.txt': [id('sub/c.txt'), 1],
  });
  // copies up the file, under its new name
  renameSync(join(docs, 'a.txt'), join(docs, 'renamed.txt'));
  renameSync(join(docs, 'sub', 'c.txt'), join(docs, 'c.txt'));
  const again = await once();
  expect(again, again.err).toMatchObject({ code: 0 });
  expect(there()).toMatchObject({
    'renamed.txt': [id('a.txt'), 1],
    'c.txt': [id('sub/c.txt'), 1],
    'sub/b.txt': [id('sub/b.txt'), 2],
    'same.txt': [id('same.txt'), 1],
  });
  expect(Object.keys(there())).toHaveLength(5);
  expect(await world.json('deletions')).toEqual([]);
});
