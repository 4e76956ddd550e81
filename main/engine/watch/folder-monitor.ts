/**
 * Monitors one pair's folder: names every path in it that may differ from what the server holds, by three means, of
 * which the last alone would do. 1. The watcher's events. 2. A folder is compared once more after its last event, since
 * events are lost in silence. 3. The whole pair is scanned at start, hourly, after a burst, after an error, after a mount
 * and when asked (wake, retry). What is scanned is what is watched: each scan places the watches itself, and a folder
 * that has none is scanned at short intervals.
 */
import { findFolder, type Disk, type FoundFolder } from '../../disk/disk.ts';
import type { Clock } from '../../lib/clock.ts';
import { KooError, toKooError } from '../../model/errors.ts';
import { isSameFolder, type FileStat, type FolderSigns } from '../../model/file-stat.ts';
import { inFolder } from '../../disk/in-folder.ts';
import { ignoreFileName } from '../../model/ignore-file.ts';
import { isAtOrBelow, nameOf, parentOf } from '../../model/relative-path.ts';
import type { Skip } from '../../storage/notes.ts';
import { Arrivals } from './arrivals.ts';
import { EndedWatches } from './ended-watches.ts';
import { EventBundles, type Bundle } from './event-bundles.ts';
import { throughGoneFolders, worthALook } from './gone-folders.ts';
import { ruleError } from './ignore-bounds.ts';
import { createIgnoreRules, readIgnoreRules, type IgnoreRules } from './ignore-rules.ts';
import { LeftOutPaths } from './left-out-paths.ts';
import { Rechecks } from './recheck.ts';
import {
  compareNames,
  listFolder,
  scanFolder,
  tellListed,
  type BaselineChild,
  type Listing,
  type MetFolder,
  type ScanListener,
  type ScanOptions,
} from './scan.ts';
import { leftOut, type LeftOut } from './signs.ts';
import { createToldFailures, noneTold, type ToldFailure } from './told-failures.ts';
import { WatchedFolders } from './watched-folders.ts';
import type { ChangeOf, Watch, Watcher } from './watcher.ts';
import { below } from '../../model/local-path.ts';

export type FoundBy = 'event' | 'listing' | 'scan';

export type FolderMonitorListener = Omit<ScanListener, 'mayDiffer'> & {
  /** `found`: of those at which something that is synced was found, by whoever looked without being told */
  mayDiffer(paths: readonly string[], by: FoundBy, found?: ReadonlySet<string>): void;
  /** is this path left out, and why? */
  skip(path: string, skip: Skip | undefined): void;
  /** all was scanned, and that was these folders: what else was left out is there no more */
  skippedIn(folders: ReadonlySet<string>): void;
  /** the folder itself as it was found, or why it cannot be read now */
  root(found: FoundFolder | KooError): void;
  /** all of it was scanned; `root` is what the folder was all the while, undefined where it did not stay the same */
  scanned(root: FolderSigns | undefined): void;
  /** watches are wanting for some folders (WATCH_LIMIT); undefined: for none */
  watching(error: KooError | undefined): void;
  /** a part of the rule file is not used (RULES_LIMITED); undefined: all of it is */
  rules(error: KooError | undefined): void;
  /** events may have been lost */
  lost(error: KooError): void;
  scanning(on: boolean): void;
};

export type FolderMonitorDeps = {
  readonly folder: string;
  readonly disk: Disk;
  readonly clock: Clock;
  readonly random: () => number;
  readonly known: (folder: string) => readonly BaselineChild[];
  readonly knownAt: (path: string) => BaselineChild | undefined;
  /** folders of this file id of the disk that are known, and not missing, as far as is known */
  readonly knownFolders: (localId: string) => readonly string[];
  /** names in a folder that the disk holds, as far as is known */
  readonly presentNames: (folder: string) => readonly string[];
  /** failures that are told of this path and of what is below */
  readonly told: (path: string) => readonly ToldFailure[];
  /** relative path of our own state folder where it lies inside the pair's */
  readonly ownState: string | undefined;
  /** ignore rules that the organisation set; default: none */
  readonly fixedRules?: (() => readonly string[]) | undefined;
  /** keep monitoring after the first scan */
  readonly stay: boolean;
  /** undefined: no watcher, scans alone */
  readonly watch: Watch | undefined;
};

