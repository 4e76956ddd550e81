/**
 * The bytes that a file of a synced folder has now, for somebody who shows them: read once, from its beginning to its
 * end. Like every reading of this room it follows no link, neither at the path nor on the way to it from the synced
 * folder (door.ts), and what comes out is one state of the file (its fingerprint is compared before and after).
 */
import type { Disk } from './disk.ts';
import { inFolder } from './in-folder.ts';
import { KooError } from '../model/errors.ts';
import type { FileStat } from '../model/file-stat.ts';
import type { RelativePath } from '../model/relative-path.ts';
import { below } from '../model/local-path.ts';

const chunk = 1024 * 1024;

/** Throws FILE_GONE for what is no plain file that is reached without a link, IS_A_FOLDER. */
export async function statPresent(
  disk: Pick<Disk, 'stat'>,
  folder: string,
  path: RelativePath,
): Promise<FileStat> {
  const absolute = inFolder(folder, path);
  const stat = await disk.stat(below(folder, path));
  if (stat?.kind === 'folder')
    throw new KooError('IS_A_FOLDER', 'only files have contents', { detail: { path: absolute } });
  if (stat?.kind !== 'file') throw gone(absolute);
  return stat;
}

/** Throws FILE_CHANGED, FILE_GONE, FILE_UNREADABLE, FILE_BUSY, CANCELLED, and what ails the drive. */
export async function* readPresent(
  disk: Pick<Disk, 'stat' | 'open'>,
  folder: string,
  path: RelativePath,
  stat: FileStat,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const absolute = inFolder(folder, path);
  const file = await disk.open(below(folder, path));
  try {
    const isSame = async () => (await file.stat()).fingerprint === stat.fingerprint;
    if (!(await isSame())) throw changed(absolute);
    for (let at = 0; at < stat.size;) {
      if (signal?.aborted) throw new KooError('CANCELLED', 'cancelled');
      const bytes = new Uint8Array(Math.min(chunk, stat.size - at));
      if ((await file.read(bytes, at)) !== bytes.length) throw changed(absolute);
      yield bytes;
      at += bytes.length;
    }
    if (!(await isSame()) || (await statPresent(disk, folder, path)).fingerprint !== stat.fingerprint)
      throw changed(absolute);
  } finally {
    await file.close();
  }
}

const gone = (path: string): KooError => new KooError('FILE_GONE', 'no file is there', { detail: { path } });

const changed = (path: string): KooError =>
  new KooError('FILE_CHANGED', 'the file changed while it was read', { detail: { path } });
