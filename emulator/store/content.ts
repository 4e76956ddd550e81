/**
 * Bytes on disk. Finished contents lie under content/ab/cdef... by their SHA-256 and are never changed or removed;
 * parts of unfinished uploads under parts/, each PUT in a file of its own.
 */
import { createHash, hash } from 'node:crypto';
import {
  createReadStream,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';

/** What preHash is over (API section 14). */
export const headBytes = 1024;

export type ContentStore = {
  /** where the content with this SHA-256 is, or would be */
  pathOf: (sha256: string) => string;
  /** path of a fresh, not yet existing part file, with the name to remember it by */
  newPart: (uploadId: string, number: number) => { name: string; path: string };
  removePart: (name: string) => void;
  /** Moves a part file to its place among the contents. */
  adopt: (name: string, sha256: string) => void;
  /** Makes a part file a content as well (a hard link): the part stays until its upload is settled. */
  copy: (name: string, sha256: string) => void;
  /** Writes `bytes` (whose SHA-256 the caller computed) straight among the contents. */
  put: (bytes: Uint8Array, sha256: string) => void;
  /** Moves a file, whose SHA-256 the caller computed, among the contents. */
  take: (file: string, sha256: string) => void;
  /** Joins part files in order into a fresh one; gives its name, the SHA-256 of all bytes and of the first 1,024. */
  join: (
    uploadId: string,
    names: readonly string[],
  ) => Promise<{ name: string; sha256: string; head: string }>;
  /** Removes part files that `known` does not hold: leftovers of a kill. */
  sweep: (known: ReadonlySet<string>) => void;
};

export const openContentStore = (dataDir: string): ContentStore => {
  const contentDir = join(dataDir, 'content');
  const partsDir = join(dataDir, 'parts');
  mkdirSync(contentDir, { recursive: true });
  mkdirSync(partsDir, { recursive: true });
  const made = new Set<string>();
  let serial = Date.now();

  const pathOf = (sha256: string): string => join(contentDir, sha256.slice(0, 2), sha256.slice(2));
  const partPath = (name: string): string => join(partsDir, name);
  const placeFor = (sha256: string): string => {
    const prefix = sha256.slice(0, 2);
    if (!made.has(prefix)) {
      mkdirSync(join(contentDir, prefix), { recursive: true });
      made.add(prefix);
    }
    return pathOf(sha256);
  };
  const newPart = (uploadId: string, number: number): { name: string; path: string } => {
    serial += 1;
    const name = `${uploadId}.${number}.${serial}`;
    return { name, path: partPath(name) };
  };

  return {
    pathOf,
    newPart,
    removePart: (name) => {
      rmSync(partPath(name), { force: true });
    },
    adopt: (name, sha256) => {
      renameSync(partPath(name), placeFor(sha256));
    },
    copy: (name, sha256) => {
      linkSync(partPath(name), placeFor(sha256));
    },
    put: (bytes, sha256) => {
      const part = newPart('put', 0);
      writeFileSync(part.path, bytes);
      renameSync(part.path, placeFor(sha256));
    },
    take: (file, sha256) => {
      renameSync(file, placeFor(sha256));
    },
    join: async (uploadId, names) => {
      const target = newPart(uploadId, 0);
      const digest = createHash('sha256');
      let head = Buffer.alloc(0);
      const out = await open(target.path, 'wx');
      try {
        for (const name of names)
          for await (const piece of createReadStream(partPath(name), {
            highWaterMark: 1 << 20,
          }) as AsyncIterable<Buffer>) {
            digest.update(piece);
            if (head.length < headBytes)
              head = Buffer.concat([head, piece.subarray(0, headBytes - head.length)]);
            await out.writev([piece]);
          }
      } catch (error) {
        rmSync(target.path, { force: true });
        throw error;
      } finally {
        await out.close();
      }
      return { name: target.name, sha256: digest.digest('hex'), head: hash('sha256', head, 'hex') };
    },
    sweep: (known) => {
      for (const name of readdirSync(partsDir)) if (!known.has(name)) rmSync(partPath(name), { force: true });
    },
  };
};