/** A folder is compared again when it was quiet for so long. */
const compareAgainMs = 1000;
const hourMs = 3_600_000;
/** Where events cannot be had, scans come more often, yet take no more than a twentieth of the time. */
const unwatchedEveryMs = 5000;
const unwatchedShare = 20;
/** A folder that is not there (a drive that is not plugged in) is looked for so often. */
const rootEveryMs = 10_000;
/** The folder itself, and what is mounted around it, is looked at so often: no watch tells of a mount. */
const rootLooksEveryMs = 5000;
/** While something is to be looked at again, so often it is asked whether its time has come. */
const checkEveryMs = 250;
/** Folders that were renamed are waited for, and asked so often whether the server did that: by a pass, and who stays. */
const arrivalLookMs = 20;
const arrivalWatchMs = 50;
/** In place of the fingerprint of the folder that was scanned. */
const ofNoFolder = '';
/** The machine slept if so much time went by between two looks, or its clock was set. */
const sleptMs = 30_000;

/** A folder at whose file id nobody looked. */
const byPath = (path: string): MetFolder => ({ path, localId: undefined });

/** A folder with events: the names they told of, and when the last one came, by `elapsed` (lib/clock.ts). */
type DirtyFolder = { readonly names: Set<string>; at: number };

export class FolderMonitor {
  readonly #deps: FolderMonitorDeps;
  readonly #listener: FolderMonitorListener;
  readonly #stop = new AbortController();
  readonly #watcher: Watcher | undefined;
  readonly #watched: WatchedFolders;
  readonly #rechecks: Rechecks;
  readonly #leftOut = new LeftOutPaths();
  readonly #arrivals: Arrivals;
  readonly #dirty = new Map<string, DirtyFolder>();
  /** what could not even be looked at */
  readonly #unseen = new Set<string>();
  #rules = createIgnoreRules('');
  /** of the rule file, when the rules were read; undefined: they were not yet */
  #rulesLook: string | undefined;
  /** those of the organisation that are in the rules */
  #fixedRules: readonly string[] = [];
  /** folders that are looked at because of an event, one after the other */
  #looking = Promise.resolve();
  /** events were lost, rules changed, drives were mounted: a scan is due */
  #needsScan = false;
  #stir: () => void = () => undefined;
  #hadBurst = false;
  /** undefined: it is not there */
  #root: FolderSigns | undefined;
  /** its fingerprint when it was scanned last; undefined: it was not there */
  #scanned: string | undefined;
  /** other machines write there, and no event tells of that */
  #isShared = false;
  /** what was found at the folder, and mounted around it */
  #rootLook: string | undefined;
  readonly #ended: EndedWatches;
  #scanning: Promise<void> | undefined;
  #scanAgain = false;
  #hasScanned = false;
  #scanTookMs = 0;
  /** when the last look at all that is not watched began, epoch ms */
  #seenFrom = 0;

