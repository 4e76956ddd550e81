import { describe, expect, it } from 'vitest';
import { createFakeDisk } from '../../../tests/harness/simulated/fake-disk.ts';
import { createFakeClock } from '../../../tests/harness/simulated/clock.ts';
import type { Disk } from '../../disk/disk.ts';
import { KooError } from '../../model/errors.ts';
import { FolderMonitor } from './folder-monitor.ts';
import { nameOf, parentOf } from '../../model/relative-path.ts';
import { ignoreFileName } from '../../model/ignore-file.ts';
import type { BaselineChild } from './scan.ts';
import type { ToldFailure } from './told-failures.ts';
import type { ChangeOf, WatcherListener } from './watcher.ts';

const minute = 60_000;
type Options = {
  readonly watched?: boolean;
  readonly random?: number;
  /** what one look at a file takes, ms */
  readonly slowMs?: number;
  /** made before it begins, beside a few */
  readonly files?: readonly string[];
};

/** Disk and watcher answer at once: all that follows from a wake is done before time goes on. */
function setUp({ watched = true, random = 0.5, slowMs = 0, files: more = [] }: Options = {}) {
  const clock = createFakeClock();
  const { pass } = clock;
  const { disk: plain, files } = createFakeDisk(clock);
  for (const folder of ['/pair', '/pair/d']) files.mkdir(folder);
  for (const file of ['a.txt', 'd/b.txt', ...more]) files.write(`/pair/${file}`, Buffer.from('text'));
  let listings: string[] = [];
  let atListing: (folder: string) => void = () => {};
  let looks = 0;
  const closedFolders = new Set<string>();
  let mounts = 'nothing';
  let isShared = false;
  const disk: Disk = {
    ...plain,
    stat: async (at) => {
      if (at.path !== '') looks += 1;
      if (slowMs > 0) await clock.sleep(slowMs);
      return plain.stat(at);
    },
    list: async (at) => {
      listings.push(at.path);
      atListing(at.path);
      if (closedFolders.has(at.path)) throw new KooError('FOLDER_UNREADABLE', 'it is closed');
      return plain.list(at);
    },
    mounts: () => Promise.resolve(mounts),
    drive: async (path) => {
      const drive = await plain.drive(path);
      return drive && { ...drive, isShared };
    },
  };
  /** what is on the disk is known */
  const known = new Map<string, BaselineChild>();
  const knowAll = () => {
    known.clear();
    for (const { path, kind } of files.walk('/pair').slice(1)) {
      const local = files.factsNow(path);
      if (local && (kind === 'file' || kind === 'folder'))
        known.set(path.slice('/pair/'.length), {
          path: path.slice('/pair/'.length),
          kind,
          local,
          missingSince: undefined,
        });
    }
  };
  const knownIn = (folder: string) => [...known.values()].filter(({ path }) => parentOf(path) === folder);
  const told: ToldFailure[] = [];
  const placed = new Map<string, number>();
  const without = new Map<string, 'limit' | 'refused'>();
  let events: WatcherListener | undefined;
  let closed = 0;
  const found: string[] = [];
  const skipped = new Set<string>();
  const roots: (string | undefined)[] = [];
  const lost: string[] = [];
  const watching: (string | undefined)[] = [];
  const faults: string[] = [];
  const outdated: string[] = [];
  let scans: number[] = [];
  let fixedRules: readonly string[] = [];
  const begun = clock.now();
  const monitor = new FolderMonitor(
    {
      folder: '/pair',
      disk,
      clock,
      random: () => random,
      known: knownIn,
      knownAt: (path) => known.get(path),
      knownFolders: (localId) =>
        [...known.values()].flatMap((one) =>
          one.kind === 'folder' && one.local?.localId === localId ? [one.path] : [],
        ),
      presentNames: (folder) => knownIn(folder).map(({ path }) => nameOf(path)),
      told: (path) =>
        told.filter((one) => path === '' || one.path === path || one.path.startsWith(`${path}/`)),
      ownState: undefined,
      fixedRules: () => fixedRules,
      stay: true,
      watch: watched
        ? (_folder, _rules, listener) => {
            events = listener;
            return {
              watch: (folder) => {
                const why = without.get(folder);
                if (why || !files.readable(`/pair/${folder}`)) return why ?? 'refused';
                placed.set(folder, (placed.get(folder) ?? 0) + 1);
                return {
                  close: () => {
                    const left = (placed.get(folder) ?? 0) - 1;
                    if (left > 0) placed.set(folder, left);
                    else placed.delete(folder);
                  },
                };
              },
              close: () => {
                closed += 1;
                return Promise.resolve();
              },
            };
          }
        : undefined,
    },
    {
      mayDiffer: (paths, by) => {
        found.push(...paths.map((path) => `${by} ${path}`));
      },
      skipped: (folder, skips) => {
        for (const path of skipped) if (parentOf(path) === folder) skipped.delete(path);
        for (const { path } of skips) skipped.add(path);
      },
      skip: (path, skip) => void (skip ? skipped.add(path) : skipped.delete(path)),
      skippedIn: (folders) => {
        for (const path of skipped) if (!folders.has(parentOf(path) ?? '')) skipped.delete(path);
      },
      fault: (path, error) => faults.push(`${path} ${error.code}`),
      outdated: (paths) => outdated.push(...paths),
      root: (found) => roots.push(found instanceof KooError ? found.code : undefined),
      scanned: () => undefined,
      watching: (error) => {
        if (watching.at(-1) !== error?.code || watching.length === 0) watching.push(error?.code);
      },
      rules: () => undefined,
      lost: (error) => lost.push(error.code),
      scanning: (on) => {
        if (on) scans.push(clock.now() - begun);
      },
    },
  );
  return {
    monitor,
    pass,
    found,
    files,
    skipped,
    roots,
    lost,
    watching,
    faults,
    outdated,
    told,
    without,
    closedFolders,
    knowAll,
    forget: (path: string) => known.delete(path),
    /** folders that have one live watch, and no more */
    watched: () =>
      [...placed].flatMap(([folder, watches]) => (watches === 1 ? [folder] : [`${folder} twice`])).toSorted(),
    mount: (text: string) => (mounts = text),
    share: () => (isShared = true),
    now: () => clock.now(),
    closed: () => closed,
    event: (path: string, what: ChangeOf = 'content') => events?.changed(path, what),
    /** how often the disk was asked for a file or a folder in the pair's since this was last asked */
    looks: () => {
      const was = looks;
      looks = 0;
      return was;
    },
    ready: () => events?.ready(),
    fail: (error: KooError) => events?.lost(error),
    /** the machine sleeps, or its clock is set: no timer runs meanwhile */
    sleepThrough: clock.jump,
    /** happens while this folder is listed, once */
    whileListing: (folder: string, happen: () => void) => {
      atListing = (listed) => {
        if (listed !== folder) return;
        atListing = () => {};
        happen();
      };
    },
    removeRoot: () => files.rename('/pair', '/away'),
    putRootBack: () => files.rename('/away', '/pair'),
    /** what the organisation sets */
    fix: (rules: readonly string[]) => {
      fixedRules = rules;
    },
    /** when scans began, ms from the start, since this was last asked */
    scans: () => {
      const was = scans;
      scans = [];
      return was;
    },
    listings: () => {
      const was = listings;
      listings = [];
      return was;
    },
  };
}
type Monitored = ReturnType<typeof setUp>;

