/**
 * Carries one path: looks at the disk, decides (engine/plan/decide.ts), and does it. Folders above a path are carried before
 * it, each once however many of its files ask for it.
 */
import type { KooDrive } from '../../koodrive/api.ts';
import type { Clock } from '../../lib/clock.ts';
import { inFolder, isMount, type Disk, type Facts } from '../../disk/disk.ts';
import { KooError } from '../../model/errors.ts';
import type { Known } from '../../model/baseline-entry.ts';
import { nameKey, nameOf, parentOf, remoteNameOf } from '../../model/relative-path.ts';
import { decide, type Decision } from '../plan/decide.ts';
import type { Cutting } from '../plan/part-size.ts';
import type { Timing } from '../plan/settling.ts';
import { bringFile, type Brought, type FileJob } from './upload-file.ts';
import { keyOf, type Carried, type CarryPair, type CarryRequest } from './sync-path-types.ts';
import type { Content } from '../../disk/read-content.ts';
import { createFolders } from './create-folder.ts';
import type { Lanes } from './upload-lanes.ts';
import { back, type Ledger } from '../baseline/baseline-types.ts';
import { createOutcomes } from './unknown-outcomes.ts';
import { createRenamer } from './rename-remote.ts';
import type { Snapshots } from '../../disk/snapshots.ts';
import type { Tasks } from './upload-intents.ts';
import { createTraffic } from './path-locks.ts';

export type CarryParts = {
  readonly koodrive: KooDrive;
  readonly disk: Disk;
  readonly content: Content;
  readonly tasks: Tasks;
  readonly ledger: Ledger;
  readonly lanes: Lanes;
  readonly clock: Clock;
  readonly timing: Timing;
  readonly cutting: Cutting;
  /** undefined: a large file that is written all the time waits until it rests */
  readonly snapshots: Snapshots | undefined;
  /** nothing is known of this path and what lies below it any more, so all of it is owed: one transaction */
  lost(pairId: number, path: string): void;
  /** what is owed at the old path is owed at the new one, and what is known there is known here: one transaction */
  moved(pairId: number, from: string, to: string): void;
  /** what is gone from `from` is known as `to` from here on, and is to be deleted: one transaction */
  setAside(pairId: number, from: string, to: string): void;
};

export type Carry = (request: CarryRequest) => Promise<Carried>;

