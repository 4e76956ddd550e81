import { describe, expect, it } from 'vitest';
import { asKooDriveWants, leastPartSizeFor, mebibyte, partSizeFor } from './part-size.ts';

const gib = 1024 * mebibyte;

/** An empty file goes as one empty part. */
const partCount = (size: number, partSize: number): number => (size === 0 ? 1 : Math.ceil(size / partSize));

describe('partSizeFor', () => {
  it.each([0, 1, 16 * mebibyte])('%i bytes go as one part', (size) => {
    expect(partSizeFor(size)).toBe(size);
    expect(partCount(size, partSizeFor(size))).toBe(1);
  });
  it.each([16 * mebibyte + 1, 100 * mebibyte, 78 * gib, 79 * gib, 200 * gib, 200 * gib - 1])(
    '%i bytes: at most 10,000 parts of at least 5 MiB, each a whole number of hash blocks',
    (size) => {
      const partSize = partSizeFor(size);
      expect(partSize % 64).toBe(0);
      expect(partSize).toBeGreaterThanOrEqual(5 * mebibyte);
      expect(partCount(size, partSize)).toBeLessThanOrEqual(10_000);
      expect((partCount(size, partSize) - 1) * partSize).toBeLessThan(size);
      expect(partCount(size, partSize) * partSize).toBeGreaterThanOrEqual(size);
    },
  );
  it.each([
    // what gets through whole goes whole
    [6 * mebibyte, 6 * mebibyte, 6 * mebibyte],
    // the API takes no smaller parts, but for the last
    [6 * mebibyte, 4 * mebibyte, 5 * mebibyte],
    [4.5 * mebibyte, 4 * mebibyte, 4.5 * mebibyte],
    [100 * mebibyte, 8 * mebibyte, 8 * mebibyte],
    [100 * mebibyte, 7 * mebibyte, 5 * mebibyte],
    // and no more than 10,000
    [200 * gib, mebibyte, 21_474_880],
  ])('%i bytes where no more than %i get through: parts of %i', (size, limit, partSize) => {
    expect(partSizeFor(size, asKooDriveWants, limit)).toBe(partSize);
    expect(partSize === size || partSize % 64 === 0).toBe(true);
    expect(partCount(size, partSize)).toBeLessThanOrEqual(10_000);
    expect(leastPartSizeFor(size)).toBeLessThanOrEqual(partSize);
  });
  it('cuts small files alike when told to', () => {
    const small = { singlePartUpTo: 4096, tinyUpTo: 1024, smallestPart: 2048, leastPart: 1024 };
    expect(partSizeFor(5000, small)).toBe(2048);
    expect(partSizeFor(4096, small)).toBe(4096);
    expect(partSizeFor(4096, small, 4096)).toBe(4096);
    expect(partSizeFor(4096, small, 4095)).toBe(1024);
    expect(partSizeFor(1000, small, 10)).toBe(1000);
    expect(asKooDriveWants.smallestPart % 512).toBe(0);
  });
});
