/**
 * What is said where a version could not be fetched. The sentences of the codes speak of uploads, which go on by themselves;
 * whoever wants a version back is told what became of that.
 */
import type { ErrorCode } from '../../shared/error-codes.ts';
import type { SentenceKey } from '../../shared/strings/index.ts';
import { KooError } from '../model/errors.ts';
import { isStorage } from '../model/hosts.ts';

type Plain = Exclude<Extract<SentenceKey, `sentence.fetch${string}`>, 'sentence.fetchRefused'>;

const byCode: Readonly<Partial<Record<ErrorCode, Plain>>> = {
  OFFLINE: 'sentence.fetchOffline',
  STORAGE_UNREACHABLE: 'sentence.fetchOffline',
  TRANSFER_CUT: 'sentence.fetchCut',
  TIMED_OUT: 'sentence.fetchTimedOut',
  THROTTLED: 'sentence.fetchThrottled',
  SERVER_BUSY: 'sentence.fetchBusy',
  REMOTE_BUSY: 'sentence.fetchBusy',
  BAD_ANSWER: 'sentence.fetchUnclear',
  PORTAL: 'sentence.fetchPortal',
};

/** The storage's own: what it says of a link, or of what lies behind it. */
const byStatus: Readonly<Record<number, Plain>> = {
  404: 'sentence.fetchNotThere',
  410: 'sentence.fetchRemoved',
};

/** These say what there is to do, also to whoever fetches. */
const saysItself: ReadonlySet<ErrorCode> = new Set([
  'TLS_FAILED',
  'SIGN_IN_NEEDED',
  'LEGALLY_BLOCKED',
  'PAYMENT_NEEDED',
  'PROXY_SIGN_IN',
  'PROXY_REFUSED',
  'PROXY_UNREACHABLE',
  'PROXY_SILENT',
  'PROXY_CUT',
  'PROXY_NO_WAY',
  'CANCELLED',
  'DOWNLOAD_DAMAGED',
]);

/** The same failure, in words of its own where it is one of the network, of the API or of a storage. */
export function asFetchError(thrown: unknown): unknown {
  if (!(thrown instanceof KooError) || thrown.detail.values?.say !== undefined) return thrown;
  const { code, message, detail } = thrown;
  if (saysItself.has(code)) return thrown;
  const { status, host } = detail;
  const ofStorage = host !== undefined && isStorage(host) && status !== undefined;
  const refused = ofStorage ? byStatus[status] : undefined;
  const say = refused ?? byCode[code];
  // a refusal of the storage is no mistake on the command line, whatever it says
  if (refused !== undefined)
    return new KooError('REFUSED', message, {
      cause: thrown,
      detail: { ...detail, values: { say: refused } },
    });
  if (say !== undefined)
    return new KooError(code, message, { cause: thrown, detail: { ...detail, values: { say } } });
  if (!ofStorage) return thrown;
  return new KooError('REFUSED', message, {
    cause: thrown,
    detail: { ...detail, values: { say: 'sentence.fetchRefused', status } },
  });
}

/** Has this done for somebody who wants a version. */
export async function fetching<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw asFetchError(thrown);
  }
}
