/** From bytes to what can be drawn, or to the reason why it cannot. One function per kind; nothing here draws. */
import { readCsv, type CsvTable } from './csv.ts';
import { decodeText, type DecodedText } from './decode-text.ts';
import type { OfficeDocument, Table } from './document.ts';
import { imageSize, type ImageSize } from './image-size.ts';
import { headBytes, kindOf, type Format, type Kind, type Recognised } from './kind.ts';
import { limits } from './limits.ts';
import { readOdfDocument, readOds } from './odf.ts';
import { readOldOffice, type OldOffice } from './old-office.ts';
import { openPackage } from './package.ts';
import { readPptx } from './pptx.ts';
import { Refused, type Refusal } from './refusal.ts';
import type { Source } from './source.ts';
import { readXlsx } from './xlsx.ts';
import { readZipList, type ZipList } from './zip.ts';

export type LoadedText = DecodedText & {
  /** of a longer text only the beginning is here */
  readonly cut: boolean;
};

export type Loaded = { readonly format: Format } & (
  | { readonly kind: 'empty' }
  | { readonly kind: 'text'; readonly text: LoadedText }
  | { readonly kind: 'markdown'; readonly text: LoadedText }
  | { readonly kind: 'csv'; readonly text: LoadedText; readonly table: CsvTable }
  | {
      readonly kind: 'image';
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly mime: string;
      readonly pixels?: ImageSize | undefined;
    }
  | { readonly kind: 'pdf'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'audio' | 'video'; readonly mime: string }
  | { readonly kind: 'word'; readonly html: string; readonly plain: string }
  | { readonly kind: 'document'; readonly slides: boolean; readonly document: OfficeDocument }
  | { readonly kind: 'tables'; readonly tables: readonly Table[] }
  | { readonly kind: 'zip'; readonly list: ZipList }
  | { readonly kind: 'old-office'; readonly file: OldOffice }
  | { readonly kind: 'binary' }
  | {
      readonly kind: 'refused';
      readonly what: Kind;
      readonly why: Refusal;
      readonly pixels?: ImageSize | undefined;
    }
);

export type LoadOptions = {
  /** how much of a text is read */
  readonly textBytes: number;
};

export async function load(name: string, source: Source, options: LoadOptions): Promise<Loaded> {
  const recognised = kindOf(name, await source.read(0, headBytes));
  try {
    return await loadKind(source, recognised, options);
  } catch (error) {
    const why = error instanceof Refused ? error.why : 'damaged';
    return { kind: 'refused', what: recognised.kind, why, format: recognised.format };
  }
}

async function loadKind(source: Source, { kind, format }: Recognised, options: LoadOptions): Promise<Loaded> {
  switch (kind) {
    case 'empty':
    case 'binary':
      return { kind, format };
    case 'text':
    case 'markdown':
      return { kind, format, text: await loadText(source, options) };
    case 'csv': {
      const text = await loadText(source, options);
      const table = readCsv(text.text, format);
      return table === undefined ? { kind: 'text', format, text } : { kind, format, text, table };
    }
    case 'image':
      return loadImage(source, format);
    case 'pdf':
      if (source.size > limits.pdfBytes) throw new Refused('too-large');
      return { kind, format, bytes: await source.read(0, source.size) };
    case 'audio':
    case 'video':
      return { kind, format, mime: `${kind}/${format}` };
    case 'word':
    case 'sheet':
    case 'slides':
      return loadOffice(source, format);
    case 'zip': {
      const list = await readZipList(source, limits.zipListed);
      if (list === undefined) throw new Refused('damaged');
      return { kind, format, list };
    }
    case 'old-office': {
      const file = await readOldOffice(source);
      if (file === undefined) throw new Refused('damaged');
      return { kind, format, file };
    }
  }
}

async function loadText(source: Source, { textBytes }: LoadOptions): Promise<LoadedText> {
  const cut = source.size > textBytes;
  const bytes = await source.read(0, textBytes);
  return { ...decodeText(bytes, !cut), cut };
}

/** Formats that Chromium decodes. */
const imageTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  bmp: 'image/bmp',
  ico: 'image/x-icon',
  svg: 'image/svg+xml',
};

/** Cameras put a preview image before the size of the real one. */
const imageHeadBytes = 256 * 1024;

async function loadImage(source: Source, format: Format): Promise<Loaded> {
  const pixels = imageSize(format, await source.read(0, imageHeadBytes));
  const refused = (why: Refusal): Loaded => ({ kind: 'refused', what: 'image', why, format, pixels });
  const mime = Object.hasOwn(imageTypes, format) ? imageTypes[format] : undefined;
  if (mime === undefined) return refused('format');
  if (pixels === undefined && format !== 'svg') return refused('damaged');
  if (pixels !== undefined && pixels.width * pixels.height > limits.pixels) return refused('pixels');
  if (source.size > limits.imageBytes) return refused('too-large');
  return { kind: 'image', format, mime, pixels, bytes: await source.read(0, source.size) };
}

async function loadOffice(source: Source, format: Format): Promise<Loaded> {
  const pack = await openPackage(source);
  switch (format) {
    case 'docx': {
      // half of all code of this page, for one kind of file
      const { readDocx } = await import('./docx.ts');
      const { html, text } = await readDocx(pack);
      return { kind: 'word', format, html, plain: text };
    }
    case 'xlsx':
      return { kind: 'tables', format, tables: readXlsx(pack) };
    case 'ods':
      return { kind: 'tables', format, tables: readOds(pack) };
    case 'pptx':
      return { kind: 'document', format, slides: true, document: readPptx(pack) };
    default:
      return { kind: 'document', format, slides: format === 'odp', document: readOdfDocument(pack) };
  }
}