const started = async (options?: Options): Promise<Monitored> => {
  const one = setUp(options);
  void one.monitor.scan();
  await one.pass(10);
  one.ready();
  await one.pass(1000);
  expect(one.scans()).toHaveLength(2);
  one.listings();
  one.looks();
  one.found.length = 0;
  return one;
};

it('scans at the start and again when the watcher is ready, and not before an hour or so when all is quiet', async () => {
  for (const [random, least, most] of [
    [0, 45, 46],
    [1, 75, 76],
  ] as const) {
    const one = await started({ random });
    await one.pass(least * minute - 2000);
    expect(one.scans()).toEqual([]);
    await one.pass((most - least) * minute + 2000);
    expect(one.scans()).toHaveLength(1);
    await one.monitor.close();
  }
});

it.each<[string, (one: Monitored) => void]>([
  ['the machine slept', (one) => one.sleepThrough(10 * minute)],
  ['the watcher failed', (one) => one.fail(new KooError('UNEXPECTED', 'the queue overflowed'))],
  ['a burst came', (one) => Array.from({ length: 4001 }, (_, i) => one.event(`d/${i}`))],
  ['the ignore rules changed', (one) => one.event(ignoreFileName)],
])('scans all of it soon after %s, once', async (_what, happen) => {
  const one = await started();
  happen(one);
  await one.pass(6000);
  expect(one.scans()).toHaveLength(1);
  await one.pass(10 * minute);
  expect(one.scans()).toEqual([]);
  await one.monitor.close();
});

