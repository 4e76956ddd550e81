/** How a content is cut into parts (API section 7). Sizes are bytes. */

export const mebibyte = 1024 * 1024;
/** Up to this size a file is read into memory in one go and sent as one part: one state of it, and one request. */
export const singlePartUpTo = 16 * mebibyte;
/** Links are asked for in order, and the server takes 1 to 10,000 parts. */
const mostParts = 10_000;
const smallestPart = 8 * mebibyte;

/**
 * Size of every part but the last: at least 8 MiB (the API wants 5 MiB), a multiple of 64 so that the hash state
 * between parts is whole, and large enough that 10,000 parts hold the file.
 */
export function partSizeFor(size: number): number {
  if (size <= singlePartUpTo) return size;
  const least = Math.ceil(size / mostParts);
  return Math.max(smallestPart, Math.ceil(least / mebibyte) * mebibyte);
}

export const partCount = (size: number, partSize: number): number =>
  size === 0 ? 1 : Math.ceil(size / partSize);