export function createCarry(parts: CarryParts): Carry {
  const { koodrive, disk, ledger, tasks, clock } = parts;
  /** folders that are being carried, so that all who need one join */
  const running = new Map<string, Promise<Carried>>();
  /** names on their way to the server: of two that cannot stand side by side the second waits to see the first */
  const claims = new Map<string, string>();
  const traffic = createTraffic();
  const outcomes = createOutcomes(parts);

  const later = ({ seen }: CarryRequest): Carried => ({
    end: 'wait',
    dueAt: clock.now() + parts.timing.settleMs,
    seen,
  });

  const look = async (
    request: CarryRequest,
  ): Promise<{ decision: Decision; facts: Facts | undefined; known: Known | undefined }> => {
    const { pair, path } = request;
    const facts = await disk.facts(inFolder(pair.folder, path));
    const known = ledger.find(pair.id, path);
    // nothing is gone while the folder itself is: a drive that is not there, a folder that was moved away
    if (!facts && (await disk.facts(pair.folder))?.kind !== 'folder')
      throw new KooError('FOLDER_MISSING', "the pair's folder is not there", {
        detail: { path: pair.folder },
      });
    const decision = decide({
      path,
      facts,
      known,
      movedFrom: facts && !known ? await movedFrom(pair, path, facts) : undefined,
      clash: facts && !known && path !== '' ? await clashOf(pair, path) : undefined,
      noticedAt: request.noticedAt,
      seen: request.seen,
      now: clock.now(),
      timing: parts.timing,
    });
    return { decision, facts, known };
  };

  /** A known path of the same identity at which the disk holds this file no longer. A hard link is no rename. */
  const movedFrom = async (pair: CarryPair, path: string, facts: Facts): Promise<Known | undefined> => {
    if (facts.identity === undefined) return undefined;
    for (const candidate of ledger.ofIdentity(pair.id, facts.identity)) {
      if (candidate.path === path || candidate.path === '') continue;
      if (!(await isStillThere(pair, candidate.path, path))) return candidate;
    }
    return undefined;
  };

  /** Where names are kept without regard to case the old name still finds the file: only the listing tells. */
  const isStillThere = async (pair: CarryPair, old: string, path: string): Promise<boolean> => {
    if ((await disk.facts(inFolder(pair.folder, old))) === undefined) return false;
    if (parentOf(old) !== parentOf(path) || nameKey(nameOf(old)) !== nameKey(nameOf(path))) return true;
    return (await disk.list(inFolder(pair.folder, parentOf(path) ?? ''))).names.includes(nameOf(old));
  };

  /** A path beside this one that cannot stand there with it; one that was seen there before and is there no more is none. */
  const clashOf = async (pair: CarryPair, path: string): Promise<string | undefined> => {
    for (const other of ledger.clashing(pair.id, path))
      if (await isStillThere(pair, other, path)) return other;
    return undefined;
  };

  /** Id of the remote folder for `path`, which is a folder; carries it, and those above it, if need be. */
  const folderId = async (request: CarryRequest, path: string): Promise<string> => {
    const known = ledger.find(request.pair.id, path);
    if (known?.kind === 'folder' && known.goneAt === undefined && known.fingerprint !== undefined)
      return known.fileId;
    const carried = await folder({
      ...request,
      // a folder above is wanted for what it holds, which is not left out
      ignores: () => false,
      path,
      noticedAt: clock.now(),
      seen: undefined,
      failed: undefined,
    });
    const now = ledger.find(request.pair.id, path);
    if (now?.kind === 'folder') return now.fileId;
    if (carried.end === 'problem') throw carried.error;
    throw new KooError('FILE_GONE', 'the folder above is not there', { detail: { path } });
  };

  const folder = (request: CarryRequest): Promise<Carried> => {
    const key = `${request.pair.id}:${request.path}`;
    let one = running.get(key);
    if (!one) {
      one = carryPath(request).finally(() => running.delete(key));
      running.set(key, one);
    }
    return one;
  };

  const traffickers = { ...parts, traffic, folderId };
  const folders = createFolders(traffickers);
  const renamer = createRenamer(traffickers);

  /** The server cannot do the rename (its side is gone, or the new name is taken there): the content goes up as new. */
  const onlyAsNew = async (request: CarryRequest, from: Known, thrown: unknown): Promise<Carried> => {
    const { pair, path, signal } = request;
    if (!(thrown instanceof KooError)) throw thrown;
    // the server refused: there is no outcome to look for
    if (thrown.response === 'person') tasks.renames.end(pair.id, from.path);
    if (thrown.code === 'NOT_FOUND' || thrown.code === 'REMOTE_RECYCLED') {
      ledger.forget(pair.id, from.path);
      return carryPath(request);
    }
    if (thrown.code !== 'NAME_TAKEN' || from.kind === 'folder') throw thrown;
    const parentId = await folderId(request, parentOf(path) ?? '');
    for await (const entry of koodrive.listFolder(pair.containerId, parentId, { signal }))
      if (entry.name.normalize('NFC') === remoteNameOf(path))
        folders.adoptChild(pair.id, parentOf(path) ?? '', entry, nameOf(path));
    if (!ledger.find(pair.id, path)) throw thrown;
    return carryPath(request);
  };

  const upload = async (request: CarryRequest, facts: Facts, restless: boolean): Promise<Carried> => {
    const { pair, path, signal } = request;
    const parentId = await folderId(request, parentOf(path) ?? '');
    const key = keyOf(pair, path);
    // what is known is read and claimed in one go: no rename can take it away from here on
    if (tasks.renames.touching(pair.id, path).length > 0) return later(request);
    const known = ledger.find(pair.id, path);
    const absolute = inFolder(pair.folder, path);
    const bring = (from: Pick<FileJob, 'absolute' | 'facts'>): Promise<Brought> =>
      bringFile(
        { koodrive, content: parts.content, tasks, ledger, clock, cutting: parts.cutting },
        {
          pair,
          path,
          ...from,
          restless,
          known,
          parentId,
          signal,
          progress: (sent) => request.progress(sent, from.facts.size),
        },
      );
    const sending = traffic.sending(key, () =>
      parts.lanes.run(facts.size, request.urgent, signal, async () => {
        // it would be written again before it is sent
        const snapshot =
          restless && facts.size > parts.cutting.singlePartUpTo
            ? await parts.snapshots?.take(absolute, signal)
            : undefined;
        try {
          // another file took its place: what was decided was not about that one
          if (!snapshot || snapshot.source.identity !== facts.identity)
            return await bring({ absolute, facts });
          // parts of another copy are never taken for parts of this one, however coarse the stamps are
          tasks.end(pair.id, path);
          const { identity, quietSince, coarse } = snapshot.source;
          const copy: Facts = { ...snapshot.facts, identity, quietSince, coarse };
          return await bring({ absolute: snapshot.path, facts: copy });
        } finally {
          await snapshot?.release();
        }
      }),
    );
    if (!sending) return later(request);
    const brought = await sending;
    return { end: 'brought', brought, again: restless };
  };

  /**
   * Puts something into the folder above. When that folder is gone there (somebody threw it away, or we did and a
   * power cut took the memory of it) it is made anew with all it holds here; the pair's own folder is left to a person.
   */
  const inFoundFolder = async (request: CarryRequest, work: () => Promise<Carried>): Promise<Carried> => {
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
      return { end: 'wait', dueAt: clock.now(), seen: request.seen };
    }
  };

  const isGoneThere = async ({ pair, signal }: CarryRequest, path: string): Promise<boolean> => {
    const known = ledger.find(pair.id, path);
    if (!known) return false;
    try {
      return (await koodrive.detail(pair.containerId, known.fileId, { signal })).recycled;
    } catch (thrown) {
      if (thrown instanceof KooError && thrown.code === 'NOT_FOUND') return true;
      throw thrown;
    }
  };

  /** Is something known right below this folder that the disk does not show there? */
  const lacksKnown = async (pair: CarryPair, path: string): Promise<boolean> => {
    const { names } = await disk.list(inFolder(pair.folder, path));
    const here = new Set(names);
    return ledger.children(pair.id, path).some((child) => !here.has(nameOf(child.path)));
  };

  const isAtPlace = async ({ pair, path, signal }: CarryRequest, fileId: string): Promise<boolean> => {
    try {
      const there = await koodrive.detail(pair.containerId, fileId, { signal });
      return !there.recycled && there.parentId === ledger.find(pair.id, parentOf(path) ?? '')?.fileId;
    } catch (thrown) {
      if (thrown instanceof KooError && ['NOT_FOUND', 'REMOTE_RECYCLED'].includes(thrown.code)) return false;
      throw thrown;
    }
  };

  const carryPath = async (request: CarryRequest): Promise<Carried> => {
    const { pair, path } = request;
    const key = keyOf(pair, path);
    await renamer.finishOpen(pair, path, request.signal);
    if (traffic.isRenamed(key)) return later(request);
    // a folder above that was renamed takes this path along, so it comes first
    const above = parentOf(path);
    const there = await disk.facts(inFolder(pair.folder, path));
    if (above !== undefined && there) await folderId(request, above);
    // what was begun from here before this path came to hold something else may be on the server: it would stay there
    const begun = tasks.find(pair.id, path);
    if (begun && (begun.decisive || there?.kind !== (begun.kind === 'folder' ? 'folder' : 'file'))) {
      const parentId = ledger.find(pair.id, above ?? '')?.fileId;
      const asking = traffic.sending(key, () =>
        outcomes.settle({ pair, path, facts: there, parentId, signal: request.signal }),
      );
      if (!asking) return later(request);
      const dueAt = await asking;
      if (dueAt !== undefined) return { end: 'wait', dueAt, seen: request.seen };
    }

    const { decision, facts, known } = await look(request);
    // nothing is left of what was begun, or it is written down and a kill came before this, or a rename brought it along
    if (begun && (decision.do === 'record-gone' || decision.do === 'nothing')) tasks.end(pair.id, path);
    // what was gone may be in the bin there, or in a folder that is: then it is new
    const wasGone = known !== undefined && (known.goneAt !== undefined || known.fingerprint === back);
    const comesBack = wasGone && (decision.do === 'upload' || decision.do === 'accept-folder');
    if (comesBack && !(await isAtPlace(request, known.fileId))) {
      parts.lost(pair.id, path);
      return { end: 'wait', dueAt: clock.now(), seen: request.seen };
    }
    // left out now; what went up before the rule was made stays on the server
    if (facts && request.ignores(facts.kind === 'folder')) return { end: 'nothing' };
    if (!facts && path.includes('\uFFFD') && above !== undefined) {
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
    if (facts?.kind === 'folder' && request.failed === 'FOLDER_UNREADABLE')
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
        return inFoundFolder(request, () => folders.make(request, required(facts)));
      case 'accept-folder':
        // of a drive that was there and is not, or is there over what was, the memory stays as long as files of it are
        // missing: their deletions are held by it (main/engine/deletions/recycler.ts)
        if (
          isMount(known?.fingerprint) !== isMount(required(facts).fingerprint) &&
          (await lacksKnown(pair, path))
        )
          return { end: 'nothing' };
        ledger.refresh(pair.id, path, required(facts));
        return { end: 'folder' };
      case 'upload':
        return inFoundFolder(request, () => upload(request, required(facts), decision.restless));
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

  function begin(request: CarryRequest): Promise<Carried> {
    const known = ledger.find(request.pair.id, request.path);
    // whether it is a folder shows when it is looked at; joining one that is under way is what matters
    return running.has(`${request.pair.id}:${request.path}`) || known?.kind === 'folder'
      ? folder(request)
      : single(request);
  }

  async function single(request: CarryRequest): Promise<Carried> {
    const facts = await disk.facts(inFolder(request.pair.folder, request.path));
    return facts?.kind === 'folder' ? folder(request) : carryPath(request);
  }
}

/** `decide` names these only for a path that is on disk. */
function required(facts: Facts | undefined): Facts {
  if (!facts) throw new KooError('UNEXPECTED', 'decided about a path that is not on disk');
  return facts;
}
