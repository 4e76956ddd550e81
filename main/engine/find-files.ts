/** The engine's calls that find files for a history: by words, by folder, by a path that may lie in the recycle bin. */
import { resolve } from 'node:path';
import type { FileEntry } from '../../shared/views.ts';
import { inFolder, pathInside } from '../disk/disk.ts';
import type { LocatedFile } from '../model/located-file.ts';
import { KooError } from '../model/errors.ts';
import type { Engine } from './api.ts';
import { searchFiles, type FoundFile } from './baseline/search-files.ts';
import { folderChanges } from './folder-changes.ts';
import { hasFailed, isProblem } from './pending/pending-change.ts';
import type { Components } from './wiring.ts';

type Parts = Pick<Components, 'db' | 'pairs' | 'baseline' | 'pending'>;

export function findCalls(parts: Parts): Pick<Engine, 'searchFiles' | 'folderChanges' | 'remoteFile'> {
  const { db, pairs, baseline } = parts;
  return {
    async searchFiles(query, show, limit) {
      const folders = new Map(pairs.all().map((pair) => [pair.id, pair.folder]));
      return searchFiles(db, query, show, limit).map((found) =>
        entryOf(parts, folders.get(found.pairId) ?? '', found),
      );
    },
    async folderChanges(folder, options) {
      return folderChanges(db, pairs.all(), folder, options);
    },
    async remoteFile(path): Promise<LocatedFile> {
      const absolute = resolve(path);
      for (const pair of pairs.all()) {
        const relativePath = pathInside(pair.folder, absolute);
        if (!relativePath) continue;
        const base = baseline.find(pair.id, relativePath) ?? baseline.inBin(pair.id, relativePath);
        const file = base?.kind === 'file' ? base : undefined;
        const { fileId, sha256 } = file?.remote ?? { fileId: undefined, sha256: undefined };
        return { pair, relativePath, fileId, sha256, size: file?.local?.size };
      }
      throw new KooError('NOT_IN_A_PAIR', 'the path is in no pair', { detail: { path: absolute } });
    },
  };
}

function entryOf({ pending }: Parts, folder: string, found: FoundFile): FileEntry {
  const entry = pending.find(found.pairId, found.path);
  const waiting = !entry ? 'synced' : hasFailed(entry) && isProblem(entry) ? 'problem' : 'pending';
  return {
    path: inFolder(folder, found.path),
    relativePath: found.path,
    size: found.size,
    ...(found.syncedAt === undefined ? {} : { syncedAt: found.syncedAt }),
    kind: 'file',
    state: found.missing ? 'deleted' : waiting,
  };
}
