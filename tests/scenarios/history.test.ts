/** All that can be known of a file's versions and done with them, on a real disk against an emulator. */
import { createHash, randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaults } from '../../emulator/index.ts';
import { createHolding } from '../../main/desktop/ipc/holding.ts';
import { toKooError, type KooError } from '../../main/model/errors.ts';
import { createContents } from '../../main/history/contents.ts';
import { createHeldContents } from '../../main/history/held-contents.ts';
import { openContentFolder, removeFolder } from '../../main/storage/content-folder.ts';
import { realClock } from '../../main/lib/clock.ts';
import { realDisk } from '../../main/disk/disk.ts';
import { realWriter } from '../../main/disk/test-writer.ts';
import { repairDatabase } from '../../main/storage/repair.ts';
import { openEngineWorld, type EngineWorld } from '../harness/engine-world.ts';

let world: EngineWorld;
let file: string;
beforeEach(async () => {
  world = await openEngineWorld({ versionIntervalMs: 0 });
  file = join(world.folder, 'a.txt');
});
afterEach(async () => {
  await world.close();
});

const code = (value: string) => expect.objectContaining({ code: value }) as Error;
const sha256 = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex');
const read = (path = file) => readFileSync(path, 'utf8');
const history = () => world.koosync.history;
const saved = async (...texts: string[]) => {
  for (const text of texts) {
    writeFileSync(file, text);
    await world.koosync.engine.syncOnce();
  }
};
/** The id of the version with that number. */
const id = async (n: number) => {
  const { versions } = await history().read(file);
  return versions.find(({ revisionVersion }) => revisionVersion === n)?.revisionId ?? '';
};
const contentsOnServer = () =>
  world.emulator.control
    .tree(defaults.containerId)
    .find(({ path }) => path === 'watched/a.txt')
    ?.revisions.map((revision) => revision.sha256);
const downloads = () => world.emulator.control.counts().download;
/** What a user reads of what went wrong. */
const sentenceOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (thrown: unknown) => world.koosync.sentence(toKooError(thrown)),
  );
const failing = (rule: Parameters<EngineWorld['emulator']['control']['fault']>[0]) =>
  world.emulator.control.fault(rule);

describe('lists', () => {
  it('are known offline, with an age, after a rename, and after a restart', async () => {
    await saved('one', 'two');
    const told = await history().read(file);
    expect(told.versions).toMatchObject([
      { revisionVersion: 2, latest: true, reason: 'created', author: 'Demo User' },
      { revisionVersion: 1, latest: false },
    ]);
    const other = join(world.folder, 'b.txt');
    renameSync(file, other);
    await world.koosync.engine.syncOnce();
    await world.reopen();
    world.emulator.control.killTokens();
    const known = await history().known(other);
    expect(known.versions.map(({ revisionId }) => revisionId)).toEqual(
      told.versions.map(({ revisionId }) => revisionId),
    );
    expect(known.readAt).toBe(told.readAt);
  });

  it('that leave everything out are filled in by what is asked for alone', async () => {
    await saved('one', 'two', 'three');
    world.emulator.control.setVariant({ leanRevisionList: true });
    world.emulator.control.resetCounts();
    const { versions } = await history().read(file);
    expect(versions.map(({ size }) => size)).toEqual([undefined, undefined, undefined]);
    const ids = versions.slice(0, 2).map(({ revisionId }) => revisionId);
    expect((await history().details(file, ids)).map(({ size }) => size)).toEqual([5, 3]);
    expect(world.emulator.control.counts()).toMatchObject({ getRevision: 2, listRevisions: 1 });
    world.emulator.control.setVariant('plain');
    world.emulator.control.setVariant({ numberedRevisionList: true });
    const numbered = await history().read(file);
    expect(numbered.versions.map(({ revisionVersion }) => revisionVersion)).toEqual([3, 2, 1]);
  });

  it('of a file that was deleted are known, and a server that refuses to list the bin is told as that', async () => {
    await saved('one', 'two');
    await history().read(file);
    rmSync(file);
    await world.koosync.engine.syncOnce();
    expect((await world.koosync.engine.deletions())[0]).toMatchObject({ path: file, state: 'sent' });
    expect((await history().known(file)).versions).toHaveLength(2);
    expect((await history().read(file)).versions).toHaveLength(2);
    world.emulator.control.setVariant({ noListInBin: true });
    await expect(history().read(file)).rejects.toThrow(code('REMOTE_RECYCLED'));
    expect((await history().known(file)).versions).toHaveLength(2);
  });
});

