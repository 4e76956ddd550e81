import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { proofCode, proofRange } from './proof-code.ts';

const file = Uint8Array.from({ length: 1_000 }, (_, i) => i % 251);
const slice = (start: number, end: number) => Promise.resolve(file.subarray(start, end));

describe('proofCode (section 14)', () => {
  it('has the file of the worked values', () => {
    expect(createHash('sha256').update(file).digest('hex')).toBe(
      '4e4c294b331f7a2099a379bec34b9f9fc03dc46ab465d998f4d683da53487e6d',
    );
  });

  it.each([
    ['1505084218764547200', 695, 703, '1d63ec37ab277f1fa0d9bca70b5ef3b19d107ed6379965bed3e05f4194bd46c5'],
    ['user-1', 167, 175, '55b1643ee367d1d8f5eb5e8cc6dbd05322cd5a2dda785e0f5fd904fde5af3c2e'],
    ['user-67', 995, 1000, '1bcffd1d4cca5774e685f42c8b735ba2bcd7edf77ceb24286d2412d1f37ea892'],
  ])('of %s', async (origin, start, end, code) => {
    expect(proofRange(origin, 1_000)).toEqual({ start, end });
    await expect(proofCode(origin, 1_000, slice)).resolves.toBe(code);
  });

  it('is not computed for an empty file', async () => {
    await expect(
      proofCode('x', 0, () => Promise.reject(new Error('not to be read'))),
    ).resolves.toBeUndefined();
  });
});
