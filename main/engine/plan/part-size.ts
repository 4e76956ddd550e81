/** How a content is cut into parts (API section 7). Sizes are bytes. */

export const mebibyte = 1024 * 1024;

export type Chunking = {
  /** Up to this size a file is read into memory in one go and sent as one part: one state of it, and one request. */
  readonly singlePartUpTo: number;
  /** up to this size the way there and back is what holds a file up (plan/uploads-at-once.ts) */
  readonly tinyUpTo: number;
  /** a multiple of 512, so that an eighth of it is one of 64 and the hash state between parts is whole */
  readonly smallestPart: number;
  /** a multiple of 64: no part but the last may be smaller; used where larger ones do not get through */
  readonly leastPart: number;
};

/** At least 8 MiB a part, where the API wants 5 MiB. The simulator cuts far smaller files the same way. */
export const asKooDriveWants: Chunking = {
  singlePartUpTo: 16 * mebibyte,
  tinyUpTo: mebibyte / 4,
  smallestPart: 8 * mebibyte,
  leastPart: 5 * mebibyte,
};

/** Links are asked for in order, and the server takes 1 to 10,000 parts. */
const mostParts = 10_000;

/**
 * Size of every part but the last: a multiple of 64, so that the hash state between parts is whole, and large enough
 * that 10,000 parts hold the file. `limit`: larger bodies do not get through, as far as is known; where the usual size is
 * one of those, the parts are as small as they may be.
 */
export function partSizeFor(
  size: number,
  chunking: Chunking = asKooDriveWants,
  limit = Number.POSITIVE_INFINITY,
): number {
  const usual = usualPartSize(size, chunking);
  return usual > limit ? leastPartSizeFor(size, chunking) : usual;
}

/** The smallest parts that this file can be cut into; the file's own size where it cannot be cut. */
export function leastPartSizeFor(size: number, { leastPart }: Chunking = asKooDriveWants): number {
  return Math.min(size, Math.max(leastPart, roundUp(Math.ceil(size / mostParts), 64)));
}

function usualPartSize(size: number, chunking: Chunking): number {
  if (size <= chunking.singlePartUpTo) return size;
  return Math.max(chunking.smallestPart, roundUp(Math.ceil(size / mostParts), chunking.smallestPart / 8));
}

const roundUp = (value: number, step: number): number => Math.ceil(value / step) * step;
