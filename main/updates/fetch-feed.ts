/** Asks for a feed, within bounds: whoever answers may send what he likes, for as long as he likes. */
import { UpdateFailure } from './failure.ts';

const mostBytes = 256 * 1024;
const withinMs = 30_000;

/** The web's fetch; Electron's goes by the system's proxy and certificates. */
export type Fetch = (address: string, init: RequestInit) => Promise<Response>;

/** The text at this address. Throws UpdateFailure 'feed-down'. */
export async function fetchFeed(fetch: Fetch, address: string): Promise<string> {
  try {
    const signal = AbortSignal.timeout(withinMs);
    const response = await fetch(address, { signal, cache: 'no-store', credentials: 'omit' });
    if (!response.ok) throw new UpdateFailure('feed-down', `the feed answers ${String(response.status)}`);
    return await textOf(response);
  } catch (thrown) {
    if (thrown instanceof UpdateFailure) throw thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    throw new UpdateFailure('feed-down', `the feed does not answer: ${message}`, thrown);
  }
}

async function textOf(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const piece = (await reader?.read()) ?? { done: true };
    if (piece.done) return Buffer.concat(pieces).toString('utf8');
    bytes += piece.value.length;
    pieces.push(piece.value);
    if (bytes <= mostBytes) continue;
    await reader?.cancel();
    throw new UpdateFailure('feed-down', 'the feed is longer than any feed');
  }
}
