/**
 * Attends one pair's folder: names every path in it that may differ from what the server holds, by three means, of
 * which the last alone would do. 1. The watcher's events. 2. A folder is listed once more after its last event,
 * since events are lost in silence. 3. The whole pair is scanned at start, when the watcher has become ready, hourly,
 * after a burst, after an error and when asked (wake, retry).
 */
import { inFolder, type Disk } from '../../disk/disk.ts';
import type { Clock } from '../../lib/clock.ts';
import { KooError, toKooError } from '../../model/errors.ts';
import { parentOf } from '../../model/relative-path.ts';
import { createIgnoreRules, ignoreFileName, readIgnoreRules, type IgnoreRules } from './ignore-rules.ts';
import { scanFolder, type BaselineChild, type ScanListener } from './scan.ts';
import type { Watcher, WatcherListener } from './watcher.ts';

export type FolderMonitorListener = Omit<ScanListener, 'looked' | 'mayDiffer'> & {
  mayDiffer(paths: readonly string[], by: 'event' | 'listing' | 'scan'): void;
  /** the folder itself cannot be read now; undefined: it can again */
  root(error: KooError | undefined): void;
  /** the watcher cannot be relied on any more */
  lost(error: KooError): void;
  scanning(on: boolean): void;
};

export type FolderMonitorDeps = {
  readonly folder: string;
  readonly disk: Disk;
  readonly clock: Clock;
  readonly random: () => number;
  readonly known: (folder: string) => readonly BaselineChild[];
  /** relative path of our own state folder where it lies inside the pair's */
  readonly ownState: string | undefined;
  /** keep attending after the first scan */
  readonly stay: boolean;
  /** undefined: no watcher, scans alone */
  readonly watch:
    ((folder: string, rules: () => IgnoreRules, listener: WatcherListener) => Watcher) | undefined;
};

export type FolderMonitor = {
  /** Scans all of it; resolves when that is done. A scan that is asked for during one follows it. */
  scan(): Promise<void>;
  /** Would this path be left out by the ignore rules? */
  ignores(path: string, isFolder: boolean): boolean;
  close(): Promise<void>;
};

/** Events are handed on in bundles, so that a burst is one transaction and not thousands. */
const bundleMs = 50;
/** A folder is listed again when it was quiet for so long. */
const listAgainMs = 1000;
/** More events than this between two bundles: some were lost, for all we know. */
const burst = 4000;
const hourMs = 3_600_000;
/** Where events cannot be had, scans come more often, yet take no more than a twentieth of the time. */
const unwatchedEveryMs = 5000;
const unwatchedShare = 20;
/** A folder that is not there (a drive that is not plugged in) is looked for so often. */
const rootEveryMs = 10_000;
const tendEveryMs = 250;
/** The machine slept if so much time went by between two looks. */
const sleptMs = 30_000;

