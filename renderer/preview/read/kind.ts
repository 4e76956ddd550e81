/**
 * What a content is: by its first bytes, and by its name where bytes leave it open. A name alone never makes a content
 * what it is not: "photo.png" with a text in it is a text. Pure.
 */
import { ascii, startsWith } from './bytes.ts';

export const kinds = [
  'empty',
  'text',
  'markdown',
  'csv',
  'image',
  'pdf',
  'audio',
  'video',
  'word',
  'sheet',
  'slides',
  'zip',
  'old-office',
  'binary',
] as const;
export type Kind = (typeof kinds)[number];

/** The way a file is written, where its kind has several. */
export type Format = string;

export type Recognised = { readonly kind: Kind; readonly format: Format };

export function extensionOf(name: string): string {
  const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  const dot = base.lastIndexOf('.');
  return dot <= 0 ? '' : base.slice(dot + 1).toLowerCase();
}

/** How many bytes of the beginning are enough for kindOf(). */
export const headBytes = 4_096;

export function kindOf(name: string, head: Uint8Array): Recognised {
  if (head.byteLength === 0) return { kind: 'empty', format: '' };
  return (
    byMagic.find(({ is }) => is(head))?.of(name, head) ??
    (looksLikeText(head) ? textKind(name, head) : { kind: 'binary', format: '' })
  );
}

type Rule = {
  readonly is: (head: Uint8Array) => boolean;
  readonly of: (name: string, head: Uint8Array) => Recognised | undefined;
};

const magic = (letters: string, kind: Kind, format: Format, at = 0): Rule => ({
  is: (head) => startsWith(head, letters, at),
  of: () => ({ kind, format }),
});

/** Ends of names, and what a zip with such a name is a package of. */
const packages: Readonly<Record<string, Recognised>> = {
  docx: { kind: 'word', format: 'docx' },
  docm: { kind: 'word', format: 'docx' },
  dotx: { kind: 'word', format: 'docx' },
  xlsx: { kind: 'sheet', format: 'xlsx' },
  xlsm: { kind: 'sheet', format: 'xlsx' },
  xltx: { kind: 'sheet', format: 'xlsx' },
  pptx: { kind: 'slides', format: 'pptx' },
  pptm: { kind: 'slides', format: 'pptx' },
  ppsx: { kind: 'slides', format: 'pptx' },
  potx: { kind: 'slides', format: 'pptx' },
  odt: { kind: 'word', format: 'odt' },
  ott: { kind: 'word', format: 'odt' },
  ods: { kind: 'sheet', format: 'ods' },
  ots: { kind: 'sheet', format: 'ods' },
  odp: { kind: 'slides', format: 'odp' },
  otp: { kind: 'slides', format: 'odp' },
};

/** OpenDocument says what it is in its first entry, whatever its name. */
const openDocuments: Readonly<Record<string, Recognised>> = {
  'application/vnd.oasis.opendocument.text': { kind: 'word', format: 'odt' },
  'application/vnd.oasis.opendocument.spreadsheet': { kind: 'sheet', format: 'ods' },
  'application/vnd.oasis.opendocument.presentation': { kind: 'slides', format: 'odp' },
};

function zipKind(name: string, head: Uint8Array): Recognised {
  const declared = /mimetype(application\/vnd\.oasis\.opendocument\.[a-z]+)/u.exec(ascii(head, 30, 200))?.[1];
  return (
    (declared === undefined ? undefined : openDocuments[declared]) ??
    (Object.hasOwn(packages, extensionOf(name)) ? packages[extensionOf(name)] : undefined) ?? {
      kind: 'zip',
      format: 'zip',
    }
  );
}

/** "ftyp" boxes are in films, songs and pictures alike; the brand says which. */
function boxKind(name: string, head: Uint8Array): Recognised {
  const brand = ascii(head, 8, 12);
  if (/^avi[fs]/u.test(brand)) return { kind: 'image', format: 'avif' };
  if (/^(heic|heix|hevc|mif1|msf1|heim|heis)/u.test(brand)) return { kind: 'image', format: 'heic' };
  if (/^M4[AB]/u.test(brand) || extensionOf(name) === 'm4a') return { kind: 'audio', format: 'mp4' };
  return { kind: 'video', format: brand.startsWith('qt') ? 'quicktime' : 'mp4' };
}

