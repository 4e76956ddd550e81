/** proofCode (API section 14): shows that one has a content without sending it. Not defined for size 0. */
import { createHash } from 'node:crypto';

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest();

/** Bytes [start, end) that the server asks for, given the exact header it sees (proofOrigin). `size` > 0. */
export function proofRange(origin: string, size: number): { start: number; end: number } {
  const seed = sha256(origin).toString('hex');
  // the seed goes in as its 64 letters; the sign bit is the first byte's
  const draw = sha256(seed).readBigUInt64BE(24) & 0x7fff_ffff_ffff_ffffn;
  const start = Number(draw % BigInt(size));
  return { start, end: Math.min(start + 8, size) };
}

/** The code over those bytes; undefined for size 0. Throws what `slice` throws. */
export async function proofCode(
  origin: string,
  size: number,
  slice: (start: number, end: number) => Promise<Uint8Array>,
): Promise<string | undefined> {
  if (size === 0) return undefined;
  const { start, end } = proofRange(origin, size);
  return sha256(await slice(start, end)).toString('hex');
}
