/**
 * Bytes as text: UTF-8 and UTF-16 with and without their mark, else what chardet takes it for among the encodings that
 * people of this product have files in. Which one it was is said. Pure.
 */
import { analyse } from 'chardet';
import { looksLikeUtf16 } from './kind.ts';

export type DecodedText = {
  readonly text: string;
  /** as TextDecoder calls it */
  readonly encoding: string;
  /** the bytes began with the encoding's mark, which is not in the text */
  readonly mark: boolean;
  /** it was found by what is frequent in languages, and may be another */
  readonly guessed: boolean;
  /** something in it is no text in this encoding */
  readonly lossy: boolean;
};

const marks: readonly (readonly [encoding: string, mark: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** `whole`: no more bytes follow; else a character may be cut at the end. */
export function decodeText(bytes: Uint8Array, whole = true): DecodedText {
  const marked = marks.find(([, mark]) => mark.every((byte, n) => bytes[n] === byte));
  if (marked !== undefined)
    return decodeAs(marked[0], bytes.subarray(marked[1].length), { mark: true, guessed: false, whole });
  const wide = looksLikeUtf16(bytes.subarray(0, 4_096 & ~1));
  if (wide !== undefined) return decodeAs(wide, bytes, { mark: false, guessed: true, whole });
  const plain = decodeAs('utf-8', bytes, { mark: false, guessed: false, whole });
  if (!plain.lossy) return plain;
  return decodeAs(guess(bytes), bytes, { mark: false, guessed: true, whole });
}

function decodeAs(
  encoding: string,
  bytes: Uint8Array,
  { mark, guessed, whole }: { mark: boolean; guessed: boolean; whole: boolean },
): DecodedText {
  const told = { encoding, mark, guessed };
  try {
    const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes, {
      stream: !whole,
    });
    return { text, ...told, lossy: false };
  } catch {
    return { text: new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes), ...told, lossy: true };
  }
}

/** What chardet may answer, and TextDecoder's name for it. Superset for subset: GB18030 for GB2312 and GBK. */
const known: Readonly<Record<string, string>> = {
  'UTF-8': 'utf-8',
  GB18030: 'gb18030',
  Big5: 'big5',
  Shift_JIS: 'shift_jis',
  'EUC-JP': 'euc-jp',
  'EUC-KR': 'euc-kr',
  'ISO-2022-JP': 'iso-2022-jp',
  'windows-1250': 'windows-1250',
  'windows-1251': 'windows-1251',
  'windows-1252': 'windows-1252',
  'windows-1253': 'windows-1253',
  'windows-1254': 'windows-1254',
  'windows-1255': 'windows-1255',
  'windows-1256': 'windows-1256',
  'ISO-8859-1': 'windows-1252',
  'ISO-8859-2': 'iso-8859-2',
  'ISO-8859-5': 'iso-8859-5',
  'ISO-8859-6': 'iso-8859-6',
  'ISO-8859-7': 'iso-8859-7',
  'ISO-8859-8': 'iso-8859-8',
  'ISO-8859-9': 'windows-1254',
  'KOI8-R': 'koi8-r',
};

/** Encodings of two bytes a character: bytes that are wrong in them are no text in them. */
const strict = new Set(['utf-8', 'gb18030', 'big5', 'shift_jis', 'euc-jp', 'euc-kr', 'iso-2022-jp']);

function guess(bytes: Uint8Array): string {
  // more says no more, and takes longer
  const sample = bytes.subarray(0, 64 * 1024);
  if (isShort(sample) && inPairs(sample) && shareOf(sample, 0xb0, 0xd7) >= 0.9 && fits('gb18030', sample))
    return 'gb18030';
  for (const { name } of analyse(sample)) {
    const encoding = Object.hasOwn(known, name) ? known[name] : undefined;
    if (encoding === undefined || encoding === 'utf-8') continue;
    if (strict.has(encoding) && !fits(encoding, sample)) continue;
    if (encoding === 'gb18030' || encoding === 'big5') return chineseOf(encoding, sample);
    return encoding;
  }
  return fits('gb18030', sample) ? 'gb18030' : 'windows-1252';
}

/**
 * A name, a line: too little for statistics, which take it for Japanese, Korean or accents. Simplified Chinese, whose
 * frequent characters come first in its encoding, is what most such texts of this product's users are.
 */
const isShort = (sample: Uint8Array): boolean => sample.filter((byte) => byte >= 0x80).length < 120;

/**
 * Simplified or traditional? Statistics need more text than a name has. In both encodings the frequent characters come
 * first, so that what is read in the wrong one is full of rare characters.
 */
function chineseOf(guessed: 'gb18030' | 'big5', sample: Uint8Array): 'gb18030' | 'big5' {
  const shares = { gb18030: shareOf(sample, 0xb0, 0xd7), big5: shareOf(sample, 0xa4, 0xc6) };
  const other = guessed === 'big5' ? 'gb18030' : 'big5';
  return shares[other] > shares[guessed] && fits(other, sample) ? other : guessed;
}

/** How many characters of two bytes begin with one of these; signs and letters, which both have first, do not count. */
function shareOf(bytes: Uint8Array, from: number, to: number): number {
  let [within, all] = [0, 0];
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x81) continue;
    at += 1;
    if (lead >= 0xa1 && lead <= 0xa3) continue;
    all += 1;
    if (lead >= from && lead <= to) within += 1;
  }
  return all === 0 ? 0 : within / all;
}

/** The last bytes of a sample may be half a character. */
function fits(encoding: string, sample: Uint8Array): boolean {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(sample, { stream: true });
    return !/\p{Co}/u.test(text);
  } catch {
    return false;
  }
}

/** Do bytes above ASCII come in runs of even length, mostly? Letters with accents come one by one. */
function inPairs(bytes: Uint8Array): boolean {
  let [even, odd, run] = [0, 0, 0];
  for (const byte of [...bytes.subarray(0, 8_192), 0]) {
    if (byte >= 0x80) run += 1;
    else {
      if (run > 0) {
        if (run % 2 === 0) even += 1;
        else odd += 1;
      }
      run = 0;
    }
  }
  return even > odd * 4;
}

/** What people call these encodings. They are names, and the same in every language. */
const names: Readonly<Record<string, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  gb18030: 'GB18030',
  big5: 'Big5',
  shift_jis: 'Shift JIS',
  'euc-jp': 'EUC-JP',
  'euc-kr': 'EUC-KR',
  'iso-2022-jp': 'ISO-2022-JP',
};

export const encodingName = (encoding: string): string =>
  Object.hasOwn(names, encoding) ? (names[encoding] ?? encoding) : encoding;