it.each([-2 * 60 * minute, 2 * 60 * minute])(
  'scans all of it soon after the clock was set by %d ms while a quiet folder was compared, and on time from then on',
  async (byMs) => {
    const one = await started({ random: 0.5 });
    one.whileListing('d', () => one.sleepThrough(byMs));
    one.event('d/b.txt');
    await one.pass(8000);
    expect(one.listings()).toEqual(['d', '', 'd']);
    expect(one.scans()).toHaveLength(1);
    await one.pass(59 * minute);
    expect(one.scans()).toEqual([]);
    await one.pass(2 * minute);
    expect(one.scans()).toHaveLength(1);
    await one.monitor.close();
  },
);

it('hands events on in bundles, and lists their folder again when it is quiet: what was lost is found', async () => {
  const one = await started();
  one.event('d/b.txt');
  one.event('d/b.txt');
  await one.pass(200);
  expect(one.found).toEqual(['event d/b.txt']);
  await one.pass(3000);
  expect(one.listings()).toEqual(['d']);
  expect(one.found).toContain('listing d/b.txt');
  expect(one.scans()).toEqual([]);
  await one.monitor.close();
});

it('leaves out what the default rules do, by event as by scan', async () => {
  const one = await started();
  one.event('.DS_Store');
  one.event('d/x.txt');
  await one.pass(200);
  expect(one.found).toEqual(['event d/x.txt']);
  await one.monitor.close();
});

it('litter that comes and goes is told, and nothing of it may differ', async () => {
  const one = await started();
  one.files.write('/pair/d/~$b.docx', Buffer.from('lock'));
  one.event('d/~$b.docx', 'name');
  await one.pass(100);
  expect([...one.skipped]).toEqual(['d/~$b.docx']);
  one.files.remove('/pair/d/~$b.docx');
  one.event('d/~$b.docx', 'name');
  await one.pass(100);
  expect([...one.skipped]).toEqual([]);
  expect(one.found).toEqual([]);
  await one.monitor.close();
});

it('what a sign leaves out may differ as soon as the sign is gone, without a scan', async () => {
  const one = await started();
  one.files.write('/pair/d/db.MDB', Buffer.from('work'));
  one.files.write('/pair/d/db.ldb', Buffer.from('lock'));
  one.event('d/db.ldb');
  await one.pass(100);
  expect([...one.skipped]).toEqual(['d/db.ldb']);
  expect(one.found).toEqual([]);
  one.files.remove('/pair/d/db.MDB');
  one.event('d/db.MDB');
  await one.pass(100);
  expect(one.found).toEqual(['event d/db.MDB', 'event d/db.ldb']);
  expect(one.scans()).toEqual([]);
  await one.monitor.close();
});

it('a download may differ when it has not changed for a day, and the lock that was empty when it is not', async () => {
  const one = await started();
  one.files.write('/pair/film.part', Buffer.from('half'));
  one.files.write('/pair/4913', Buffer.from(''));
  one.event('film.part');
  one.event('4913');
  await one.pass(100);
  expect([...one.skipped].toSorted()).toEqual(['4913', 'film.part']);
  one.files.write('/pair/4913', Buffer.from('a mail'));
  one.event('4913');
  await one.pass(100);
  expect(one.found).toEqual(['event 4913']);
  await one.pass(23 * 60 * minute);
  expect(one.found.filter((found) => found.includes('film'))).toEqual([]);
  await one.pass(61 * minute);
  expect(one.found).toContain('listing film.part');
  await one.monitor.close();
});

it('the names of a folder that is gone are told as the folder, which says it all', async () => {
  const one = await started();
  const names = Array.from({ length: 6 }, (_, i) => `d/gone/${String(i)}`);
  one.files.mkdir('/pair/d/gone');
  for (const name of names) one.files.write(`/pair/${name}`, Buffer.from('x'));
  one.event('d/gone', 'name');
  await one.pass(200);
  one.knowAll();
  one.found.length = 0;
  for (const name of names.slice(0, 4)) one.files.remove(`/pair/${name}`);
  for (const name of names.slice(0, 4)) one.event(name, 'name');
  await one.pass(100);
  expect(one.found).toEqual(names.slice(0, 4).map((name) => `event ${name}`));
  one.found.length = 0;
  for (const name of names) one.files.remove(`/pair/${name}`);
  one.files.remove('/pair/d/gone');
  for (const name of names) one.event(name, 'name');
  one.event('d/gone', 'name');
  await one.pass(100);
  expect(one.found).toEqual(['event d/gone']);
  await one.monitor.close();
});

