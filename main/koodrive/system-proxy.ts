/** Connections through whatever proxy the system names for each address, asked anew from time to time. */
import type { Dispatcher } from 'undici';
import { isCalledLocal } from './server-address.ts';

/** The proxy for an address as a PAC script words it ("PROXY host:port; DIRECT"). May throw: then there is none. */
export type SystemProxy = (url: string) => Promise<string>;

/** The first proxy of the list that we can speak to, as an address; '' for none. Pure. */
export function proxyOfPac(answer: string): string {
  for (const entry of answer.split(';')) {
    const [, kind = '', host = ''] = /^\s*(\w+)(?:\s+(\S+))?\s*$/u.exec(entry) ?? [];
    switch (kind.toUpperCase()) {
      case 'DIRECT':
        return '';
      case 'PROXY':
      case 'HTTP':
        if (URL.canParse(`http://${host}`)) return `http://${host}`;
        break;
      case 'HTTPS':
        if (URL.canParse(`https://${host}`)) return `https://${host}`;
        break;
    }
  }
  return '';
}

/** Settings of the system change while we run: a laptop goes home. */
const askedAnewMs = 30_000;

type Asked = { readonly at: number; readonly proxy: Promise<string> };

/** A script that does not end, or cannot be fetched, keeps nobody waiting for ever: then there is no proxy. */
const longestAnswerMs = 10_000;
const after = (ms: number): Promise<string> => new Promise((resolve) => setTimeout(resolve, ms, '').unref());

/** `answer`, or a rejection as soon as the call is taken back; who waits for the system knows nothing of that. */
function unlessTakenBack<T>(answer: Promise<T>, signal: unknown): Promise<T> {
  if (!(signal instanceof AbortSignal)) return answer;
  return new Promise((resolve, reject) => {
    const end = () => reject(signal.reason as Error);
    if (signal.aborted) return end();
    signal.addEventListener('abort', end, { once: true });
    void answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
}

type Place = { readonly origin: string; readonly isLocal: boolean };

/** More hosts than any account has: it is begun anew then. */
const mostPlaces = 100;

/** What is said of an address with each call to it. */
function createPlaces(): (address: string | URL | undefined) => Place | undefined {
  const places = new Map<string, Place>();
  return (address) => {
    if (address === undefined) return undefined;
    const text = String(address);
    const known = places.get(text);
    if (known) return known;
    const { origin } = new URL(text);
    if (origin === '') return undefined;
    const place = { origin, isLocal: isCalledLocal(new URL(origin).hostname) };
    if (places.size >= mostPlaces) places.clear();
    places.set(text, place);
    return place;
  };
}

/** `through`: the connections of one proxy, '' for none. What they are is the caller's to destroy. */
export function viaSystemProxy(
  straight: Dispatcher,
  through: (proxy: string) => Dispatcher,
  systemProxy: SystemProxy,
): Dispatcher {
  const known = new Map<string, Asked>();
  const placeOf = createPlaces();
  const proxyFor = (origin: string): Promise<string> => {
    const now = performance.now();
    const before = known.get(origin);
    if (before && now - before.at < askedAnewMs) return before.proxy;
    const asked = systemProxy(`${origin}/`).then(proxyOfPac, () => '');
    const proxy = Promise.race([asked, after(longestAnswerMs)]);
    known.set(origin, { at: now, proxy });
    return proxy;
  };
  return straight.compose((dispatch) => (options, handler) => {
    const place = placeOf(options.origin);
    if (!place || place.isLocal) return dispatch(options, handler);
    const { signal } = options as { signal?: unknown };
    void unlessTakenBack(proxyFor(place.origin), signal)
      .then((proxy) =>
        proxy === '' ? dispatch(options, handler) : through(proxy).dispatch(options, handler),
      )
      .catch((thrown: unknown) => {
        const error = thrown instanceof Error ? thrown : new Error(String(thrown));
        // nothing was begun: the handler has no controller yet
        handler.onResponseError?.(undefined as never, error);
      });
    return true;
  });
}
