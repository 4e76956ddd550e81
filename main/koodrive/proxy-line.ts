/**
 * What goes wrong while a proxy is asked for a connection, told apart from what goes wrong behind it. undici asks again, at
 * once and for ever, when a proxy closes the connection within CONNECT: to it that is a socket that broke, and not a
 * failure. So no error of its own reaches it from here, and all of this ends within a limit.
 */
import { Pool, type buildConnector, type Dispatcher } from 'undici';
import type { KooError } from '../model/errors.ts';

export type ProxyFault =
  /** there is no such host, nobody listens, no way to it */
  | 'unreachable'
  /** it, or what it connects to, says nothing */
  | 'silent'
  /** it closed the connection, or says what no proxy says */
  | 'cut'
  /** its own certificate is not accepted */
  | 'certificate'
  /** it answered that it does not connect */
  | 'answered';

export class ProxyFailure extends Error {
  override readonly name = 'ProxyFailure';
  readonly fault: ProxyFault;
  /** name and port, without what signs in to it */
  readonly proxy: string;
  /** of its answer */
  readonly status: number | undefined;

  constructor(fault: ProxyFault, proxy: string, options: { status?: number; cause?: unknown } = {}) {
    super(`the proxy: ${fault}`, { cause: options.cause });
    this.fault = fault;
    this.proxy = proxy;
    this.status = options.status;
  }
}

type ConnectOptions = Omit<Dispatcher.ConnectOptions, 'origin'>;

/** What undici or a socket threw, by what it says of the other side (network-errors.ts). */
export type Understand = (thrown: unknown) => KooError;

/** These say that there was a connection. */
const broken = /ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET|the connection was closed/;
/** A certificate, and not a line that speaks no TLS. */
const certificate = /CERT|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH/;

function faultOf({ code, message }: KooError): ProxyFault {
  if (code === 'TLS_FAILED') return certificate.test(message) ? 'certificate' : 'cut';
  if (code === 'TIMED_OUT') return /CONNECT_TIMEOUT|ETIMEDOUT/.test(message) ? 'unreachable' : 'silent';
  if (code === 'OFFLINE') return broken.test(message) ? 'cut' : 'unreachable';
  return 'cut';
}

/** Connections to the proxy itself, on which undici's ProxyAgent asks for others. */
export function openProxyLine(proxy: URL, options: Pool.Options, understand: Understand): Pool {
  const pool = new Pool(proxy, options);
  const ask = pool.connect.bind(pool) as (options: ConnectOptions) => Promise<Dispatcher.ConnectData>;
  const connect = async (given: ConnectOptions): Promise<Dispatcher.ConnectData> => {
    const answer = await ask(given).catch((thrown: unknown) => {
      throw new ProxyFailure(faultOf(understand(thrown)), proxy.host, { cause: thrown });
    });
    const { statusCode: status, socket } = answer;
    if (status === 200) return answer;
    socket.on('error', () => undefined).destroy();
    throw new ProxyFailure('answered', proxy.host, { status });
  };
  return Object.assign(pool, { connect });
}

/**
 * The same connector with a limit to all that it does, CONNECT and TLS behind it. What goes wrong there is no proof against
 * the host: a proxy that says that it connected may have connected to nothing.
 */
export function withinLimit(
  connect: buildConnector.connector,
  { proxy, understand, ms }: { readonly proxy: string; readonly understand: Understand; readonly ms: number },
): buildConnector.connector {
  return (options, callback) => {
    let isOver = false;
    const end: buildConnector.Callback = (...result) => {
      if (isOver) return void result[1]?.on('error', () => undefined).destroy();
      isOver = true;
      clearTimeout(timer);
      callback(...result);
    };
    const timer = setTimeout(() => end(new ProxyFailure('silent', proxy), null), ms);
    // whoever ends the client meanwhile is not kept by it
    timer.unref();
    connect(options, (...result) => {
      const [thrown] = result;
      end(...(thrown === null ? result : ([failureOf(thrown), null] as const)));
    });
  };

  function failureOf(thrown: Error): Error {
    if (thrown instanceof ProxyFailure) return thrown;
    const { code } = understand(thrown);
    if (code === 'TIMED_OUT') return new ProxyFailure('silent', proxy, { cause: thrown });
    if (code === 'OFFLINE') return new ProxyFailure('cut', proxy, { cause: thrown });
    // a certificate of the host is the host's
    return thrown;
  }
}