export function createFolderMonitor(
  parts: FolderMonitorDeps,
  listener: FolderMonitorListener,
): FolderMonitor {
  const { clock, disk, folder } = parts;
  const stop = new AbortController();
  let rules = createIgnoreRules('');
  let scanRunning: Promise<void> | undefined;
  let scanAgain = false;
  let rootThere = true;
  let unwatched = parts.watch === undefined;
  let scanTook = 0;

  const readRules = async (): Promise<IgnoreRules> => {
    const read = await readIgnoreRules(disk, folder);
    const own = parts.ownState;
    if (own === undefined) return read;
    return {
      ignores: (path, isFolder) => path === own || path.startsWith(`${own}/`) || read.ignores(path, isFolder),
    };
  };

  const owedBy = (by: 'listing' | 'scan'): ScanListener => ({
    ...listener,
    mayDiffer: (paths) => listener.mayDiffer(paths, by),
    looked: () => undefined,
  });

  const scanOnce = async () => {
    listener.scanning(true);
    const begun = clock.now();
    try {
      rules = await readRules();
      const root = await disk.stat(folder);
      if (root?.kind !== 'folder')
        throw new KooError('FOLDER_MISSING', 'the folder is not there', { detail: { path: folder } });
      rootThere = true;
      listener.root(undefined);
      listener.mayDiffer([''], 'scan');
      await scanFolder(
        { disk, root: folder, folder: '', deep: true, rules, known: parts.known, signal: stop.signal },
        owedBy('scan'),
      );
    } catch (thrown) {
      const error = toKooError(thrown);
      if (error.code === 'CANCELLED') return;
      rootThere = false;
      listener.root(error);
    } finally {
      scanTook = clock.now() - begun;
      listener.scanning(false);
    }
  };
  const scan = (): Promise<void> => {
    if (stop.signal.aborted) return Promise.resolve();
    if (scanRunning) {
      scanAgain = true;
      return scanRunning;
    }
    scanRunning = (async () => {
      do {
        scanAgain = false;
        await scanOnce();
      } while (scanAgain && !stop.signal.aborted);
    })().finally(() => (scanRunning = undefined));
    return scanRunning;
  };

  // 1. events, in bundles
  let changed = new Set<string>();
  let bundling = false;
  let lostSome = false;
  const dirty = new Map<string, number>();
  const onChanged = (path: string) => {
    changed.add(path);
    if (!bundling) {
      bundling = true;
      void clock.sleep(bundleMs, stop.signal).then(handOn);
    }
  };
  const handOn = () => {
    bundling = false;
    const paths = [...changed];
    changed = new Set();
    if (stop.signal.aborted) return;
    // new rules are read by the scan that follows
    if (paths.includes(ignoreFileName) || paths.length > burst) lostSome = true;
    const now = clock.now();
    for (const path of paths) dirty.set(parentOf(path) ?? '', now);
    // whether it is a file or a folder is not known here: only what is ignored either way is dropped
    const kept = paths.filter((path) => !(rules.ignores(path, false) && rules.ignores(path, true)));
    if (kept.length > 0) listener.mayDiffer(kept, 'event');
  };

  // 2. folders again after their last event; 3. scans now and then
  const tend = async () => {
    // an hour, a quarter more or less, so that many clients do not scan at the same minute
    const hourly = hourMs * (0.75 + 0.5 * parts.random());
    let scanned = clock.now();
    let looked = scanned;
    while (!stop.signal.aborted) {
      await clock.sleep(tendEveryMs, stop.signal);
      if (stop.signal.aborted) return;
      const now = clock.now();
      const slept = now - looked > sleptMs;
      looked = now;
      const every = !rootThere
        ? rootEveryMs
        : unwatched
          ? Math.max(unwatchedEveryMs, unwatchedShare * scanTook)
          : hourly;
      if (lostSome || slept || now - scanned >= every) {
        lostSome = false;
        dirty.clear();
        await scan();
        scanned = looked = clock.now();
        continue;
      }
      for (const [path, at] of dirty) {
        if (now - at < listAgainMs) continue;
        dirty.delete(path);
        await listAgain(path);
      }
    }
  };
  const listAgain = async (path: string) => {
    if ((await disk.stat(inFolder(folder, path)).catch(() => undefined))?.kind !== 'folder') return;
    const options = {
      disk,
      root: folder,
      folder: path,
      deep: false,
      rules,
      known: parts.known,
      signal: stop.signal,
    };
    await scanFolder(options, owedBy('listing')).catch(() => undefined);
  };

  const watcher = parts.watch?.(folder, () => rules, {
    // the scan at start may have passed a folder before the watcher had it
    ready: () => void scan(),
    changed: onChanged,
    lost(error) {
      lostSome = true;
      unwatched ||= error.code === 'WATCH_LIMIT';
      listener.lost(error);
    },
  });
  if (parts.stay) void tend();

  return {
    scan,
    ignores: (path, isFolder) => rules.ignores(path, isFolder),
    async close() {
      stop.abort();
      await watcher?.close();
      await scanRunning;
    },
  };
}
