/**
 * Which folders of a pair are watched, and which are known not to be. Every folder that a scan lists is entered here
 * just before, so that after a scan each of them has a live watch or stands among those that have none. A scan places
 * every watch anew: a watch may have died in silence, or lie below what was mounted over it.
 */
import { childOf, nameOf, parentOf } from '../../model/relative-path.ts';
import type { MetFolder } from './scan.ts';
import type { FolderWatch, NotWatched, Watcher } from './watcher.ts';

type Folder = {
  readonly folders: Map<string, Folder>;
  /** its file id, when it was entered by who had looked */
  localId: string | undefined;
  watch: FolderWatch | undefined;
  /** the scan that entered it last */
  scan: number;
  /** its place in the order of all that was entered */
  entered: number;
};

/** `unlisted`: whether watched or not, what it holds could not be seen. */
export type WhyUnwatched = NotWatched | 'unlisted';

export class WatchedFolders {
  readonly #watcher: Watcher | undefined;
  readonly #unwatched = new Map<string, WhyUnwatched>();
  #root: Folder | undefined;
  #scan = 0;
  #entered = 0;

  /** `watcher`: undefined where scans alone find changes; then nothing is known of any folder. */
  constructor(watcher: Watcher | undefined) {
    this.#watcher = watcher;
  }

  /** Those that are known not to be watched. */
  get unwatched(): ReadonlyMap<string, WhyUnwatched> {
    return this.#unwatched;
  }

  /** It is about to be listed. Folders above it have been entered before. */
  enter({ path, localId }: MetFolder): void {
    if (!this.#watcher) return;
    const folder = this.#make(path);
    folder.localId = localId ?? folder.localId;
    const before = folder.watch;
    const placed = this.#watcher.watch(path);
    folder.scan = this.#scan;
    folder.entered = ++this.#entered;
    folder.watch = typeof placed === 'string' ? undefined : placed;
    // the new one first: no event falls between the two
    if (before !== folder.watch) before?.close();
    if (typeof placed === 'string') this.#unwatched.set(path, placed);
    else this.#unwatched.delete(path);
  }

  /** It could not be listed: what it holds was not seen, nor is it watched. */
  notListed(path: string): void {
    const folder = this.#find(path);
    if (!folder) return;
    for (const [name, child] of folder.folders) this.#end(child, childOf(path, name));
    folder.folders.clear();
    if (!this.#unwatched.has(path)) this.#unwatched.set(path, 'unlisted');
  }

  /** It is not what it was, or is no more: nothing is known of it and of what lies below. */
  leave(path: string): void {
    const folder = this.#find(path);
    if (!folder) return;
    this.#end(folder, path);
    if (path === '') this.#root = undefined;
    else this.#find(parentOf(path) ?? '')?.folders.delete(nameOf(path));
  }

  /** Was it entered, and not left? */
  has(path: string): boolean {
    return this.#watcher === undefined || this.#find(path) !== undefined;
  }

  /**
   * Was this very folder entered at its path, and not left? Another one that has the path has watches of its own to get, and
   * so has all in it, whatever is known of it by now.
   */
  isEntered({ path, localId }: MetFolder): boolean {
    if (this.#watcher === undefined) return true;
    const folder = this.#find(path);
    return folder !== undefined && (localId === undefined || folder.localId === localId);
  }

  /** For `wasEnteredSince`. */
  get now(): number {
    return this.#entered;
  }

  /** Was it entered since then, and not left? */
  wasEnteredSince(path: string, then: number): boolean {
    return (this.#find(path)?.entered ?? 0) > then;
  }

  /** A scan of everything begins. */
  begin(): void {
    this.#scan += 1;
  }

  /** The scan of everything ended: what neither it nor anybody else entered meanwhile is there no more, or is left out. */
  end(): void {
    if (this.#root) this.#prune(this.#root, '');
  }

  #prune(folder: Folder, path: string): void {
    for (const [name, child] of folder.folders) {
      const at = childOf(path, name);
      if (child.scan === this.#scan) this.#prune(child, at);
      else {
        this.#end(child, at);
        folder.folders.delete(name);
      }
    }
  }

  #end(folder: Folder, path: string): void {
    folder.watch?.close();
    folder.watch = undefined;
    this.#unwatched.delete(path);
    for (const [name, child] of folder.folders) this.#end(child, childOf(path, name));
  }

  #find(path: string): Folder | undefined {
    let folder = this.#root;
    if (path !== '') for (const name of path.split('/')) folder = folder?.folders.get(name);
    return folder;
  }

  #make(path: string): Folder {
    let folder = (this.#root ??= this.#empty());
    if (path === '') return folder;
    for (const name of path.split('/')) {
      const next = folder.folders.get(name) ?? this.#empty();
      folder.folders.set(name, next);
      folder = next;
    }
    return folder;
  }

  #empty(): Folder {
    return { folders: new Map(), localId: undefined, watch: undefined, scan: this.#scan, entered: 0 };
  }
}
