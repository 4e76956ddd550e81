/** Whether KooDrive still has what it was given, asked of one file or folder. */
import type { KooDrive, RemoteEntry } from '../../koodrive/api.ts';
import { KooError } from '../../model/errors.ts';
import type { RemoteDifference } from '../../model/remote-difference.ts';

/** The entry, or how it is lost. Throws network codes. */
export async function remoteStateOf(
  koodrive: Pick<KooDrive, 'detail'>,
  { containerId, fileId }: { readonly containerId: string; readonly fileId: string },
  signal?: AbortSignal,
): Promise<RemoteEntry | Extract<RemoteDifference['kind'], 'in-bin' | 'gone'>> {
  try {
    const entry = await koodrive.detail(containerId, fileId, { signal });
    return entry.recycled ? 'in-bin' : entry;
  } catch (thrown) {
    if (thrown instanceof KooError && thrown.code === 'NOT_FOUND') return 'gone';
    if (thrown instanceof KooError && thrown.code === 'REMOTE_RECYCLED') return 'in-bin';
    throw thrown;
  }
}

/** The problem that this is. */
export const lostError = (kind: 'in-bin' | 'gone', path: string): KooError =>
  new KooError(kind === 'in-bin' ? 'REMOTE_RECYCLED' : 'NOT_FOUND', `lost on the server: ${kind}`, {
    detail: { path },
  });
