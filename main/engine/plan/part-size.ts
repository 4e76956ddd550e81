/** How a content is cut into parts (API section 7). Sizes are bytes. */

export const mebibyte = 1024 * 1024;

export type Chunking = {
  /** Up to this size a file is read into memory in one go and sent as one part: one state of it, and one request. */
  readonly singlePartUpTo: number;
  /** a multiple of 512, so that an eighth of it is one of 64 and the hash state between parts is whole */
  readonly smallestPart: number;
};

/** At least 8 MiB a part, where the API wants 5 MiB. The simulator cuts far smaller files the same way. */
export const asKooDriveWants: Chunking = { singlePartUpTo: 16 * mebibyte, smallestPart: 8 * mebibyte };

/** Links are asked for in order, and the server takes 1 to 10,000 parts. */
const mostParts = 10_000;

/**
 * Size of every part but the last: a multiple of 64, so that the hash state between parts is whole, and large enough
 * that 10,000 parts hold the file.
 */
export function partSizeFor(size: number, chunking: Chunking = asKooDriveWants): number {
  if (size <= chunking.singlePartUpTo) return size;
  const least = Math.ceil(size / mostParts);
  const step = chunking.smallestPart / 8;
  return Math.max(chunking.smallestPart, Math.ceil(least / step) * step);
}
