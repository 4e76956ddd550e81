/**
 * Removes what restores left that were killed: the hidden temp files next to what was to be restored, and halves of versions
 * in the content folder. Only files that we
 * wrote down before they were made, of a name of ours, and of which the maker lives no more (storage/temp-claims.ts).
 */
import { basename, dirname } from 'node:path';
import type { Writer } from '../disk/writer.ts';
import { fsFailureOf } from '../lib/fs-errors.ts';
import type { Log } from '../lib/logger.ts';
import { toKooError } from '../model/errors.ts';

/** What is left of one; storage/temp-claims.ts. */
export type Abandoned = { readonly path: string; end(): void; leave(): void };

/** dot first: hidden while it is there; the default rules of engine/watch leave the name out */
export const tempName = (letters: string): string => `.koosync-restore-${letters}.tmp`;
const isTempName = (name: string): boolean => /^\.koosync-restore-[0-9a-z]+\.tmp$/.test(name);
/** of a version: storage/content-folder.ts */
const isHalf = (path: string): boolean =>
  basename(dirname(path)) === 'contents' && /^[0-9a-z]+\.part$/.test(basename(path));
const isOurs = (path: string): boolean => isTempName(basename(path)) || isHalf(path);

/** Never throws: what cannot be removed now is looked at by the next start. */
export async function clearTempFiles(
  abandoned: readonly Abandoned[],
  disk: Pick<Writer, 'lstat' | 'stat' | 'remove'>,
  log: Pick<Log, 'info' | 'warn'>,
): Promise<void> {
  for (const claim of abandoned) {
    try {
      if (await clear(claim.path, disk)) claim.end();
      else claim.leave();
      log.info({ tag: 'restore', path: claim.path }, 'a temp file of a restore that was cut off');
    } catch (thrown) {
      claim.leave();
      log.warn({ tag: 'restore', path: claim.path, err: toKooError(thrown) }, 'a temp file stays for now');
    }
  }
}

/** Is nothing left there? */
async function clear(path: string, disk: Pick<Writer, 'lstat' | 'stat' | 'remove'>): Promise<boolean> {
  if (!isOurs(path)) return true;
  try {
    const found = await disk.lstat(path);
    // a drive that is not there may hold it
    if (found === undefined) return (await disk.stat(dirname(path))) !== undefined;
    // something else has its name
    if (found.kind === 'file') await disk.remove(path);
    return true;
  } catch (thrown) {
    if (fsFailureOf(thrown) === 'absent') return true;
    throw thrown;
  }
}
