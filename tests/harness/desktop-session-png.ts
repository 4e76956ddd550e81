/** XWD, what an X server's frame buffer file holds, to PNG: 24-bit colour in 32-bit pixels, as Xvfb is started here. */
import { crc32, deflateSync } from 'node:zlib';

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
};

export const pngOf = (xwd: Buffer): Buffer => {
  // XWDFileHeader: 32-bit big-endian fields, in the order of X11/XWDFile.h.
  const field = (index: number): number => xwd.readUInt32BE(index * 4);
  const [headerSize, width, height] = [field(0), field(4), field(5)];
  const [bitsPerPixel, bytesPerLine, colours] = [field(11), field(12), field(19)];
  if (bitsPerPixel !== 32) throw new Error(`The screen has ${String(bitsPerPixel)} bits per pixel, not 32.`);
  const pixels = headerSize + colours * 12;

  const rows = Buffer.alloc(height * (1 + width * 3));
  let to = 0;
  for (let y = 0; y < height; y += 1) {
    rows[to++] = 0; // no filter
    let from = pixels + y * bytesPerLine;
    for (let x = 0; x < width; x += 1, from += 4) {
      rows[to++] = xwd[from + 2] ?? 0;
      rows[to++] = xwd[from + 1] ?? 0;
      rows[to++] = xwd[from] ?? 0;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8); // 8 bits, RGB
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};
