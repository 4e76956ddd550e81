/**
 * A KooDrive whose calls mind the circuit breakers of its account: nothing is sent to a storage that does not answer, and
 * any answer of a host's own shows that the way there is free. Whether a call to the API is made is for who begins work
 * to say (scheduler.ts): what is under way goes on, and finds out first.
 */
import { errorCodes } from '../../shared/error-codes.ts';
import type { KooDrive } from '../koodrive/api.ts';
import type { Clock } from '../lib/clock.ts';
import { KooError } from '../model/errors.ts';
import { apiHost, storageHostOf, type Host } from '../model/hosts.ts';
import type { Breakers } from './breakers.ts';
import type { RoundTrip } from './round-trip.ts';
import type { TransferLimit } from './transfer-limit.ts';

/** What is known of the way to the account's hosts. */
export type Way = {
  readonly breakers: Breakers;
  readonly limit: Pick<TransferLimit, 'passed'>;
  readonly roundTrip: Pick<RoundTrip, 'measured'>;
};

export function guardedKooDrive(
  koodrive: KooDrive,
  { breakers, limit, roundTrip }: Way,
  clock: Pick<Clock, 'now' | 'elapsed'>,
): KooDrive {
  const { call, stream } = listening(breakers, clock);
  const api = <T>(work: () => Promise<T>) => call(apiHost, work);
  /** A storage that does not answer is not asked. */
  const storage = <T>(link: string, work: () => Promise<T>): Promise<T> => {
    const host = storageHostOf(link);
    const { trip } = breakers.of({ scope: 'host', host });
    return trip ? Promise.reject(notAsked(trip.error, host)) : call(host, work);
  };
  /** An upload is begun only where its content can be sent, or need not be. */
  const begin = async <T extends { readonly links: readonly { readonly url: string }[] }>(
    isFlash: boolean,
    work: () => Promise<T>,
  ): Promise<T> => {
    const out = isFlash ? undefined : breakers.storage();
    if (out && !breakers.mayTryStorage(clock.now())) throw notAsked(out.trip.error, out.host);
    const begunAt = clock.elapsed();
    const ticket = await api(work);
    roundTrip.measured(clock.elapsed() - begunAt);
    for (const { url } of ticket.links) breakers.know(storageHostOf(url));
    return ticket;
  };
  return {
    probe: (host, options) => koodrive.probe(host, options),
    checkSession: (options) => api(() => koodrive.checkSession(options)),
    spaces: (options) => api(() => koodrive.spaces(options)),
    space: (containerId, options) => api(() => koodrive.space(containerId, options)),
    listFolder: (...of) => stream(apiHost, () => koodrive.listFolder(...of)),
    detail: (...of) => api(() => koodrive.detail(...of)),
    createFolder: (...of) => api(() => koodrive.createFolder(...of)),
    rename: (...of) => api(() => koodrive.rename(...of)),
    move: (...of) => api(() => koodrive.move(...of)),
    recycle: (...of) => api(() => koodrive.recycle(...of)),
    undoRecycle: (...of) => api(() => koodrive.undoRecycle(...of)),
    createFile: (request, options) =>
      begin(request.flash !== undefined, () => koodrive.createFile(request, options)),
    createRevision: (request, options) =>
      begin(request.flash !== undefined, () => koodrive.createRevision(request, options)),
    partLinks: (...of) => api(() => koodrive.partLinks(...of)),
    putPart: async (link, body, options) => {
      await storage(link.url, () => koodrive.putPart(link, body, options));
      limit.passed(body.byteLength);
    },
    completeFile: (...of) => api(() => koodrive.completeFile(...of)),
    completeRevision: (...of) => api(() => koodrive.completeRevision(...of)),
    listRevisions: (...of) => api(() => koodrive.listRevisions(...of)),
    getRevision: (...of) => api(() => koodrive.getRevision(...of)),
    updateRevision: (...of) => api(() => koodrive.updateRevision(...of)),
    deleteRevision: (...of) => api(() => koodrive.deleteRevision(...of)),
    download: (link, options) => stream(storageHostOf(link), () => koodrive.download(link, options)),
  };
}

/** Passes calls on, and tells the breakers of the answers. */
function listening(breakers: Breakers, clock: Pick<Clock, 'now'>) {
  const heard = (host: Host, begunAt: number) => breakers.answered(host, begunAt, clock.now());
  const call = async <T>(host: Host, work: () => Promise<T>): Promise<T> => {
    const begunAt = clock.now();
    try {
      const value = await work();
      heard(host, begunAt);
      return value;
    } catch (thrown) {
      if (isAnswer(thrown)) heard(host, begunAt);
      throw thrown;
    }
  };
  const stream = async function* <T>(host: Host, open: () => AsyncIterable<T>): AsyncGenerator<T> {
    const begunAt = clock.now();
    for await (const item of open()) {
      heard(host, begunAt);
      yield item;
    }
  };
  return { call, stream };
}

/** The same as the last probe found, without having asked. */
const notAsked = (error: KooError, host: Host): KooError =>
  new KooError(error.code, 'not asked: it did not answer before', {
    detail: { host, ...(error.detail.values ? { values: error.detail.values } : {}) },
  });

/** Did a host refuse in its own words? What was refused on this side of the line has no host. */
const isAnswer = (thrown: unknown): boolean => {
  if (!(thrown instanceof KooError) || thrown.detail.host === undefined) return false;
  const { scope } = errorCodes[thrown.code];
  return (scope === 'item' || scope === 'pair') && thrown.code !== 'UNEXPECTED';
};