describe('what a renamed folder holds', () => {
  const renamed = async (watched: boolean) => {
    const one = watched ? await started() : setUp({ watched });
    one.files.mkdir('/pair/before');
    for (const name of ['a', 'b']) one.files.write(`/pair/before/${name}`, Buffer.from('x'));
    one.knowAll();
    if (!watched) void one.monitor.scan();
    await one.pass(6000);
    one.found.length = 0;
    one.files.rename('/pair/before', '/pair/after');
    for (const path of watched ? ['before', 'after'] : []) one.event(path, 'name');
    return one;
  };
  const below = (one: { readonly found: readonly string[] }) =>
    one.found.filter((found) => found.includes('after/'));

  it.each([true, false])('is not looked at one by one, watched or not (%s)', async (watched) => {
    const one = await renamed(watched);
    await one.pass(watched ? 2000 : 5200);
    expect(one.found.some((found) => found.endsWith(' after'))).toBe(true);
    one.files.write('/pair/after/new', Buffer.from('y'));
    // the server did it
    one.knowAll();
    one.forget('after/new');
    await one.pass(6000);
    expect(new Set(below(one).map((found) => found.split(' ')[1]))).toEqual(new Set(['after/new']));
    await one.monitor.close();
  });

  it.each([true, false])(
    'is when the rename does not come about soon, watched or not (%s)',
    async (watched) => {
      const one = await renamed(watched);
      await one.pass(4000);
      expect(below(one)).toEqual([]);
      expect(one.monitor.allSeenFrom).toBeLessThan(one.now());
      await one.pass(8000);
      expect(new Set(below(one).map((found) => found.split(' ')[1]))).toEqual(
        new Set(['after/a', 'after/b']),
      );
      await one.monitor.close();
    },
  );

  it('is compared soon after the rename, too, when a scan that was asked for found it', async () => {
    const one = await started();
    one.files.mkdir('/pair/before');
    one.files.write('/pair/before/a', Buffer.from('x'));
    one.knowAll();
    await one.pass(6000);
    one.files.rename('/pair/before', '/pair/after');
    // just after a look at the folder, so that the next one is far away
    void one.monitor.scan();
    await one.pass(100);
    one.files.write('/pair/after/new', Buffer.from('y'));
    one.knowAll();
    one.forget('after/new');
    await one.pass(600);
    expect(below(one)).toEqual(['listing after/new']);
    await one.monitor.close();
  });

  it('is compared within a tenth of a second after the rename', async () => {
    const one = await renamed(true);
    await one.pass(400);
    one.files.write('/pair/after/new', Buffer.from('y'));
    one.knowAll();
    one.forget('after/new');
    await one.pass(100);
    expect(below(one)).toEqual(['listing after/new']);
    await one.monitor.close();
  });

  it('is looked at at once when the rename is refused', async () => {
    const one = await started();
    one.files.mkdir('/pair/before');
    one.files.write('/pair/before/a', Buffer.from('x'));
    one.knowAll();
    await one.pass(6000);
    one.files.rename('/pair/before', '/pair/after|');
    one.told.push({ path: 'after|', code: 'NAME_FORBIDDEN', at: one.now(), seen: undefined });
    one.event('after|', 'name');
    await one.pass(100);
    expect(one.found.map((found) => found.split(' ')[1])).toContain('after|/a');
    await one.monitor.close();
  });
});

it('without a watcher scans every few seconds', async () => {
  const without = setUp({ watched: false });
  void without.monitor.scan();
  await without.pass(minute);
  expect(without.scans().length).toBeGreaterThanOrEqual(10);
  await without.monitor.close();
});

it('such scans take no more than a twentieth of the time, however slow the drive is', async () => {
  const one = setUp({ watched: false, slowMs: 2000 });
  void one.monitor.scan();
  await one.pass(60 * minute);
  const begun = one.scans();
  const gaps = begun.slice(1).map((at, i) => at - (begun[i] ?? 0));
  // the first comes before anything is known of how long one takes
  expect(Math.min(...gaps.slice(1))).toBeGreaterThanOrEqual(20 * 2000);
  await one.monitor.close();
});

