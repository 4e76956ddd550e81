/**
 * The proxy that the environment names, as curl and git read it: HTTPS_PROXY, HTTP_PROXY, NO_PROXY, in capitals or
 * not. Everything goes through it, the storage links too; this machine itself is never asked of a proxy.
 */
import { Agent, EnvHttpProxyAgent, Pool, type Dispatcher } from 'undici';
import { KooError } from '../model/errors.ts';
import { networkError } from './network-errors.ts';
import { openProxyLine, withinLimit, type Understand } from './proxy-line.ts';
import { isLoopbackHost } from './server-address.ts';

export type Environment = Readonly<Record<string, string | undefined>>;
export type Lines = { readonly dispatcher: Dispatcher; destroy(): Promise<void> };

const read = (env: Environment, name: string): string => (env[name.toLowerCase()] ?? env[name] ?? '').trim();

/** The address of an HTTP proxy in full. Throws BAD_USAGE, without the address: it may hold a password. */
export function parseProxy(text: string, name = 'proxy'): string {
  const address = text.includes('://') ? text : `http://${text}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || url.hostname === '' || !['http:', 'https:'].includes(url.protocol))
    throw new KooError('BAD_USAGE', `${name} is no address of an HTTP proxy`, {
      detail: { values: { say: 'sentence.proxyAddress', name } },
    });
  return url.href;
}

/** The proxy that a variable names; '' for none. Throws as parseProxy does. */
function proxyOf(env: Environment, name: string): string {
  const text = read(env, name);
  return text === '' ? '' : parseProxy(text, name);
}

/** Connections for one client: straight, or through the proxy. Times in ms. */
export function openLines(env: Environment, timeouts: { connect: number; idle: number }): Lines {
  const connect = { timeout: timeouts.connect };
  const straight = new Agent({ connect, bodyTimeout: timeouts.idle });
  const httpProxy = proxyOf(env, 'HTTP_PROXY');
  const httpsProxy = proxyOf(env, 'HTTPS_PROXY');
  if (httpProxy === '' && httpsProxy === '')
    return { dispatcher: straight, destroy: () => straight.destroy() };

  const understand: Understand = (thrown) => networkError(thrown, undefined);
  const limit = { proxy: new URL(httpsProxy || httpProxy).host, understand, ms: 3 * timeouts.connect };
  const proxied = new EnvHttpProxyAgent({
    httpProxy,
    httpsProxy,
    noProxy: read(env, 'NO_PROXY'),
    connect,
    bodyTimeout: timeouts.idle,
    proxyTls: connect,
    requestTls: connect,
    // the proxy's answer to CONNECT is part of connecting: one that keeps silent must not hold us
    clientFactory: (proxy, options) =>
      openProxyLine(proxy, { ...options, headersTimeout: timeouts.connect }, understand),
    factory: (origin, options: Pool.Options) =>
      // what is reached without a proxy has no connector of its own
      typeof options.connect === 'function'
        ? new Pool(origin, { ...options, connect: withinLimit(options.connect, limit) })
        : new Pool(origin, options),
  });
  const dispatcher = proxied.compose((dispatch) => (options, handler) => {
    const host = options.origin === undefined ? '' : new URL(options.origin).hostname;
    return isLoopbackHost(host) ? straight.dispatch(options, handler) : dispatch(options, handler);
  });
  return {
    dispatcher,
    destroy: async () => {
      await Promise.all([proxied.destroy(), straight.destroy()]);
    },
  };
}
