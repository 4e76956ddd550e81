/** The bytes of what the window handed over. */
import type { FrameContent } from '../protocol.ts';
import { bytesSource, urlSource, type Source } from '../read/source.ts';

export const sourceOf = ({ bytes, url, size }: FrameContent): Source =>
  bytes === undefined && url !== undefined
    ? urlSource(url, size, (address, init) => fetch(address, init))
    : bytesSource(new Uint8Array(bytes ?? new ArrayBuffer(0)));
