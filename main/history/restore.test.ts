import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ListedRevision, Revision } from '../koodrive/api.ts';
import { KooError } from '../model/errors.ts';
import type { RestoreStage, WaitsFor } from '../../shared/views.ts';
import type { LocatedFile } from '../model/located-file.ts';
import { realClock } from '../lib/clock.ts';
import { memoryLog } from '../lib/test-log.ts';
import type { Writer } from '../disk/writer.ts';
import { realWriter } from '../disk/test-writer.ts';
import { restoreRevision, type RestoreOptions, type RestoreParts } from './restore.ts';

const sha256 = (bytes: string) => createHash('sha256').update(bytes).digest('hex');
const code = (value: string) => expect.objectContaining({ code: value }) as Error;
/** The same, with the sentence that it asks for. */
const said = (value: string, say: string | undefined, path: string) =>
  expect.objectContaining({
    code: value,
    detail: {
      path,
      ...(say === undefined ? {} : { values: expect.objectContaining({ say, path }) as unknown }),
    },
  }) as Error;

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koosync-history-'));
  file = join(folder, 'pair', 'report.txt');
  mkdirSync(dirname(file));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** of every version but those that a test puts later, epoch ms */
const versionTime = (i: number) => new Date(2026, 2, 1, 14, 5, i).getTime();
const now = versionTime(3600);

/** A KooDrive in memory that holds the revisions of one file, oldest first, and answers lists in pages of two. */
const fakeKooDrive = (contents: readonly string[]) => {
  const calls: string[] = [];
  let atOnce = 0;
  let mostAtOnce = 0;
  const all = contents.map((content, i): Revision => ({
    revisionId: `F1.${i + 1}`,
    revisionVersion: i + 1,
    createdAt: versionTime(i),
    size: content.length,
    sha256: sha256(content).toUpperCase(),
    latest: i === contents.length - 1,
    keepForever: false,
    createdBy: undefined,
    createReason: undefined,
    updatedAt: undefined,
  }));
  const fake = {
    calls,
    all,
    mostAtOnce: () => mostAtOnce,
    listed: (revision: Revision): ListedRevision => revision,
    served: (content: string): string => content,
    links: 0,
    expired: 0,
  };
  const koodrive: RestoreParts['koodrive'] = {
    listRevisions: (request) => {
      calls.push(`list ${request.cursor ?? ''}`);
      const from = Number(request.cursor ?? 0);
      const newest = all.toReversed();
      const next = from + 2;
      return Promise.resolve({
        revisions: newest.slice(from, next).map((revision) => fake.listed(revision)),
        nextCursor: next < newest.length ? String(next) : undefined,
      });
    },
    getRevision: async ({ revisionId }) => {
      calls.push(`get ${revisionId}`);
      atOnce += 1;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      await new Promise(setImmediate);
      atOnce -= 1;
      const revision = all.find((one) => one.revisionId === revisionId);
      if (revision === undefined) throw new KooError('NOT_FOUND', 'no such revision');
      fake.links += 1;
      return { ...revision, downloadUrl: `mem:${revisionId}:${fake.links}` };
    },
    async *download(url) {
      await Promise.resolve();
      const [, revisionId, link] = url.split(':');
      if (Number(link) <= fake.expired)
        throw new KooError('LINK_EXPIRED', 'too old', { detail: { status: 403, host: 'https://obs.test' } });
      const content = contents[all.findIndex((one) => one.revisionId === revisionId)] ?? '';
      const bytes = Buffer.from(fake.served(content));
      for (let at = 0; at < bytes.length; at += 3) yield bytes.subarray(at, at + 3);
    },
  };
  return { fake, koodrive };
};

type Changes = {
  readonly syncNow?: RestoreParts['syncNow'];
  readonly disk?: Partial<Writer>;
  readonly platform?: NodeJS.Platform;
  readonly sleep?: (ms: number) => Promise<void>;
  /** nobody can be told of what was written */
  readonly deaf?: boolean;
  /** what is waited for, second after second */
  readonly waits?: (WaitsFor | undefined)[];
};

