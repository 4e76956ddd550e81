import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realDisk, type Disk } from '../../disk/disk.ts';
import { KooError } from '../../model/errors.ts';
import { createIgnoreRules } from './ignore-rules.ts';
import { scanFolder, type BaselineChild, type ScanOptions } from './scan.ts';
import { leftOut } from './signs.ts';
import { createToldFailures, noneTold } from './told-failures.ts';
import { placed } from '../../disk/test-placed.ts';

let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'koosync-scan-'));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const write = (at: string, text = 'text') => {
  fs.mkdirSync(path.dirname(path.join(root, at)), { recursive: true });
  fs.writeFileSync(path.join(root, at), text);
};
/** What would be known after everything on disk was brought. */
async function knowAll(folder = ''): Promise<BaselineChild[]> {
  const all: BaselineChild[] = [];
  for (const name of fs.readdirSync(path.join(root, folder))) {
    const at = folder === '' ? name : `${folder}/${name}`;
    const stat = await realDisk.stat(placed(path.join(root, at)));
    if (stat?.kind !== 'file' && stat?.kind !== 'folder') continue;
    all.push({ path: at, kind: stat.kind, local: stat, missingSince: undefined });
    if (stat.kind === 'folder') all.push(...(await knowAll(at)));
  }
  return all;
}
const above = (at: string) => (at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : '');

async function scan(known: readonly BaselineChild[] = [], more: Partial<ScanOptions> = {}) {
  const found = {
    mayDiffer: [] as string[],
    /** of those, where something stands */
    there: [] as string[],
    skipped: [] as string[],
    faults: [] as string[],
    outdated: [] as string[],
    folders: [] as string[],
    /** how many folders were listed */
    listed: 0,
  };
  const { rules = createIgnoreRules('') } = more;
  const noted = (what: string) => (folder: string) => void found.folders.push(`${what} ${folder}`);
  const entered = noted('enter');
  await scanFolder(
    {
      disk: {
        ...realDisk,
        list: (folder) => {
          found.listed++;
          return realDisk.list(folder);
        },
      },
      root,
      folder: { path: '', localId: undefined },
      deep: true,
      rules,
      leftOut: (at, stat) => leftOut({ root, disk: realDisk, rules, now: Date.now() }, at, stat),
      known: (folder) => known.filter((child) => above(child.path) === folder),
      folders: {
        enter: ({ path: at }) => entered(at),
        notListed: noted('not listed'),
        leave: noted('leave'),
        isEntered: () => true,
      },
      arrives: () => false,
      told: noneTold,
      ...more,
    },
    {
      mayDiffer: (paths, there) => {
        found.mayDiffer.push(...paths);
        found.there.push(...there);
      },
      skipped: (_folder, skips) =>
        found.skipped.push(...skips.map(({ path: at, reason, rule }) => [at, reason, rule].join(' ').trim())),
      fault: (at, error) => found.faults.push(`${at} ${error.code}`),
      outdated: (paths) => found.outdated.push(...paths),
    },
  );
  found.mayDiffer.sort();
  found.there.sort();
  return found;
}

