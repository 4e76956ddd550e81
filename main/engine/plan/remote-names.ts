/** Which names KooDrive takes (API section 6 and 10, open point 17), decided before anything is asked of the server. */
import type { ErrorCode } from '../../../shared/error-codes.ts';
import { endsInDropped, isDeviceName } from '../../model/device-names.ts';

const longest = 250;
const forbidden = /[<>|:"*?/\\]/g;
/** control characters, and halves of a letter that no text in UTF-8 can hold */
const control = /[\p{Cc}\p{Cs}]/gu;

export type NameFault = {
  readonly code: ErrorCode;
  readonly values: Readonly<Record<string, string | number>>;
};

/** What is wrong with this name, with a name that would do (`proposal`), or undefined when nothing is. */
export function faultOfName(name: string): NameFault | undefined {
  const bad = [
    ...new Set([...(name.match(forbidden) ?? []), ...(name.match(control) ?? []).map(() => 'control')]),
  ];
  if (bad.length > 0)
    return { code: 'NAME_FORBIDDEN', values: { chars: bad.join(' '), proposal: proposalFor(name) } };
  // Windows drops these at the end of a name and keeps these names for devices: such a file could never be given back there
  if (endsInDropped(name) && name !== '.' && name !== '..' && name.trim() !== '')
    return { code: 'NAME_ENDING', values: { proposal: proposalFor(name) } };
  if (isDeviceName(name)) return { code: 'NAME_RESERVED', values: { proposal: proposalFor(name) } };
  if (name.trim() === '' || name === '.' || name === '..')
    return { code: 'NAME_FORBIDDEN', values: { chars: name, proposal: proposalFor(name) } };
  // the server is told the NFC form, which may be longer or shorter
  if (name.normalize('NFC').length > longest)
    return {
      code: 'NAME_TOO_LONG',
      values: { limit: longest, proposal: proposalFor(name) },
    };
  return undefined;
}

/** A name as near to `name` as KooDrive allows; the ending is kept, for it says what the file is. */
export function proposalFor(name: string): string {
  let good = name
    .replace(forbidden, '_')
    .replace(control, '_')
    .trim()
    .replace(/[. ]+$/, '');
  if (isDeviceName(good)) good = `_${good}`;
  if (good === '' || good === '.' || good === '..') good = 'unnamed';
  return cut(good, '');
}

/** `name` with `mark` before its ending, cut in its stem to what KooDrive, and a disk where that is asked for, allow. */
function cut(
  name: string,
  mark: string,
  { isFolder = false, mostBytes = Number.POSITIVE_INFINITY } = {},
): string {
  const whole = name.normalize('NFC');
  const dot = isFolder ? 0 : whole.lastIndexOf('.');
  const ending = dot > 0 && whole.length - dot <= 20 ? whole.slice(dot) : '';
  if (mark === '' && whole.length <= longest) return whole;
  const room = longest - mark.length - ending.length;
  const stem = whole.slice(0, whole.length - ending.length);
  let short = stem.length > room ? stem.slice(0, room).replace(/[\ud800-\udbff]$/, '') : stem;
  while (short !== '' && Buffer.byteLength(`${short}${mark}${ending}`) > mostBytes)
    short = short.slice(0, -1).replace(/[\ud800-\udbff]$/, '');
  const made = `${short}${mark}${ending}`.replace(/[. ]+$/, '');
  // what was cut off may have been all that told it from a device
  return made === '' ? 'unnamed' : isDeviceName(made) ? `_${made}` : made;
}

/** A name beside `name` that differs in more than case: `Notes (2).txt`. */
export function proposalBeside(name: string): string {
  return cut(name, ' (2)');
}

/** What the disks of all systems take for one name. */
const mostBytes = 255;

/** A name for what comes back beside something new: `report (recovered).txt`, then `report (recovered 2).txt`. */
export function recoveredName(name: string, kind: 'file' | 'folder', nth = 1): string {
  const mark = nth === 1 ? ' (recovered)' : ` (recovered ${String(nth)})`;
  return cut(name, mark, { isFolder: kind === 'folder', mostBytes });
}

/**
 * The name that makes way for another kind of thing: `docs (replaced 2026-11-26 091500 a1b2c3)`. Told by when the item
 * was last synced (epoch ms, UTC) and by its id, not by the time of the call: a call that is made again, or arrives
 * late, gives the same name.
 */
export function asideName(name: string, fileId: string, syncedAt: number): string {
  const stamp = new Date(syncedAt).toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '');
  return `${name.slice(0, 210)} (replaced ${stamp} ${fileId.slice(-6)})`;
}