const world = (contents: readonly string[] = ['first', 'second', 'third'], changes: Changes = {}) => {
  const { fake, koodrive } = fakeKooDrive(contents);
  const synced: string[] = [];
  const pair = { id: 1, folder: join(folder, 'pair'), containerId: 'C1', remote: 'pair' };
  const locate = async (path: string): Promise<LocatedFile> => {
    if (!path.startsWith(pair.folder)) throw new KooError('NOT_IN_A_PAIR', 'outside');
    const relativePath = path.slice(pair.folder.length + 1);
    const known = relativePath === 'report.txt' || relativePath === 'gone/report.txt';
    return {
      pair,
      relativePath,
      fileId: known ? 'F1' : undefined,
      sha256: undefined,
      size: undefined,
      isProven: true,
    };
  };
  const written: string[] = [];
  let letters = 0;
  const parts: RestoreParts = {
    koodrive,
    locate,
    disk: { ...realWriter, ...changes.disk },
    platform: changes.platform,
    clock: realClock,
    log: memoryLog(),
    now: () => now,
    restoring: async () => undefined,
    claimTemp: () => ({ end: () => undefined, leave: () => undefined }),
    written: async (path) => {
      written.push(path);
      if (changes.deaf) throw new KooError('STATE_LOCKED', 'as the test wants');
    },
    random: () => `r${(letters += 1)}`,
    syncNow: async (path, signal) => {
      synced.push(path);
      await changes.syncNow?.(path, signal);
    },
    waitsFor: async () => changes.waits?.shift(),
    // a second is a turn of the loop, while somebody counts them
    sleep: (ms, signal) =>
      // a refusal of Windows is waited for in less than a second
      changes.sleep && ms < 1_000
        ? changes.sleep(ms)
        : changes.waits
          ? new Promise((resolve) => setImmediate(resolve))
          : new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
  };
  const history = {
    restore: (path: string, revisionId: string, options: RestoreOptions = {}) =>
      restoreRevision(parts, path, { containerId: 'C1', fileId: 'F1', revisionId }, options),
  };
  return { history, fake, synced, written };
};
/** No temp file may stay behind, whatever happened. */
const names = () => readdirSync(dirname(file)).toSorted();
const content = (path = file) => readFileSync(path, 'utf8');

