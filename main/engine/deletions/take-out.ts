import type { CallOptions, KooDrive } from '../../koodrive/api.ts';
import { isRefusal } from '../../model/errors.ts';

/** Out of the recycle bin on the server, if it is there. Of a call whose answer was lost the server is asked what came of it. */
export async function takeOut(
  koodrive: Pick<KooDrive, 'detail' | 'undoRecycle'>,
  item: { readonly containerId: string; readonly fileId: string },
  options?: CallOptions,
): Promise<void> {
  const isInBin = async () => (await koodrive.detail(item.containerId, item.fileId, options)).recycled;
  if (!(await isInBin())) return;
  try {
    await koodrive.undoRecycle(item, options);
  } catch (thrown) {
    if (isRefusal(thrown) || (await isInBin())) throw thrown;
  }
}
