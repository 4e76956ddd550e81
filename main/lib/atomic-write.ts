/**
 * Whole or not at all: a small file is written beside its place, flushed and renamed over it. The only importer of
 * write-file-atomic. For big, streamed content see main/history/restore.ts.
 */
import writeFileAtomic from 'write-file-atomic';
import { untilLetGo, untilLetGoSync } from './held-files.ts';

/** `mode`: permission bits, else those of the file that it replaces. Throws what node:fs throws; the old content then still stands. */
export const atomicWrite = (path: string, data: string | Uint8Array, mode?: number): Promise<void> =>
  untilLetGo(() => writeFileAtomic(path, data, mode === undefined ? {} : { mode }));

/** The same at once, for the last moments of a process, which wait for nothing. */
export const atomicWriteSync = (path: string, data: string | Uint8Array, mode?: number): void => {
  untilLetGoSync(() => {
    writeFileAtomic.sync(path, data, mode === undefined ? {} : { mode });
  });
};
