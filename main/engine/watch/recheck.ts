/**
 * Compares a folder once more after its last event, for events are lost in silence. What it costs does not grow with the
 * folder: the names that events told of are looked at at once, and so is all of a small folder; of a large one so many
 * entries a second are, however many there are, until all of it was compared.
 */
import { childOf } from '../../model/relative-path.ts';
import type { BaselineChild, Listing } from './scan.ts';

/** A folder of no more entries is compared at once. */
const atOnce = 128;
/** Of larger folders so many entries a second, of all of them together. */
const entriesASecond = 20;

export type RecheckDeps = {
  /** throws FOLDER_MISSING or FOLDER_UNREADABLE */
  list(folder: string): Promise<Listing>;
  /** what is known at this path */
  readonly knownAt: (path: string) => BaselineChild | undefined;
  /** names in a folder that the disk holds, as far as is known */
  readonly presentNames: (folder: string) => readonly string[];
  /** left out whatever it is */
  readonly isIgnored: (path: string) => boolean;
  /** all of what is known right below a folder */
  readonly known: (folder: string) => readonly BaselineChild[];
  /** compares these names of a folder with what is known of them */
  compareNames(folder: string, names: readonly string[], known: readonly BaselineChild[]): Promise<void>;
};

/** A large folder that is being compared. */
type Round = {
  /** still to be looked at */
  readonly names: readonly string[];
  next: number;
  /** something happened in it since its names were listed */
  again: boolean;
};

export class Rechecks {
  readonly #deps: RecheckDeps;
  readonly #rounds = new Map<string, Round>();
  /** up to when entries were counted, epoch ms */
  #countedAt = 0;

  constructor(deps: RecheckDeps) {
    this.#deps = deps;
  }

  /** Events told of these names; now it is quiet there. Throws FOLDER_MISSING or FOLDER_UNREADABLE. */
  async recheck(folder: string, names: readonly string[]): Promise<void> {
    const round = this.#rounds.get(folder);
    if (round) {
      round.again = true;
      return this.#compare(folder, names);
    }
    const listed = (await this.#deps.list(folder)).names;
    const present = this.#deps.presentNames(folder);
    if (listed.length <= atOnce && present.length <= atOnce)
      return this.#deps.compareNames(folder, listed, this.#deps.known(folder));
    await this.#compare(folder, names);
    await this.#begin(folder, listed, present, new Set(names));
  }

  /** A large folder is not compared to its end yet. */
  get hasMore(): boolean {
    return this.#rounds.size > 0;
  }

  /** Goes on with large folders, as far as the time since it was last asked allows. */
  async goOn(now: number): Promise<void> {
    const [first] = this.#rounds;
    const due = Math.min(atOnce, Math.floor(((now - this.#countedAt) * entriesASecond) / 1000));
    if (first && due === 0) return;
    this.#countedAt = now;
    if (first && due > 0) await this.#step(first[0], first[1], due);
  }

  /** Everything was compared, or is about to be. */
  clear(): void {
    this.#rounds.clear();
  }

  /** What came or went without an event stands out by its name alone: it is first. */
  async #begin(
    folder: string,
    names: readonly string[],
    present: readonly string[],
    done: ReadonlySet<string>,
  ): Promise<void> {
    const { isIgnored } = this.#deps;
    const here = new Set(names);
    const known = new Set(present);
    await this.#compare(
      folder,
      present.filter((name) => !here.has(name)),
    );
    const ours = names.filter((name) => !done.has(name) && !isIgnored(childOf(folder, name)));
    const fresh = ours.filter((name) => !known.has(name));
    const round = { names: [...fresh, ...ours.filter((name) => known.has(name))], next: 0, again: false };
    this.#rounds.set(folder, round);
    await this.#step(folder, round, Math.min(atOnce, fresh.length));
  }

  async #step(folder: string, round: Round, count: number): Promise<void> {
    const names = round.names.slice(round.next, round.next + count);
    round.next += names.length;
    if (round.next >= round.names.length) this.#rounds.delete(folder);
    try {
      await this.#compare(folder, names);
      if (round.next >= round.names.length && round.again) await this.recheck(folder, []);
    } catch {
      // it is there no more, or cannot be read: that is found by its own entry
      this.#rounds.delete(folder);
    }
  }

  async #compare(folder: string, names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    const known = names.flatMap((name) => this.#deps.knownAt(childOf(folder, name)) ?? []);
    await this.#deps.compareNames(folder, names, known);
  }
}