it('a folder that is gone is told, looked for every ten seconds, and nothing in it is found', async () => {
  const one = await started();
  one.removeRoot();
  void one.monitor.scan();
  await one.pass(10);
  expect(one.roots.at(-1)).toBe('FOLDER_MISSING');
  expect(one.found).toEqual([]);
  one.scans();
  await one.pass(minute);
  expect(one.scans().length).toBeGreaterThanOrEqual(5);
  one.putRootBack();
  await one.pass(11_000);
  expect(one.roots.at(-1)).toBeUndefined();
  expect(one.found).toContain('scan a.txt');
  await one.monitor.close();
});

it('after its end it neither scans nor hands on, and the watcher is closed', async () => {
  const one = await started();
  one.event('d/b.txt');
  await one.monitor.close();
  one.event('a.txt');
  await one.monitor.scan();
  await one.pass(3 * 60 * minute);
  expect(one.found).toEqual([]);
  expect(one.scans()).toEqual([]);
  expect(one.closed()).toBe(1);
});

describe('what is scanned is watched', () => {
  const write = (one: Monitored, path: string, text = 'text') =>
    one.files.write(`/pair/${path}`, Buffer.from(text));

  it('every folder has one watch after a scan, however often it was scanned', async () => {
    const one = await started({ files: [] });
    for (let scans = 0; scans < 3; scans++) await Promise.all([one.monitor.scan(), one.pass(10)]);
    expect(one.watched()).toEqual(['', 'd']);
    await one.monitor.close();
  });

  it('a rule that goes away, or comes, while it runs', async () => {
    const one = await started();
    one.files.mkdir('/pair/build');
    write(one, 'build/x.txt');
    write(one, ignoreFileName, 'build/');
    one.event(ignoreFileName, 'name');
    await one.pass(1000);
    expect(one.watched()).toEqual(['', 'd']);
    write(one, ignoreFileName, 'd/');
    one.event(ignoreFileName);
    await one.pass(1000);
    expect(one.watched()).toEqual(['', 'build']);
    expect(one.found).toContain('scan build/x.txt');
    await one.monitor.close();
  });

  it('a rule that the organisation sets, or lifts, while it runs', async () => {
    const one = await started();
    one.fix(['d/']);
    await one.pass(6000);
    expect(one.watched()).toEqual(['']);
    one.fix([]);
    await one.pass(6000);
    expect(one.watched()).toEqual(['', 'd']);
    expect(one.scans()).toHaveLength(2);
    await one.monitor.close();
  });

  it('a rule that changed without an event is found with the folder it lies in', async () => {
    const one = await started();
    one.knowAll();
    write(one, ignoreFileName, 'd/');
    one.event('a.txt');
    await one.pass(3000);
    expect(one.watched()).toEqual(['']);
    await one.monitor.close();
  });

  it('a folder that cannot be read at first', async () => {
    const one = setUp();
    one.files.setReadable('/pair/d', false);
    one.told.push({ path: 'd', code: 'FOLDER_UNREADABLE', at: 0, seen: undefined });
    void one.monitor.scan();
    await one.pass(1000);
    expect([one.watched(), one.faults, one.outdated]).toEqual([[''], ['d FOLDER_UNREADABLE'], []]);
    one.files.setReadable('/pair/d', true);
    // no event comes
    await one.pass(6000);
    expect([one.watched(), one.outdated]).toEqual([['', 'd'], ['d']]);
    expect(one.found).toContain('listing d/b.txt');
    expect(one.scans()).toHaveLength(1);
    await one.monitor.close();
  });

  it('a folder that is closed and opened again, with what is below it', async () => {
    const one = await started();
    one.files.mkdir('/pair/d/e');
    one.event('d/e', 'name');
    await one.pass(100);
    expect(one.watched()).toEqual(['', 'd', 'd/e']);
    one.knowAll();
    one.files.setReadable('/pair/d', false);
    one.event('d');
    await one.pass(100);
    expect([one.watched(), one.faults]).toEqual([[''], ['d FOLDER_UNREADABLE']]);
    write(one, 'd/e/new.txt');
    one.files.setReadable('/pair/d', true);
    one.event('d');
    await one.pass(100);
    expect(one.watched()).toEqual(['', 'd', 'd/e']);
    expect(one.found).toContain('listing d/e/new.txt');
    await one.monitor.close();
  });

  it('a folder that is watched and could not be listed', async () => {
    const one = setUp();
    one.closedFolders.add('d');
    void one.monitor.scan();
    await one.pass(minute);
    expect(one.listings().filter((folder) => folder === 'd').length).toBeGreaterThanOrEqual(10);
    one.closedFolders.clear();
    await one.pass(6000);
    expect(one.found).toContain('listing d/b.txt');
    one.listings();
    await one.pass(minute);
    expect(one.listings()).toEqual([]);
    await one.monitor.close();
  });

  it('a folder that is moved in with all it holds', async () => {
    const one = await started();
    for (const folder of ['/new', '/new/e', '/new/e/f']) one.files.mkdir(folder);
    one.files.write('/new/e/f/x.txt', Buffer.from('text'));
    one.files.rename('/new', '/pair/new');
    one.event('new', 'name');
    await one.pass(100);
    expect(one.watched()).toEqual(['', 'd', 'new', 'new/e', 'new/e/f']);
    expect(one.found).toContain('listing new/e/f/x.txt');
    one.files.rename('/pair/new', '/pair/d/new');
    one.event('new', 'name');
    one.event('d/new', 'name');
    await one.pass(100);
    expect(one.watched()).toEqual(['', 'd', 'd/new', 'd/new/e', 'd/new/e/f']);
    await one.monitor.close();
  });

  it('a folder that is replaced by another one of its name', async () => {
    const one = await started();
    one.files.mkdir('/pair/d/e');
    one.event('d/e', 'name');
    await one.pass(100);
    one.knowAll();
    for (const folder of ['/other', '/other/e']) one.files.mkdir(folder);
    one.files.write('/other/e/y.txt', Buffer.from('text'));
    one.files.rename('/pair/d', '/away');
    one.files.rename('/other', '/pair/d');
    one.event('d', 'name');
    await one.pass(100);
    expect(one.watched()).toEqual(['', 'd', 'd/e']);
    expect(one.found).toEqual(expect.arrayContaining(['listing d/b.txt', 'listing d/e/y.txt']));
    await one.monitor.close();
  });

  it('a folder that is replaced, and known by the time its event is heard', async () => {
    const one = await started();
    one.files.mkdir('/pair/d/e');
    one.event('d/e', 'name');
    await one.pass(100);
    for (const folder of ['/other', '/other/e']) one.files.mkdir(folder);
    one.files.write('/other/e/y.txt', Buffer.from('text'));
    one.files.rename('/pair/d', '/pair/f');
    one.files.rename('/other', '/pair/d');
    // KooDrive has both folders by now, and not the file
    one.knowAll();
    one.forget('d/e/y.txt');
    one.event('d', 'name');
    one.event('f', 'name');
    await one.pass(100);
    expect(one.found).toContain('listing d/e/y.txt');
    expect(one.watched()).toEqual(['', 'd', 'd/e', 'f', 'f/e']);
    await one.monitor.close();
  });

  it('permissions that change are no reason to go through all that is below', async () => {
    const one = await started();
    one.files.mkdir('/pair/d/e');
    one.event('d/e', 'name');
    await one.pass(100);
    one.knowAll();
    one.listings();
    one.files.chmod('/pair/d');
    // Linux tells it of a folder as if its name had changed
    one.event('d', 'name');
    await one.pass(100);
    expect(one.listings()).toEqual(['d']);
    expect(one.watched()).toEqual(['', 'd', 'd/e']);
    await one.monitor.close();
  });

  it('a tree that grows while it is looked at is listed a few times, and not once for each folder above', async () => {
    const one = await started();
    let path = 'deep';
    one.files.mkdir(`/pair/${path}`);
    for (let n = 0; n < 40; n++) one.files.mkdir(`/pair/${(path += '/e')}`);
    for (let at: string | undefined = path; at; at = parentOf(at)) one.event(at, 'name');
    one.event('deep', 'name');
    await one.pass(200);
    expect(one.watched()).toContain(path);
    expect(one.listings().length).toBeLessThan(120);
    await one.monitor.close();
  });

  it('folders for which watches are wanting are told, and they alone are scanned every few seconds', async () => {
    const one = setUp();
    one.without.set('d', 'limit');
    void one.monitor.scan();
    await one.pass(1000);
    expect(one.watching).toEqual(['WATCH_LIMIT']);
    one.listings();
    one.scans();
    await one.pass(minute);
    const listed = one.listings();
    expect(listed.length).toBeGreaterThanOrEqual(10);
    expect(new Set(listed)).toEqual(new Set(['d']));
    expect(one.scans()).toEqual([]);
    one.without.clear();
    await one.pass(6000);
    expect([one.watched(), one.watching.at(-1)]).toEqual([['', 'd'], undefined]);
    one.listings();
    await one.pass(minute);
    expect(one.listings()).toEqual([]);
    await one.monitor.close();
  });

  it('what is mounted or unmounted in it is scanned, though no watch tells of it', async () => {
    const one = await started();
    await one.pass(10_000);
    expect(one.scans()).toEqual([]);
    one.mount('a drive');
    await one.pass(6000);
    expect(one.scans()).toHaveLength(1);
    await one.monitor.close();
  });

  it('a network share is watched, and scanned as if it were not: others write there', async () => {
    const one = setUp();
    one.share();
    void one.monitor.scan();
    await one.pass(minute);
    expect(one.watched()).toEqual(['', 'd']);
    expect(one.scans().length).toBeGreaterThanOrEqual(10);
    await one.monitor.close();
  });

  it('a folder that went away in silence has no watch after the next scan', async () => {
    const one = await started();
    one.files.remove('/pair/d');
    await Promise.all([one.monitor.scan(), one.pass(10)]);
    expect(one.watched()).toEqual(['']);
    await one.monitor.close();
  });

  it('another folder in the place of the synced one is watched, and nothing of the one before', async () => {
    const one = await started();
    one.removeRoot();
    one.files.mkdir('/pair');
    one.files.mkdir('/pair/other');
    one.event('', 'name');
    await one.pass(1000);
    expect(one.watched()).toEqual(['', 'other']);
    await one.monitor.close();
  });
});

