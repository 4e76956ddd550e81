/** The engine's calls that find files for a history: by words, by folder, by a path that may lie in the recycle bin. */
import type { FileEntry } from '../../shared/views.ts';
import { inFolder } from '../disk/in-folder.ts';
import type { LocatedFile } from '../model/located-file.ts';
import type { Engine } from './api.ts';
import { searchFiles, type FoundFile } from './baseline/search-files.ts';
import { folderChanges } from './folder-changes.ts';
import { locateFile } from './locate-file.ts';
import { hasFailed, isProblem } from './pending/pending-change.ts';
import type { Components } from './wiring.ts';

type Parts = Pick<Components, 'db' | 'pairs' | 'owners' | 'baseline' | 'unproven' | 'pending' | 'disk'>;

export function findCalls(parts: Parts): Pick<Engine, 'searchFiles' | 'folderChanges' | 'remoteFile'> {
  const { db, baseline, pairs } = parts;
  return {
    async searchFiles(query, show, limit) {
      const folders = new Map(pairs.all().map((pair) => [pair.id, pair.folder]));
      return searchFiles(db, query, show, limit).map((found) =>
        entryOf(parts, folders.get(found.pairId) ?? '', found),
      );
    },
    async folderChanges(folder, options) {
      return folderChanges({ db, baseline }, pairs.all(), folder, options);
    },
    async remoteFile(path): Promise<LocatedFile> {
      const located = await locateFile(parts, path, { orInBin: true });
      parts.owners.requireOwn(located.pair);
      return located;
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