describe('bytes', () => {
  it('are fetched once, whoever wants them', async () => {
    await saved('one', 'two', 'three');
    const first = await id(1);
    world.emulator.control.resetCounts();
    const content = await history().content(file, first);
    expect(read(content.path)).toBe('one');
    expect(content).toMatchObject({ size: 3, sha256: sha256('one') });
    await history().content(file, first);
    const copy = await history().restoreCopy(file, first);
    await history().openCopy(file, first);
    await history().restore(file, first);
    expect([read(copy), read()]).toEqual(['one', 'one']);
    expect(downloads()).toBe(1);
  });

  it('that are not what the version promises are neither shown nor restored, and nothing of them stays', async () => {
    await saved('one', 'two');
    const first = await id(1);
    writeFileSync(world.emulator.control.content(sha256('one')), 'bad');
    await expect(history().content(file, first)).rejects.toThrow(code('DOWNLOAD_DAMAGED'));
    await expect(history().restore(file, first)).rejects.toThrow(code('DOWNLOAD_DAMAGED'));
    expect(read()).toBe('two');
    expect(readdirSync(join(world.home, 'contents'))).toEqual([]);
  });

  it('that are more than is kept here are not fetched, and that is said', async () => {
    await saved('one', 'two');
    const folder = openContentFolder({
      folder: join(world.base, 'small'),
      random: () => 'r',
      now: () => Date.now(),
      most: 2,
    });
    const { koodrive } = world.koosync;
    const contents = createContents({
      koodrive,
      folder,
      writer: realWriter,
      disk: realDisk,
      clock: realClock,
    });
    const { pair, fileId = '' } = await world.koosync.engine.locate(file);
    const address = { containerId: pair.containerId, fileId, revisionId: await id(1) };
    world.emulator.control.resetCounts();
    expect(await sentenceOf(contents.ofVersion(file, address, undefined))).toContain(
      'a.txt is too large to look at here. Restore it as a copy',
    );
    expect(downloads()).toBe(0);
  });

  it('that were damaged here since are fetched anew', async () => {
    await saved('one', 'two');
    const first = await id(1);
    const { path } = await history().content(file, first);
    writeFileSync(path, 'bad');
    await history().restore(file, first);
    expect(read()).toBe('one');
  });

  it('are asked for by a new link where one ran out', async () => {
    await saved('one', 'two');
    const first = await id(1);
    const fault = failing({ match: { operation: 'download' }, times: 1, action: { kind: 'expire' } });
    expect(read((await history().content(file, first)).path)).toBe('one');
    expect(fault.struck()).toBe(1);
  });

  it('of the file on disk are held for the window, and not those of its neighbours behind a link', async () => {
    await saved('zero', 'one');
    const told: unknown[] = [];
    const held = createHeldContents(world.koosync.contents, randomUUID);
    const holding = createHolding({ history: history(), held, tell: (progress) => told.push(progress) });
    const present = await holding.present(file);
    expect(present).toMatchObject({ size: 3, sha256: sha256('one') });
    const token = present.url.split('/').at(-1) ?? '';
    expect(read(held.find(token)?.path)).toBe('one');
    writeFileSync(file, 'changed');
    expect(await holding.present(file)).toMatchObject({ sha256: sha256('changed') });
    expect(read(held.find(token)?.path)).toBe('one');
    holding.release(file, undefined);
    expect(held.find(token)).toBeUndefined();
    const version = await holding.version(file, await id(1));
    expect(version.sha256).toBe(sha256('zero'));
    expect(told.at(-1)).toEqual({ path: file, revisionId: await id(1), bytes: 4, size: 4 });
    rmSync(file);
    symlinkSync('/etc/passwd', file);
    await expect(holding.present(file)).rejects.toThrow(code('FILE_GONE'));
  });
});

