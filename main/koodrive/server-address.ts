/** Which server addresses KooSync takes (API section 1: HTTPS only). http is for a server on this very machine. */
import { KooError } from '../model/errors.ts';

export type ServerAddress = {
  /** scheme, host and port, without a slash at the end: what is stored, shown and put before a path */
  readonly origin: string;
  /** http on this machine: the emulator or a gateway of one's own. Then http links to this machine are fine too. */
  readonly loopback: boolean;
};

/**
 * 127.0.0.0/8 and ::1, as URL spells a host. No name: which address `localhost` has is said by a file or by a name server, and what
 * is plain HTTP would go there.
 */
export const isLoopbackAddress = (host: string): boolean =>
  host === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);

/** What no proxy is asked for: this machine, also by its names. It says nothing of whom to trust. */
export const isCalledLocal = (host: string): boolean =>
  isLoopbackAddress(host) || host === 'localhost' || host.endsWith('.localhost');

/** undefined for what is none. URL.canParse is not asked: for a host of 16 KB it says yes, and URL throws (found by `npm run fuzz`). */
export const readUrl = (text: string): URL | undefined => {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
};

/**
 * The address a user typed. A missing scheme means https. Throws BAD_USAGE where it is no bare https address:
 * no path, query, fragment or credentials; http only for an address of this machine.
 */
export function parseServer(text: string): ServerAddress {
  const trimmed = text.trim();
  const refuse = (why: string): never => {
    throw new KooError('BAD_USAGE', `The server address ${why}.`);
  };
  if (trimmed === '') return refuse('is empty');
  // backslashes, blanks and control characters are mended in silence by URL: a typed address holds none
  if (/[\s\\\p{Cc}]/u.test(trimmed)) return refuse('holds characters that no address has');
  let url: URL;
  try {
    url = new URL(trimmed.includes('://') ? trimmed : `https://${trimmed}`);
  } catch {
    return refuse('cannot be read; it looks like https://cn.myhuaweicloud-koodrive.com');
  }
  if (url.username !== '' || url.password !== '') return refuse('must not hold a user name or password');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refuse('must begin with https://');
  if (url.hostname === '') return refuse('names no host');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || /[?#]/.test(trimmed))
    return refuse('must end after the host name');
  const loopback = url.protocol === 'http:' && isLoopbackAddress(url.hostname);
  if (url.protocol === 'http:' && !loopback)
    return refuse('must begin with https://; http is for 127.0.0.1 and [::1] alone');
  return { origin: url.origin, loopback };
}
