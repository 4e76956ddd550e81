/**
 * Monitors one pair's folder: names every path in it that may differ from what the server holds, by three means, of
 * which the last alone would do. 1. The watcher's events. 2. A folder is listed once more after its last event,
 * since events are lost in silence. 3. The whole pair is scanned at start, when the watcher has become ready, hourly,
 * after a burst, after an error and when asked (wake, retry).
 */
import { findFolder, inFolder, type Disk } from '../../disk/disk.ts';
import type { Clock } from '../../lib/clock.ts';
import { KooError, toKooError } from '../../model/errors.ts';
import { parentOf } from '../../model/relative-path.ts';
import { isSameFolder, type FileStat, type FolderSigns } from '../../model/file-stat.ts';
import type { Skip } from '../../storage/notes.ts';
import { createIgnoreRules, ignoreFileName, readIgnoreRules, type IgnoreRules } from './ignore-rules.ts';
import { LeftOutPaths } from './left-out-paths.ts';
import { scanFolder, type BaselineChild, type ScanListener } from './scan.ts';
import { leftOut, type LeftOut } from './signs.ts';
import type { Watcher, WatcherListener } from './watcher.ts';

export type FoundBy = 'event' | 'listing' | 'scan';

export type FolderMonitorListener = Omit<ScanListener, 'mayDiffer'> & {
  mayDiffer(paths: readonly string[], by: FoundBy): void;
  /** is this path left out, and why? */
  skip(path: string, skip: Skip | undefined): void;
  /** all was scanned, and that was these folders: what else was left out is there no more */
  skippedIn(folders: ReadonlySet<string>): void;
  /** the folder itself cannot be read now; undefined: it can again */
  root(error: KooError | undefined): void;
  /** all of it was scanned; `root` is what the folder was all the while, undefined where it did not stay the same */
  scanned(root: FolderSigns | undefined): void;
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
  /** keep monitoring after the first scan */
  readonly stay: boolean;
  /** undefined: no watcher, scans alone */
  readonly watch:
    ((folder: string, rules: () => IgnoreRules, listener: WatcherListener) => Watcher) | undefined;
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
const checkEveryMs = 250;
/** The machine slept if so much time went by between two looks. */
const sleptMs = 30_000;

export class FolderMonitor {
  readonly #deps: FolderMonitorDeps;
  readonly #listener: FolderMonitorListener;
  readonly #stop = new AbortController();
  readonly #watcher: Watcher | undefined;
  #rules = createIgnoreRules('');
  readonly #leftOut = new LeftOutPaths();
  /** paths of events that were not handed on yet */
  #changed = new Set<string>();
  #isBundling = false;
  /** folders with events, by the time of the last one */
  readonly #dirty = new Map<string, number>();
  /** events were lost, or rules changed: a scan is due */
  #needsScan = false;
  #isUnwatched: boolean;
  #isRootThere = true;
  #scanning: Promise<void> | undefined;
  #scanAgain = false;
  #scanTookMs = 0;

  constructor(deps: FolderMonitorDeps, listener: FolderMonitorListener) {
    this.#deps = deps;
    this.#listener = listener;
    this.#isUnwatched = deps.watch === undefined;
    this.#watcher = deps.watch?.(deps.folder, () => this.#rules, {
      // the scan at start may have passed a folder before the watcher had it
      ready: () => void this.scan(),
      changed: (path) => this.#onChanged(path),
      lost: (error) => this.#onLost(error),
    });
    if (deps.stay) void this.#keepWatch();
  }

  /** Scans all of it; resolves when that is done. A scan that is asked for during one follows it. */
  scan(): Promise<void> {
    if (this.#stop.signal.aborted) return Promise.resolve();
    if (this.#scanning) {
      this.#scanAgain = true;
      return this.#scanning;
    }
    this.#scanning = this.#scanUntilDone().finally(() => (this.#scanning = undefined));
    return this.#scanning;
  }

  /** Is this path, of which `stat` was just seen, left out by the ignore rules? */
  async leftOut(path: string, stat: FileStat): Promise<LeftOut | undefined> {
    const { folder: root, disk, clock } = this.#deps;
    const out = await leftOut({ root, disk, rules: this.#rules, now: clock.now() }, path, stat);
    if (out) this.#leftOut.note(out);
    return out;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#watcher?.close();
    await this.#scanning;
  }

  // 1. events, in bundles

  #onChanged(path: string): void {
    this.#changed.add(path);
    if (this.#isBundling) return;
    this.#isBundling = true;
    void this.#deps.clock.sleep(bundleMs, this.#stop.signal).then(() => this.#handOn());
  }

  #handOn(): void {
    this.#isBundling = false;
    const paths = [...this.#changed];
    this.#changed = new Set();
    if (this.#stop.signal.aborted) return;
    // new rules are read by the scan that follows
    if (paths.includes(ignoreFileName) || paths.length > burst) this.#needsScan = true;
    const now = this.#deps.clock.now();
    for (const path of paths) this.#dirty.set(parentOf(path) ?? '', now);
    // what was left out by a sign that may be gone, and what lies in it
    const bySign = paths.flatMap((path) => this.#leftOut.bySign(path));
    for (const path of bySign) this.#dirty.set(path, now);
    const kept: string[] = [];
    const doubtful: string[] = [];
    for (const path of new Set([...paths, ...bySign])) {
      if (this.#isIgnored(path)) {
        if (this.#rules.defaultRule(path, false)) doubtful.push(path);
      } else if (this.#rules.signed(path).length > 0) doubtful.push(path);
      else kept.push(path);
    }
    if (kept.length > 0) this.#listener.mayDiffer(kept, 'event');
    if (doubtful.length > 0) void this.#judge(doubtful);
  }

  /** Whether it is a file or a folder is not known of an event: only what is ignored either way is. */
  #isIgnored(path: string): boolean {
    return this.#rules.ignores(path, false) && this.#rules.ignores(path, true);
  }

  /** Litter comes and goes many times a second: it is told, and nothing of it is pending. */
  async #judge(paths: readonly string[]): Promise<void> {
    const { folder, disk } = this.#deps;
    for (const path of paths) {
      const stat = await disk.stat(inFolder(folder, path)).catch(() => undefined);
      const out = stat && (await this.leftOut(path, stat));
      if (this.#stop.signal.aborted) return;
      if (!out && !this.#isIgnored(path)) this.#listener.mayDiffer([path], 'event');
      else if (out?.top === path && out.rule)
        this.#listener.skip(path, { path, reason: 'litter', rule: out.rule.pattern });
      else this.#listener.skip(path, undefined);
    }
  }

  #onLost(error: KooError): void {
    this.#needsScan = true;
    this.#isUnwatched ||= error.code === 'WATCH_LIMIT';
    this.#listener.lost(error);
  }

  // 2. folders again after their last event; 3. scans now and then

  async #keepWatch(): Promise<void> {
    const { clock, random } = this.#deps;
    const { signal } = this.#stop;
    // an hour, a quarter more or less, so that many clients do not scan at the same minute
    const hourlyMs = hourMs * (0.75 + 0.5 * random());
    let scannedAt = clock.now();
    let lookedAt = scannedAt;
    while (!signal.aborted) {
      await clock.sleep(checkEveryMs, signal);
      if (signal.aborted) return;
      const now = clock.now();
      const notLeftOut = this.#leftOut.due(now);
      if (notLeftOut.length > 0) this.#listener.mayDiffer(notLeftOut, 'listing');
      const hasSlept = now - lookedAt > sleptMs;
      lookedAt = now;
      if (this.#needsScan || hasSlept || now - scannedAt >= this.#scanEveryMs(hourlyMs)) {
        this.#needsScan = false;
        this.#dirty.clear();
        await this.scan();
        scannedAt = lookedAt = clock.now();
      } else await this.#listQuietFolders(now);
    }
  }

  #scanEveryMs(hourlyMs: number): number {
    if (!this.#isRootThere) return rootEveryMs;
    return this.#isUnwatched ? Math.max(unwatchedEveryMs, unwatchedShare * this.#scanTookMs) : hourlyMs;
  }

  async #listQuietFolders(now: number): Promise<void> {
    for (const [folder, at] of this.#dirty) {
      if (now - at < listAgainMs) continue;
      this.#dirty.delete(folder);
      await this.#listAgain(folder);
    }
  }

  async #listAgain(folder: string): Promise<void> {
    const { disk } = this.#deps;
    const stat = await disk.stat(inFolder(this.#deps.folder, folder)).catch(() => undefined);
    if (stat?.kind === 'folder') await this.#scanFolder(folder, false, 'listing').catch(() => undefined);
  }

  async #scanUntilDone(): Promise<void> {
    do {
      this.#scanAgain = false;
      await this.#scanOnce();
    } while (this.#scanAgain && !this.#stop.signal.aborted);
  }

  async #scanOnce(): Promise<void> {
    const { clock } = this.#deps;
    this.#listener.scanning(true);
    const begun = clock.now();
    try {
      this.#rules = await this.#readRules();
      const before = await this.#requireRoot();
      this.#listener.mayDiffer([''], 'scan');
      const scanned = new Set<string>();
      await this.#scanFolder('', true, 'scan', scanned);
      this.#listener.skippedIn(scanned);
      const after = await this.#requireRoot();
      this.#listener.scanned(isSameFolder(before, after) ? after : undefined);
    } catch (thrown) {
      const error = toKooError(thrown);
      if (error.code === 'CANCELLED') return;
      this.#isRootThere = false;
      this.#listener.root(error);
    } finally {
      this.#scanTookMs = clock.now() - begun;
      this.#listener.scanning(false);
    }
  }

  async #requireRoot(): Promise<FolderSigns> {
    const { disk, folder } = this.#deps;
    const found = await findFolder(disk, folder);
    if (!found) throw new KooError('FOLDER_MISSING', 'the folder is not there', { detail: { path: folder } });
    this.#isRootThere = true;
    this.#listener.root(undefined);
    return found.signs;
  }

  #scanFolder(folder: string, deep: boolean, by: FoundBy, scanned?: Set<string>): Promise<void> {
    const { disk, known } = this.#deps;
    const { signal } = this.#stop;
    const judge = (path: string, stat: FileStat) => this.leftOut(path, stat);
    return scanFolder(
      { disk, root: this.#deps.folder, folder, deep, rules: this.#rules, leftOut: judge, known, signal },
      {
        skipped: (of, skips) => {
          scanned?.add(of);
          this.#listener.skipped(of, skips);
        },
        fault: (path, error) => this.#listener.fault(path, error),
        mayDiffer: (paths) => this.#listener.mayDiffer(paths, by),
      },
    );
  }

  /** The rules of the pair, and our own state folder where it lies inside. */
  async #readRules(): Promise<IgnoreRules> {
    const { disk, folder, ownState } = this.#deps;
    const read = await readIgnoreRules(disk, folder);
    if (ownState === undefined) return read;
    const isOwn = (path: string) => path === ownState || path.startsWith(`${ownState}/`);
    return {
      ignores: (path, isFolder) => isOwn(path) || read.ignores(path, isFolder),
      defaultRule: (path, isFolder) => (isOwn(path) ? undefined : read.defaultRule(path, isFolder)),
      signed: (path) => read.signed(path),
    };
  }
}
