/** Bytes as people read them in a hex view: an offset, sixteen bytes, and the letters among them. Pure. */
export const bytesPerRow = 16;

export type HexRow = { readonly offset: string; readonly bytes: readonly string[]; readonly letters: string };

export function hexRow(bytes: Uint8Array, at: number): HexRow {
  const row = [...bytes.subarray(0, bytesPerRow)];
  return {
    offset: at.toString(16).padStart(8, '0'),
    bytes: row.map((byte) => byte.toString(16).padStart(2, '0')),
    letters: row.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '·')).join(''),
  };
}