describe('restoring in place', () => {
  it.each([false, true])('tells whoever syncs it what was written (deaf: %s)', async (deaf) => {
    const { history, written } = world(undefined, { deaf });
    writeFileSync(file, 'third');
    await history.restore(file, 'F1.1');
    expect([content(), names(), written]).toEqual(['first', ['report.txt'], [file]]);
    // nothing is written where the content is there already
    await history.restore(file, 'F1.1');
    expect(written).toEqual([file]);
  });

  it('says every second what is waited for while the present content is kept', async () => {
    const waits: (WaitsFor | undefined)[] = [
      { kind: 'turn' },
      { kind: 'writing' },
      undefined,
      { kind: 'upload', sent: 1, size: 4 },
    ];
    const { history } = world(undefined, {
      waits,
      syncNow: async () => {
        while (waits.length > 0) await new Promise((resolve) => setImmediate(resolve));
        for (let n = 0; n < 5; n++) await new Promise((resolve) => setImmediate(resolve));
      },
    });
    writeFileSync(file, 'third');
    const told: RestoreStage[] = [];
    await history.restore(file, 'F1.1', { onStage: (stage) => told.push(stage) });
    expect(told.filter(({ kind }) => kind === 'keeping')).toEqual([
      { kind: 'keeping' },
      { kind: 'keeping', waitsFor: { kind: 'turn' } },
      { kind: 'keeping', waitsFor: { kind: 'writing' } },
      { kind: 'keeping', waitsFor: { kind: 'upload', sent: 1, size: 4 } },
    ]);
  });

  it.each<[NodeJS.Platform, string, string]>([
    // Windows says of a file that a program has open that it is not allowed
    ['win32', 'EPERM', 'FILE_BUSY'],
    ['win32', 'EACCES', 'FILE_BUSY'],
    ['win32', 'EBUSY', 'FILE_BUSY'],
    ['linux', 'EACCES', 'FOLDER_UNREADABLE'],
  ])('on %s, where the rename says %s, is %s, and nothing is broken', async (platform, system, expected) => {
    writeFileSync(file, 'third');
    const rename = () => Promise.reject(Object.assign(new Error('not now'), { code: system }));
    const { history } = world(undefined, { disk: { rename }, platform, sleep: () => Promise.resolve() });
    await expect(history.restore(file, 'F1.1')).rejects.toThrow(code(expected));
    expect([content(), names()]).toEqual(['third', ['report.txt']]);
  });

  it('waits on Windows for a program that looks at each new file', async () => {
    let refusals = 3;
    const rename: typeof realWriter.rename = (from, to) =>
      refusals-- > 0
        ? Promise.reject(Object.assign(new Error('not now'), { code: 'EPERM' }))
        : realWriter.rename(from, to);
    const waited: number[] = [];
    const sleep = async (ms: number) => void waited.push(ms);
    writeFileSync(file, 'third');
    const { history } = world(undefined, { disk: { rename }, platform: 'win32', sleep });
    await history.restore(file, 'F1.1');
    expect([content(), waited]).toEqual(['first', [10, 20, 50]]);
  });

  it('replaces the file after its content was uploaded, and keeps its mode', async () => {
    writeFileSync(file, 'third');
    chmodSync(file, 0o640);
    const { history, synced } = world();
    await expect(history.restore(file, 'F1.1')).resolves.toEqual({
      path: file,
      size: 5,
      sha256: sha256('first'),
      revisionVersion: 1,
      undo: undefined,
    });
    expect(content()).toBe('first');
    // Windows has no such bits
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o640);
    // as the history says, whoever looks at it in a file manager
    expect(statSync(file).mtimeMs).toBe(versionTime(0));
    expect(synced).toEqual([file]);
    expect(names()).toEqual(['report.txt']);
  });

  it('takes no time from a version that is ahead of the clock, and none where the disk refuses', async () => {
    writeFileSync(file, 'third');
    const before = Date.now() - 5000;
    const { history, fake } = world();
    fake.all[0] = { ...(fake.all[0] as Revision), createdAt: now + 1000 };
    await history.restore(file, 'F1.1');
    expect(statSync(file).mtimeMs).toBeGreaterThan(before);
    await expect(realWriter.setTime(join(folder, 'not there'), now)).resolves.toBeUndefined();
  });

  it('writes nothing when the content is there already', async () => {
    writeFileSync(file, 'first');
    const before = statSync(file, { bigint: true });
    const { history, synced } = world();
    await history.restore(file, 'F1.1');
    expect(statSync(file, { bigint: true })).toMatchObject({ mtimeNs: before.mtimeNs, ino: before.ino });
    expect(synced).toEqual([]);
  });

  it('brings back a file that was deleted, with its folder', async () => {
    const lost = join(folder, 'pair', 'gone', 'report.txt');
    const { history } = world();
    await history.restore(lost, 'F1.2');
    expect(content(lost)).toBe('second');
  });

  it('does not make the folder of the pair, whose drive may be absent', async () => {
    rmSync(dirname(file), { recursive: true });
    const { history } = world();
    await expect(history.restore(file, 'F1.2')).rejects.toThrow(code('FOLDER_MISSING'));
    expect(existsSync(dirname(file))).toBe(false);
  });

  it('of an empty revision gives an empty file', async () => {
    writeFileSync(file, 'second');
    const { history } = world(['', 'second']);
    await history.restore(file, 'F1.1');
    expect(content()).toBe('');
  });

  it('takes a new link when the first one has run out', async () => {
    writeFileSync(file, 'third');
    const { history, fake } = world();
    fake.expired = 1;
    await history.restore(file, 'F1.1');
    expect(content()).toBe('first');
  });

  it.each([
    ['other bytes', () => 'wrong'],
    ['too few', () => 'firs'],
    ['too many', () => 'first and more'],
    ['none', () => ''],
  ])('throws damaged downloads away: %s', async (_, served) => {
    writeFileSync(file, 'third');
    const { history, fake, synced } = world();
    fake.served = served;
    await expect(history.restore(file, 'F1.1')).rejects.toThrow(code('DOWNLOAD_DAMAGED'));
    expect(content()).toBe('third');
    expect(names()).toEqual(['report.txt']);
    expect(synced).toEqual([]);
  });

  it('leaves the file alone when its content cannot be uploaded', async () => {
    writeFileSync(file, 'unsaved work');
    const { history } = world(undefined, {
      syncNow: () => Promise.reject(new KooError('QUOTA_FULL', 'full')),
    });
    await expect(history.restore(file, 'F1.1')).rejects.toThrow(code('QUOTA_FULL'));
    expect(content()).toBe('unsaved work');
    expect(names()).toEqual(['report.txt']);
  });

  it('brings up again what was saved while the former content went up', async () => {
    writeFileSync(file, 'third');
    let saves = 0;
    const { history, synced } = world(undefined, {
      syncNow: () => {
        saves += 1;
        if (saves < 3) writeFileSync(file, `newer ${'x'.repeat(saves)}`);
        return Promise.resolve();
      },
    });
    await history.restore(file, 'F1.1');
    expect(synced).toHaveLength(3);
    expect(content()).toBe('first');
  });

  it('gives up on a file that never rests', async () => {
    writeFileSync(file, 'third');
    let saves = 0;
    const { history } = world(undefined, {
      syncNow: () => {
        writeFileSync(file, `newer ${'x'.repeat((saves += 1))}`);
        return Promise.resolve();
      },
    });
    await expect(history.restore(file, 'F1.1')).rejects.toThrow(
      said('FILE_CHANGED', 'sentence.changedMeanwhile', file),
    );
    expect(content()).toMatch(/^newer/);
    expect(names()).toEqual(['report.txt']);
  });

  it('looks once more right before the rename', async () => {
    writeFileSync(file, 'third');
    const { history } = world(undefined, {
      disk: {
        setMode: async (path, mode, owner) => {
          writeFileSync(file, 'saved at the last moment');
          await realWriter.setMode(path, mode, owner);
        },
      },
    });
    await expect(history.restore(file, 'F1.1')).rejects.toThrow(
      said('FILE_CHANGED', 'sentence.changedMeanwhile', file),
    );
    expect(content()).toBe('saved at the last moment');
    expect(names()).toEqual(['report.txt']);
  });

  it.each([
    ['stands there already', false],
    ['comes while the content is fetched', true],
  ])('only where nothing stands: leaves alone what %s', async (_what, isLate) => {
    const { history, fake, synced } = world();
    const come = () => writeFileSync(file, 'put back by hand');
    if (isLate)
      fake.served = (text) => {
        come();
        return text;
      };
    else come();
    await expect(history.restore(file, 'F1.1', { ifMissing: true })).rejects.toThrow(code('FILE_CHANGED'));
    expect([content(), names(), synced]).toEqual(['put back by hand', ['report.txt'], []]);
    rmSync(file);
    fake.served = (text) => text;
    await history.restore(file, 'F1.1', { ifMissing: true });
    expect(content()).toBe('first');
  });

  it('does not replace a file that appeared where none was', async () => {
    const { history } = world(undefined, {
      disk: {
        renameNew: async (from, to) => {
          writeFileSync(file, 'just made');
          await realWriter.renameNew(from, to);
        },
      },
    });
    await expect(history.restore(file, 'F1.1')).rejects.toThrow(
      said('FILE_CHANGED', 'sentence.changedMeanwhile', file),
    );
    expect(content()).toBe('just made');
    expect(names()).toEqual(['report.txt']);
  });

  it('does not replace what is no file', async () => {
    symlinkSync('elsewhere', file);
    const { history } = world();
    await expect(history.restore(file, 'F1.1')).rejects.toThrow(code('BAD_USAGE'));
    expect(names()).toEqual(['report.txt']);
  });

  it('stops between two pieces when it is cancelled', async () => {
    writeFileSync(file, 'third');
    const { history } = world();
    const stop = new AbortController();
    const restoring = history.restore(file, 'F1.1', {
      signal: stop.signal,
      onStage: (stage) => {
        if (stage.kind === 'fetching' && stage.bytes > 0) stop.abort();
      },
    });
    await expect(restoring).rejects.toThrow(code('CANCELLED'));
    expect(content()).toBe('third');
    expect(names()).toEqual(['report.txt']);
  });

  it.each([
    ['ENOSPC', 'DISK_FULL', 'sentence.targetDiskFull'],
    ['EACCES', 'FOLDER_UNREADABLE', 'sentence.targetUnwritable'],
    ['EBUSY', 'FILE_BUSY', 'sentence.restoredFileBusy'],
    ['ENOENT', 'FILE_CHANGED', 'sentence.changedMeanwhile'],
    ['ENAMETOOLONG', 'PATH_TOO_LONG', undefined],
    ['EIO', 'DISK_FAULTY', undefined],
    ['EFBIG', 'FILE_TOO_LARGE', 'sentence.targetTooLarge'],
    ['ESTALE', 'DRIVE_UNREACHABLE', 'sentence.targetUnreachable'],
    ['EMFILE', 'OPEN_FILES_LIMIT', 'sentence.targetOpenFiles'],
    ['ENOMEM', 'MEMORY_SHORT', 'sentence.targetMemory'],
  ])('tells %s of the disk as %s, in the sentence %s', async (errno, expected, say) => {
    writeFileSync(file, 'third');
    let refuses = true;
    const { history } = world(undefined, {
      disk: {
        rename: async (from, to) => {
          if (refuses) throw Object.assign(new Error(errno), { code: errno });
          await realWriter.rename(from, to);
        },
      },
      platform: 'linux',
    });
    await expect(history.restore(file, 'F1.1')).rejects.toThrow(said(expected, say, file));
    expect(content()).toBe('third');
    expect(names()).toEqual(['report.txt']);
    refuses = false;
    await history.restore(file, 'F1.1');
    expect(content()).toBe('first');
  });

  it('fetches nothing that will not fit, and what a disk says nothing of is tried', async () => {
    writeFileSync(file, 'third');
    let free: number | undefined = 4;
    const fetched: string[] = [];
    const { history } = world(undefined, {
      disk: {
        free: async () => free,
        createFile: (path, mode) => {
          fetched.push(path);
          return realWriter.createFile(path, mode);
        },
      },
    });
    const refused = said('DISK_FULL', 'sentence.targetDiskFull', file);
    await expect(history.restore(file, 'F1.1')).rejects.toThrow(refused);
    expect([fetched, content(), names()]).toEqual([[], 'third', ['report.txt']]);
    for (free of [undefined, 5]) {
      writeFileSync(file, 'third');
      await history.restore(file, 'F1.1');
      expect(content()).toBe('first');
    }
  });

  it('names the reason of the system where there is no sentence for it', async () => {
    writeFileSync(file, 'third');
    const { history } = world(undefined, {
      disk: { rename: () => Promise.reject(Object.assign(new Error('no'), { code: 'EWHATEVER' })) },
    });
    await expect(history.restore(file, 'F1.1')).rejects.toMatchObject({
      code: 'SYSTEM_REFUSED',
      detail: { values: { system: 'EWHATEVER' } },
    });
    expect(content()).toBe('third');
    expect(names()).toEqual(['report.txt']);
  });

  it('names the revision that does not exist', async () => {
    writeFileSync(file, 'third');
    const { history } = world();
    await expect(history.restore(file, 'F1.99')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      detail: { values: { say: 'sentence.noSuchVersion', path: file, revisionId: 'F1.99' } },
    });
  });
});

