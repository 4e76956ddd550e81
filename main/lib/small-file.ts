/** Reads a file of ours that is small: one that is not was not written by us, and would fill the memory. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const mebibyte = 1024 * 1024;

export class FileTooLarge extends Error {}

/** As text. Throws what node:fs throws, and FileTooLarge for one of more than `mostBytes`. */
export function readSmallFile(path: string, mostBytes = mebibyte): string {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (size > mostBytes) throw new FileTooLarge(`${path} is too large to be one of ours`);
    // what grows meanwhile is not read on
    const bytes = Buffer.alloc(size);
    let length = 0;
    for (let got = -1; got !== 0 && length < bytes.length; length += got)
      got = readSync(file, bytes, length, bytes.length - length, null);
    return bytes.toString('utf8', 0, length);
  } finally {
    closeSync(file);
  }
}
