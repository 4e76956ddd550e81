/** Bytes as a text, where they are one: UTF-8, UTF-16 with its mark, GB18030. Pure. */

/** More is not read by anybody at a terminal. */
export const longestText = 16 * 1024 * 1024;

/** Undefined for what is no text. */
export function textOf(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decoded(bytes, 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decoded(bytes, 'utf-16be');
  // no text in the others has a NUL, and almost every other file has one soon
  if (bytes.includes(0)) return undefined;
  return decoded(bytes, 'utf-8') ?? decoded(bytes, 'gb18030');
}

function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
