/** Where one writer writes: paths in the pair's folder, noted as known before they are touched. */
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../../harness/simulated/random.ts';
import { shaOf, type KnownContents } from '../known-contents.ts';
import type { WritersPause } from '../writers-pause.ts';

export type Place = {
  /** absolute path of the pair's folder */
  readonly root: string;
  readonly known: KnownContents;
  readonly random: Random;
  readonly pause: WritersPause;
  readonly stopped: AbortSignal;
  /** counts actions by what they are */
  did(action: string, bytes?: number): void;
  /** long files, bytes: from, to */
  readonly big: readonly [number, number];
};

export const absolute = (place: Pick<Place, 'root'>, path: string): string => join(place.root, path);

let serial = 0;
/** Bytes that no other call ever gave: what is found twice was written twice. */
export function fresh(random: Random, size: number): Buffer {
  const content = Buffer.alloc(size, '.');
  for (let at = 0; at + 4 <= size; at += 4) content.writeUInt32LE(random.int(0, 0xffff_ffff), at);
  content.write(`${++serial} `.slice(0, size));
  return content;
}

export const readOr = (path: string): Buffer | undefined => {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
};

/** As editors save: beside it under another name, then over it. */
export function saveAtomically(place: Place, path: string, temporary: string, content: Uint8Array): void {
  place.known.wroteSha(temporary, empty);
  place.known.wrote(temporary, content);
  writeFileSync(absolute(place, temporary), content);
  place.known.moved(temporary, path);
  renameSync(absolute(place, temporary), absolute(place, path));
  place.did('atomic save', content.length);
}

/** Emptied and written in one go. */
export function saveInPlace(place: Place, path: string, content: Uint8Array): void {
  place.known.wroteSha(path, empty);
  place.known.wrote(path, content);
  if (content.length > blockSize) place.known.transition(path, undefined, () => content);
  writeFileSync(absolute(place, path), content);
  place.did('save in place', content.length);
}

/** Some blocks of an existing file become others, one after the other; every state on the way is noted. */
export function overwriteBlocks(place: Place, path: string, blocks: number): void {
  const content = readOr(absolute(place, path));
  if (!content || content.length < blockSize) return;
  const file = openSync(absolute(place, path), 'r+');
  try {
    for (let i = 0; i < blocks; i++) {
      const at = blockSize * place.random.int(0, Math.floor(content.length / blockSize) - 1);
      const bytes = fresh(place.random, blockSize);
      content.set(bytes, at);
      place.known.wrote(path, content);
      writeSync(file, bytes, 0, blockSize, at);
    }
  } finally {
    closeSync(file);
  }
  place.did('blocks overwritten', blocks * blockSize);
}

export function makeFolder(place: Place, path: string): void {
  mkdirSync(absolute(place, path), { recursive: true });
}

/** Writes of one block of the page cache are seen by a reader as a whole or not at all. */
export const blockSize = 4096;
export const empty = shaOf(new Uint8Array());
