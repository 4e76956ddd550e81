/**
 * A pair's own folder on KooDrive may be in the recycle bin there, or deleted for good: then all in it reads as gone, and
 * whoever believes that forgets histories that come back with the folder. So before a file or folder of the pair counts
 * as gone, the pair's own folder is asked about. While it is away nothing of the pair is synced, and that is one problem.
 */
import type { ErrorCode } from '../../shared/error-codes.ts';
import type { KooDrive } from '../koodrive/api.ts';
import { isGoneRemotely, KooError } from '../model/errors.ts';

/** The pair's own folder on the server; undefined while it was never synced. */
export type Root = { readonly containerId: string; readonly fileId: string };

export type RootGuard = {
  root(): Root | undefined;
  /** it was found to be away: PAIR_RECYCLED or PAIR_GONE */
  away(error: KooError): void;
};

export const isRootAway = (code: ErrorCode | undefined): boolean =>
  code === 'PAIR_RECYCLED' || code === 'PAIR_GONE';

/** PAIR_RECYCLED, PAIR_GONE, or undefined where the folder is in its place. Throws network codes. */
export async function findRootAway(
  koodrive: Pick<KooDrive, 'detail'>,
  { containerId, fileId }: Root,
  signal?: AbortSignal,
): Promise<KooError | undefined> {
  try {
    const { recycled } = await koodrive.detail(containerId, fileId, { signal });
    return recycled ? new KooError('PAIR_RECYCLED', "the pair's folder is in the recycle bin") : undefined;
  } catch (thrown) {
    if (thrown instanceof KooError && thrown.code === 'REMOTE_RECYCLED')
      return new KooError('PAIR_RECYCLED', "the pair's folder is in the recycle bin", { cause: thrown });
    if (isGoneRemotely(thrown))
      return new KooError('PAIR_GONE', "the pair's folder is not there any more", { cause: thrown });
    throw thrown;
  }
}

/** A KooDrive for one pair: what it says of single files is true of them, and not of the folder they are all in. */
export function mindingRoot(koodrive: KooDrive, { root, away }: RootGuard): KooDrive {
  const requireRoot = async (signal: AbortSignal | undefined): Promise<void> => {
    const own = root();
    const error = own && (await findRootAway(koodrive, own, signal));
    if (!error) return;
    away(error);
    throw error;
  };
  type Options = { readonly signal?: AbortSignal | undefined } | undefined;
  const mind = async <T>(options: Options, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (thrown) {
      if (isGoneRemotely(thrown)) await requireRoot(options?.signal);
      throw thrown;
    }
  };
  return {
    ...koodrive,
    detail: (containerId, fileId, options) =>
      mind(options, async () => {
        const entry = await koodrive.detail(containerId, fileId, options);
        if (entry.recycled && fileId !== root()?.fileId) await requireRoot(options?.signal);
        return entry;
      }),
    listFolder: async function* (containerId, folderId, options) {
      try {
        yield* koodrive.listFolder(containerId, folderId, options);
      } catch (thrown) {
        if (isGoneRemotely(thrown)) await requireRoot(options?.signal);
        throw thrown;
      }
    },
    createFolder: (request, options) => mind(options, () => koodrive.createFolder(request, options)),
    rename: (request, options) => mind(options, () => koodrive.rename(request, options)),
    move: (request, options) => mind(options, () => koodrive.move(request, options)),
    recycle: (request, options) => mind(options, () => koodrive.recycle(request, options)),
    undoRecycle: (request, options) => mind(options, () => koodrive.undoRecycle(request, options)),
    createFile: (request, options) => mind(options, () => koodrive.createFile(request, options)),
    createRevision: (request, options) => mind(options, () => koodrive.createRevision(request, options)),
    partLinks: (...of) => mind(of[2], () => koodrive.partLinks(...of)),
    completeFile: (...of) => mind(of[2], () => koodrive.completeFile(...of)),
    completeRevision: (...of) => mind(of[2], () => koodrive.completeRevision(...of)),
    listRevisions: (request, options) => mind(options, () => koodrive.listRevisions(request, options)),
  };
}
