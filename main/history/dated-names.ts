/**
 * Names for versions that are written beside each other: the file's own name with the version's time in it,
 * `report (2026-03-01 14.05.09).txt`. A name is one segment that every system takes, whatever the file is called.
 */
import { extname } from 'node:path';

const mostBytes = 255;
const mostCharacters = 250;
/** Windows takes none of these names, whatever stands behind their dot. */
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/iu;
/** forbidden on Windows, ends of a segment elsewhere; and what turns the text of a name around */
const forbidden = /[<>:"/\\|?*\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff]/gu;

/** Local time, as the person knows it; no colons, which Windows forbids in names. */
const stampOf = (ms: number): string => {
  const at = new Date(ms);
  if (Number.isNaN(at.getTime())) return '';
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}.${two(at.getMinutes())}.${two(at.getSeconds())}`;
};

/** `again`: that many names before this one are taken. */
export function datedName(name: string, createdAt: number, again = 0): string {
  const clean = name.replace(/\p{Cs}/gu, '_').replace(forbidden, '_');
  const extension = cut(extname(clean), 32, 32);
  const mark = ` (${[stampOf(createdAt), ...(again > 0 ? [String(again + 1)] : [])].filter(Boolean).join(', ')})`;
  const tail = `${mark}${extension}`;
  const room = mostBytes - Buffer.byteLength(tail);
  const base = clean.slice(0, clean.length - extname(clean).length).replace(reserved, '_$1');
  const kept = cut(base, room, mostCharacters - tail.length);
  // a dot or a space at its end would be taken away on Windows
  return `${kept === '' || /^\.+$/u.test(kept) ? '_' : kept}${tail}`.replace(/[. ]+$/u, '_');
}

/** The beginning of a text, in so many bytes and UTF-16 units, without half a character at its end. */
function cut(text: string, bytes: number, units: number): string {
  let kept = '';
  for (const character of text) {
    if (Buffer.byteLength(kept + character) > bytes || kept.length + character.length > units) break;
    kept += character;
  }
  return kept;
}