describe('restoring', () => {
  it('says what undoes it, and the version says where it is from', async () => {
    await saved('one', 'two');
    writeFileSync(file, 'not yet a version');
    const { undo = '' } = await history().restore(file, await id(1), { wantsUndo: true });
    expect(read()).toBe('one');
    await world.koosync.engine.syncOnce();
    expect((await history().read(file)).versions.slice(0, 2)).toMatchObject([
      { revisionVersion: 4, reason: 'restored', restoredFrom: 1 },
      { revisionVersion: 3, revisionId: undo },
    ]);
    await history().restore(file, undo, { wantsUndo: true });
    expect(read()).toBe('not yet a version');
    expect(contentsOnServer()).toEqual(['one', 'two', 'not yet a version', 'one'].map(sha256));
  });

  it("tells which version was kept beside somebody else's", async () => {
    await saved('one');
    world.emulator.control.putFile('watched/a.txt', Buffer.from('from elsewhere'));
    await saved('ours');
    await expect
      .poll(async () => (await history().read(file)).versions.map(({ reason }) => reason))
      .toEqual(['kept-both', 'created', 'created']);
  });

  it('in part keeps the content first, and encoding, mark and mode', async () => {
    const utf16 = Buffer.from('\ufeffone\r\n', 'utf16le');
    writeFileSync(file, utf16);
    chmodSync(file, 0o640);
    await world.koosync.engine.syncOnce();
    const input = { text: 'one\r\n中', encoding: 'utf-16le', sha256: sha256(utf16) };
    const { undo } = await history().restoreText(file, input);
    expect(readFileSync(file)).toEqual(Buffer.from('\ufeffone\r\n中', 'utf16le'));
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(undo).toBe(await id(1));
  });

  it('in part leaves a file alone that has another content by now, or cannot hold the text', async () => {
    await saved('one');
    const input = { text: 'two', encoding: 'utf-8', sha256: sha256('something else') };
    await expect(history().restoreText(file, input)).rejects.toThrow(code('FILE_CHANGED'));
    const right = { ...input, sha256: sha256('one') };
    const refusals = [
      { ...right, encoding: 'latin1' },
      { ...right, text: 'half \ud800' },
      { ...right, text: 'x'.repeat(4 * 1024 * 1024 + 1) },
    ];
    for (const refused of refusals)
      await expect(history().restoreText(file, refused)).rejects.toThrow(code('BAD_USAGE'));
    const said = await Promise.all(
      refusals.slice(1).map(async (refused) => sentenceOf(history().restoreText(file, refused))),
    );
    expect(said[0]).toContain('a.txt cannot hold, so the file was left as it is.');
    expect(said[1]).toContain('a.txt is larger than 4 MB, so the file was left as it is.');
    expect(read()).toBe('one');
    expect(readdirSync(world.folder)).toEqual(['a.txt']);
  });

  it('as a copy finds a name of its own each time', async () => {
    await saved('one', 'two');
    const first = await id(1);
    const copies = [await history().restoreCopy(file, first), await history().restoreCopy(file, first)];
    expect(new Set(copies).size).toBe(2);
    expect(copies.map((path) => [dirname(path), read(path)])).toEqual([
      [world.folder, 'one'],
      [world.folder, 'one'],
    ]);
    expect(read()).toBe('two');
  });

  it('onto a folder, or into one that cannot be written, changes nothing', async () => {
    await saved('one', 'two');
    const first = await id(1);
    rmSync(file);
    mkdirSync(file);
    await expect(history().restore(file, first)).rejects.toThrow(code('BAD_USAGE'));
    expect(statSync(file).isDirectory()).toBe(true);
  });
});

