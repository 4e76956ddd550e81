/** Every pair has a monitor of its folder (folder-monitor.ts); what it finds is pending from then on. */
import type { Disk, FoundFolder } from '../../disk/disk.ts';
import { pathInside } from '../../disk/in-folder.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/logger.ts';
import { blockerOf, type Blocker } from '../../model/blocker.ts';
import { KooError, toKooError } from '../../model/errors.ts';
import type { FileStat, FolderSigns } from '../../model/file-stat.ts';
import type { Pair } from '../../model/pair.ts';
import type { Notes } from '../../storage/notes.ts';
import type { Pairs } from '../../storage/pairs.ts';
import type { Baseline } from '../baseline/baseline.ts';
import { isDriveAway } from '../plan/known-root.ts';
import type { NoticedBy, PendingChanges } from '../pending/pending-changes.ts';
import { FolderMonitor, type FolderMonitorDeps, type FolderMonitorListener } from './folder-monitor.ts';
import type { LeftOut } from './signs.ts';

export type FolderMonitorsDeps = {
  /** the state folder */
  readonly home: string;
  readonly disk: Disk;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly fixedRules?: FolderMonitorDeps['fixedRules'];
  /** undefined: no watcher, scans alone */
  readonly watch: FolderMonitorDeps['watch'];
  readonly pairs: Pick<Pairs, 'all' | 'setScanned'>;
  readonly pending: Pick<PendingChanges, 'enqueueAll' | 'enqueueFailed' | 'failures' | 'rootBack'>;
  readonly baseline: Pick<Baseline, 'localChildren' | 'find' | 'presentFolders' | 'presentNames'>;
  readonly notes: Pick<Notes, 'skip' | 'unskip' | 'skipIn' | 'skipOnlyIn'>;
  /** What was missing stands on the disk again: it is not deleted (engine/commit.ts). */
  readonly commit: { back(pairId: number, path: string): void };
  /** something is pending */
  wake(): void;
  changed(): void;
  notice(error: KooError): void;
};

/** What a scan could not look at is looked at again after so long, if no event asks before. */
const faultRestsMs = 600_000;
/** What could not be written down is looked for again after so long. */
const writeAgainMs = 30_000;

export class FolderMonitors {
  readonly #deps: FolderMonitorsDeps;
  readonly #monitors = new Map<number, FolderMonitor>();
  readonly #scanning = new Set<number>();
  /** what each pair's folder was all through its last scan */
  readonly #scanned = new Map<number, FolderSigns>();
  readonly #rootErrors = new Map<number, Blocker>();
  /** what stood at each pair's path when it was looked for last, and since when that is of another drive */
  readonly #roots = new Map<number, { readonly found: FoundFolder; awaySince: number | undefined }>();
  readonly #warnings = new Map<number, Blocker>();
  /** by pair: what of its rule file is not used */
  readonly #ruleFaults = new Map<number, Blocker>();
  /** pairs of which something could not be written down */
  readonly #unwritten = new Set<number>();

  constructor(deps: FolderMonitorsDeps) {
    this.#deps = deps;
  }

  /** Pairs that are being scanned. */
  get scanning(): ReadonlySet<number> {
    return this.#scanning;
  }

