/**
 * Carries one path: looks at the disk, decides (engine/plan/decide.ts), and does it. Folders above a path are carried before
 * it, each once however many of its files ask for it.
 */
import type { KooDrive } from '../../koodrive/api.ts';
import type { Clock } from '../../lib/clock.ts';
import { inFolder, type Disk } from '../../disk/disk.ts';
import { KooError } from '../../model/errors.ts';
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import { nameKey, nameOf, parentOf, remoteNameOf } from '../../model/relative-path.ts';
import { type FileStat, isMount } from '../../model/file-stat.ts';
import type { Pair } from '../../model/pair.ts';
import { decide, type Decision } from '../plan/decide.ts';
import type { Chunking } from '../plan/part-size.ts';
import type { Timing } from '../plan/settling.ts';
import { uploadFile, type UploadResult, type UploadFileRequest } from './upload-file.ts';
import { keyOf, type PathOutcome, type SyncPathRequest } from './sync-path-types.ts';
import type { Content } from '../../disk/read-content.ts';
import { createFolderCreator } from './create-folder.ts';
import type { UploadLanes } from './upload-lanes.ts';
import { NEEDS_RECHECK, type BaselineForApply } from '../baseline/baseline-types.ts';
import { createUnknownOutcomes } from './unknown-outcomes.ts';
import { createRemoteRenamer } from './rename-remote.ts';
import type { Snapshots } from '../../disk/snapshots.ts';
import type { UploadIntents } from './upload-intents.ts';
import { createPathLocks } from './path-locks.ts';

export type SyncPathDeps = {
  readonly koodrive: KooDrive;
  readonly disk: Disk;
  readonly content: Content;
  readonly intents: UploadIntents;
  readonly baseline: BaselineForApply;
  readonly lanes: UploadLanes;
  readonly clock: Clock;
  readonly timing: Timing;
  readonly chunking: Chunking;
  /** undefined: a large file that is written all the time waits until it rests */
  readonly snapshots: Snapshots | undefined;
  /** nothing is known of this path and what lies below it any more, so all of it is owed: one transaction */
  lost(pairId: number, path: string): void;
  /** what is owed at the old path is owed at the new one, and what is known there is known here: one transaction */
  moved(pairId: number, from: string, to: string): void;
  /** what is gone from `from` is known as `to` from here on, and is to be deleted: one transaction */
  setAside(pairId: number, from: string, to: string): void;
};

export type SyncPath = (request: SyncPathRequest) => Promise<PathOutcome>;