describe('a drive', () => {
  it('that was away between two looks, and was scanned then, is scanned again when it is back', async () => {
    const one = await started();
    await one.pass(6000);
    one.scans();
    one.removeRoot();
    one.files.mkdir('/pair');
    one.event('', 'name');
    await one.pass(500);
    expect(one.scans()).toHaveLength(1);
    one.files.remove('/pair');
    one.putRootBack();
    await one.pass(6000);
    expect(one.scans()).toHaveLength(1);
    expect(one.watched()).toEqual(['', 'd']);
    await one.monitor.close();
  });

  it('within it, which was away between two looks, is listed again when it is back', async () => {
    const one = await started();
    await one.pass(6000);
    one.files.rename('/pair/d', '/away');
    one.files.mkdir('/pair/d');
    one.event('d', 'name');
    // all that follows from the event is over, and the next look is not there yet
    await one.pass(2000);
    one.files.remove('/pair/d');
    one.files.rename('/away', '/pair/d');
    one.listings();
    await one.pass(6000);
    expect(one.listings()).toEqual(['d']);
    expect(one.scans()).toEqual([]);
    await one.monitor.close();
  });
});

describe('a failure that is told goes at once when the path', () => {
  it.each<[string, string, (one: Monitored) => void]>([
    ['is there no more', 'x.txt', (one) => one.files.remove('/pair/x.txt')],
    ['is there no more, with the folder above', 'd/x.txt', (one) => one.files.remove('/pair/d')],
    [
      'lies in what is a file now',
      'd/x.txt',
      (one) => {
        one.files.remove('/pair/d');
        one.files.write('/pair/d', Buffer.from('text'));
      },
    ],
    [
      'is left out by a rule now',
      'd/x.txt',
      (one) => one.files.write(`/pair/${ignoreFileName}`, Buffer.from('*.txt')),
    ],
  ])('%s, without a watcher', async (_what, path, happen) => {
    const one = setUp({ watched: false, files: [path] });
    one.told.push({ path, code: 'NAME_FORBIDDEN', at: 0, seen: undefined });
    void one.monitor.scan();
    await one.pass(1000);
    expect(one.outdated).toEqual([]);
    happen(one);
    await one.pass(6000);
    expect(one.outdated).toContain(path);
    await one.monitor.close();
  });

  it('lay below a folder that was moved away, by its event', async () => {
    const one = await started({ files: ['d/x.txt'] });
    one.told.push({ path: 'd/x.txt', code: 'NAME_CLASH', at: 0, seen: undefined });
    one.files.rename('/pair/d', '/away');
    one.event('d', 'name');
    await one.pass(100);
    expect(one.outdated).toEqual(['d/x.txt']);
    await one.monitor.close();
  });

  it.each([true, false])(
    'has its name to itself, though the other one of that name is left out by now, watched or not (%s)',
    async (watched) => {
      const one = setUp({ watched, files: ['x.txt', 'X.TXT', 'y.txt', 'Y.TXT'] });
      one.files.write(`/pair/${ignoreFileName}`, Buffer.from('*.txt'));
      one.knowAll();
      void one.monitor.scan();
      await one.pass(10_000);
      for (const path of ['X.TXT', 'Y.TXT'])
        one.told.push({ path, code: 'NAME_CLASH', at: 0, seen: undefined });
      one.files.remove('/pair/x.txt');
      if (watched) one.event('x.txt', 'name');
      await one.pass(6000);
      expect(new Set(one.outdated)).toEqual(new Set(['X.TXT']));
      await one.monitor.close();
    },
  );

  it('got permissions since, as its stamp tells', async () => {
    const one = setUp({ watched: false });
    void one.monitor.scan();
    await one.pass(1000);
    one.told.push({ path: 'a.txt', code: 'FILE_UNREADABLE', at: one.now(), seen: undefined });
    await one.pass(20_000);
    expect(one.outdated).toEqual([]);
    one.files.chmod('/pair/a.txt');
    await one.pass(6000);
    expect(one.outdated).toContain('a.txt');
    await one.monitor.close();
  });
});

