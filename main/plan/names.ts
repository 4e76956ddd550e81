/** Which names KooDrive takes (API section 6 and 10, open point 17), decided before anything is asked of the server. */
import type { ErrorCode } from '../../shared/error-codes.ts';

const longest = 250;
const reserved = /^(con|prn|aux|nul|com[1-9]|lpt[1-9])(\.|$)/i;
const forbidden = /[<>|:"*?/\\]/g;
// eslint-disable-next-line no-control-regex -- control characters are exactly what is looked for
const control = /[\u0000-\u001f\u007f]/g;

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
  if (/[. ]$/.test(name) && name !== '.' && name !== '..' && name.trim() !== '')
    return { code: 'NAME_ENDING', values: { proposal: proposalFor(name) } };
  if (reserved.test(name)) return { code: 'NAME_RESERVED', values: { proposal: proposalFor(name) } };
  if (name.trim() === '' || name === '.' || name === '..')
    return { code: 'NAME_FORBIDDEN', values: { chars: name, proposal: proposalFor(name) } };
  if ([...name].length > longest || name.length > longest)
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
  if (reserved.test(good)) good = `_${good}`;
  if (good === '' || good === '.' || good === '..') good = 'unnamed';
  if (good.length <= longest) return good;
  const dot = good.lastIndexOf('.');
  const ending = dot > 0 && good.length - dot <= 20 ? good.slice(dot) : '';
  return [...good.slice(0, longest - ending.length)].join('').replace(/[\ud800-\udbff]$/, '') + ending;
}

/** A name beside `name` that differs in more than case: `Notes (2).txt`. */
export function proposalBeside(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? `${name.slice(0, dot)} (2)${name.slice(dot)}` : `${name} (2)`;
}
