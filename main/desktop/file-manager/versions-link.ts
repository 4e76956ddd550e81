/**
 * `koosync://versions?path=…`: an address that opens a file's history. Anybody may make one and any web site may lead to
 * it, so it can say nothing but a path, and only that path's history is shown.
 */
import { isAbsolute } from 'node:path';

export const linkScheme = 'koosync';

export const versionsLink = (path: string): string =>
  `${linkScheme}://versions?path=${encodeURIComponent(path.replace(/\p{Cs}/gu, '\ufffd'))}`;

export const isLink = (word: string): boolean => word.toLowerCase().startsWith(`${linkScheme}:`);

/** The path that the link names; undefined for anything that is no such link. */
export function pathOfLink(link: string): string | undefined {
  // by hand: a parser of addresses forgives too much, and reads a host that is no place
  const [, asked] = /^koosync:\/\/versions\/?\?path=([^&#]+)$/iu.exec(link) ?? [];
  if (asked === undefined) return undefined;
  let path: string;
  try {
    path = decodeURIComponent(asked);
  } catch {
    return undefined;
  }
  return isPath(path) ? path : undefined;
}

/** Absolute, of a length that systems take, and without what leads elsewhere than it reads. */
function isPath(path: string): boolean {
  if (path.length > 32_767 || path.includes('\0') || !isAbsolute(path) || /\p{Cs}/u.test(path)) return false;
  // a share that is merely looked at sends the user's name and a hash of their password to whoever the link names
  if (/^[\\/]{2}/u.test(path)) return false;
  return !path.split(/[\\/]/u).some((segment) => segment === '..' || segment === '.');
}
