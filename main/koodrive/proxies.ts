/**
 * The proxy that the environment names, as curl and git read it: HTTPS_PROXY, HTTP_PROXY, NO_PROXY, in capitals or
 * not; else the one that the system names; and before both, what the organisation fixed. Everything goes through it, the
 * storage links too; this machine itself is never asked of a proxy.
 */
import type { SecureContext } from 'node:tls';
import { Agent, buildConnector, EnvHttpProxyAgent, Pool, type Dispatcher } from 'undici';
import { KooError } from '../model/errors.ts';
import { networkError } from './network-errors.ts';
import { openProxyLine, withinLimit, type Understand } from './proxy-line.ts';
import { isCalledLocal, readUrl } from './server-address.ts';
import { viaSystemProxy, type SystemProxy } from './system-proxy.ts';

export type Environment = Readonly<Record<string, string | undefined>>;
export type Lines = { readonly dispatcher: Dispatcher; destroy(): Promise<void> };

const read = (env: Environment, name: string): string => (env[name.toLowerCase()] ?? env[name] ?? '').trim();

/** The address of an HTTP proxy in full. Throws BAD_USAGE, without the address: it may hold a password. */
export function parseProxy(text: string, name = 'proxy'): string {
  const address = text.includes('://') ? text : `http://${text}`;
  const url = readUrl(address);
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

/** What the organisation fixed of it: `system`, `none` or an address; hosts without one. */
export type FixedProxy = {
  readonly proxy?: string | undefined;
  readonly noProxy?: readonly string[] | undefined;
};

export type LinesOptions = {
  readonly env: Environment;
  /** ms */
  readonly timeouts: { readonly connect: number; readonly idle: number };
  /** default: nothing is fixed */
  readonly fixed?: FixedProxy | undefined;
  /** asked where neither the organisation nor the environment names a proxy; default: then there is none */
  readonly systemProxy?: SystemProxy | undefined;
  /** whose certificates are taken, asked when a connection needs any, since that takes some time; default: Node's own list */
  readonly secureContext?: (() => SecureContext) | undefined;
};

type Chosen =
  | { readonly from: 'none' }
  | { readonly from: 'named'; readonly http: string; readonly https: string }
  | { readonly from: 'system' };

/** The organisation's word before the environment's, and that before the system's. Throws BAD_USAGE. */
function chooseProxy({ env, fixed }: LinesOptions): Chosen {
  if (fixed?.proxy === 'system' || fixed?.proxy === 'none') return { from: fixed.proxy };
  if (fixed?.proxy !== undefined) {
    const proxy = parseProxy(fixed.proxy);
    return { from: 'named', http: proxy, https: proxy };
  }
  const http = proxyOf(env, 'HTTP_PROXY');
  const https = proxyOf(env, 'HTTPS_PROXY');
  return http === '' && https === '' ? { from: 'system' } : { from: 'named', http, https };
}

/** Connections for one client: straight, or through the proxy. Throws BAD_USAGE for a proxy that cannot be read. */
export function openLines(options: LinesOptions): Lines {
  const { env, timeouts, fixed, systemProxy, secureContext } = options;
  // said, and not left to Node, which would take NODE_TLS_REJECT_UNAUTHORIZED for a reason to take any certificate
  const plain = { timeout: timeouts.connect, rejectUnauthorized: true };
  const secure = () => (secureContext === undefined ? plain : { ...plain, secureContext: secureContext() });
  const straight = new Agent({ connect: connectorOf(plain, secure), bodyTimeout: timeouts.idle });
  const noProxy = fixed?.noProxy?.join(',') ?? read(env, 'NO_PROXY');
  const opened = new Map<string, EnvHttpProxyAgent>();
  const through = (http: string, https: string): EnvHttpProxyAgent => {
    const key = `${http} ${https}`;
    const line = opened.get(key) ?? openProxied({ http, https, noProxy, connect: secure(), timeouts });
    opened.set(key, line);
    return line;
  };
  const destroy = async () => {
    await Promise.all([straight.destroy(), ...[...opened.values()].map((line) => line.destroy())]);
  };

  const chosen = chooseProxy(options);
  if (chosen.from === 'named') {
    const proxied = through(chosen.http, chosen.https);
    const dispatcher = proxied.compose((dispatch) => (asked, handler) => {
      const host = asked.origin === undefined ? '' : new URL(asked.origin).hostname;
      return isCalledLocal(host) ? straight.dispatch(asked, handler) : dispatch(asked, handler);
    });
    return { dispatcher, destroy };
  }
  if (chosen.from === 'none' || systemProxy === undefined) return { dispatcher: straight, destroy };
  return { dispatcher: viaSystemProxy(straight, (proxy) => through(proxy, proxy), systemProxy), destroy };
}

type ConnectOptions = {
  readonly timeout: number;
  readonly rejectUnauthorized: boolean;
  readonly secureContext?: SecureContext;
};

/** Connects with TLS where the address wants it, and asks for what that needs only then. */
function connectorOf(plain: ConnectOptions, secure: () => ConnectOptions): buildConnector.connector {
  const withoutTls = buildConnector(plain);
  let withTls: buildConnector.connector | undefined;
  return (options, callback) => {
    const isSecure = options.protocol === 'https:';
    const connect = isSecure ? (withTls ??= buildConnector(secure())) : withoutTls;
    connect(options, callback);
  };
}

type ProxiedOptions = Pick<LinesOptions, 'timeouts'> & {
  readonly http: string;
  readonly https: string;
  readonly noProxy: string;
  readonly connect: ConnectOptions;
};

function openProxied({ http, https, noProxy, connect, timeouts }: ProxiedOptions): EnvHttpProxyAgent {
  const understand: Understand = (thrown) => networkError(thrown, undefined);
  const limit = { proxy: new URL(https || http).host, understand, ms: 3 * timeouts.connect };
  return new EnvHttpProxyAgent({
    httpProxy: http,
    httpsProxy: https,
    noProxy,
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
}
