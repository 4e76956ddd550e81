/**
 * Links that the server hands out for PUT and download (API sections 7, 9, 12). They are hostile until checked: a
 * false one could send a file's bytes in the clear or make us speak to something that is no object storage.
 */
import { KooError } from '../model/errors.ts';
import { isLoopbackAddress, readUrl, type ServerAddress } from './server-address.ts';

/** The link as a URL. Throws BAD_ANSWER: https only (http to this machine if the server itself is there), no credentials. */
export function checkLink(text: string, server: ServerAddress): URL {
  // neither the message nor the cause may hold the link: its query is a signature
  const refuse = (why: string) => new KooError('BAD_ANSWER', `a link from the server ${why}`);
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw refuse('is no address');
  }
  const near = url.protocol === 'http:' && server.loopback && isLoopbackAddress(url.hostname);
  if (url.protocol !== 'https:' && !near) throw refuse(`has the scheme ${url.protocol}`);
  if (url.username !== '' || url.password !== '') throw refuse('holds credentials');
  url.hash = '';
  return url;
}

/** For how long a link is good from when it was given, ms, as it says itself; undefined: it does not say. */
export function lifeOf(link: string): number | undefined {
  const seconds = readUrl(link)?.searchParams.get('X-Amz-Expires') ?? null;
  return seconds !== null && /^\d{1,7}$/.test(seconds) ? Number(seconds) * 1000 : undefined;
}
