/**
 * Is a host there, and does it answer as itself? Asked when a call to it failed, before anything but that call is blamed,
 * and again and again while it does not answer. Nothing is changed by it, and it ends within some seconds: who waits for
 * the answer holds back everything else.
 */
import { request } from 'undici';
import { errorCodes } from '../../shared/error-codes.ts';
import { KooError, toKooError, withDetail } from '../model/errors.ts';
import { hostOf, isStorage, type Host } from '../model/hosts.ts';
import type { KooDrive } from './api.ts';
import type { Connection } from './connection.ts';
import { checkLink } from './link.ts';
import { networkError } from './network-errors.ts';
import { readUrl } from './server-address.ts';
import { isPage, storageRefusal } from './storage-errors.ts';

export type Prober = Pick<KooDrive, 'probe'> & {
  /** a link that was used: a storage is probed where it was last asked for something */
  remember(link: string): void;
};

export function createProber(connection: Connection, api: Pick<KooDrive, 'checkSession' | 'detail'>): Prober {
  const paths = new Map<Host, string>();
  return {
    remember(link) {
      const url = readUrl(link);
      if (url) paths.set(hostOf(url), url.pathname);
    },
    async probe(host, { signal, entry } = {}) {
      await within(connection.timeouts.probe, host, signal, async (limited) => {
        if (isStorage(host)) return probeStorage(connection, host, paths.get(host) ?? '/', limited);
        if (entry) await api.detail(entry.containerId, entry.fileId, { signal: limited });
        else await api.checkSession({ signal: limited });
      });
    },
  };
}

async function within(
  ms: number,
  host: Host,
  outer: AbortSignal | undefined,
  ask: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const limit = AbortSignal.timeout(ms);
  try {
    await ask(outer ? AbortSignal.any([outer, limit]) : limit);
  } catch (thrown) {
    const error = toKooError(thrown);
    if (error.code === 'CANCELLED' && limit.aborted && outer?.aborted !== true)
      throw new KooError('TIMED_OUT', 'probe: no answer', { detail: { host } });
    // a refusal of what was asked is an answer all the same
    const { scope } = errorCodes[error.code];
    if (scope === 'host' || scope === 'account' || scope === 'all' || error.code === 'UNEXPECTED')
      throw withDetail(error, { host });
  }
}

/** Without a signature no storage gives or takes anything: it refuses, and so it is there. */
async function probeStorage(
  connection: Connection,
  host: Host,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  const { dispatcher, server, serverClock, timeouts } = connection;
  const url = checkLink(new URL(path, host).href, server);
  try {
    const answer = await request(url, {
      dispatcher,
      method: 'GET',
      signal,
      headersTimeout: timeouts.probe,
      bodyTimeout: timeouts.probe,
    });
    if (answer.statusCode < 200 || answer.statusCode >= 300 || isPage(answer.headers)) {
      const error = await storageRefusal('download', answer, serverClock.now());
      // in the storage's own words, if of no use here: another region, say
      if (error.code === 'BAD_ANSWER' && error.detail.serverCode !== undefined) return;
      throw error;
    }
    await answer.body.dump({ limit: 16 * 1024 }).catch(() => undefined);
  } catch (thrown) {
    throw networkError(thrown, signal);
  }
}
