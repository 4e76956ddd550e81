/** Files for the bench: contents that no other file holds, so that nothing is sent by its digest alone. */
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export function freshBytes(size: number, seed: number): Buffer {
  const bytes = Buffer.alloc(size);
  let state = (seed * 2_654_435_761 + 1) >>> 0 || 1;
  for (let at = 0; at + 4 <= size; at += 4) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes.writeInt32LE(state | 0, at);
  }
  return bytes;
}

export type TreeShape = {
  readonly files: number;
  readonly perFolder: number;
  /** bytes of each file */
  readonly size: number;
  readonly seed: number;
};

/** `folder-0000/file-000000.txt` and so on. Gives the paths of the folders. */
export function writeTree(root: string, { files, perFolder, size, seed }: TreeShape): string[] {
  const folders: string[] = [];
  for (let i = 0; i < files; i++) {
    const folder = join(root, `folder-${String(Math.floor(i / perFolder)).padStart(5, '0')}`);
    if (i % perFolder === 0) folders.push(folder);
    if (i % perFolder === 0) mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `file-${String(i).padStart(6, '0')}.txt`), freshBytes(size, seed + i));
  }
  return folders;
}

const blockSize = 4096;

/** One file of `size` bytes. */
export function writeLarge(path: string, size: number, seed: number): void {
  const file = openSync(path, 'w');
  const piece = freshBytes(1 << 20, seed);
  for (let at = 0; at < size; at += piece.length) {
    // no two blocks are alike, however small: who sends a block once sends them all
    for (let block = 0; block < piece.length; block += blockSize)
      piece.writeUInt32LE((at + block) / blockSize, block);
    writeSync(file, piece, 0, Math.min(piece.length, size - at));
  }
  closeSync(file);
}
