/**
 * Undoes a deletion: what is missing on this disk comes back to it with its newest content, out of KooDrive's
 * recycle bin if it lies there already. What has come back by itself meanwhile is left as it is, and what has something
 * new in its place comes back beside that (invariant 5; bring-beside.ts). What the bin no longer has is lost, and said.
 * Whatever else goes wrong, what is not back yet stands in the list of deletions and waits for the user's confirmation.
 */
import { dirname } from 'node:path';
import { errorCodes } from '../../../shared/error-codes.ts';
import type { Engine } from '../api.ts';
import { KooError, toKooError } from '../../model/errors.ts';
import { undoBusy } from './undo-busy.ts';
import { withWriteErrors } from '../../disk/writer.ts';

/** What undo needs of the history of files: main/history gives it. */
export type FileHistory = {
  /** newest first */
  versions(path: string, signal?: AbortSignal): Promise<readonly { readonly revisionId: string }[]>;
  /** Throws FILE_CHANGED where something stands by then. */
  restore(
    path: string,
    revisionId: string,
    options: { readonly signal?: AbortSignal | undefined; readonly ifMissing: true },
  ): Promise<unknown>;
};

/** What undo needs of the writer: main/disk gives it. */
export type FolderWriter = {
  /** undefined when there is nothing; a symlink is not followed */
  lstat(path: string): Promise<{ readonly kind: 'file' | 'folder' | 'other' } | undefined>;
  /** the same, symlinks followed */
  stat(path: string): Promise<{ readonly kind: 'file' | 'folder' | 'other' } | undefined>;
  makeFolder(path: string): Promise<void>;
};

export type UndoDeps = {
  readonly engine: Pick<Engine, 'deletions' | 'locate' | 'beginUndo' | 'endUndo' | 'traceMissing'>;
  readonly history: FileHistory;
  readonly disk: FolderWriter;
};

/** Absolute paths of what was not there before and is there now. */
export type UndoResult = {
  readonly folders: readonly string[];
  readonly files: readonly string[];
  /** of what came back under another name, for something new has its own */
  readonly beside: readonly { readonly wanted: string; readonly path: string }[];
  /** files that KooDrive no longer has, in the bin or elsewhere */
  readonly lost: readonly string[];
};

/**
 * Throws NOT_FOUND (no such deletion, or all of it is lost), FOLDER_MISSING (the pair's folder is not there), and what restore
 * throws: one file that cannot come back does not keep the others from it, the first such error is thrown at the end.
 */
export async function undoDeletion(
  parts: UndoDeps,
  deletionId: number,
  signal?: AbortSignal,
): Promise<UndoResult> {
  const { engine, disk } = parts;
  const deletion = (await engine.deletions()).find(({ id }) => id === deletionId);
  if (!deletion)
    throw new KooError('NOT_FOUND', `no deletion ${deletionId}`, {
      detail: { values: { say: 'sentence.noSuchDeletion' } },
    });
  await requireRoot(parts, (await engine.locate(deletion.path)).pair.folder);

  const missing = await engine.beginUndo(deletionId);
  const { beside } = missing;
  const folders: string[] = [];
  for (const folder of missing.folders) {
    if ((await disk.lstat(folder)) || (await hasNoFolder(disk, folder))) continue;
    await withWriteErrors(folder, () => disk.makeFolder(folder));
    folders.push(folder);
  }
  const stood = await standing(disk, missing.files.map(dirname));
  const files: string[] = [];
  const lost: string[] = [];
  let failed: KooError | undefined;
  let failedAlike = false;
  for (const file of missing.files) {
    try {
      // it has another name by now, and would be made anew
      if (stood.has(dirname(file)) && !(await disk.lstat(dirname(file))))
        throw undoBusy(file, 'its folder went meanwhile');
      if (await restoreFile(parts, file, signal)) files.push(file);
      failedAlike = false;
    } catch (thrown) {
      const error = await whyNotBack(parts, file, toKooError(thrown));
      if (error === 'here') continue;
      if (error === 'lost') {
        lost.push(file);
        continue;
      }
      failed ??= error;
      // what may concern more than this file, and met the one before too, would stop the others alike
      const mayConcernAll = errorCodes[error.code].scope !== 'item';
      if (error.response === 'sign-in' || error.code === 'CANCELLED' || (failedAlike && mayConcernAll)) break;
      failedAlike = mayConcernAll;
    }
  }
  if (failed) throw failed;
  for (const id of missing.ids) await engine.endUndo(id);
  return { folders, files, beside, lost };
}

/** Those of the folders that are on the disk. */
async function standing(disk: UndoDeps['disk'], folders: readonly string[]): Promise<ReadonlySet<string>> {
  const stood = new Set<string>();
  for (const folder of new Set(folders)) if (await disk.lstat(folder)) stood.add(folder);
  return stood;
}

/** NOT_YET_SYNCED: the engine forgot it with its folder, which it found to be lost, or found it under another name. */
const mayBeLost: ReadonlySet<KooError['code']> = new Set(['NOT_FOUND', 'NOT_YET_SYNCED']);

/**
 * Why the file cannot come back: it is lost, or here under another name. Where KooDrive could not be asked, the reason is
 * why not. Where something new has its place, FILE_CHANGED: the error may be about that one.
 */
async function whyNotBack(
  { engine, disk }: UndoDeps,
  file: string,
  error: KooError,
): Promise<KooError | 'lost' | 'here'> {
  if (!mayBeLost.has(error.code)) return error;
  if (await disk.lstat(file))
    return new KooError('FILE_CHANGED', 'something new has its place', {
      cause: error,
      detail: { path: file, values: { say: 'sentence.changedMeanwhile', path: file } },
    });
  try {
    const trace = await engine.traceMissing(file);
    if (trace === 'moved') return undoBusy(file, 'a folder above it was renamed meanwhile');
    // it was confirmed while it was brought back, and is in the bin once more
    if (trace === 'there' && error.code === 'NOT_YET_SYNCED')
      return undoBusy(file, 'it went into the bin again meanwhile');
    return trace === 'there' ? error : trace;
  } catch (thrown) {
    return toKooError(thrown);
  }
}

/** A folder that is not there may be a drive that is not mounted: nothing is written in its place. */
async function requireRoot({ disk }: UndoDeps, folder: string): Promise<void> {
  if ((await disk.stat(folder))?.kind !== 'folder')
    throw new KooError('FOLDER_MISSING', 'the folder of the pair is not there', {
      detail: { path: folder, values: { folder } },
    });
}

/** False when there is nothing to restore, or something in its place. */
async function restoreFile(
  { disk, history }: UndoDeps,
  file: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if ((await disk.lstat(file)) || (await hasNoFolder(disk, file))) return false;
  const newest = (await history.versions(file, signal))[0];
  if (!newest) return false;
  try {
    await history.restore(file, newest.revisionId, { signal, ifMissing: true });
    return true;
  } catch (thrown) {
    // it came while the content was fetched: a program that saves, or whoever put it back by himself
    const isMet = toKooError(thrown).code === 'FILE_CHANGED' && (await disk.lstat(file)) !== undefined;
    if (isMet) return false;
    throw thrown;
  }
}

/** A file stands where one of the folders above was. */
async function hasNoFolder(disk: UndoDeps['disk'], path: string): Promise<boolean> {
  for (let above = dirname(path); ; above = dirname(above)) {
    // a link is no folder of ours, wherever it leads
    const found = await disk.lstat(above);
    if (found) return found.kind !== 'folder';
    if (above === dirname(above)) return false;
  }
}
