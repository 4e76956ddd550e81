/**
 * What a file of the old Office formats (.doc, .xls, .ppt) and of WPS (.wps, .et, .dps) is: they are a small file system
 * ("OLE", MS-CFB) whose folder is read, and their summary with title, author and dates (MS-OLEPS). Their text is not.
 */
import { decodeText } from './decode-text.ts';
import type { Source } from './source.ts';
import { uint16, uint32, uint64 } from './bytes.ts';

export const oldPrograms = [
  'word',
  'excel',
  'powerpoint',
  'outlook',
  'visio',
  'installer',
  'encrypted',
  'other',
] as const;

export type OldOffice = {
  readonly program: (typeof oldPrograms)[number];
  readonly title?: string | undefined;
  readonly author?: string | undefined;
  readonly savedBy?: string | undefined;
  /** epoch ms */
  readonly created?: number | undefined;
  readonly saved?: number | undefined;
  readonly pages?: number | undefined;
};

const endOfChain = 0xfffffffc;

/** Undefined: it is damaged. */
export async function readOldOffice(source: Source): Promise<OldOffice | undefined> {
  const header = await source.read(0, 512);
  if (header.length < 512) return undefined;
  const shift = uint16(header, 30);
  if (shift !== 9 && shift !== 12) return undefined;
  const disk = new Sectors(source, 2 ** shift, header);
  const folder = entriesOf(await disk.chain(uint32(header, 48), 64 * 1024));
  if (folder.length === 0) return undefined;
  const names = new Set(folder.map(({ name }) => name));
  const summary = folder.find(({ name }) => name === '\u0005SummaryInformation');
  const properties =
    summary === undefined
      ? undefined
      : summary.size >= 4096
        ? await disk.chain(summary.start, 64 * 1024)
        : await disk.small(folder[0], summary, uint32(header, 60));
  return { program: programOf(names), ...(properties === undefined ? {} : summaryOf(properties)) };
}

function programOf(names: ReadonlySet<string>): OldOffice['program'] {
  if (names.has('EncryptedPackage')) return 'encrypted';
  if (names.has('WordDocument')) return 'word';
  if (names.has('Workbook') || names.has('Book')) return 'excel';
  if (names.has('PowerPoint Document')) return 'powerpoint';
  if (names.has('VisioDocument')) return 'visio';
  if (names.has('__properties_version1.0')) return 'outlook';
  return names.has('\u4840\u3b3f\u43f2\u4438\u45b1') ? 'installer' : 'other';
}

type Entry = { readonly name: string; readonly start: number; readonly size: number };

function entriesOf(folder: Uint8Array): readonly Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at + 128 <= folder.length; at += 128) {
    const length = Math.min(uint16(folder, at + 64), 64);
    if (length < 2 || folder[at + 66] === 0) continue;
    const name = new TextDecoder('utf-16le').decode(folder.subarray(at, at + length - 2));
    entries.push({ name, start: uint32(folder, at + 116), size: uint32(folder, at + 120) });
  }
  return entries;
}

/** Sectors that follow each other by a table, as files do on a disk. Every walk has an end, whatever the table says. */
class Sectors {
  readonly #source: Source;
  readonly #size: number;
  readonly #table: readonly number[];

  constructor(source: Source, size: number, header: Uint8Array) {
    this.#source = source;
    this.#size = size;
    // The table's first 109 sectors are in the header: up to 7 MB of file. What lies behind is not looked for.
    this.#table = Array.from({ length: 109 }, (_, n) => uint32(header, 76 + n * 4)).filter(
      (sector) => sector < endOfChain,
    );
  }

  async chain(start: number, most: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let sector = start;
    for (let read = 0; sector < endOfChain && read < most; read += this.#size) {
      parts.push(await this.#sector(sector));
      sector = await this.#next(sector);
    }
    return new Uint8Array(parts.flatMap((part) => [...part]));
  }

  /** Streams under 4096 bytes share the sectors of the root, 64 bytes each, with a table of their own. */
  async small(root: Entry | undefined, entry: Entry, tableStart: number): Promise<Uint8Array | undefined> {
    if (root === undefined) return undefined;
    const [room, table] = [
      await this.chain(root.start, 1024 * 1024),
      await this.chain(tableStart, 64 * 1024),
    ];
    const bytes: number[] = [];
    let piece = entry.start;
    while (bytes.length < entry.size && piece < endOfChain && (piece + 1) * 64 <= room.length) {
      bytes.push(...room.subarray(piece * 64, piece * 64 + 64));
      piece = piece * 4 + 4 <= table.length ? uint32(table, piece * 4) : endOfChain;
    }
    return new Uint8Array(bytes.slice(0, entry.size));
  }

  #sector(sector: number): Promise<Uint8Array> {
    const at = (sector + 1) * this.#size;
    return this.#source.read(Math.min(at, this.#source.size), Math.min(at + this.#size, this.#source.size));
  }

  async #next(sector: number): Promise<number> {
    const perSector = this.#size / 4;
    const tableSector = this.#table[Math.floor(sector / perSector)];
    if (tableSector === undefined) return endOfChain;
    const table = await this.#sector(tableSector);
    const at = (sector % perSector) * 4;
    return at + 4 <= table.length ? uint32(table, at) : endOfChain;
  }
}

type Summary = Omit<OldOffice, 'program'>;

function summaryOf(bytes: Uint8Array): Summary {
  const section = uint32(bytes, 44);
  const count = Math.min(uint32(bytes, section + 4), 64);
  const properties = new Map<number, number>();
  for (let n = 0; n < count; n += 1)
    properties.set(uint32(bytes, section + 8 + n * 8), section + uint32(bytes, section + 12 + n * 8));
  const codePage = uint16(bytes, (properties.get(1) ?? bytes.length) + 4);
  const text = (id: number): string | undefined => textAt(bytes, properties.get(id), codePage);
  const time = (id: number): number | undefined => timeAt(bytes, properties.get(id));
  const pages = properties.get(14);
  return {
    title: text(2),
    author: text(4),
    savedBy: text(8),
    created: time(12),
    saved: time(13),
    ...(pages === undefined || uint32(bytes, pages + 4) === 0 ? {} : { pages: uint32(bytes, pages + 4) }),
  };
}

const codePages: Readonly<Record<number, string>> = {
  936: 'gb18030',
  950: 'big5',
  932: 'shift_jis',
  949: 'euc-kr',
  1200: 'utf-16le',
  1250: 'windows-1250',
  1251: 'windows-1251',
  1252: 'windows-1252',
  65001: 'utf-8',
};

function textAt(bytes: Uint8Array, at: number | undefined, codePage: number): string | undefined {
  if (at === undefined) return undefined;
  const raw = bytes.subarray(at + 8, at + 8 + Math.min(uint32(bytes, at + 4), 400));
  const encoding = codePages[codePage];
  const text = encoding === undefined ? decodeText(raw).text : new TextDecoder(encoding).decode(raw);
  const clean = (text.split('\0')[0] ?? '').trim();
  return clean === '' ? undefined : clean;
}

/** Windows counts tenths of microseconds from 1601. */
function timeAt(bytes: Uint8Array, at: number | undefined): number | undefined {
  if (at === undefined) return undefined;
  const value = uint64(bytes, at + 4) / 10_000 - 11_644_473_600_000;
  return value > 0 && value < 4_102_444_800_000 ? value : undefined;
}