  constructor(deps: FolderMonitorDeps, listener: FolderMonitorListener) {
    this.#deps = deps;
    this.#listener = listener;
    const events = new EventBundles(deps.clock, this.#stop.signal, (bundle) => this.#handOn(bundle));
    this.#watcher = deps.watch?.(deps.folder, () => this.#rules, {
      // a scan before may have passed a folder of which no event was told yet
      ready: () => void this.scan(),
      changed: (path, what) => events.add(path, what),
      lost: (error) => this.#onLost(error),
    });
    this.#watched = new WatchedFolders(this.#watcher);
    this.#arrivals = new Arrivals(deps.knownAt, deps.clock);
    this.#ended = new EndedWatches({
      stat: (path) => this.#stat(path),
      isWatched: (path) => this.#watcher !== undefined && this.#watched.has(path),
    });
    this.#rechecks = new Rechecks({
      known: deps.known,
      knownAt: deps.knownAt,
      presentNames: deps.presentNames,
      isIgnored: (path) => this.#isIgnored(path),
      list: (folder) => this.#list(folder),
      compareNames: (folder, names, known) => this.#compareNames(folder, names, known),
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

  /**
   * Everything was looked at after this time (epoch ms), or is watched. For a single pass there is one scan, and what it
   * did not find is not looked for again.
   */
  get allSeenFrom(): number {
    const isWatched = this.#watcher !== undefined && !this.#isShared && this.#watched.unwatched.size === 0;
    const seenFrom = isWatched || !this.#deps.stay ? Number.POSITIVE_INFINITY : this.#seenFrom;
    return Math.min(seenFrom, this.#arrivals.unseenFrom ?? seenFrom);
  }

  /** Is this path, of which `stat` was just seen, left out by the ignore rules? */
  async leftOut(path: string, stat: FileStat): Promise<LeftOut | undefined> {
    // asked before there was a scan
    if (this.#rulesLook === undefined) await this.#takeRules();
    const { folder: root, disk, clock } = this.#deps;
    const out = await leftOut({ root, disk, rules: this.#rules, now: clock.now() }, path, stat);
    if (out) this.#leftOut.note(out);
    return out;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#watcher?.close();
    await this.#scanning;
    await this.#looking;
  }

  // 1. events, in bundles

  #handOn({ paths: changed, isBurst }: Bundle): void {
    this.#hadBurst ||= isBurst;
    // new rules are read by the scan that follows; what became of the folder itself is seen by it
    if (changed.has(ignoreFileName) || changed.has('')) this.#wantScan();
    // litter that comes or goes is told to users, and what is written to it is nobody's business
    const paths = [...changed].flatMap(([path, what]) =>
      path === '' || (what === 'content' && this.#rules.ignores(path, false)) ? [] : [path],
    );
    this.#noteDirty(paths);
    this.#stir();
    this.#ended.note(changed);
    // what was left out by a sign that may be gone
    const bySign = paths.flatMap((path) => this.#leftOut.bySign(path));
    const kept: string[] = [];
    const doubtful: string[] = [];
    for (const path of new Set([...paths, ...bySign])) {
      if (this.#isIgnored(path)) {
        if (this.#rules.defaultRule(path, false)) doubtful.push(path);
      } else if (this.#rules.signed(path, false).length > 0) doubtful.push(path);
      else kept.push(path);
    }
    if (worthALook(kept).size === 0) this.#tell(kept, changed);
    else void this.#tellGone(kept, changed);
    if (doubtful.length > 0) void this.#judge(doubtful);
  }

  #tell(paths: readonly string[], changed: ReadonlyMap<string, ChangeOf>): void {
    if (paths.length > 0) this.#listener.mayDiffer(paths, 'event');
    this.#lookAfter(paths, changed);
  }

  /** What could not be looked at may be there. */
  async #tellGone(paths: readonly string[], changed: ReadonlyMap<string, ChangeOf>): Promise<void> {
    const { disk, folder } = this.#deps;
    const isGone = (path: string) =>
      disk.stat(below(folder, path)).then(
        (stat) => stat === undefined,
        () => false,
      );
    const all = await throughGoneFolders(paths, isGone);
    if (!this.#stop.signal.aborted) this.#tell(all, changed);
  }

  #noteDirty(paths: readonly string[]): void {
    const now = this.#deps.clock.elapsed();
    for (const path of paths) {
      const folder = parentOf(path) ?? '';
      const dirty = this.#dirty.get(folder) ?? { names: new Set(), at: now };
      dirty.names.add(nameOf(path));
      dirty.at = now;
      this.#dirty.set(folder, dirty);
    }
  }

  /** Whether it is a file or a folder is not known of an event: only what is ignored either way is. */
  #isIgnored(path: string): boolean {
    return this.#rules.ignores(path, false) && this.#rules.ignores(path, true);
  }

  /** Litter comes and goes many times a second: it is told, and nothing of it is pending. */
  async #judge(paths: readonly string[]): Promise<void> {
    const { folder, disk } = this.#deps;
    for (const path of paths) {
      const stat = await disk.stat(below(folder, path)).catch(() => undefined);
      const out = stat && (await this.leftOut(path, stat));
      if (this.#stop.signal.aborted) return;
      if (!out && !this.#isIgnored(path)) {
        this.#listener.mayDiffer([path], 'event');
        this.#lookAfter([path], new Map());
      } else if (out?.top === path && out.rule)
        this.#listener.skip(path, { path, reason: 'litter', rule: out.rule.pattern });
      else this.#listener.skip(path, undefined);
    }
  }

  #wantScan(): void {
    this.#needsScan = true;
    this.#stir();
  }

  #onLost(error: KooError): void {
    this.#wantScan();
    this.#listener.lost(error);
  }

  /** Each of these may be a folder that came, went or was replaced, and what is in it is not watched yet. */
  #lookAfter(paths: readonly string[], changed: ReadonlyMap<string, ChangeOf>): void {
    const watched = this.#watched;
    const isSame = (path: string) => changed.get(path) === 'content';
    // of a folder that stayed, its permissions may have changed; those above first, which take along what is below
    const wanted = paths.filter((path) => !isSame(path) || watched.has(path)).toSorted();
    // until there was a scan it enters every folder that is there by then
    if (wanted.length === 0 || !watched.has('')) return;
    const { now } = watched;
    const look = async () => {
      for (const path of wanted)
        // one that was entered since is listed since
        if (!watched.wasEnteredSince(path, now) && !this.#stop.signal.aborted)
          await this.#lookAt(path, isSame(path));
    };
    this.#looking = this.#looking.then(look).catch(() => this.#wantScan());
  }

  async #lookAt(path: string, isSame: boolean): Promise<void> {
    const { told } = this.#deps;
    const stat = await this.#stat(path);
    this.#ended.found(path, stat);
    const isFolder = stat?.kind === 'folder';
    if (!isFolder || !(isSame || this.#isKnown(path, stat))) this.#watched.leave(path);
    if (isFolder && !(await this.leftOut(path, stat)))
      return this.#arrives(path, stat) ? undefined : this.#scanBelow({ path, localId: stat.localId });
    const below = told(path).flatMap((one) => (one.path === path ? [] : [one.path]));
    if (below.length > 0) this.#outdated(below);
  }

  /** Was it renamed to this path? It is compared when the server did that as well, unless that is refused. */
  #arrives(path: string, stat: FileStat): boolean {
    const { knownAt, knownFolders, told } = this.#deps;
    const known = knownAt(path);
    if (stat.localId === undefined || (known && known.missingSince === undefined)) return false;
    if (!knownFolders(stat.localId).some((one) => one !== path)) return false;
    if (told(path).some((one) => one.path === path)) return false;
    this.#arrivals.note(path, stat);
    // met by a scan that was asked for while the loop rests
    this.#stir();
    return true;
  }

  /** Was this folder met here, and is it compared with what is known of it as soon as it is known here? */
  isComparedLater(path: string): boolean {
    return !this.#stop.signal.aborted && this.#arrivals.isWaiting(path);
  }

  async #compareArrived(): Promise<void> {
    for (const met of this.#arrivals.take()) await this.#scanBelow(met, true);
  }

  #stat(path: string): Promise<FileStat | undefined> {
    const { disk, folder } = this.#deps;
    return disk.stat(below(folder, path)).catch(() => undefined);
  }

  /** Is it the very folder that stood there when it was synced, and was entered? What is below it is watched then, as it was. */
  #isKnown(path: string, { localId, fingerprint }: FileStat): boolean {
    const known = this.#deps.knownAt(path)?.local?.fingerprint;
    return localId !== undefined && known === fingerprint && this.#watched.isEntered({ path, localId });
  }

  // 2. folders again after their last event; 3. scans now and then

  async #keepWatch(): Promise<void> {
    const { clock, random } = this.#deps;
    const { signal } = this.#stop;
    // an hour, a quarter more or less, so that many clients do not scan at the same minute
    const hourlyMs = hourMs * (0.75 + 0.5 * random());
    const begun = clock.elapsed();
    const last = { look: begun, scan: begun, unwatched: begun, root: begun };
    let setTo = clock.now() - begun;
    let unwatchedTookMs = 0;
    await this.#lookAtRoot();
    while (!signal.aborted) {
      const before = clock.elapsed();
      const untilScan = last.scan + this.#scanEveryMs(hourlyMs) - before;
      const untilUnwatched =
        this.#watched.unwatched.size === 0 ? untilScan : last.unwatched + unwatchedEveryMs - before;
      await this.#rest(Math.min(last.root + rootLooksEveryMs - before, untilScan, untilUnwatched));
      if (signal.aborted) return;
      const now = clock.elapsed();
      await this.#compareArrived();
      const notLeftOut = this.#leftOut.due(clock.now());
      if (notLeftOut.length > 0) this.#listener.mayDiffer(notLeftOut, 'listing');
      const isSetTo = clock.now() - clock.elapsed();
      // the steady clock of some systems stands still while they sleep
      const hasSlept = now - last.look > sleptMs || Math.abs(isSetTo - setTo) > sleptMs;
      setTo = isSetTo;
      if (now - last.root >= rootLooksEveryMs) {
        last.root = now;
        await this.#lookAtRoot();
      }
      if (this.#needsScan || hasSlept || now - last.scan >= this.#scanEveryMs(hourlyMs)) {
        this.#needsScan = false;
        await this.scan();
        last.scan = last.unwatched = clock.elapsed();
      } else if (now - last.unwatched >= Math.max(unwatchedEveryMs, unwatchedShare * unwatchedTookMs)) {
        const from = clock.elapsed();
        await this.#scanUnwatched();
        last.unwatched = clock.elapsed();
        unwatchedTookMs = last.unwatched - from;
      } else await this.#compareQuietFolders(now);
      last.look = clock.elapsed();
    }
  }

  /** Nothing is looked at meanwhile: up to `longestMs`, no longer than between two looks at the folder, until an event tells. */
  async #rest(longestMs: number): Promise<void> {
    const { clock } = this.#deps;
    const { signal } = this.#stop;
    const { count } = this.#arrivals;
    // of many folders each look takes its time
    if (count > 0) return clock.sleep(Math.min(checkEveryMs, Math.max(arrivalWatchMs, count)), signal);
    const hasMore =
      this.#needsScan || this.#dirty.size > 0 || this.#rechecks.hasMore || this.#leftOut.hasMore;
    if (hasMore) return clock.sleep(checkEveryMs, signal);
    const stirred = new AbortController();
    this.#stir = () => stirred.abort();
    signal.addEventListener('abort', this.#stir, { once: true });
    // a clock that is set makes a time out of the others
    const ms = Math.min(rootLooksEveryMs, Math.max(checkEveryMs, longestMs));
    await clock.sleep(ms, stirred.signal);
    signal.removeEventListener('abort', this.#stir);
    this.#stir = () => undefined;
  }

  #scanEveryMs(hourlyMs: number): number {
    if (this.#hasScanned && !this.#root) return rootEveryMs;
    const soonMs = unwatchedShare * this.#scanTookMs;
    if (this.#watcher === undefined || this.#isShared) return Math.max(unwatchedEveryMs, soonMs);
    return this.#hadBurst ? soonMs : hourlyMs;
  }

  /** A watch sees nothing of what is mounted over its folder, or put in its place. */
  async #lookAtRoot(): Promise<void> {
    const { disk, folder } = this.#deps;
    const ended = this.#ended.take();
    const mounts = await disk.mounts(folder);
    const stat = await this.#stat('');
    const look = `${stat?.fingerprint ?? ''}\n${mounts}`;
    if (this.#rootLook !== undefined && look !== this.#rootLook) this.#wantScan();
    // the last scan may have fallen between two looks, into a moment in which the drive was away
    if (this.#scanned !== undefined && stat?.fingerprint !== this.#scanned) this.#wantScan();
    this.#rootLook = look;
    for (const path of await this.#ended.filledAgain(ended)) {
      this.#watched.leave(path);
      await this.#scanBelow(byPath(path));
    }
    // no event tells of what the organisation sets
    const fixed = this.#deps.fixedRules?.() ?? [];
    if (this.#rulesLook !== undefined && fixed.join('\n') !== this.#fixedRules.join('\n')) this.#wantScan();
    // where the folder itself is not watched, no event tells of other rules
    const mayDiffer = this.#rulesLook !== undefined && this.#watched.unwatched.has('');
    if (mayDiffer && (await this.#lookOfRules()) !== this.#rulesLook) this.#wantScan();
  }

  async #scanUnwatched(): Promise<void> {
    const { unwatched } = this.#watched;
    if (unwatched.size === 0) return;
    const begun = this.#deps.clock.now();
    for (const folder of [...unwatched.keys()])
      if (unwatched.has(folder) && !this.#stop.signal.aborted) await this.#scanBelow(byPath(folder));
    this.#seenFrom = begun;
    this.#tellWatching();
  }

  async #compareQuietFolders(now: number): Promise<void> {
    for (const [folder, { names, at }] of this.#dirty) {
      if (now - at < compareAgainMs) continue;
      this.#dirty.delete(folder);
      // a folder that is there no more, or cannot be read, is found by its own entry
      await this.#rechecks.recheck(folder, [...names]).catch(() => undefined);
    }
    await this.#rechecks.goOn(now);
  }

  async #list(folder: string): Promise<Listing> {
    const options = this.#optionsOf(byPath(folder), false, this.#deps.told(folder));
    const listing = await listFolder(options, options.folder);
    await tellListed(options, folder, listing, this.#scanListener('listing'));
    return listing;
  }

  async #compareNames(
    folder: string,
    names: readonly string[],
    known: readonly BaselineChild[],
  ): Promise<void> {
    const options = this.#optionsOf(byPath(folder), false, []);
    const fresh = await compareNames(options, folder, names, known, this.#scanListener('listing'));
    for (const met of fresh) await this.#scanBelow(met);
  }

  /** A folder, and below it what is not known or was not entered yet. */
  async #scanBelow(met: MetFolder, deep = false): Promise<void> {
    const listener = this.#scanListener('listing');
    const folder = met.path;
    try {
      await scanFolder(this.#optionsOf(met, deep, this.#deps.told(folder)), listener);
    } catch (thrown) {
      const error = toKooError(thrown);
      if (error.code === 'CANCELLED') return;
      if (error.code === 'FOLDER_MISSING' && folder !== '') listener.mayDiffer([folder], new Set());
      else if (error.code === 'FOLDER_UNREADABLE' && folder !== '') listener.fault(folder, error);
      // what became of the pair's own folder, or of our database, is told by a scan
      else this.#wantScan();
    }
  }

  async #scanUntilDone(): Promise<void> {
    do {
      this.#scanAgain = false;
      await this.#scanOnce();
    } while (this.#scanAgain && !this.#stop.signal.aborted);
  }

  async #scanOnce(): Promise<void> {
    const { clock, told } = this.#deps;
    const listener = this.#listener;
    listener.scanning(true);
    const begun = clock.now();
    const from = clock.elapsed();
    this.#hadBurst = false;
    this.#dirty.clear();
    this.#rechecks.clear();
    try {
      const before = await this.#requireRoot();
      this.#watched.begin();
      // rules that change from here on are told
      this.#watched.enter(byPath(''));
      await this.#takeRules();
      listener.mayDiffer([''], 'scan');
      const scanned = new Set<string>();
      await scanFolder(this.#optionsOf(byPath(''), true, told('')), this.#scanListener('scan', scanned));
      while (!this.#deps.stay && this.#arrivals.count > 0 && !this.#stop.signal.aborted) {
        await clock.sleep(arrivalLookMs, this.#stop.signal);
        await this.#compareArrived();
      }
      listener.skippedIn(scanned);
      this.#watched.end();
      this.#seenFrom = begun;
      this.#tellWatching();
      const after = await this.#requireRoot();
      const isSame = isSameFolder(before, after);
      // a drive came or went meanwhile: what was scanned, and is watched, is of two folders, and the next look finds neither
      if (!isSame) this.#scanned = ofNoFolder;
      listener.scanned(isSame ? after : undefined);
    } catch (thrown) {
      const error = toKooError(thrown);
      if (error.code === 'CANCELLED') return;
      this.#root = this.#scanned = undefined;
      this.#watched.leave('');
      listener.root(error);
    } finally {
      this.#hasScanned = true;
      this.#scanTookMs = clock.elapsed() - from;
      listener.scanning(false);
    }
  }

  async #requireRoot(): Promise<FolderSigns> {
    const { disk, folder } = this.#deps;
    const found = await findFolder(disk, folder);
    if (!found) throw new KooError('FOLDER_MISSING', 'the folder is not there', { detail: { path: folder } });
    // no watch of another folder is one of this
    if (!isSameFolder(this.#root, found.signs)) this.#watched.leave('');
    this.#root = found.signs;
    this.#scanned = found.stat.fingerprint;
    this.#isShared = found.isShared;
    this.#listener.root(found);
    return found.signs;
  }

  #tellWatching(): void {
    const isLimited = [...this.#watched.unwatched.values()].includes('limit');
    const detail = { path: this.#deps.folder };
    this.#listener.watching(
      isLimited ? new KooError('WATCH_LIMIT', 'watches are wanting', { detail }) : undefined,
    );
  }

  #optionsOf(folder: MetFolder, deep: boolean, told: readonly ToldFailure[]): ScanOptions {
    const { disk, known } = this.#deps;
    return {
      disk,
      root: this.#deps.folder,
      folder,
      deep,
      rules: this.#rules,
      leftOut: (path, stat) => this.leftOut(path, stat),
      known,
      folders: this.#watched,
      arrives: (path, stat) => this.#arrives(path, stat),
      told:
        told.length === 0
          ? noneTold
          : createToldFailures(told, (path) => !this.#hasScanned || this.#unseen.has(path)),
      signal: this.#stop.signal,
    };
  }

  #scanListener(by: FoundBy, scanned?: Set<string>): ScanListener {
    const listener = this.#listener;
    return {
      skipped: (of, skips) => {
        scanned?.add(of);
        listener.skipped(of, skips);
      },
      fault: (path, error) => {
        this.#unseen.add(path);
        listener.fault(path, error);
      },
      outdated: (paths) => this.#outdated(paths),
      mayDiffer: (paths, found) => {
        // rules that changed without an event
        if (by === 'listing' && paths.includes(ignoreFileName)) this.#wantScan();
        listener.mayDiffer(paths, by, found);
      },
    };
  }

  #outdated(paths: readonly string[]): void {
    for (const path of paths) this.#unseen.delete(path);
    this.#listener.outdated(paths);
  }

  /** The rules of the pair, and our own state folder where it lies inside. */
  async #takeRules(): Promise<void> {
    // what is written while it is read shows at the next look
    const look = await this.#lookOfRules();
    const fixed = this.#deps.fixedRules?.() ?? [];
    this.#rules = await this.#readRules(fixed);
    this.#fixedRules = fixed;
    this.#rulesLook = look;
  }

  async #lookOfRules(): Promise<string> {
    const { disk, folder } = this.#deps;
    const stat = await disk.stat(below(folder, ignoreFileName)).catch(() => undefined);
    return stat?.fingerprint ?? '';
  }

  async #readRules(fixed: readonly string[]): Promise<IgnoreRules> {
    const { disk, folder, ownState } = this.#deps;
    const read = await readIgnoreRules(disk, folder, fixed);
    const [fault] = read.faults;
    this.#listener.rules(fault && ruleError(fault, inFolder(folder, ignoreFileName)));
    if (ownState === undefined) return read;
    const isOwn = (path: string) => isAtOrBelow(path, ownState);
    return {
      ignores: (path, isFolder) => isOwn(path) || read.ignores(path, isFolder),
      defaultRule: (path, isFolder) => (isOwn(path) ? undefined : read.defaultRule(path, isFolder)),
      signed: (path, isFolder) => read.signed(path, isFolder),
    };
  }
}
