/**
 * The one door to people's files. Who reads or writes a file of theirs goes through it with a `LocalPath`, and gets a path
 * that is good for system calls while the work lasts, and that leads where it says: no link on the way down from the
 * user's folder is followed, neither one that lies there nor one that takes a folder's place while we look.
 *
 * On Linux the folder above is held by a descriptor, and the entry is reached through it (`/proc/self/fd/7/name`), so
 * nothing that happens to the path changes where the work goes. That the descriptor is the folder of that path the kernel
 * itself says, by the name of what the descriptor leads to. Elsewhere (walked-door.ts) each folder on the way is looked at.
 * Attacked by: door.test.ts, tests/security.
 */
import { close, constants, open, readlinkSync } from 'node:fs';
import { setTimeout } from 'node:timers';
import { promisify } from 'node:util';
import type { LocalPath } from '../model/local-path.ts';
import { nameKey, nameOf, parentOf, type RelativePath } from '../model/relative-path.ts';
import { inFolder } from './in-folder.ts';
import { noWay } from './no-way.ts';

export type Door = {
  /**
   * `work` is given the path of what lies there, or would; it is to follow no link that lies there itself. `use`: something is
   * opened or changed there, and not just looked at; where the door has to look at the way it looks once more afterwards.
   */
  entry<T>(at: LocalPath, use: 'look' | 'use', work: (path: string) => Promise<T>): Promise<T>;
  /** `work` is given the path of the folder that lies there. */
  folder<T>(at: LocalPath, work: (path: string) => Promise<T>): Promise<T>;
};

const opened = promisify(open);
const closed = promisify(close);
/** Names what it leads to, and opens nothing: no right to read is needed (open(2)). Node has no word for it. */
const O_PATH = 0x20_0000;
/** A folder is held so long after its last use, ms: a scan asks for each of its names. A drive that is held is not unmounted. */
const heldForMs = 20;

type Held = {
  readonly descriptor: number;
  /** where it lay when it was opened, without links; its bytes, one a character */
  readonly real: string;
  users: number;
};

/** Nobody works in it now. */
type Idle = { readonly since: number; readonly end: () => void };

const placeOf = (descriptor: number): string => `/proc/self/fd/${String(descriptor)}`;

/** Folders that are held by a descriptor for as long as somebody works in them, and a moment longer. */
class HeldFolders {
  readonly #onOpen: (path: string) => void;
  readonly #held = new Map<string, Promise<Held>>();
  /** in the order in which their last use ended */
  readonly #idle = new Map<Held, Idle>();
  /** one for all: each file that is read comes and goes through here several times */
  #timer: NodeJS.Timeout | undefined;

  constructor(onOpen: (path: string) => void) {
    this.#onOpen = onOpen;
  }

  /**
   * Works while the folder at `path` is held; `isRight` says whether where it lies is where it is to lie; undefined: it is not
   * asked where it lies by now, since what is worked in lies below it, and is asked.
   */
  async holding<T>(
    path: string,
    isRight: ((real: string) => boolean) | undefined,
    work: (one: Held) => Promise<T>,
  ): Promise<T> {
    for (let isLast = false; ; isLast = true) {
      const wasHeld = this.#held.has(path);
      const promise = this.#promised(path);
      let one: Held;
      try {
        one = await promise;
      } catch (thrown) {
        this.#forget(path, promise);
        // who came first may have asked before it was there
        if (wasHeld && !isLast) continue;
        throw thrown;
      }
      // it was let go between the two
      if (one.users < 0) continue;
      one.users += 1;
      this.#idle.delete(one);
      try {
        if (!isRight) return await work(one);
        const now = realOf(one.descriptor);
        if (now === one.real && isRight(now)) return await work(one);
      } finally {
        this.#letGo(path, promise, one);
      }
      // another folder has taken its place since, or it was never the one
      this.#forget(path, promise);
      if (!wasHeld || isLast) throw noWay(path);
    }
  }

  #promised(path: string): Promise<Held> {
    const known = this.#held.get(path);
    if (known) return known;
    const promise = this.#open(path);
    this.#held.set(path, promise);
    promise.catch(() => undefined);
    return promise;
  }

  async #open(path: string): Promise<Held> {
    const descriptor = await opened(path, O_PATH | constants.O_DIRECTORY);
    try {
      this.#onOpen(path);
      return { descriptor, real: realOf(descriptor), users: 0 };
    } catch (thrown) {
      await closed(descriptor);
      throw thrown;
    }
  }

  #letGo(path: string, promise: Promise<Held>, one: Held): void {
    one.users -= 1;
    if (one.users > 0) return;
    const end = () => {
      this.#forget(path, promise);
      one.users = Number.NEGATIVE_INFINITY;
      void closed(one.descriptor).catch(() => undefined);
    };
    if (this.#held.get(path) !== promise) return end();
    this.#idle.set(one, { since: performance.now(), end });
    this.#wait(heldForMs);
  }

  /** Lets go of each a while after its last use. */
  #wait(ms: number): void {
    if (this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const now = performance.now();
      for (const [one, { since, end }] of this.#idle) {
        const left = since + heldForMs - now;
        if (left > 0) return this.#wait(left);
        this.#idle.delete(one);
        end();
      }
    }, Math.ceil(ms));
    this.#timer.unref();
  }

  #forget(path: string, promise: Promise<Held>): void {
    if (this.#held.get(path) === promise) this.#held.delete(path);
  }
}

/**
 * The door of Linux. `onOpen` is called between a folder's being opened and its being looked at, for tests that swap it then.
 */
export function createDescriptorDoor(onOpen: (path: string) => void = () => undefined): Door {
  const folders = new HeldFolders(onOpen);
  const above = <T>(folder: string, path: RelativePath, work: (one: Held) => Promise<T>): Promise<T> =>
    path === ''
      ? folders.holding(folder, () => true, work)
      : folders.holding(folder, undefined, (root) =>
          folders.holding(
            inFolder(folder, path),
            (real) => isSamePath(real, `${root.real}/${bytesOf(path)}`),
            work,
          ),
        );
  return {
    entry({ folder, path }, _use, work) {
      const parent = parentOf(path);
      if (parent === undefined) return work(folder);
      return above(folder, parent, (one) => work(`${placeOf(one.descriptor)}/${nameOf(path)}`));
    },
    folder: ({ folder, path }, work) => above(folder, path, (one) => work(placeOf(one.descriptor))),
  };
}

/** A path may hold bytes that are no text: as latin1 each of them is a character, and none is lost. */
const realOf = (descriptor: number): string => {
  const real = readlinkSync(placeOf(descriptor), 'latin1');
  return real === '/' ? '' : real;
};
const bytesOf = (path: string): string => Buffer.from(path, 'utf8').toString('latin1');
const textOf = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8');

/** A file system that takes a name in any case says it in one: that is the same folder. */
const isSamePath = (one: string, other: string): boolean =>
  one === other || nameKey(textOf(one)) === nameKey(textOf(other));
