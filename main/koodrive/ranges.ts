/** The rest of a content by a range (RFC 9110, section 14), and whether what came is that rest. Pure. */

/** Where to go on: at this byte of a content of so many, which the storage named so. */
export type From = { readonly at: number; readonly of: number; readonly etag?: string | undefined };

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** The storage's name for these very bytes; a weak one does not tell contents apart. */
export function etagOf(headers: Headers): string | undefined {
  const { etag } = headers;
  return typeof etag === 'string' && /^"[\x21\x23-\x7e]{1,200}"$/.test(etag) ? etag : undefined;
}

/** Where the storage has another content by now, it gives all of that one. */
export const rangeHeaders = ({ at, etag }: From): Readonly<Record<string, string>> => ({
  Range: `bytes=${String(at)}-`,
  ...(etag === undefined ? {} : { 'If-Range': etag }),
});

/** Is this what was asked for: of the same content, from that byte on, not packed? It may end before the content does. */
export function isRest(
  answer: { readonly statusCode: number; readonly headers: Headers },
  from: From,
): boolean {
  if (answer.statusCode !== 206) return false;
  const { headers } = answer;
  const range = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/.exec(String(headers['content-range']));
  if (!range) return false;
  const [first, last, all] = range.slice(1).map(Number) as [number, number, number];
  const isWithin = first === from.at && last >= first && last < from.of;
  const length = headers['content-length'];
  const coding = headers['content-encoding'];
  const etag = etagOf(headers);
  return (
    isWithin &&
    (Number.isNaN(all) || all === from.of) &&
    (length === undefined || length === String(last - first + 1)) &&
    (coding === undefined || coding === 'identity') &&
    (etag === undefined || from.etag === undefined || etag === from.etag)
  );
}
