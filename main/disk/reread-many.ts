/**
 * Reads many small files of one folder in one go, with calls that wait for the disk: a thread of its own does it
 * (read-content.worker.ts). It finds out which files hold what they held when only their times are others: after `touch`, a checkout
 * of the same state, or an archive that was unpacked over its own files. Whoever is in doubt about a file is told nothing of it.
 */
import { closeSync, fstatSync, lstatSync, openSync, readSync } from 'node:fs';
import type { FileStat } from '../model/file-stat.ts';
import { fileStatOf } from './file-stat-of.ts';
import { toRead } from './open-to-read.ts';
import { isAlike, sha256Of, type KnownFile, type Reread } from './read-content.ts';

/**
 * One answer for each of `files`; undefined: another file is there, or none, or it could not be read in one state. `folder` is
 * a path that is good while this runs. Follows no link that lies under one of the names; never throws.
 */
export function rereadMany(folder: string, files: readonly KnownFile[]): (Reread | undefined)[] {
  return files.map((known) => {
    try {
      return reread(`${folder}/${known.name}`, known);
    } catch {
      return undefined;
    }
  });
}

function reread(path: string, known: KnownFile): Reread | undefined {
  const look = () => fileStatOf(lstatSync(path, { bigint: true }));
  const stat = look();
  if (!isAlike(stat, known)) return undefined;
  if (stat.fingerprint === known.fingerprint) return { stat, sha256: undefined };
  const descriptor = openSync(path, toRead);
  try {
    const isInState = ({ fingerprint }: FileStat) => fingerprint === stat.fingerprint;
    const lookInside = () => fileStatOf(fstatSync(descriptor, { bigint: true }));
    if (!isInState(lookInside())) return undefined;
    const bytes = Buffer.allocUnsafe(stat.size);
    for (let filled = 0; filled < bytes.length;) {
      const read = readSync(descriptor, bytes, filled, bytes.length - filled, filled);
      if (read === 0) return undefined;
      filled += read;
    }
    // the path may lead to another file by now (a save by rename)
    return isInState(lookInside()) && isInState(look()) ? { stat, sha256: sha256Of(bytes) } : undefined;
  } finally {
    closeSync(descriptor);
  }
}
