/** What undici, Node's sockets and TLS throw, as a KooError. The message names the kind, never the address. */
import { KooError, type ErrorDetail } from '../model/errors.ts';
import type { ErrorCode } from '../../shared/error-codes.ts';
import { ProxyFailure, type ProxyFault } from './proxy-line.ts';

const offline = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EAI_NODATA',
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ENETUNREACH',
  'ENETDOWN',
  'ENETRESET',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'EADDRNOTAVAIL',
  'ENOTCONN',
  'UND_ERR_SOCKET',
  // undici let go of a socket for reasons of its own
  'UND_ERR_INFO',
  'UND_ERR_CLOSED',
  'UND_ERR_DESTROYED',
  // an abort that was not ours
  'UND_ERR_ABORTED',
]);
const timedOut = new Set([
  'ETIMEDOUT',
  'ESOCKETTIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);
const badAnswer = new Set([
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_RES_EXCEEDED_MAX_SIZE',
  'UND_ERR_HEADERS_OVERFLOW',
  // undici asserts what it believes of an answer, e.g. that nobody changes the protocol unasked
  'ERR_ASSERTION',
]);

/** Every `code` in the error, its causes and its sub-errors (two addresses of one host fail as one AggregateError). */
function* codesOf(error: unknown, depth = 0): Generator<string> {
  if (typeof error !== 'object' || error === null || depth > 5) return;
  const { code, name, cause, errors } = error as Record<'code' | 'name' | 'cause' | 'errors', unknown>;
  if (typeof code === 'string') yield code;
  // undici's parser leaves the code out at times
  else if (name === 'HTTPParserError') yield 'HPE_UNKNOWN';
  yield* codesOf(cause, depth + 1);
  if (Array.isArray(errors)) for (const each of errors) yield* codesOf(each, depth + 1);
}

function codeOf(code: string): ErrorCode | undefined {
  if (offline.has(code)) return 'OFFLINE';
  if (timedOut.has(code)) return 'TIMED_OUT';
  if (badAnswer.has(code) || code.startsWith('HPE_')) return 'BAD_ANSWER';
  if (
    /^(CERT_|ERR_TLS_|ERR_SSL_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH)/.test(
      code,
    ) ||
    code === 'EPROTO'
  )
    return 'TLS_FAILED';
  return undefined;
}

const byProxyFault: Readonly<Record<Exclude<ProxyFault, 'answered' | 'certificate'>, ErrorCode>> = {
  unreachable: 'PROXY_UNREACHABLE',
  silent: 'PROXY_SILENT',
  cut: 'PROXY_CUT',
};

/** A gateway that is out of order, or asks for a pause, is no refusal of the proxy. */
function codeOfProxyStatus(status: number): ErrorCode {
  if (status === 407) return 'PROXY_SIGN_IN';
  return status >= 300 && status < 500 && status !== 408 && status !== 429 ? 'PROXY_REFUSED' : 'PROXY_NO_WAY';
}

function proxyError({ fault, proxy, status = 0, message }: ProxyFailure, detail: ErrorDetail): KooError {
  if (fault === 'answered')
    return new KooError(codeOfProxyStatus(status), `${message} ${String(status)}`, {
      detail: { ...detail, values: { proxy, status } },
    });
  if (fault === 'certificate')
    return new KooError('TLS_FAILED', message, {
      detail: { ...detail, values: { say: 'sentence.proxyCertificate', proxy } },
    });
  return new KooError(byProxyFault[fault], message, { detail: { ...detail, values: { proxy } } });
}

/** `signal` tells an abort of ours from a failure; a KooError passes through. */
export function networkError(
  thrown: unknown,
  signal: AbortSignal | undefined,
  detail: ErrorDetail = {},
): KooError {
  if (thrown instanceof KooError) return thrown;
  if (signal?.aborted) return new KooError('CANCELLED', 'cancelled', { detail });
  if (thrown instanceof ProxyFailure) return proxyError(thrown, detail);
  for (const code of codesOf(thrown)) {
    const known = codeOf(code);
    if (known !== undefined) return new KooError(known, `no answer: ${code}`, { detail });
  }
  // undici and fetch give some closed sockets no code
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (/other side closed|terminated|socket hang up|premature close/i.test(message))
    return new KooError('OFFLINE', 'the connection was closed', { detail });
  return new KooError('UNEXPECTED', 'the call failed in a way we do not know', { cause: thrown, detail });
}
