/**
 * Whoever looks at a history may be the first to meet that the file is not on KooDrive any more. Whoever syncs it is told,
 * and the reader hears what is wrong with the file instead of what was wrong with the call.
 */
import { isGoneRemotely, KooError } from '../model/errors.ts';
import type { RemoteDifference } from '../model/remote-difference.ts';
import type { Writer } from '../disk/writer.ts';

export type HeedParts = {
  /**
   * Somebody looks at this file (absolute path) on the server, and whoever syncs it hears what differs from what was synced.
   * `newest`: this content (SHA-256, hex) was met as the newest; undefined: the server is asked whether the file is in its
   * place. Gives what is wrong with it.
   */
  readonly learn: (path: string, newest?: string) => Promise<Pick<RemoteDifference, 'kind'> | undefined>;
  readonly disk: Pick<Writer, 'lstat'>;
};

/** The same call; of a file that is lost on the server it throws REMOTE_RECYCLED or NOT_FOUND, whatever it was about. */
export const heeding =
  <A extends unknown[], T>(parts: HeedParts, call: (path: string, ...rest: A) => Promise<T>) =>
  async (path: string, ...rest: A): Promise<T> => {
    try {
      return await call(path, ...rest);
    } catch (thrown) {
      throw isGoneRemotely(thrown) ? await lossOf(parts, path, thrown) : thrown;
    }
  };

/** Asks whether the file is in its place, beside the work that wants it; keeps that from nothing. */
export async function lookAtPlace({ learn }: Pick<HeedParts, 'learn'>, path: string): Promise<void> {
  await learn(path).catch(() => undefined);
}

async function lossOf({ learn, disk }: HeedParts, path: string, thrown: unknown): Promise<unknown> {
  // what was said stands where the server cannot be asked for more
  const lost = await learn(path).catch(() => undefined);
  if (lost?.kind === 'in-bin' || lost?.kind === 'gone')
    return new KooError(lost.kind === 'gone' ? 'NOT_FOUND' : 'REMOTE_RECYCLED', 'the file is lost there', {
      cause: thrown,
      detail: { path },
    });
  if (!(thrown instanceof KooError) || thrown.code !== 'NOT_FOUND' || thrown.detail.values?.say !== undefined)
    return thrown;
  if ((await disk.lstat(path).catch(() => undefined)) !== undefined) return thrown;
  const values = { say: 'sentence.lostVersions', path } as const;
  return new KooError('NOT_FOUND', 'it is neither there nor here', {
    cause: thrown,
    detail: { path, values },
  });
}