describe('a copy elsewhere', () => {
  it('is written to a new file, and the file itself stays', async () => {
    writeFileSync(file, 'third');
    const { history, synced } = world();
    const to = join(folder, 'copy.txt');
    await expect(history.restore(file, 'F1.1', { to })).resolves.toMatchObject({ path: to });
    expect([content(to), content()]).toEqual(['first', 'third']);
    expect(synced).toEqual([]);
    expect(readdirSync(folder).toSorted()).toEqual(['copy.txt', 'pair']);
  });

  it('in a folder has the time and the number of the version in its name', async () => {
    const { history } = world();
    const { path } = await history.restore(file, 'F1.2', { to: folder });
    expect(path).toBe(join(folder, 'report (2026-03-01 14.05.01, v2).txt'));
    expect(content(path)).toBe('second');
    // the same again is no conflict: it is there
    await expect(history.restore(file, 'F1.2', { to: folder })).resolves.toMatchObject({ path });
  });

  it.each([[false], [true]])(
    'in a folder never replaces one of the same second, told to (%s) or not',
    async (force) => {
      const { history, fake } = world();
      for (const [i, one] of fake.all.entries()) fake.all[i] = { ...one, createdAt: versionTime(1) };
      const paths: string[] = [];
      for (const id of ['F1.1', 'F1.2', 'F1.3'])
        paths.push((await history.restore(file, id, { to: folder, force })).path);
      expect(new Set(paths).size).toBe(3);
      expect(paths.map(content)).toEqual(['first', 'second', 'third']);
    },
  );

  it.each([[false], [true]])(
    'in a folder never replaces what has its name, told to (%s) or not',
    async (force) => {
      const { history } = world();
      const { path } = await history.restore(file, 'F1.2', { to: folder, force });
      // the version of another file of that name, or what was made of this one
      writeFileSync(path, 'another');
      const again = await history.restore(file, 'F1.2', { to: folder, force });
      expect(again.path).toBe(join(folder, 'report (2026-03-01 14.05.01, v2, 2).txt'));
      expect([content(path), content(again.path)]).toEqual(['another', 'second']);
      // and the same again is there, under its second name
      await expect(history.restore(file, 'F1.2', { to: folder, force })).resolves.toMatchObject({
        path: again.path,
      });
      // a folder or a link of that name is no place either
      rmSync(path);
      mkdirSync(path);
      expect((await history.restore(file, 'F1.2', { to: folder, force })).path).toBe(again.path);
    },
  );

  it.each([['copy.txt'], ['']])('never replaces what appears meanwhile, at %j', async (name) => {
    const { history, fake } = world();
    const to = join(folder, name);
    const target = name === '' ? join(folder, 'report (2026-03-01 14.05.00, v1).txt') : to;
    fake.served = (text) => {
      writeFileSync(target, 'dear');
      return text;
    };
    await expect(history.restore(file, 'F1.1', { to, force: name === '' })).rejects.toThrow(
      code('BAD_USAGE'),
    );
    expect(content(target)).toBe('dear');
    expect(readdirSync(folder).filter((one) => one.startsWith('.koosync'))).toEqual([]);
  });

  it('never replaces another file, unless it is told to', async () => {
    const to = join(folder, 'copy.txt');
    writeFileSync(to, 'dear');
    const { history } = world();
    await expect(history.restore(file, 'F1.1', { to })).rejects.toThrow(code('BAD_USAGE'));
    expect(content(to)).toBe('dear');
    await history.restore(file, 'F1.1', { to, force: true });
    expect(content(to)).toBe('first');
  });

  it('over a file of a pair is uploaded first, even when it is told to', async () => {
    const to = join(folder, 'pair', 'other.txt');
    writeFileSync(to, 'dear');
    const { history, synced } = world();
    await history.restore(file, 'F1.1', { to, force: true });
    expect(synced).toEqual([to]);
    expect(content(to)).toBe('first');
  });

  it('at the place of the file itself is a restore in place', async () => {
    writeFileSync(file, 'third');
    const { history, synced } = world();
    await history.restore(file, 'F1.1', { to: file });
    expect(synced).toEqual([file]);
    expect(content()).toBe('first');
  });

  it('needs a folder that exists', async () => {
    const { history } = world();
    await expect(history.restore(file, 'F1.1', { to: join(folder, 'no', 'copy.txt') })).rejects.toThrow(
      code('BAD_USAGE'),
    );
    expect(existsSync(join(folder, 'no'))).toBe(false);
  });
});