const byMagic: readonly Rule[] = [
  magic('\x89PNG\r\n\x1a\n', 'image', 'png'),
  magic('\xff\xd8\xff', 'image', 'jpeg'),
  magic('GIF87a', 'image', 'gif'),
  magic('GIF89a', 'image', 'gif'),
  magic('II*\0', 'image', 'tiff'),
  magic('MM\0*', 'image', 'tiff'),
  magic('\0\0\x01\0', 'image', 'ico'),
  magic('8BPS', 'image', 'psd'),
  {
    is: (head) => startsWith(head, 'BM') && head.length > 26 && head[6] === 0 && head[8] === 0,
    of: () => ({ kind: 'image', format: 'bmp' }),
  },
  {
    is: (head) => startsWith(head, 'RIFF'),
    of: (_name, head) => {
      const form = ascii(head, 8, 12);
      if (form === 'WEBP') return { kind: 'image', format: 'webp' };
      if (form === 'WAVE') return { kind: 'audio', format: 'wav' };
      return form === 'AVI ' ? { kind: 'video', format: 'avi' } : undefined;
    },
  },
  { is: (head) => startsWith(head, 'ftyp', 4), of: boxKind },
  magic('\x1aE\xdf\xa3', 'video', 'webm'),
  {
    is: (head) => startsWith(head, 'OggS'),
    of: (_name, head) =>
      ascii(head, 0, 200).includes('theora')
        ? { kind: 'video', format: 'ogg' }
        : { kind: 'audio', format: 'ogg' },
  },
  magic('ID3', 'audio', 'mpeg'),
  magic('fLaC', 'audio', 'flac'),
  {
    is: (head) =>
      head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0 && head[1] !== 0xff && head[1] !== 0xfe,
    of: (name) =>
      ['mp3', 'aac'].includes(extensionOf(name)) ? { kind: 'audio', format: 'mpeg' } : undefined,
  },
  {
    // some programs write a few bytes before it
    is: (head) => ascii(head, 0, 1024).includes('%PDF-'),
    of: (_name, head) =>
      startsWith(head, '%PDF-') || !looksLikeText(head) ? { kind: 'pdf', format: 'pdf' } : undefined,
  },
  { is: (head) => startsWith(head, 'PK\x03\x04') || startsWith(head, 'PK\x05\x06'), of: zipKind },
  magic('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'old-office', 'ole'),
];

/** Zeros are in no text but UTF-16's, and control characters in none. */
function looksLikeText(head: Uint8Array): boolean {
  if (startsWith(head, '\xff\xfe') || startsWith(head, '\xfe\xff')) return true;
  if (looksLikeUtf16(head) !== undefined) return true;
  let odd = 0;
  for (const byte of head) {
    if (byte === 0) return false;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27) odd += 1;
  }
  return odd * 100 <= head.byteLength;
}

/** UTF-16 without its mark: in text of any language, one byte of the two is zero or small far more often than the other. */
export function looksLikeUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const head = bytes.subarray(0, headBytes & ~1);
  if (head.length < 8 || head.length % 2 === 1) return undefined;
  const zeros = [0, 0];
  for (const [n, byte] of head.entries()) if (byte === 0) zeros[n & 1] = (zeros[n & 1] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const pairs = head.length / 2;
  // spaces, digits and ends of line are there in Chinese text, too, but nothing may be zero on the other side
  if (even === 0 && odd > pairs * 0.05 && printable(head, 'utf-16le')) return 'utf-16le';
  if (odd === 0 && even > pairs * 0.05 && printable(head, 'utf-16be')) return 'utf-16be';
  return undefined;
}

function printable(bytes: Uint8Array, encoding: string): boolean {
  const text = new TextDecoder(encoding).decode(bytes);
  const odd = text.match(/[^\P{C}\t\n\r\f]/gu)?.length ?? 0;
  return odd * 50 <= text.length;
}

function textKind(name: string, head: Uint8Array): Recognised {
  const extension = extensionOf(name);
  if (extension === 'svg' || /^\s*(<\?xml[^>]*>\s*)?(<!--[^>]*-->\s*)?<svg[\s>]/u.test(ascii(head, 0, 1024)))
    return { kind: 'image', format: 'svg' };
  if (['md', 'markdown', 'mdown', 'mkd'].includes(extension)) return { kind: 'markdown', format: 'markdown' };
  if (['csv', 'tsv', 'tab'].includes(extension)) return { kind: 'csv', format: extension };
  return { kind: 'text', format: extension };
}
