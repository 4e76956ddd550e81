import { expect, it } from 'vitest';
import { createFakeDisk } from '../../../tests/harness/simulated/fake-disk.ts';
import { createFakeClock } from '../../../tests/harness/simulated/clock.ts';
import type { Disk } from '../../disk/disk.ts';
import { KooError } from '../../model/errors.ts';
import { FolderMonitor } from './folder-monitor.ts';
import { parentOf } from '../../model/relative-path.ts';
import { ignoreFileName } from './ignore-rules.ts';
import type { WatcherListener } from './watcher.ts';

const minute = 60_000;
type Options = {
  readonly watched?: boolean;
  readonly random?: number;
  /** what one look at a file takes, ms */
  readonly slowMs?: number;
};

/** Disk and watcher answer at once: all that follows from a wake is done before time goes on. */
function setUp({ watched = true, random = 0.5, slowMs = 0 }: Options = {}) {
  const clock = createFakeClock();
  const { pass } = clock;
  const { disk: plain, files } = createFakeDisk(clock);
  for (const folder of ['/pair', '/pair/d']) files.mkdir(folder);
  for (const file of ['/pair/a.txt', '/pair/d/b.txt']) files.write(file, Buffer.from('text'));
  let listings: string[] = [];
  const disk: Disk = {
    ...plain,
    stat: async (path) => {
      if (slowMs > 0) await clock.sleep(slowMs);
      return plain.stat(path);
    },
    list: (path) => {
      listings.push(path.replace(/^\/pair\/?/, ''));
      return plain.list(path);
    },
  };
  let events: WatcherListener | undefined;
  let closed = 0;
  const found: string[] = [];
  const skipped = new Set<string>();
  const roots: (string | undefined)[] = [];
  const lost: string[] = [];
  let scans: number[] = [];
  const begun = clock.now();
  const monitor = new FolderMonitor(
    {
      folder: '/pair',
      disk,
      clock,
      random: () => random,
      known: () => [],
      ownState: undefined,
      stay: true,
      watch: watched
        ? (_folder, _rules, listener) => {
            events = listener;
            return {
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
      fault: () => undefined,
      root: (error) => roots.push(error?.code),
      scanned: () => undefined,
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
    closed: () => closed,
    event: (path: string) => events?.changed(path),
    ready: () => events?.ready(),
    fail: (error: KooError) => events?.lost(error),
    /** the machine sleeps: no timer runs meanwhile */
    sleepThrough: clock.jump,
    removeRoot: () => files.rename('/pair', '/away'),
    putRootBack: () => files.rename('/away', '/pair'),
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
  await one.pass(2000);
  expect(one.scans()).toHaveLength(1);
  await one.pass(10 * minute);
  expect(one.scans()).toEqual([]);
  await one.monitor.close();
});

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
  one.event('d/~$b.docx');
  await one.pass(100);
  expect([...one.skipped]).toEqual(['d/~$b.docx']);
  one.files.remove('/pair/d/~$b.docx');
  one.event('d/~$b.docx');
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

it('without a watcher, and where it may watch no more, scans every few seconds', async () => {
  const without = setUp({ watched: false });
  void without.monitor.scan();
  await without.pass(minute);
  expect(without.scans().length).toBeGreaterThanOrEqual(10);
  await without.monitor.close();

  const limited = await started();
  limited.fail(new KooError('WATCH_LIMIT', 'ENOSPC'));
  await limited.pass(minute);
  expect(limited.lost).toEqual(['WATCH_LIMIT']);
  expect(limited.scans().length).toBeGreaterThanOrEqual(10);
  await limited.monitor.close();
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