describe('an edit in a folder of many files', () => {
  const names = (count: number) => Array.from({ length: count }, (_, i) => `d/${String(i).padStart(6, '0')}`);
  const begun = async (count: number) => {
    const one = await started({ files: names(count) });
    one.knowAll();
    return one;
  };

  it('costs as many looks at the disk beside 20,000 files as beside 500, and one listing', async () => {
    const costs: number[][] = [];
    for (const count of [500, 2000, 20_000]) {
      const one = await begun(count);
      for (let n = 0; n < 5; n++) {
        one.files.write('/pair/d/000007', Buffer.from(`edit ${String(n)}`));
        one.event('d/000007');
        await one.pass(1900);
      }
      costs.push([one.looks(), one.listings().length]);
      expect(one.found).toEqual(expect.arrayContaining(['event d/000007', 'listing d/000007']));
      await one.monitor.close();
    }
    const [few, ...many] = costs;
    for (const cost of many) expect(cost).toEqual(few);
    // 20 a second, and what the events told of
    expect(few?.[0]).toBeLessThan(10 * 20 + 20);
    expect(few?.[1]).toBe(1);
  });

  it('a name that came or went without an event is found at once', async () => {
    const one = await begun(2000);
    one.files.write('/pair/d/new', Buffer.from('new'));
    one.files.remove('/pair/d/001234');
    one.event('d/000007');
    await one.pass(2000);
    expect(one.found).toEqual(expect.arrayContaining(['listing d/new', 'listing d/001234']));
    await one.monitor.close();
  });

  it('a content that was written without an event is found, as slowly as the folder is large', async () => {
    const one = await begun(2000);
    one.files.write('/pair/d/001900', Buffer.from('written in silence'));
    one.event('d/000007');
    await one.pass(60_000);
    expect(one.found).not.toContain('listing d/001900');
    await one.pass(60_000);
    expect(one.found).toContain('listing d/001900');
    // and then it is at rest
    one.looks();
    one.listings();
    await one.pass(10 * minute);
    expect([one.looks(), one.listings()]).toEqual([0, []]);
    expect(one.scans()).toEqual([]);
    await one.monitor.close();
  });

  it('what is written in silence behind a comparison that is under way is found by the next one', async () => {
    const one = await begun(2000);
    one.event('d/000007');
    await one.pass(20_000);
    one.files.write('/pair/d/000003', Buffer.from('written in silence'));
    one.event('d/000007');
    await one.pass(240_000);
    expect(one.found).toContain('listing d/000003');
    await one.monitor.close();
  });

  it('a folder that shrinks to a few files is still compared with all that is known of it', async () => {
    const one = await begun(2000);
    for (const name of names(1990)) one.files.remove(`/pair/${name}`);
    one.event('d/000007', 'name');
    await one.pass(minute);
    expect(new Set(one.found.filter((found) => found.startsWith('listing d/0')))).toHaveLength(1990);
    await one.monitor.close();
  });
});
