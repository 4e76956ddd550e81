import { describe, expect, it } from 'vitest';
import { TransferLimit } from './transfer-limit.ts';

const mb = 1_000_000;
const after = (...cuts: [size: number, sent: number][]) => {
  const limit = new TransferLimit(0.3 * mb);
  for (const [size, sent] of cuts) limit.cut({ size, sent });
  return limit;
};

describe('a limit of what gets through', () => {
  it('is unknown at first, and after a cut that may be chance', () => {
    expect(after().bytes).toBeUndefined();
    expect(after([6 * mb, 4 * mb]).bytes).toBeUndefined();
  });

  it('shows when a second body is cut at about the same place, whichever it is', () => {
    expect(after([6 * mb, 4 * mb], [6 * mb, 4.3 * mb]).bytes).toBe(4.3 * mb);
    expect(after([6 * mb, 4 * mb], [9 * mb, 4.5 * mb]).bytes).toBe(4.5 * mb);
    // all of it was handed over, and lay in buffers
    expect(after([6 * mb, 6 * mb], [6 * mb, 6 * mb]).bytes).toBe(6 * mb - 1);
  });

  it('does not show in cuts here and there, in none of a body, or in small ones', () => {
    expect(after([9 * mb, 8 * mb], [9 * mb, 1 * mb]).bytes).toBeUndefined();
    expect(after([6 * mb, 0], [6 * mb, 0]).bytes).toBeUndefined();
    expect(after([0.2 * mb, 0.2 * mb], [0.2 * mb, 0.2 * mb]).bytes).toBeUndefined();
  });

  it('is lower when smaller bodies are cut, and never higher by a cut', () => {
    const limit = after([9 * mb, 8 * mb], [9 * mb, 8 * mb]);
    expect(limit.bytes).toBe(8 * mb);
    limit.cut({ size: 8.5 * mb, sent: 8.4 * mb });
    expect(limit.bytes).toBe(8 * mb);
    limit.cut({ size: 5.2 * mb, sent: 5.2 * mb });
    limit.cut({ size: 5.2 * mb, sent: 5.2 * mb });
    expect(limit.bytes).toBe(5.2 * mb - 1);
  });

  it('is known at once where somebody says that a body is too large, however small', () => {
    const limit = after();
    limit.refused({ size: 100, sent: 100 });
    expect(limit.bytes).toBe(99);
  });

  it('is none when a larger body gets through, or the network is another one', () => {
    const limit = after([6 * mb, 4 * mb], [6 * mb, 4 * mb]);
    limit.passed(3 * mb);
    expect(limit.bytes).toBe(4 * mb);
    limit.passed(5 * mb);
    expect(limit.bytes).toBeUndefined();
    const other = after([6 * mb, 4 * mb], [6 * mb, 4 * mb]);
    other.forget();
    other.cut({ size: 6 * mb, sent: 4 * mb });
    expect(other.bytes).toBeUndefined();
  });

  it('was chance when the same body gets through after one cut', () => {
    const limit = after([6 * mb, 4 * mb]);
    limit.passed(6 * mb);
    limit.cut({ size: 6 * mb, sent: 4 * mb });
    expect(limit.bytes).toBeUndefined();
  });
});
