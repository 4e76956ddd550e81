/**
 * The reader's side: the versions of a path, and the way back to one. It states here what it needs of the engine;
 * main/compose.ts hands it over.
 */
import type { Version } from '../../shared/views.ts';

import type { KooDrive } from '../koodrive/api.ts';
import { KooError } from '../model/errors.ts';
import type { Writer } from '../disk/writer.ts';
import {
  restoreRevision,
  unknownRevision,
  type Restored,
  type RestoreOptions,
  type RestoreParts,
} from './restore.ts';
import { listVersions, type RemoteFile } from './versions.ts';

export type HistoryParts = Omit<RestoreParts, 'koodrive'> & {
  readonly koodrive: Pick<KooDrive, 'listRevisions' | 'getRevision' | 'updateRevision' | 'download'>;
  readonly disk: Writer;
};

export type History = {
  /** Newest first. `path` is absolute; the file need not exist on disk. Throws NOT_IN_A_PAIR, NOT_YET_SYNCED, IS_A_FOLDER, network codes. */
  versions(path: string, signal?: AbortSignal): Promise<Version[]>;
  /**
   * Without `to` the file itself becomes the revision, after its present content is one. Gives what was written.
   * Throws NOT_FOUND (no such revision), DOWNLOAD_DAMAGED, FILE_CHANGED, BAD_USAGE (the target), DISK_FULL, what stands
   * in the way of uploading the present content, network codes; then the target is as it was and no temp file stays.
   */
  restore(path: string, revisionId: string, options?: RestoreOptions): Promise<Restored>;
  /** Throws NOT_FOUND (no such revision) and network codes. */
  keepForever(path: string, revisionId: string, keep: boolean, signal?: AbortSignal): Promise<void>;
};

export const createHistory = (parts: HistoryParts): History => {
  const remoteOf = async (path: string): Promise<RemoteFile> => {
    const { pair, fileId } = await parts.locate(path);
    if (fileId === undefined && (await parts.disk.lstat(path).catch(() => undefined))?.kind === 'folder')
      throw new KooError('IS_A_FOLDER', 'only files have versions', { detail: { path } });
    if (fileId === undefined)
      throw new KooError('NOT_YET_SYNCED', 'the file was never uploaded', { detail: { path } });
    return { containerId: pair.containerId, fileId };
  };
  return {
    versions: async (path, signal) => listVersions(parts.koodrive, await remoteOf(path), signal),
    restore: async (path, revisionId, options = {}) =>
      restoreRevision(parts, path, { ...(await remoteOf(path)), revisionId }, options),
    keepForever: async (path, revisionId, keep, signal) => {
      try {
        await parts.koodrive.updateRevision(
          { ...(await remoteOf(path)), revisionId, keepForever: keep },
          { signal },
        );
      } catch (thrown) {
        throw unknownRevision(thrown, path, revisionId);
      }
    },
  };
};
