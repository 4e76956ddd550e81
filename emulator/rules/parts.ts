/** What a list of parts must keep (API section 7). Offsets and sizes in bytes. */
import { badParameter } from './failure.ts';

export const largestFile = 200 * 1024 ** 3;
const smallestPart = 5_242_880;
const largestPart = 5_368_709_120;

export type PartAsked = {
  partNumber: number;
  partSize: number;
  partOffset: number | undefined;
  /** eight words, or empty */
  hashCtx: number[];
};

/**
 * Refuses with 13000102 parts that break section 7. `length` is the whole file's; `minimum` the smallest size of a
 * part that is not the last (5 MiB but for tests). A list may be any subset of a file's parts, so what can only be
 * seen on the whole set is checked again when the upload is completed (13000402). `takesSequence`: parts that are sent one
 * after another may lack partOffset and hashCtx (open point 27).
 */
export const checkParts = (
  parts: readonly PartAsked[],
  length: number,
  minimum = smallestPart,
  takesSequence = true,
): void => {
  const concurrent = parts.some((part) => part.partOffset !== undefined || part.hashCtx.length > 0);
  const seen = new Set<number>();
  const highest = Math.max(...parts.map((part) => part.partNumber));
  let sum = 0;
  for (const part of parts) {
    const { partNumber, partSize, partOffset, hashCtx } = part;
    if (partNumber < 1 || partNumber > 10_000) throw badParameter(`partNumber ${partNumber}`);
    if (seen.has(partNumber)) throw badParameter(`partNumber ${partNumber} twice`);
    seen.add(partNumber);
    if (partSize < 0 || partSize > largestPart) throw badParameter(`partSize ${partSize}`);
    const last = partOffset === undefined ? partNumber === highest : partOffset + partSize === length;
    if (!last && partSize < minimum)
      throw badParameter(`partSize ${partSize} of a part that is not the last`);
    if (!takesSequence && partOffset === undefined && partSize < length)
      throw badParameter(`partOffset of part ${partNumber} missing`);
    if (concurrent) {
      if (!last && partSize % 64 !== 0) throw badParameter(`partSize ${partSize} is not a multiple of 64`);
      if (partNumber > 1 && hashCtx.length === 0) throw badParameter(`hashCtx of part ${partNumber} missing`);
    }
    if (hashCtx.length !== 0 && hashCtx.length !== 8) throw badParameter('hashCtx is not eight words');
    if (hashCtx.some((word) => word < 0 || word > 0xffff_ffff))
      throw badParameter('hashCtx word over 32 bits');
    if (partOffset !== undefined && (partOffset < 0 || partOffset + partSize > length)) {
      throw badParameter(`partOffset ${partOffset}`);
    }
    if (partNumber === 1 && (partOffset ?? 0) !== 0) throw badParameter('part 1 does not begin at 0');
    sum += partSize;
  }
  if (sum > length) throw badParameter('parts hold more than length');
};