describe('a scan', () => {
  it('names everything of a pair that is new', async () => {
    write('a');
    write('d/b');
    write('d/e/c');
    expect(await scan()).toMatchObject({ mayDiffer: ['a', 'd', 'd/b', 'd/e', 'd/e/c'], listed: 3 });
  });

  it('names nothing when everything is known', async () => {
    write('a');
    write('d/e/c');
    expect((await scan(await knowAll())).mayDiffer).toEqual([]);
  });

  it('names what changed, what is gone, and what came back', async () => {
    write('changed');
    write('gone');
    write('back');
    write('d/same');
    const known = (await knowAll()).map((child) =>
      child.path === 'back' ? { ...child, missingSince: 5 } : child,
    );
    fs.appendFileSync(path.join(root, 'changed'), 'more');
    fs.rmSync(path.join(root, 'gone'));
    expect(await scan(known)).toMatchObject({
      mayDiffer: ['back', 'changed', 'gone'],
      there: ['back', 'changed'],
    });
  });

  it('names a folder that is gone by its own path alone', async () => {
    write('d/a');
    write('d/e/b');
    const known = await knowAll();
    fs.rmSync(path.join(root, 'd'), { recursive: true });
    expect((await scan(known)).mayDiffer).toEqual(['d']);
  });

  it('names nothing for what is known to be gone, or was never on this disk', async () => {
    const known: BaselineChild[] = [
      { path: 'a', kind: 'file', local: { fingerprint: 'x', localId: undefined, size: 1 }, missingSince: 5 },
      { path: 'b', kind: 'file', local: undefined, missingSince: undefined },
    ];
    expect((await scan(known)).mayDiffer).toEqual([]);
  });

  it('names a path whose kind changed', async () => {
    write('a');
    const known = (await knowAll()).map((child) => ({ ...child, kind: 'folder' as const }));
    expect((await scan(known)).mayDiffer).toEqual(['a']);
  });

  it('leaves out symlinks and what is no file, and says so', async () => {
    fs.symlinkSync('/', path.join(root, 'link'));
    expect(await scan()).toMatchObject({ mayDiffer: [], skipped: ['link symlink'] });
  });

  it('names a known path that became a symlink', async () => {
    write('a');
    const known = await knowAll();
    fs.rmSync(path.join(root, 'a'));
    fs.symlinkSync('nowhere', path.join(root, 'a'));
    expect(await scan(known)).toMatchObject({ mayDiffer: ['a'], there: [], skipped: ['a symlink'] });
  });

  it('goes into no folder that is ignored, and does not call it gone', async () => {
    write('keep/a');
    write('skip/a');
    write('b.log');
    const known = await knowAll();
    const rules = createIgnoreRules('skip/\n*.log');
    expect(await scan([], { rules })).toMatchObject({ mayDiffer: ['keep', 'keep/a'], listed: 2 });
    fs.rmSync(path.join(root, 'skip'), { recursive: true });
    expect((await scan(known, { rules })).mayDiffer).toEqual([]);
  });

  it('leaves litter out and says so, by its name or by what is beside it', async () => {
    write('.DS_Store');
    write('db.ldb');
    write('d/db.ldb');
    write('d/db.mdb');
    write('film.download/Info.plist');
    write('saved.download/a');
    const old = path.join(root, 'old.part');
    fs.writeFileSync(old, 'old');
    write('new.part');
    const now = Date.now() + 86_400_000;
    const rules = createIgnoreRules('');
    const found = await scan([], {
      leftOut: (at, stat) =>
        leftOut({ root, disk: realDisk, rules, now: at === 'old.part' ? now : Date.now() }, at, stat),
    });
    expect(found.mayDiffer).toEqual([
      'd',
      'd/db.mdb',
      'db.ldb',
      'old.part',
      'saved.download',
      'saved.download/a',
    ]);
    expect(found.skipped.toSorted()).toEqual([
      '.DS_Store litter .DS_Store',
      'd/db.ldb litter *.ldb',
      'film.download litter *.download',
      'new.part litter *.part',
    ]);
  });

  it('when shallow, goes into new folders alone', async () => {
    write('known/a');
    const known = await knowAll();
    write('known/b');
    write('new/e/c');
    expect((await scan(known, { deep: false })).mayDiffer).toEqual(['new', 'new/e', 'new/e/c']);
  });

  it('a folder that vanishes under it is found, one that cannot be read is a fault, and neither stops the rest', async () => {
    write('a/1');
    write('b/1');
    write('c/1');
    const disk: Disk = {
      ...realDisk,
      list(at) {
        if (at.path === 'a') throw new KooError('FOLDER_MISSING', 'gone');
        if (at.path === 'b') throw new KooError('FOLDER_UNREADABLE', 'closed');
        return realDisk.list(at);
      },
    };
    const found = await scan([], { disk });
    expect(found.mayDiffer).toEqual(expect.arrayContaining(['a', 'b', 'c', 'c/1']));
    expect(found.faults).toEqual(['b FOLDER_UNREADABLE']);
  });

  it('has many names of a folder looked at together, and finds what it finds one by one', async () => {
    for (let i = 0; i < 20; i++) write(`a/${i}`);
    write('b/1');
    const known = await knowAll();
    write('a/3', 'another text');
    fs.rmSync(path.join(root, 'a/4'));
    const together: (readonly string[])[] = [];
    const looked: string[] = [];
    const disk: Disk = {
      ...realDisk,
      async stats(at, names) {
        together.push(names);
        // of one it is not told
        const one = (name: string) =>
          name === '7' ? 'ask' : realDisk.stat({ ...at, path: `${at.path}/${name}` });
        return Promise.all(names.map(one));
      },
      stat(at) {
        looked.push(at.path);
        return realDisk.stat(at);
      },
    };
    expect((await scan(known, { disk })).mayDiffer.toSorted()).toEqual(['a/3', 'a/4']);
    expect(together.map((names) => names.length)).toEqual([19]);
    // too few to be handed over, and the one
    expect(looked.toSorted()).toEqual(['a', 'a/7', 'b', 'b/1']);
  });

  it('throws when its own folder is not there, or it is told to stop', async () => {
    await expect(scan([], { folder: { path: 'nowhere', localId: undefined } })).rejects.toMatchObject({
      code: 'FOLDER_MISSING',
    });
    await expect(scan([], { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('enters every folder before it is listed, and leaves what it could not see', async () => {
    write('a/1');
    write('b/1');
    write('c/1');
    const disk: Disk = {
      ...realDisk,
      list(at) {
        if (at.path === 'a') throw new KooError('FOLDER_MISSING', 'gone');
        if (at.path === 'b') throw new KooError('FOLDER_UNREADABLE', 'closed');
        return realDisk.list(at);
      },
    };
    const { folders } = await scan([], { disk });
    expect(folders.toSorted()).toEqual([
      'enter ',
      'enter a',
      'enter b',
      'enter c',
      'leave a',
      'not listed b',
    ]);
  });

  it('when shallow, goes into a known folder that was not entered yet', async () => {
    write('known/a');
    const known = await knowAll();
    const folders = {
      enter: () => undefined,
      notListed: () => undefined,
      leave: () => undefined,
      isEntered: () => false,
    };
    fs.appendFileSync(path.join(root, 'known/a'), 'more');
    expect((await scan(known, { deep: false, folders })).mayDiffer).toEqual(['known/a']);
  });

  it('names failures that hold no longer, and leaves the others alone', async () => {
    write('there');
    write('d/there');
    write('file');
    write('left.log');
    const fresh = Date.now() - 60_000;
    const told = createToldFailures(
      [
        { path: 'there', code: 'NAME_FORBIDDEN', at: 0, seen: undefined },
        { path: 'd/there', code: 'FILE_UNREADABLE', at: Date.now() + 60_000, seen: undefined },
        { path: 'd/gone', code: 'FILE_UNREADABLE', at: fresh, seen: undefined },
        { path: 'gone/deep/x', code: 'NAME_FORBIDDEN', at: fresh, seen: undefined },
        { path: 'file/x', code: 'NAME_FORBIDDEN', at: fresh, seen: undefined },
        { path: 'left.log', code: 'NAME_FORBIDDEN', at: fresh, seen: undefined },
        { path: 'd', code: 'FOLDER_UNREADABLE', at: fresh, seen: undefined },
      ],
      () => false,
    );
    const rules = createIgnoreRules('*.log');
    expect((await scan([], { told, rules })).outdated.toSorted()).toEqual([
      'd',
      'd/gone',
      'file/x',
      'gone/deep/x',
      'left.log',
    ]);
  });

  it('names a file that could not be read when it was changed since, or could not be seen then', async () => {
    write('changed');
    write('unseen');
    write('same');
    const told = createToldFailures(
      [
        { path: 'changed', code: 'FILE_UNREADABLE', at: Date.now() - 60_000, seen: undefined },
        { path: 'unseen', code: 'FILE_UNREADABLE', at: Date.now() + 60_000, seen: undefined },
        { path: 'same', code: 'FILE_UNREADABLE', at: Date.now() + 60_000, seen: undefined },
      ],
      (at) => at === 'unseen',
    );
    expect((await scan([], { told })).outdated.toSorted()).toEqual(['changed', 'unseen']);
  });

  it('names what failed when something else stands there now, however old it is', async () => {
    write('other');
    write('same');
    const same = await realDisk.stat(placed(path.join(root, 'same')));
    const at = Date.now() + 60_000;
    const told = createToldFailures(
      [
        { path: 'other', code: 'NAME_FORBIDDEN', at, seen: 'folder:106:1700000001000000000' },
        { path: 'same', code: 'NAME_FORBIDDEN', at, seen: same?.fingerprint },
      ],
      () => false,
    );
    expect((await scan([], { told })).outdated).toEqual(['other']);
  });
});
