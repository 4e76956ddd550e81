/**
 * Names for versions that are written beside each other: the file's own name with the version's time and number in it,
 * `report (2026-03-01 14.05.09, v4).txt`. A name is one segment that every system takes, whatever the file is called.
 */
import { extname } from 'node:path';
import { offsetMark } from '../../shared/local-time.ts';

const mostBytes = 255;
const mostCharacters = 250;
/** in bytes and in characters; what is longer was never meant as one */
const longestExtension = 64;
/** Windows takes none of these names, whatever stands behind their dot. */
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/iu;
/** forbidden on Windows, ends of a segment elsewhere; and what turns the text of a name around */
const forbidden = /[<>:"/\\|?*\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff]/gu;

export type DatedVersion = {
  /** epoch ms */
  readonly createdAt: number;
  /** undefined where nobody knows it */
  readonly revisionVersion: number | undefined;
};

/** Local time, as the user knows it; no colons, which Windows forbids in names. */
const stampOf = (ms: number): string => {
  const at = new Date(ms);
  if (Number.isNaN(at.getTime())) return '';
  const two = (value: number) => String(value).padStart(2, '0');
  const local = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}.${two(at.getMinutes())}.${two(at.getSeconds())}`;
  return `${local}${offsetMark(ms).replace(':', '')}`;
};

/** `again`: that many names before this one are taken. */
export function datedName(name: string, { createdAt, revisionVersion }: DatedVersion, again = 0): string {
  const clean = name.replace(/\p{Cs}/gu, '_').replace(forbidden, '_');
  const extension = extensionOf(clean);
  const parts = [
    stampOf(createdAt),
    revisionVersion === undefined ? '' : `v${String(revisionVersion)}`,
    again > 0 ? String(again + 1) : '',
  ];
  const tail = ` (${parts.filter(Boolean).join(', ')})${extension}`;
  const base = clean.slice(0, clean.length - extension.length).replace(reserved, '_$1');
  const kept = cut(base, mostBytes - Buffer.byteLength(tail), mostCharacters - tail.length);
  // a dot or a space at its end would be taken away on Windows
  return `${kept === '' || /^\.+$/u.test(kept) ? '_' : kept}${tail}`.replace(/[. ]+$/u, '_');
}

/** Whole or not at all: half of one would open another program, or none. */
function extensionOf(name: string): string {
  const extension = extname(name);
  return Buffer.byteLength(extension) > longestExtension ? '' : extension;
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * The beginning of a text, in so many bytes and UTF-16 units, without half of what is read as one character at its end:
 * a letter with its marks, a family of several. One that alone is too long is cut between its code points.
 */
function cut(text: string, bytes: number, units: number): string {
  const fits = (part: string) => Buffer.byteLength(part) <= bytes && part.length <= units;
  let kept = '';
  // what is far too long is not looked through to its end
  for (const { segment } of graphemes.segment(text.slice(0, units + 1))) {
    if (!fits(kept + segment)) break;
    kept += segment;
  }
  if (kept !== '') return kept;
  for (const character of text) {
    if (!fits(kept + character)) break;
    kept += character;
  }
  return kept;
}
