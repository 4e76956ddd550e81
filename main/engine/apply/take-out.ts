/** Taking something out of KooDrive's recycle bin: the one place that knows what a lost answer may mean. */
import type { CallOptions, KooDrive, RemoteEntry } from '../../koodrive/api.ts';
import { isRefusal } from '../../model/errors.ts';

export type BinItem = {
  readonly containerId: string;
  readonly fileId: string;
  /** default: the folder that it lay in */
  readonly toParentId?: string | undefined;
};

/**
 * Out of the recycle bin, if it is there and is wanted as it lies there. Of a call whose answer was lost the server is asked
 * what came of it. Gives what it is now: where its name is taken a server may have chosen another.
 */
export async function takeOut(
  koodrive: Pick<KooDrive, 'detail' | 'undoRecycle'>,
  item: BinItem,
  options?: CallOptions,
  isWanted: (there: RemoteEntry) => boolean = () => true,
): Promise<RemoteEntry> {
  const look = () => koodrive.detail(item.containerId, item.fileId, options);
  const there = await look();
  if (!there.recycled || !isWanted(there)) return there;
  try {
    return await koodrive.undoRecycle(item, options);
  } catch (thrown) {
    if (isRefusal(thrown)) throw thrown;
    const now = await look();
    if (now.recycled) throw thrown;
    return now;
  }
}
