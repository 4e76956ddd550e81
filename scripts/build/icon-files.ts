/** Windows' .ico and macOS' .icns, put together from PNGs: both are a list of pictures behind a short head. Pure. */

export type Picture = { readonly pixels: number; readonly png: Buffer };

/** Sizes that Windows asks for, from a list to the largest view of a folder. 256 is the most that a .ico can hold. */
export const icoSizes = [16, 20, 24, 32, 40, 48, 64, 96, 128, 256] as const;

/** A .ico of pictures of at most 256 pixels; Windows has read PNGs in it since Vista. */
export const icoFile = (pictures: readonly Picture[]): Buffer => {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2); // an icon, no cursor
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  for (const [index, { pixels, png }] of pictures.entries()) {
    const at = 6 + 16 * index;
    head.writeUInt8(pixels % 256, at); // 0 stands for 256
    head.writeUInt8(pixels % 256, at + 1);
    head.writeUInt16LE(1, at + 4); // planes
    head.writeUInt16LE(32, at + 6); // bits per pixel
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
};

/** The kinds of picture in a .icns that are PNGs, with their pixels; two are of one size, for screens of one or two dots. */
export const icnsKinds = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
] as const;

/** A .icns; `png` gives the picture of a size. */
export const icnsFile = (png: (pixels: number) => Buffer): Buffer => {
  const chunks = icnsKinds.map(([kind, pixels]) => {
    const picture = png(pixels);
    const head = Buffer.alloc(8);
    head.write(kind, 0, 'latin1');
    head.writeUInt32BE(8 + picture.length, 4);
    return Buffer.concat([head, picture]);
  });
  const head = Buffer.alloc(8);
  head.write('icns', 0, 'latin1');
  head.writeUInt32BE(8 + chunks.reduce((sum, { length }) => sum + length, 0), 4);
  return Buffer.concat([head, ...chunks]);
};
