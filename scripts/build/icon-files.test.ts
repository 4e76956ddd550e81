import { describe, expect, it } from 'vitest';
import { icnsFile, icnsKinds, icoFile } from './icon-files.ts';

const png = (pixels: number): Buffer => Buffer.from(`picture of ${String(pixels)}`);

describe('.ico', () => {
  it('leads to each picture, 256 written as 0', () => {
    const file = icoFile([16, 256].map((pixels) => ({ pixels, png: png(pixels) })));
    expect([...file.subarray(0, 6)]).toEqual([0, 0, 1, 0, 2, 0]);
    for (const [index, pixels] of [16, 256].entries()) {
      const at = 6 + 16 * index;
      expect(file.readUInt8(at)).toBe(pixels % 256);
      const offset = file.readUInt32LE(at + 12);
      expect(file.subarray(offset, offset + file.readUInt32LE(at + 8))).toEqual(png(pixels));
    }
  });
});

describe('.icns', () => {
  it('is as long as it says, a chunk for each kind', () => {
    const file = icnsFile(png);
    expect(file.toString('latin1', 0, 4)).toBe('icns');
    expect(file.readUInt32BE(4)).toBe(file.length);
    const found: [string, string][] = [];
    for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4))
      found.push([
        file.toString('latin1', at, at + 4),
        file.toString('utf8', at + 8, at + file.readUInt32BE(at + 4)),
      ]);
    expect(found).toEqual(icnsKinds.map(([kind, pixels]) => [kind, `picture of ${String(pixels)}`]));
  });
});
