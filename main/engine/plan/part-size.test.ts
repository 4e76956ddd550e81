import { describe, expect, it } from 'vitest';
import { asKooDriveWants, mebibyte, partSizeFor } from './part-size.ts';

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
  it('cuts small files alike when told to', () => {
    expect(partSizeFor(5000, { singlePartUpTo: 4096, smallestPart: 2048 })).toBe(2048);
    expect(partSizeFor(4096, { singlePartUpTo: 4096, smallestPart: 2048 })).toBe(4096);
    expect(asKooDriveWants.smallestPart % 512).toBe(0);
  });
});
