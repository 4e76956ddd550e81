/**
 * The parts of an office package, each inflated when it is asked for and only so far as the limits allow: neither the
 * size that the zip states nor the ratio of its bytes is believed.
 */
import { Inflate, zipSync } from 'fflate';
import { uint16, startsWith } from './bytes.ts';
import { limits } from './limits.ts';
import { Refused } from './refusal.ts';
import type { Source } from './source.ts';
import { readZipList, type ZipEntry } from './zip.ts';

export type OfficePackage = {
  readonly names: readonly string[];
  /** undefined where there is no such part */
  readonly part: (name: string) => Uint8Array<ArrayBuffer> | undefined;
  readonly text: (name: string) => string | undefined;
};

export async function openPackage(source: Source): Promise<OfficePackage> {
  if (source.size > limits.packageBytes) throw new Refused('too-large');
  const list = await readZipList(source, limits.packageEntries);
  if (list === undefined) throw new Refused('damaged');
  if (list.count > limits.packageEntries) throw new Refused('inflates');
  const bytes = await source.read(0, source.size);
  const entries = new Map(list.entries.map((entry) => [entry.name, entry]));
  let inflated = 0;
  const part = (name: string): Uint8Array<ArrayBuffer> | undefined => {
    const entry = entries.get(name);
    if (entry === undefined || entry.folder) return undefined;
    const found = inflate(bytes, entry, Math.min(limits.partBytes, limits.partsBytes - inflated));
    inflated += found.byteLength;
    return found;
  };
  return {
    names: [...entries.keys()],
    part,
    text: (name) => {
      const found = part(name);
      return found === undefined ? undefined : decodeXml(found);
    },
  };
}

/** Parts are UTF-8 almost always; the mark of UTF-16 is heeded. */
function decodeXml(bytes: Uint8Array): string {
  if (startsWith(bytes, '\xff\xfe')) return new TextDecoder('utf-16le').decode(bytes);
  if (startsWith(bytes, '\xfe\xff')) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(bytes);
}

function inflate(bytes: Uint8Array<ArrayBuffer>, entry: ZipEntry, most: number): Uint8Array<ArrayBuffer> {
  if (entry.encrypted) throw new Refused('encrypted');
  const { offset } = entry;
  if (!startsWith(bytes, 'PK\x03\x04', offset)) throw new Refused('damaged');
  const from = offset + 30 + uint16(bytes, offset + 26) + uint16(bytes, offset + 28);
  const packed = bytes.subarray(from, from + entry.packed);
  if (entry.method === 0) {
    if (packed.byteLength > most) throw new Refused('inflates');
    return packed.slice();
  }
  if (entry.method !== 8) throw new Refused('format');
  return inflateWithin(packed, most);
}

/** In small steps, so that what is too much is known before it is in memory. */
function inflateWithin(packed: Uint8Array, most: number): Uint8Array<ArrayBuffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const stream = new Inflate((chunk) => {
    length += chunk.byteLength;
    if (length > most) throw new Refused('inflates');
    chunks.push(chunk);
  });
  const step = 16 * 1024;
  try {
    for (let at = 0; at < packed.byteLength; at += step)
      stream.push(packed.subarray(at, at + step), at + step >= packed.byteLength);
  } catch (error) {
    throw error instanceof Refused ? error : new Refused('damaged');
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

/** A package with these parts alone, not packed: for libraries that would inflate without a limit. */
export const plainPackage = (
  parts: Readonly<Record<string, Uint8Array<ArrayBuffer>>>,
): Uint8Array<ArrayBuffer> => zipSync(parts, { level: 0 }) as Uint8Array<ArrayBuffer>;
