/**
 * How large an image is, out of its first bytes: a made image of a few kilobytes can ask for gigabytes of memory when it
 * is decoded, and must be refused before. Pure.
 */
import { ascii, startsWith, uint16, uint16be, uint32, uint32be } from './bytes.ts';

export type ImageSize = { readonly width: number; readonly height: number };

/** Undefined: it does not say, or not in the bytes that are there. */
export function imageSize(format: string, bytes: Uint8Array): ImageSize | undefined {
  const size = Object.hasOwn(readers, format) ? readers[format]?.(bytes) : undefined;
  return size === undefined || size.width <= 0 || size.height <= 0 ? undefined : size;
}

type Reader = (bytes: Uint8Array) => ImageSize | undefined;

const readers: Readonly<Record<string, Reader>> = {
  png: (bytes) =>
    bytes.length < 24 ? undefined : { width: uint32be(bytes, 16), height: uint32be(bytes, 20) },
  gif: (bytes) => (bytes.length < 10 ? undefined : { width: uint16(bytes, 6), height: uint16(bytes, 8) }),
  bmp: (bytes) =>
    bytes.length < 26
      ? undefined
      : { width: Math.abs(uint32(bytes, 18) | 0), height: Math.abs(uint32(bytes, 22) | 0) },
  psd: (bytes) =>
    bytes.length < 26 ? undefined : { width: uint32be(bytes, 18), height: uint32be(bytes, 14) },
  jpeg,
  webp,
  avif: boxed,
  heic: boxed,
  tiff,
  ico: (bytes) => {
    const count = Math.min(uint16(bytes, 4), 64);
    const sides = Array.from({ length: count }, (_, n) => ({
      width: bytes[6 + n * 16] === 0 ? 256 : (bytes[6 + n * 16] ?? 0),
      height: bytes[7 + n * 16] === 0 ? 256 : (bytes[7 + n * 16] ?? 0),
    }));
    return sides.sort((a, b) => b.width - a.width)[0];
  },
};

/** From marker to marker, up to the frame's. */
function jpeg(bytes: Uint8Array): ImageSize | undefined {
  let at = 2;
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: uint16be(bytes, at + 5), width: uint16be(bytes, at + 7) };
    at += 2 + Math.max(2, uint16be(bytes, at + 2));
  }
  return undefined;
}

function webp(bytes: Uint8Array): ImageSize | undefined {
  if (bytes.length < 30) return undefined;
  const form = ascii(bytes, 12, 16);
  if (form === 'VP8 ') return { width: uint16(bytes, 26) & 0x3fff, height: uint16(bytes, 28) & 0x3fff };
  if (form === 'VP8L') {
    const bits = uint32(bytes, 21);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (form !== 'VP8X') return undefined;
  return { width: (uint32(bytes, 24) & 0xffffff) + 1, height: (uint32(bytes, 27) & 0xffffff) + 1 };
}

/** The largest "ispe" box; the boxes around it say nothing that is needed here. */
function boxed(bytes: Uint8Array): ImageSize | undefined {
  let largest: ImageSize | undefined;
  for (let at = 0; at + 16 <= bytes.length; at += 1) {
    if (!startsWith(bytes, 'ispe', at)) continue;
    const size = { width: uint32be(bytes, at + 8), height: uint32be(bytes, at + 12) };
    if (largest === undefined || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest;
}

function tiff(bytes: Uint8Array): ImageSize | undefined {
  const little = bytes[0] === 0x49;
  const short = (at: number): number => (little ? uint16(bytes, at) : uint16be(bytes, at));
  const long = (at: number): number => (little ? uint32(bytes, at) : uint32be(bytes, at));
  const directory = long(4);
  const tags = new Map<number, number>();
  for (let n = 0; n < Math.min(short(directory), 64); n += 1) {
    const at = directory + 2 + n * 12;
    tags.set(short(at), short(at + 2) === 3 ? short(at + 8) : long(at + 8));
  }
  const [width, height] = [tags.get(256), tags.get(257)];
  return width === undefined || height === undefined ? undefined : { width, height };
}
