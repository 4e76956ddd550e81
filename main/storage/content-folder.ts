/**
 * `contents/` in the state folder: bytes of versions that were fetched, each under its SHA-256, so that what was looked
 * at is not fetched again. Bounded: what was not used for the longest time goes first. A cache, and private as the folder
 * it lies in: all of it may be removed at any time.
 */
import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, statfs, utimes } from 'node:fs/promises';
import { join } from 'node:path';

export type ContentFolder = {
  readonly path: string;
  /** Path of the file that has this content (hex SHA-256), if it is here; it counts as used now. */
  find(sha256: string): Promise<string | undefined>;
  /** Makes room, and gives a path where a new content can be written; undefined where it is too large to be kept. */
  begin(size: number): Promise<string | undefined>;
  /** What was written there is that content. Gives its path. */
  place(temp: string, sha256: string): Promise<string>;
  drop(sha256: string): Promise<void>;
  /** Not removed to make room until it was released as often. */
  hold(sha256: string): void;
  release(sha256: string): void;
  /** Removes everything. */
  clear(): Promise<void>;
  /** how many bytes lie here */
  used(): Promise<number>;
};

export type ContentFolderParts = {
  /** made when it is needed */
  readonly folder: string;
  readonly random: () => string;
  /** Notes that this file is about to be made: should we be killed, the next start removes it. */
  readonly claim?: ((path: string, letters: string) => { end(): void }) | undefined;
  readonly now: () => number;
  /** bytes that are free where the folder lies */
  readonly free?: (folder: string) => Promise<number>;
  /** bytes; default: 2 GiB */
  readonly most?: number;
};

const mostByDefault = 2 * 1024 ** 3;
/** What another life began and did not place for so long is nobody's. Its stamp is of the system's clock, which may be wrong. */
const abandonedMs = 24 * 3_600_000;
const isContent = (name: string): boolean => /^[0-9a-f]{64}$/.test(name);

export function openContentFolder(parts: ContentFolderParts): ContentFolder {
  const { folder, random, now, claim, free = freeOn, most = mostByDefault } = parts;
  const held = new Map<string, number>();
  const begun = createBegun(claim);

  const entries = async () => {
    const names = await readdir(folder).catch(() => []);
    const stats = await Promise.all(
      names.map(async (name) => {
        const found = await stat(join(folder, name)).catch(() => undefined);
        return found?.isFile() === true ? [{ name, size: found.size, usedAt: found.mtimeMs }] : [];
      }),
    );
    return stats.flat();
  };
  const remove = (name: string) => rm(join(folder, name), { force: true }).catch(() => undefined);

  const makeRoom = async (size: number): Promise<boolean> => {
    const all = await entries();
    for (const { name, usedAt } of all)
      if (!isContent(name) && !begun.has(join(folder, name)) && now() - usedAt > abandonedMs)
        await remove(name);
    let used = all.reduce((sum, one) => sum + one.size, 0);
    // a tenth of what would be free without it
    const limit = Math.min(most, (used + (await free(folder))) / 10);
    if (size > limit) return false;
    const removable = all.filter(({ name }) => isContent(name) && !held.has(name));
    for (const { name, size: freed } of removable.toSorted((a, b) => a.usedAt - b.usedAt)) {
      if (used + size <= limit) break;
      await remove(name);
      used -= freed;
    }
    return used + size <= limit;
  };

  return {
    path: folder,
    async find(sha256) {
      if (!isContent(sha256)) return undefined;
      const path = join(folder, sha256);
      const used = now() / 1000;
      return utimes(path, used, used).then(
        () => path,
        () => undefined,
      );
    },
    async begin(size) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await begun.endLost();
      if (!(await makeRoom(size))) return undefined;
      const letters = random();
      const path = join(folder, `${letters}.part`);
      begun.begin(path, letters);
      return path;
    },
    async place(temp, sha256) {
      const path = join(folder, sha256);
      await rename(temp, path);
      begun.end(temp);
      return path;
    },
    drop: remove,
    hold(sha256) {
      held.set(sha256, (held.get(sha256) ?? 0) + 1);
    },
    release(sha256) {
      const left = (held.get(sha256) ?? 0) - 1;
      if (left > 0) held.set(sha256, left);
      else held.delete(sha256);
    },
    async clear() {
      await rm(folder, { recursive: true, force: true });
    },
    used: async () => (await entries()).reduce((sum, { size }) => sum + size, 0),
  };
}

/** What was begun and is not placed yet. */
function createBegun(claim: ContentFolderParts['claim']) {
  const claims = new Map<string, { end(): void } | undefined>();
  const end = (path: string) => {
    claims.get(path)?.end();
    claims.delete(path);
  };
  return {
    begin(path: string, letters: string) {
      claims.set(path, undefined);
      try {
        claims.set(path, claim?.(path, letters));
      } catch {
        // a state folder that takes nothing keeps nobody from a version: what is left then goes after a day
      }
    },
    end,
    has: (path: string) => claims.has(path),
    /** What came to nothing is told by nobody: its file is gone. */
    async endLost() {
      for (const path of claims.keys())
        if ((await stat(path).catch(() => undefined)) === undefined) end(path);
    },
  };
}

/** A folder of ours, with all that is in it. */
export const removeFolder = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

/** Bytes `start` to `end` (both counted in) of one of its files. */
export const streamContent = (
  path: string,
  range?: { readonly start: number; readonly end: number },
): ReadStream => createReadStream(path, range ?? {});

async function freeOn(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
