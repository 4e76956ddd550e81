/**
 * Bytes that the window may read: each is held under a token that nobody can guess, until it is released as often as it
 * was asked for. The window names files and versions; the token is all that names bytes.
 */
import type { ContentFolder } from '../storage/content-folder.ts';
import type { Content } from './contents.ts';

export type Held = Content & {
  readonly token: string;
  /** the file's name, which says what kind of bytes they are */
  readonly name: string;
};

export type HeldContents = {
  /** Has `fetch` get the bytes, once for all who ask for this `key` meanwhile. Rejects with CANCELLED when released. */
  hold(key: string, name: string, fetch: (signal: AbortSignal) => Promise<Content>): Promise<Held>;
  /** Ends a fetch that nobody else waits for, and lets go of what was held. */
  release(key: string): void;
  /** The page is gone, and everything it held. */
  releaseAll(): void;
  find(token: string): Held | undefined;
};

type Holding = {
  count: number;
  readonly abort: AbortController;
  readonly held: Promise<Held>;
  token: string | undefined;
};

export function createHeldContents(
  folder: Pick<ContentFolder, 'hold' | 'release'>,
  newToken: () => string,
): HeldContents {
  const holdings = new Map<string, Holding>();
  const byToken = new Map<string, Held>();

  const end = (key: string, holding: Holding) => {
    holdings.delete(key);
    holding.abort.abort();
    const held = holding.token === undefined ? undefined : byToken.get(holding.token);
    if (!held) return;
    byToken.delete(held.token);
    folder.release(held.sha256);
  };

  const begin = (key: string, name: string, fetch: (signal: AbortSignal) => Promise<Content>): Holding => {
    const abort = new AbortController();
    const held = fetch(abort.signal).then(
      (content) => {
        abort.signal.throwIfAborted();
        const one = { ...content, name, token: newToken() };
        byToken.set(one.token, one);
        folder.hold(one.sha256);
        holding.token = one.token;
        return one;
      },
      (thrown: unknown) => {
        if (holdings.get(key) === holding) holdings.delete(key);
        throw thrown;
      },
    );
    const holding: Holding = { count: 0, abort, held, token: undefined };
    holdings.set(key, holding);
    return holding;
  };

  return {
    hold(key, name, fetch) {
      const holding = holdings.get(key) ?? begin(key, name, fetch);
      holding.count += 1;
      return holding.held;
    },
    release(key) {
      const holding = holdings.get(key);
      if (!holding) return;
      holding.count -= 1;
      if (holding.count <= 0) end(key, holding);
    },
    releaseAll() {
      for (const [key, holding] of holdings) end(key, holding);
    },
    find: (token) => byToken.get(token),
  };
}
