/** Every version of a file into a folder, each as a file whose name tells its time. */
import type { Version } from '../../shared/views.ts';
import { toKooError, type KooError } from '../model/errors.ts';
import { freeName } from './free-name.ts';
import { refuse, restoreRevision, type RestoreOptions, type RestoreParts } from './restore.ts';
import type { RemoteFile } from './remote-file.ts';

export type Exported = {
  /** absolute */
  readonly folder: string;
  /** absolute paths of what was written, newest version first */
  readonly files: readonly string[];
  /** versions that could not be had, with why */
  readonly failed: readonly { readonly revisionVersion: number; readonly error: KooError }[];
};

/** What stops one version alone: its bytes are damaged, or it was cleared away meanwhile. */
const ofOneVersion = ['DOWNLOAD_DAMAGED', 'NOT_FOUND', 'REFUSED', 'LEGALLY_BLOCKED'];

/** Throws what stands in the way of all: the folder, the disk, the network, CANCELLED. What is written by then stays. */
export async function exportVersions(
  parts: RestoreParts,
  path: string,
  file: RemoteFile,
  versions: readonly Version[],
  folder: string,
  { signal, onStage }: RestoreOptions,
): Promise<Exported> {
  if ((await parts.disk.stat(folder))?.kind !== 'folder')
    throw refuse({ say: 'sentence.targetFolderMissing', folder });
  const size = versions.reduce((sum, version) => sum + version.size, 0);
  const files: string[] = [];
  const failed: { revisionVersion: number; error: KooError }[] = [];
  let before = 0;
  for (const { revisionId, revisionVersion, createdAt, size: ofThis } of versions) {
    signal?.throwIfAborted();
    try {
      const to = await freeName(parts.disk, folder, path, { createdAt, revisionVersion });
      const written = await restoreRevision(
        parts,
        path,
        { ...file, revisionId },
        {
          to,
          signal,
          onStage: (stage) => {
            if (stage.kind === 'fetching') onStage?.({ ...stage, bytes: before + stage.bytes, size });
          },
        },
      );
      files.push(written.path);
    } catch (thrown) {
      const error = toKooError(thrown);
      if (!ofOneVersion.includes(error.code)) throw error;
      failed.push({ revisionVersion, error });
    }
    before += ofThis;
  }
  const [first] = failed;
  if (files.length === 0 && first) throw first.error;
  return { folder, files, failed };
}
