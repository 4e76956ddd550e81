/** How much two contents differ that nothing else is known to compare of. */
import type { Source } from '../read/source.ts';

export type ByteComparison = {
  /** bytes at the same place that differ, and those that only the longer one has */
  readonly differing: number;
  /** where the first of them is; undefined: none differs */
  readonly first?: number | undefined;
  /** only so much of both was compared */
  readonly compared: number;
  readonly whole: boolean;
};

const step = 1024 * 1024;

export async function compareBytes(a: Source, b: Source, most: number): Promise<ByteComparison> {
  const shorter = Math.min(a.size, b.size);
  const compared = Math.min(shorter, most);
  let differing = 0;
  let first: number | undefined;
  for (let at = 0; at < compared; at += step) {
    const end = Math.min(at + step, compared);
    const [one, other] = [await a.read(at, end), await b.read(at, end)];
    for (let n = 0; n < one.length; n += 1) {
      if (one[n] === other[n]) continue;
      differing += 1;
      first ??= at + n;
    }
  }
  const whole = compared === shorter;
  const longer = whole ? Math.abs(a.size - b.size) : 0;
  if (longer > 0) first ??= shorter;
  return { differing: differing + longer, first, compared, whole };
}
