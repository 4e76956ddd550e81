/** Where the bytes of a content are read from, in pieces: it may be larger than memory. */
export type Source = {
  readonly size: number;
  /** from `from` up to, and without, `to`; both are brought within the content */
  readonly read: (from: number, to: number) => Promise<Uint8Array<ArrayBuffer>>;
};

export const bytesSource = (bytes: Uint8Array<ArrayBuffer>): Source => ({
  size: bytes.byteLength,
  read: (from, to) => Promise.resolve(bytes.slice(Math.max(0, from), Math.max(0, to))),
});

/** What fetch() gives, as far as is needed. */
type Answer = Pick<Response, 'status' | 'body'>;
export type Fetch = (
  url: string,
  init: { readonly headers: Readonly<Record<string, string>> },
) => Promise<Answer>;

/** Bytes behind an address that takes ranges; one that does not is read up to where it is wanted. */
export const urlSource = (url: string, size: number, fetch: Fetch): Source => ({
  size,
  read: async (wantedFrom, wantedTo) => {
    const from = Math.max(0, Math.min(wantedFrom, size));
    const to = Math.max(from, Math.min(wantedTo, size));
    if (from === to) return new Uint8Array(0);
    const answer = await fetch(url, { headers: { range: `bytes=${from}-${to - 1}` } });
    if ((answer.status !== 200 && answer.status !== 206) || answer.body === null)
      throw new Error(`content: status ${answer.status}`);
    return take(answer.body, answer.status === 206 ? 0 : from, to - from);
  },
});

/** `count` bytes of a stream after `skip` others. What comes after them is not waited for. */
async function take(
  body: ReadableStream<Uint8Array>,
  skip: number,
  count: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(count);
  const reader = body.getReader();
  let at = -skip;
  while (at < count) {
    const { done, value } = await reader.read();
    if (done) break;
    const part = value.subarray(Math.max(0, -at), Math.max(0, count - at));
    if (part.byteLength > 0) bytes.set(part, Math.max(0, at));
    at += value.byteLength;
  }
  await reader.cancel();
  if (at < count) throw new Error('content: shorter than was said');
  return bytes;
}