export function createSyncPath(parts: SyncPathDeps): SyncPath {
  const { koodrive, disk, baseline, intents, clock } = parts;
  /** folders that are being carried, so that all who need one join */
  const running = new Map<string, Promise<PathOutcome>>();
  /** names on their way to the server: of two that cannot stand side by side the second waits to see the first */
  const claims = new Map<string, string>();
  const traffic = createPathLocks();
  const outcomes = createUnknownOutcomes(parts);

  const later = ({ observed: seen }: SyncPathRequest): PathOutcome => ({
    end: 'wait',
    dueAt: clock.now() + parts.timing.settleMs,
    seen,
  });

  const look = async (
    request: SyncPathRequest,
  ): Promise<{ decision: Decision; stat: FileStat | undefined; known: BaselineEntry | undefined }> => {
    const { pair, path } = request;
    const stat = await disk.stat(inFolder(pair.folder, path));
    const known = baseline.find(pair.id, path);
    // nothing is gone while the folder itself is: a drive that is not there, a folder that was moved away
    if (!stat && (await disk.stat(pair.folder))?.kind !== 'folder')
      throw new KooError('FOLDER_MISSING', "the pair's folder is not there", {
        detail: { path: pair.folder },
      });
    const decision = decide({
      path,
      stat,
      baseline: known,
      movedFrom: stat && !known ? await movedFrom(pair, path, stat) : undefined,
      clash: stat && !known && path !== '' ? await clashOf(pair, path) : undefined,
      noticedAt: request.noticedAt,
      observed: request.observed,
      now: clock.now(),
      timing: parts.timing,
    });
    return { decision, stat, known };
  };

  /** A known path of the same identity at which the disk holds this file no longer. A hard link is no rename. */
  const movedFrom = async (pair: Pair, path: string, stat: FileStat): Promise<BaselineEntry | undefined> => {
    if (stat.localId === undefined) return undefined;
    for (const candidate of baseline.withLocalId(pair.id, stat.localId)) {
      if (candidate.path === path || candidate.path === '') continue;
      if (!(await isStillThere(pair, candidate.path, path))) return candidate;
    }
    return undefined;
  };

  /** Where names are kept without regard to case the old name still finds the file: only the listing tells. */
  const isStillThere = async (pair: Pair, old: string, path: string): Promise<boolean> => {
    if ((await disk.stat(inFolder(pair.folder, old))) === undefined) return false;
    if (parentOf(old) !== parentOf(path) || nameKey(nameOf(old)) !== nameKey(nameOf(path))) return true;
    return (await disk.list(inFolder(pair.folder, parentOf(path) ?? ''))).names.includes(nameOf(old));
  };

  /** A path beside this one that cannot stand there with it; one that was seen there before and is there no more is none. */
  const clashOf = async (pair: Pair, path: string): Promise<string | undefined> => {
    for (const other of baseline.clashing(pair.id, path))
      if (await isStillThere(pair, other, path)) return other;
    return undefined;
  };

  /** Id of the remote folder for `path`, which is a folder; carries it, and those above it, if need be. */
  const folderId = async (request: SyncPathRequest, path: string): Promise<string> => {
    const known = baseline.find(request.pair.id, path);
    if (known?.kind === 'folder' && known.missingSince === undefined && known.fingerprint !== undefined)
      return known.fileId;
    const carried = await folder({
      ...request,
      // a folder above is wanted for what it holds, which is not left out
      ignores: () => false,
      path,
      noticedAt: clock.now(),
      observed: undefined,
      failed: undefined,
    });
    const now = baseline.find(request.pair.id, path);
    if (now?.kind === 'folder') return now.fileId;
    if (carried.end === 'problem') throw carried.error;
    throw new KooError('FILE_GONE', 'the folder above is not there', { detail: { path } });
  };

  const folder = (request: SyncPathRequest): Promise<PathOutcome> => {
    const key = `${request.pair.id}:${request.path}`;
    let one = running.get(key);
    if (!one) {
      one = carryPath(request).finally(() => running.delete(key));
      running.set(key, one);
    }
    return one;
  };

  const traffickers = { ...parts, traffic, folderId };
  const folders = createFolderCreator(traffickers);
  const renamer = createRemoteRenamer(traffickers);

  /** The server cannot do the rename (its side is gone, or the new name is taken there): the content goes up as new. */
  const onlyAsNew = async (
    request: SyncPathRequest,
    from: BaselineEntry,
    thrown: unknown,
  ): Promise<PathOutcome> => {
    const { pair, path, signal } = request;
    if (!(thrown instanceof KooError)) throw thrown;
    // the server refused: there is no outcome to look for
    if (thrown.response === 'user') intents.renames.end(pair.id, from.path);
    if (thrown.code === 'NOT_FOUND' || thrown.code === 'REMOTE_RECYCLED') {
      baseline.forget(pair.id, from.path);
      return carryPath(request);
    }
    if (thrown.code !== 'NAME_TAKEN' || from.kind === 'folder') throw thrown;
    const parentId = await folderId(request, parentOf(path) ?? '');
    for await (const entry of koodrive.listFolder(pair.containerId, parentId, { signal }))
      if (entry.name.normalize('NFC') === remoteNameOf(path))
        folders.adoptChild(pair.id, parentOf(path) ?? '', entry, nameOf(path));
    if (!baseline.find(pair.id, path)) throw thrown;
    return carryPath(request);
  };

  const upload = async (
    request: SyncPathRequest,
    stat: FileStat,
    neverQuiet: boolean,
  ): Promise<PathOutcome> => {
    const { pair, path, signal } = request;
    const parentId = await folderId(request, parentOf(path) ?? '');
    const key = keyOf(pair, path);
    // what is known is read and claimed in one go: no rename can take it away from here on
    if (intents.renames.touching(pair.id, path).length > 0) return later(request);
    const known = baseline.find(pair.id, path);
    const absolute = inFolder(pair.folder, path);
    const bring = (from: Pick<UploadFileRequest, 'absolute' | 'stat'>): Promise<UploadResult> =>
      uploadFile(
        { koodrive, content: parts.content, intents, baseline, clock, chunking: parts.chunking },
        {
          pair,
          path,
          ...from,
          neverQuiet,
          baseline: known,
          parentId,
          signal,
          progress: (sent) => request.progress(sent, from.stat.size),
        },
      );
    const sending = traffic.sending(key, () =>
      parts.lanes.run(stat.size, request.urgent, signal, async () => {
        // it would be written again before it is sent
        const snapshot =
          neverQuiet && stat.size > parts.chunking.singlePartUpTo
            ? await parts.snapshots?.take(absolute, signal)
            : undefined;
        try {
          // another file took its place: what was decided was not about that one
          if (!snapshot || snapshot.source.localId !== stat.localId) return await bring({ absolute, stat });
          // parts of another copy are never taken for parts of this one, however coarse the stamps are
          intents.end(pair.id, path);
          const { localId, quietSince, coarse } = snapshot.source;
          const copy: FileStat = { ...snapshot.stat, localId, quietSince, coarse };
          return await bring({ absolute: snapshot.path, stat: copy });
        } finally {
          await snapshot?.release();
        }
      }),
    );
    if (!sending) return later(request);
    const brought = await sending;
    return { end: 'brought', brought, again: neverQuiet };
  };

  /**
   * Puts something into the folder above. When that folder is gone there (somebody threw it away, or we did and a
   * power cut took the memory of it) it is made anew with all it holds here; the pair's own folder is left to a person.
   */
  const inFoundFolder = async (
    request: SyncPathRequest,
    work: () => Promise<PathOutcome>,
  ): Promise<PathOutcome> => {
    try {
      return await work();
    } catch (thrown) {
      if (!(thrown instanceof KooError) || !['NOT_FOUND', 'REMOTE_RECYCLED'].includes(thrown.code))
        throw thrown;
      const { pair } = request;
      let lost: string | undefined;
      for (let above = parentOf(request.path); above; above = parentOf(above))
        if (await isGoneThere(request, above)) lost = above;
      if (lost === undefined) throw thrown;
      parts.lost(pair.id, lost);
      return { end: 'wait', dueAt: clock.now(), seen: request.observed };
    }
  };

  const isGoneThere = async ({ pair, signal }: SyncPathRequest, path: string): Promise<boolean> => {
    const known = baseline.find(pair.id, path);
    if (!known) return false;
    try {
      return (await koodrive.detail(pair.containerId, known.fileId, { signal })).recycled;
    } catch (thrown) {
      if (thrown instanceof KooError && thrown.code === 'NOT_FOUND') return true;
      throw thrown;
    }
  };

  /** Is something known right below this folder that the disk does not show there? */
  const lacksKnown = async (pair: Pair, path: string): Promise<boolean> => {
    const { names } = await disk.list(inFolder(pair.folder, path));
    const here = new Set(names);
    return baseline.children(pair.id, path).some((child) => !here.has(nameOf(child.path)));
  };

  const isAtPlace = async ({ pair, path, signal }: SyncPathRequest, fileId: string): Promise<boolean> => {
    try {
      const there = await koodrive.detail(pair.containerId, fileId, { signal });
      return !there.recycled && there.parentId === baseline.find(pair.id, parentOf(path) ?? '')?.fileId;
    } catch (thrown) {
      if (thrown instanceof KooError && ['NOT_FOUND', 'REMOTE_RECYCLED'].includes(thrown.code)) return false;
      throw thrown;
    }
  };

  const carryPath = async (request: SyncPathRequest): Promise<PathOutcome> => {
    const { pair, path } = request;
    const key = keyOf(pair, path);
    await renamer.finishOpen(pair, path, request.signal);
    if (traffic.isRenamed(key)) return later(request);
    // a folder above that was renamed takes this path along, so it comes first
    const above = parentOf(path);
    const there = await disk.stat(inFolder(pair.folder, path));
    if (above !== undefined && there) await folderId(request, above);
    // what was begun from here before this path came to hold something else may be on the server: it would stay there
    const begun = intents.find(pair.id, path);
    if (begun && (begun.outcomeUnknown || there?.kind !== (begun.kind === 'folder' ? 'folder' : 'file'))) {
      const parentId = baseline.find(pair.id, above ?? '')?.fileId;
      const asking = traffic.sending(key, () =>
        outcomes.resolve({ pair, path, stat: there, parentId, signal: request.signal }),
      );
      if (!asking) return later(request);
      const dueAt = await asking;
      if (dueAt !== undefined) return { end: 'wait', dueAt, seen: request.observed };
    }

    const { decision, stat, known } = await look(request);
    // nothing is left of what was begun, or it is written down and a kill came before this, or a rename brought it along
    if (begun && (decision.do === 'record-gone' || decision.do === 'nothing')) intents.end(pair.id, path);
    // what was gone may be in the bin there, or in a folder that is: then it is new
    const wasGone =
      known !== undefined && (known.missingSince !== undefined || known.fingerprint === NEEDS_RECHECK);
    const comesBack = wasGone && (decision.do === 'upload' || decision.do === 'accept-folder');
    if (comesBack && !(await isAtPlace(request, known.fileId))) {
      parts.lost(pair.id, path);
      return { end: 'wait', dueAt: clock.now(), seen: request.observed };
    }
    // left out now; what went up before the rule was made stays on the server
    if (stat && request.ignores(stat.kind === 'folder')) return { end: 'nothing' };
    if (!stat && path.includes('\uFFFD') && above !== undefined) {
      // bytes that are no text: the name cannot be looked up, only met in a listing
      const { notUtf8 } = await disk
        .list(inFolder(pair.folder, above))
        .catch(() => ({ notUtf8: [] as string[] }));
      if (notUtf8.includes(nameOf(path)))
        return {
          end: 'problem',
          error: new KooError('NAME_NOT_UTF8', 'the name is no text', { detail: { path } }),
        };
    }
    // a folder that could not be listed stays a problem until it can
    if (stat?.kind === 'folder' && request.failed === 'FOLDER_UNREADABLE')
      await disk.list(inFolder(pair.folder, path));
    switch (decision.do) {
      case 'nothing':
        return { end: 'nothing' };
      case 'wait':
        return { end: 'wait', dueAt: decision.dueAt, seen: decision.seen };
      case 'skip':
        return { end: 'skip', reason: decision.reason };
      case 'problem':
        return {
          end: 'problem',
          error: new KooError(decision.code, 'plan', { detail: { path, values: decision.values } }),
        };
      case 'record-gone':
        return { end: 'gone' };
      case 'rename':
        try {
          return await renamer.rename(request, decision.from);
        } catch (thrown) {
          return onlyAsNew(request, decision.from, thrown);
        }
      case 'move-aside':
        return renamer.moveAside(request, decision.known);
      case 'make-folder':
        return inFoundFolder(request, () => folders.make(request, required(stat)));
      case 'accept-folder':
        // of a drive that was there and is not, or is there over what was, the memory stays as long as files of it are
        // missing: their deletions are held by it (main/engine/deletions/recycler.ts)
        if (
          isMount(known?.fingerprint) !== isMount(required(stat).fingerprint) &&
          (await lacksKnown(pair, path))
        )
          return { end: 'nothing' };
        baseline.refresh(pair.id, path, required(stat));
        return { end: 'folder' };
      case 'upload':
        return inFoundFolder(request, () => upload(request, required(stat), decision.neverQuiet));
    }
  };

  return async (request) => {
    const { pair, path } = request;
    const claim = `${pair.id}:${parentOf(path) ?? ''}/${nameKey(nameOf(path))}`;
    const holder = claims.get(claim);
    if (holder !== undefined && holder !== path) return later(request);
    claims.set(claim, path);
    try {
      return await begin(request);
    } finally {
      claims.delete(claim);
    }
  };

  function begin(request: SyncPathRequest): Promise<PathOutcome> {
    const known = baseline.find(request.pair.id, request.path);
    // whether it is a folder shows when it is looked at; joining one that is under way is what matters
    return running.has(`${request.pair.id}:${request.path}`) || known?.kind === 'folder'
      ? folder(request)
      : single(request);
  }

  async function single(request: SyncPathRequest): Promise<PathOutcome> {
    const stat = await disk.stat(inFolder(request.pair.folder, request.path));
    return stat?.kind === 'folder' ? folder(request) : carryPath(request);
  }
}

/** `decide` names these only for a path that is on disk. */
function required(stat: FileStat | undefined): FileStat {
  if (!stat) throw new KooError('UNEXPECTED', 'decided about a path that is not on disk');
  return stat;
}