describe('other acts', () => {
  it('open a copy that cannot be written, and say what would run', async () => {
    await saved('text', '#!/bin/sh\necho');
    const opened = await history().openCopy(file, await id(1));
    expect(opened.runs).toBe(false);
    expect(statSync(opened.path).mode & 0o777).toBe(0o400);
    expect(statSync(dirname(opened.path)).isDirectory()).toBe(true);
    expect((await history().openCopy(file, await id(2))).runs).toBe(true);
    await removeFolder(join(world.koosync.home, 'opened'));
    expect(existsSync(opened.path)).toBe(false);
  });

  it('export every version under a name of its own, whatever is there already', async () => {
    await saved('one', 'two', 'three');
    const out = join(world.base, 'out');
    mkdirSync(out);
    const first = await history().exportTo(file, out);
    const again = await history().exportTo(file, out);
    expect([...first.files, ...again.files].map((path) => read(path))).toEqual([
      ...['three', 'two', 'one'],
      ...['three', 'two', 'one'],
    ]);
    expect(new Set(readdirSync(out)).size).toBe(6);
  });

  it('export the others where one is damaged, and stop when they are told to', async () => {
    await saved('one', 'two', 'three');
    writeFileSync(world.emulator.control.content(sha256('two')), 'bad');
    const out = join(world.base, 'out');
    mkdirSync(out);
    const { files, failed } = await history().exportTo(file, out);
    expect([files.length, failed.map((one) => [one.revisionVersion, one.error.code])]).toEqual([
      2,
      [[2, 'DOWNLOAD_DAMAGED']],
    ]);
    const stopped = history().exportTo(file, out, { signal: AbortSignal.abort() });
    await expect(stopped).rejects.toThrow();
    await expect(history().exportTo(file, join(out, 'none'))).rejects.toThrow(code('BAD_USAGE'));
  });

  it('delete a version for good, and never the latest', async () => {
    await saved('one', 'two', 'three');
    const [second, third] = [await id(2), await id(3)];
    await history().label(file, second, 'wrong');
    await history().deleteVersion(file, second);
    expect(contentsOnServer()).toEqual(['one', 'three'].map(sha256));
    expect((await history().known(file)).versions.map(({ revisionVersion }) => revisionVersion)).toEqual([
      3, 1,
    ]);
    await expect(history().deleteVersion(file, third)).rejects.toThrow(code('BAD_USAGE'));
    await expect(history().deleteVersion(file, second)).rejects.toThrow(code('NOT_FOUND'));
    const first = await id(1);
    for (const number of [13000403, 13000102, 13000499]) {
      const body = { code: number, msg: 'no' };
      failing({
        match: { operation: 'deleteRevision' },
        times: 1,
        action: { kind: 'answer', status: 400, body },
      });
      await expect(history().deleteVersion(file, first)).rejects.toThrow(code('REFUSED'));
    }
    expect(contentsOnServer()).toEqual(['one', 'three'].map(sha256));
  });

  it('labels survive a repair of the database', async () => {
    await saved('one', 'two');
    await history().label(file, await id(1), 'sent to Ann');
    await world.koosync.close();
    for (const name of readdirSync(world.home)) if (/^state\.db-/.test(name)) rmSync(join(world.home, name));
    writeFileSync(join(world.home, 'state.db'), 'no database');
    expect(repairDatabase(world.home, Date.now()).done).toBe('rebuilt');
    await world.reopen();
    await world.koosync.engine.syncOnce();
    expect((await history().read(file)).versions[1]).toMatchObject({ label: 'sent to Ann' });
  });

  it('labels that cannot be understood are set aside, and that is said once', async () => {
    const notes = join(world.home, 'version-notes.json');
    writeFileSync(notes, 'no notes');
    await world.reopen();
    const error = world.koosync.takeNotesSetAside();
    expect(error && world.koosync.sentence(error)).toMatch(
      /^The labels of versions on this computer could not be understood\..*version-notes\.broken-\d+\.json/,
    );
    expect(world.koosync.takeNotesSetAside()).toBeUndefined();
    expect(readdirSync(world.home).filter((name) => name.startsWith('version-notes.broken'))).toHaveLength(1);
  });

  it('forget all contents with the sign-in', async () => {
    await saved('one', 'two');
    await history().content(file, await id(1));
    expect(readdirSync(join(world.home, 'contents'))).toHaveLength(1);
    await history().clearContents();
    expect(existsSync(join(world.home, 'contents'))).toBe(false);
  });
});

describe('what a person asks for', () => {
  it('goes at once: restores in a row wait for no time that paces versions', async () => {
    // the first few may follow each other; what comes then waits for an hour
    world.koosync.settings.set({ versionIntervalMs: 3_600_000 });
    await saved('0', '1', '2', '3', '4');
    const { engine } = world.koosync;
    await engine.start();
    for (const n of [1, 2, 3, 4, 1, 2]) {
      await history().restore(file, await id(n));
      expect(read()).toBe(String(n - 1));
    }
    await engine.stop();
  });
});

describe('what an open program writes after a restore', () => {
  it('is kept beside the restored file, told, and goes up', async () => {
    await saved('one', 'two');
    const told: KooError[] = [];
    world.koosync.onNotice((error) => told.push(error));
    // it writes to the file that it opened, whatever has the name since
    const program = openSync(file, 'r+');
    await history().restore(file, await id(1));
    writeSync(program, 'TWO, and more');
    closeSync(program);
    await world.reopen();
    const copy = join(world.folder, 'a (recovered).txt');
    expect([read(), read(copy)]).toEqual(['one', 'TWO, and more']);
    expect(told.map((error) => error.detail.values)).toEqual([
      { say: 'sentence.lateWritesKept', file, copy },
    ]);
    expect(world.koosync.sentence(told[0] as KooError)).toContain('What it wrote is kept as');
    await world.koosync.engine.syncOnce();
    expect(world.emulator.control.tree().map(({ path }) => path)).toContain('watched/a (recovered).txt');
  });
});
