/** Numbers and letters in bytes. What lies outside of the bytes reads as 0 or as nothing. Pure. */
export const uint16 = (bytes: Uint8Array, at: number): number =>
  (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);

export const uint32 = (bytes: Uint8Array, at: number): number =>
  (uint16(bytes, at) | (uint16(bytes, at + 2) << 16)) >>> 0;

export const uint16be = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

export const uint32be = (bytes: Uint8Array, at: number): number =>
  ((uint16be(bytes, at) << 16) | uint16be(bytes, at + 2)) >>> 0;

/** 64 bits, as far as numbers are exact; more is no length of a file */
export const uint64 = (bytes: Uint8Array, at: number): number =>
  uint32(bytes, at) + uint32(bytes, at + 4) * 2 ** 32;

/** bytes as letters of Latin-1 */
export const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, Math.min(to, from + 4096)));

export const startsWith = (bytes: Uint8Array, letters: string, at = 0): boolean =>
  at + letters.length <= bytes.length && [...letters].every((one, n) => bytes[at + n] === one.charCodeAt(0));
