/**
 * Folders whose own watch told that something became of them: perhaps a drive was unmounted there, and no event tells that
 * it is mounted again. So each is looked at once more with the next look at what is mounted: whatever falls between
 * the two looks shows in one of them.
 */
import type { FileStat } from '../../model/file-stat.ts';
import type { ChangeOf } from './watcher.ts';

export type EndedWatchesDeps = {
  stat(path: string): Promise<FileStat | undefined>;
  isWatched(path: string): boolean;
};

export class EndedWatches {
  readonly #deps: EndedWatchesDeps;
  /** with the fingerprint of the folder that the look after the event found; undefined: there was none yet */
  readonly #ended = new Map<string, string | undefined>();

  constructor(deps: EndedWatchesDeps) {
    this.#deps = deps;
  }

  /** Before anybody looked at what was changed. The pair's own folder is looked at anyway. */
  note(changed: ReadonlyMap<string, ChangeOf>): void {
    for (const [path, what] of changed)
      if (what === 'name' && path !== '' && this.#deps.isWatched(path)) this.#ended.set(path, undefined);
  }

  /** This was found there after the event. */
  found(path: string, stat: FileStat | undefined): void {
    if (!this.#ended.has(path)) return;
    if (stat?.kind === 'folder') this.#ended.set(path, stat.fingerprint);
    // a drive is mounted where a folder is
    else this.#ended.delete(path);
  }

  /** Those that were noted by now; they are to be looked at after what is mounted was. */
  take(): ReadonlyMap<string, string | undefined> {
    const taken = new Map(this.#ended);
    this.#ended.clear();
    return taken;
  }

  /** Of these the folders that are others than the look after the event found. */
  async filledAgain(taken: ReadonlyMap<string, string | undefined>): Promise<readonly string[]> {
    const filled: string[] = [];
    for (const [path, found] of taken) {
      const stat = await this.#deps.stat(path).catch(() => undefined);
      if (stat?.kind === 'folder' && stat.fingerprint !== found) filled.push(path);
    }
    return filled;
  }
}