  /** Pairs that were added or removed, by us or by another process, are monitored or not from here on. */
  async follow(): Promise<void> {
    const pairs = this.#deps.pairs.all();
    for (const id of this.#monitors.keys()) if (!pairs.some((pair) => pair.id === id)) await this.leave(id);
    for (const pair of pairs) if (!this.#monitors.has(pair.id)) void this.#monitor(pair, true).scan();
  }

  /** Scans every pair once, without watching any. */
  async scanOnce(): Promise<void> {
    await Promise.all(this.#deps.pairs.all().map((pair) => this.#monitor(pair, false).scan()));
  }

  /** Scans every monitored pair again. */
  scanAll(): void {
    for (const monitor of this.#monitors.values()) void monitor.scan();
  }

  async leave(pairId: number): Promise<void> {
    const monitor = this.#monitors.get(pairId);
    this.#monitors.delete(pairId);
    this.#rootErrors.delete(pairId);
    this.#roots.delete(pairId);
    this.#warnings.delete(pairId);
    this.#scanned.delete(pairId);
    await monitor?.close();
  }

  async leaveAll(): Promise<void> {
    await Promise.all([...this.#monitors.keys()].map((id) => this.leave(id)));
  }

  /** Why a pair's own folder cannot be read now, or is none of ours, and what makes a pair slower than it should be. */
  blockers(): readonly Blocker[] {
    return [
      ...this.#rootErrors.values(),
      ...this.#drivesAway(),
      ...this.#warnings.values(),
      ...this.#ruleFaults.values(),
    ];
  }

  /** What the pair's folder was all through its last scan; undefined where it did not stay the same, or had none. */
  scannedRoot(pairId: number): FolderSigns | undefined {
    return this.#scanned.get(pairId);
  }

  /** Was this folder met there, and is it compared with what is known of it as soon as it is known there? */
  isComparedLater(pairId: number, path: string): boolean {
    return this.#monitors.get(pairId)?.isComparedLater(path) ?? false;
  }

  /** Everything in the pair's folder was looked at after this time (epoch ms), or is watched. */
  allSeenFrom(pairId: number): number {
    return this.#monitors.get(pairId)?.allSeenFrom ?? Number.POSITIVE_INFINITY;
  }

  /** Is this left out by the rules of the pair, monitored or not? */
  async leftOut(pairId: number, path: string, stat: FileStat): Promise<LeftOut | undefined> {
    const monitor = this.#monitors.get(pairId);
    if (monitor) return monitor.leftOut(path, stat);
    const pair = this.#deps.pairs.all().find(({ id }) => id === pairId);
    return pair && this.#newMonitor(pair, false).leftOut(path, stat);
  }

  #monitor(pair: Pair, stay: boolean): FolderMonitor {
    const monitor = this.#newMonitor(pair, stay);
    this.#monitors.set(pair.id, monitor);
    return monitor;
  }

  #newMonitor(pair: Pair, stay: boolean): FolderMonitor {
    const { home, disk, clock, random, fixedRules, watch, baseline, pending } = this.#deps;
    return new FolderMonitor(
      {
        folder: pair.folder,
        disk,
        clock,
        random,
        known: (folder) => baseline.localChildren(pair.id, folder),
        knownAt: (path) => baseline.find(pair.id, path),
        knownFolders: (localId) => baseline.presentFolders(pair.id, localId),
        presentNames: (folder) => baseline.presentNames(pair.id, folder),
        told: (path) => pending.failures(pair.id, path),
        ownState: pathInside(pair.folder, home),
        fixedRules,
        stay,
        watch: stay ? watch : undefined,
      },
      this.#listenerOf(pair),
    );
  }

  #listenerOf(pair: Pair): FolderMonitorListener {
    const { pending, baseline, commit, notes, clock, changed, wake } = this.#deps;
    return {
      mayDiffer: (paths, by, found) => {
        // what a folder's new listing shows is as fresh as an event, but says no more than a scan
        const priority = by === 'scan' ? 'scanned' : 'noticed';
        const how = (path: string): NoticedBy =>
          by === 'event' ? 'event' : found?.has(path) === true ? 'found' : 'scan';
        this.#write(pair, () => pending.enqueueAll(pair.id, paths, priority, clock.now(), how));
        wake();
        changed();
      },
      skipped: (folder, skips) => this.#write(pair, () => notes.skipIn(pair.id, folder, skips)),
      skippedIn: (folders) => this.#write(pair, () => notes.skipOnlyIn(pair.id, folders)),
      skip: (path, skip) => {
        this.#write(pair, () => (skip ? notes.skip(pair.id, skip) : notes.unskip(pair.id, path)));
        changed();
      },
      fault: (path, error) => {
        const now = clock.now();
        this.#write(pair, () => {
          pending.enqueueFailed(pair.id, path, error, now, now + faultRestsMs);
          // what was met, or may be there for all that can be seen, is not missing, nor is what it holds
          if (baseline.find(pair.id, path)?.missingSince !== undefined) commit.back(pair.id, path);
        });
        changed();
      },
      outdated: (paths) => {
        // as after an event: something has changed there since it failed
        this.#write(pair, () => pending.enqueueAll(pair.id, paths, 'noticed', clock.now(), 'event'));
        wake();
        changed();
      },
      root: (found) => this.#setRoot(pair, found),
      scanned: (root) => {
        this.#write(pair, () => {
          this.#deps.pairs.setScanned(pair.id, clock.now());
          if (root) pending.rootBack(pair.id, clock.now());
        });
        if (root) this.#scanned.set(pair.id, root);
        else this.#scanned.delete(pair.id);
      },
      rules: (error) => this.#setRuleFault(pair, error),
      watching: (error) => this.#setWarning(pair, error),
      lost: (error) =>
        this.#deps.log.warn({ tag: 'watch', folder: pair.folder, err: error }, 'the watcher lost events'),
      scanning: (on) => {
        if (on) this.#scanning.add(pair.id);
        else this.#scanning.delete(pair.id);
        wake();
        changed();
      },
    };
  }

  /**
   * Writes down what was found. Where that cannot be done (a full disk) nothing is lost: the pair is scanned again
   * until it can.
   */
  #write(pair: Pair, write: () => void): void {
    const { log, clock, notice } = this.#deps;
    try {
      write();
    } catch (thrown) {
      const error = toKooError(thrown);
      // the pair is no more
      if (error.code === 'CANCELLED') return;
      log.error({ tag: 'monitor', folder: pair.folder, code: error.code, err: error }, 'not written down');
      if (this.#unwritten.has(pair.id)) return;
      this.#unwritten.add(pair.id);
      notice(error);
      void clock.sleep(writeAgainMs).then(() => {
        this.#unwritten.delete(pair.id);
        void this.#monitors.get(pair.id)?.scan();
      });
    }
  }

  #setRoot(pair: Pair, found: FoundFolder | KooError): void {
    if (found instanceof KooError) {
      this.#roots.delete(pair.id);
      // looked for again and again: since when it is missing is of interest
      if (this.#rootErrors.get(pair.id)?.code !== found.code)
        this.#rootErrors.set(pair.id, blockerOf(found, this.#deps.clock.now(), pair.id));
    } else {
      this.#rootErrors.delete(pair.id);
      this.#roots.set(pair.id, { found, awaySince: this.#roots.get(pair.id)?.awaySince });
    }
    this.#deps.changed();
  }

  /** Asked of what is known now: with a confirmation another drive is the one of the pair (deletions/recycler.ts). */
  #drivesAway(): readonly Blocker[] {
    const { baseline, pairs, clock, log } = this.#deps;
    if (this.#roots.size === 0) return [];
    return pairs.all().flatMap((pair) => {
      const root = this.#roots.get(pair.id);
      if (!root) return [];
      const { stat, signs, renumbers } = root.found;
      const now = { signs, renumbers, fingerprint: stat.fingerprint };
      const isAway = isDriveAway(pair, baseline.find(pair.id, ''), now);
      const { folder } = pair;
      if (isAway !== (root.awaySince !== undefined)) {
        root.awaySince = isAway ? clock.now() : undefined;
        log.warn({ tag: 'watch', folder }, isAway ? 'its drive is not mounted' : 'its drive is back');
      }
      if (root.awaySince === undefined) return [];
      const detail = { path: folder, values: { folder } };
      const error = new KooError('DRIVE_AWAY', 'the drive of the folder is not mounted', { detail });
      return [blockerOf(error, root.awaySince, pair.id)];
    });
  }

  #setRuleFault(pair: Pair, error: KooError | undefined): void {
    const { log, clock, changed } = this.#deps;
    const known = this.#ruleFaults.get(pair.id);
    if (error === undefined) {
      if (this.#ruleFaults.delete(pair.id)) changed();
      return;
    }
    if (known === undefined)
      log.warn({ tag: 'watch', folder: pair.folder, err: error }, 'rules are not used');
    this.#ruleFaults.set(pair.id, blockerOf(error, known?.since ?? clock.now(), pair.id));
    changed();
  }

  #setWarning(pair: Pair, error: KooError | undefined): void {
    const { log, clock, notice, changed } = this.#deps;
    if ((this.#warnings.get(pair.id) === undefined) === (error === undefined)) return;
    if (error) {
      log.warn({ tag: 'watch', folder: pair.folder, err: error }, 'not all of it is watched');
      this.#warnings.set(pair.id, blockerOf(error, clock.now(), pair.id));
      notice(error);
    } else this.#warnings.delete(pair.id);
    changed();
  }
}
