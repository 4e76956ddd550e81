/** proofCode of API section 14, in the readings that section takes. */
import { hash } from 'node:crypto';

/** Which bytes [start, end) of a content of `size` bytes (> 0) are asked for by `originValue`. */
export const proofRange = (originValue: string, size: number): { start: number; end: number } => {
  const seed = hash('sha256', originValue, 'hex');
  const digest = hash('sha256', seed, 'buffer');
  const value = digest.readBigUInt64BE(24) & 0x7fff_ffff_ffff_ffffn;
  const start = Number(value % BigInt(size));
  return { start, end: Math.min(start + 8, size) };
};

/** The proofCode for the bytes that `proofRange` named: 64 lower-case hex characters. */
export const proofOf = (slice: Uint8Array): string => hash('sha256', slice, 'hex');
