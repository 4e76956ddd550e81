/**
 * What is in a zip, by its central directory alone: nothing is inflated, so that a zip bomb costs what its list costs.
 * Names are shown and never used as paths.
 */
import { decodeText } from './decode-text.ts';
import { limits } from './limits.ts';
import type { Source } from './source.ts';
import { startsWith, uint16, uint32, uint64 } from './bytes.ts';

export type ZipEntry = {
  readonly name: string;
  readonly folder: boolean;
  /** inflated, and as it lies in the file: what the zip says */
  readonly size: number;
  readonly packed: number;
  /** local time without a zone, as zips have it: years, months (1-12), days, hours, minutes; undefined where it has none */
  readonly modified?: string | undefined;
  readonly encrypted: boolean;
  readonly method: number;
  /** where its local header begins */
  readonly offset: number;
};

export type ZipList = {
  readonly entries: readonly ZipEntry[];
  /** how many there are, those that are not listed as well */
  readonly count: number;
};

/** Undefined: it is no zip, or its end is missing. `most`: how many entries are read. */
export async function readZipList(source: Source, most: number): Promise<ZipList | undefined> {
  const end = await findEnd(source);
  if (end === undefined || end.offset > source.size) return undefined;
  const directory = await source.read(
    end.offset,
    Math.min(end.offset + Math.min(end.bytes, limits.zipDirectoryBytes), source.size),
  );
  const found: Found[] = [];
  let at = 0;
  while (at + 46 <= directory.length && startsWith(directory, 'PK\x01\x02', at)) {
    if (found.length >= most) break;
    found.push(entryAt(directory, at));
    at += 46 + uint16(directory, at + 28) + uint16(directory, at + 30) + uint16(directory, at + 32);
  }
  const entries = withNames(found);
  // a list that says it has none may be right; one that lies about how many there are is believed as little
  if (entries.length === 0 && end.count > 0) return undefined;
  return { entries, count: Math.max(entries.length, entries.length >= most ? end.count : entries.length) };
}

type End = { readonly offset: number; readonly bytes: number; readonly count: number };

async function findEnd(source: Source): Promise<End | undefined> {
  const from = Math.max(0, source.size - 66_000);
  const tail = await source.read(from, source.size);
  for (let at = tail.length - 22; at >= 0; at -= 1) {
    if (!startsWith(tail, 'PK\x05\x06', at)) continue;
    const end = { count: uint16(tail, at + 10), bytes: uint32(tail, at + 12), offset: uint32(tail, at + 16) };
    if (end.offset !== 0xffffffff && end.count !== 0xffff) return end;
    return (await findLargeEnd(source, tail, at)) ?? end;
  }
  return undefined;
}

/** Zip64: the numbers that did not fit stand elsewhere. */
async function findLargeEnd(source: Source, tail: Uint8Array, end: number): Promise<End | undefined> {
  const locator = end - 20;
  if (locator < 0 || !startsWith(tail, 'PK\x06\x07', locator)) return undefined;
  const at = uint64(tail, locator + 8);
  if (at > source.size) return undefined;
  const record = await source.read(at, at + 56);
  if (!startsWith(record, 'PK\x06\x06')) return undefined;
  return { count: uint64(record, 32), bytes: uint64(record, 40), offset: uint64(record, 48) };
}

/** An entry whose name is still bytes. */
type Found = Omit<ZipEntry, 'name' | 'folder'> & { readonly rawName: Uint8Array; readonly utf8: boolean };

function entryAt(bytes: Uint8Array, at: number): Found {
  const flags = uint16(bytes, at + 8);
  const nameEnd = at + 46 + uint16(bytes, at + 28);
  const extra = bytes.subarray(nameEnd, nameEnd + uint16(bytes, at + 30));
  const sizes = {
    packed: uint32(bytes, at + 20),
    size: uint32(bytes, at + 24),
    offset: uint32(bytes, at + 42),
  };
  return {
    rawName: bytes.subarray(at + 46, nameEnd),
    utf8: (flags & 0x800) !== 0,
    ...withLargeSizes(sizes, extra),
    modified: dosTime(uint16(bytes, at + 12), uint16(bytes, at + 14)),
    encrypted: (flags & 1) === 1,
    method: uint16(bytes, at + 10),
  };
}

/**
 * Bit 11 says UTF-8. Without it Windows programs of Chinese systems write GBK, and it is all names together that say what
 * it was: one alone is too short to tell.
 */
function withNames(found: readonly Found[]): readonly ZipEntry[] {
  const others = found.filter(({ utf8 }) => !utf8).map(({ rawName }) => rawName);
  const { encoding } = decodeText(new Uint8Array(others.flatMap((name) => [...name, 10])));
  return found.map(({ rawName, utf8, ...entry }) => {
    const name = new TextDecoder(utf8 ? 'utf-8' : encoding).decode(rawName);
    return { name, folder: name.endsWith('/'), ...entry };
  });
}

type Sizes = { readonly packed: number; readonly size: number; readonly offset: number };

function withLargeSizes(sizes: Sizes, extra: Uint8Array): Sizes {
  for (let at = 0; at + 4 <= extra.length; at += 4 + uint16(extra, at + 2)) {
    if (uint16(extra, at) !== 1) continue;
    let field = at + 4;
    const large = (value: number): number => {
      if (value !== 0xffffffff) return value;
      field += 8;
      return uint64(extra, field - 8);
    };
    return { size: large(sizes.size), packed: large(sizes.packed), offset: large(sizes.offset) };
  }
  return sizes;
}

function dosTime(time: number, date: number): string | undefined {
  if (date === 0) return undefined;
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${1980 + (date >> 9)}-${two((date >> 5) & 15)}-${two(date & 31)}`;
  return `${day} ${two(time >> 11)}:${two((time >> 5) & 63)}`;
}
