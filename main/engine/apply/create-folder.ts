/**
 * Makes a folder on the server, or takes up the one that is there already: made by an attempt whose answer was lost, by
 * an earlier life of this client, or by somebody else. What a folder that is taken up holds is known from then on.
 */
import type { RemoteEntry } from '../../koodrive/api.ts';
import { inFolder, type Disk } from '../../disk/disk.ts';
import { KooError } from '../../model/errors.ts';
import { childOf, parentOf, remoteNameOf } from '../../model/relative-path.ts';
import type { FileStat } from '../../model/file-stat.ts';
import { keyOf, type PathOutcome, type ApplyDeps, type SyncPathRequest } from './sync-path-types.ts';

export type FolderCreatorDeps = ApplyDeps & { readonly disk: Disk };

export type FolderCreator = {
  /** Throws KooError: NAME_TAKEN when a file is in the way, and those of the server. */
  make(request: SyncPathRequest, stat: FileStat): Promise<PathOutcome>;
  /** Something on the server, below the known folder `above`, is known from here on under `name`. */
  adoptChild(pairId: number, above: string, child: RemoteEntry, name: string): void;
};

export function createFolderCreator(parts: FolderCreatorDeps): FolderCreator {
  const { koodrive, disk, baseline, intents, clock } = parts;
  /** ids of folders on the server that were met below an adopted one, by pair and path, and not carried yet */
  const met = new Map<string, string>();

  const make = async (request: SyncPathRequest, stat: FileStat): Promise<PathOutcome> => {
    const { pair, path, signal } = request;
    const options = { signal };
    const { containerId } = pair;
    const parent = parentOf(path);
    const parentId =
      parent === undefined
        ? (await koodrive.space(containerId, options)).rootFolderId
        : await parts.folderId(request, parent);
    const name = parent === undefined ? pair.remote : remoteNameOf(path);
    const later = {
      end: 'wait',
      dueAt: clock.now() + parts.timing.settleMs,
      seen: request.observed,
    } as const;
    // no rename can take the name away from here on
    if (intents.renames.touching(pair.id, path).length > 0) return later;
    const made = parts.traffic.sending(keyOf(pair, path), async (): Promise<PathOutcome> => {
      const begun = { fileId: undefined, baseRevisionId: undefined, sha256: undefined };
      const { fingerprint } = stat;
      intents.begin(
        { pairId: pair.id, path, kind: 'folder', fingerprint, size: 0, partSize: 0, ...begun },
        clock.now(),
      );
      let entry: RemoteEntry;
      try {
        entry =
          (await adoptMet(request, parentId, name)) ??
          (await koodrive.createFolder({ containerId, parentId, name }, options));
      } catch (thrown) {
        if (!(thrown instanceof KooError) || thrown.code !== 'NAME_TAKEN') throw thrown;
        // made by an earlier attempt whose answer was lost, or by somebody else: its content is known from here on
        entry = await adoptFolder(containerId, parentId, name, signal);
        await adoptChildren(request, entry);
      }
      baseline.put(pair.id, path, { kind: 'folder', fileId: entry.fileId, stat }, clock.now());
      intents.end(pair.id, path);
      return { end: 'folder' };
    });
    return made ?? later;
  };

  const adoptFolder = async (
    containerId: string,
    parentId: string,
    name: string,
    signal: AbortSignal,
  ): Promise<RemoteEntry> => {
    for await (const entry of koodrive.listFolder(containerId, parentId, { signal }))
      if (entry.name.normalize('NFC') === name.normalize('NFC') && entry.isFolder && !entry.recycled)
        return entry;
    throw new KooError('NAME_TAKEN', 'a file of this name is in the way of a folder');
  };

  /** A folder that was met when the one above it was adopted, if it is still there: no call that makes it is needed. */
  const adoptMet = async (
    request: SyncPathRequest,
    parentId: string,
    name: string,
  ): Promise<RemoteEntry | undefined> => {
    const { pair, path, signal } = request;
    const key = `${pair.id}:${path}`;
    const fileId = met.get(key);
    met.delete(key);
    if (fileId === undefined) return undefined;
    try {
      const entry = await koodrive.detail(pair.containerId, fileId, { signal });
      if (entry.recycled || entry.parentId !== parentId || entry.name.normalize('NFC') !== name)
        return undefined;
      await adoptChildren(request, entry);
      return entry;
    } catch (thrown) {
      if (thrown instanceof KooError && (thrown.code === 'NOT_FOUND' || thrown.code === 'REMOTE_RECYCLED'))
        return undefined;
      throw thrown;
    }
  };

  const adoptChildren = async (
    { pair, path, signal }: SyncPathRequest,
    entry: RemoteEntry,
  ): Promise<void> => {
    // the server keeps names composed (NFC); what is known is known by the name it has on this disk
    const { names } = await disk
      .list(inFolder(pair.folder, path))
      .catch(() => ({ names: [] as readonly string[] }));
    const here = new Map(names.map((name) => [name.normalize('NFC'), name]));
    for await (const child of koodrive.listFolder(pair.containerId, entry.fileId, { signal }))
      adoptChild(pair.id, path, child, here.get(child.name.normalize('NFC')) ?? child.name);
  };

  const adoptChild = (pairId: number, above: string, child: RemoteEntry, name: string) => {
    const path = childOf(above, name);
    if (child.recycled || baseline.find(pairId, path)) return;
    // a folder is adopted, with what it holds, when it is carried
    if (child.isFolder) met.set(`${pairId}:${path}`, child.fileId);
    else
      baseline.put(
        pairId,
        path,
        { kind: 'file', fileId: child.fileId, stat: undefined, sha256: child.sha256 },
        clock.now(),
      );
  };

  return { make, adoptChild };
}
