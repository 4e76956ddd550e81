/**
 * Carries one path: looks at the disk, decides (plan/decide.ts), and does it. Folders above a path are carried before
 * it, each once however many of its files ask for it.
 */
import type { ErrorCode } from '../../shared/error-codes.ts';
import type { KooDrive, RemoteEntry } from '../koodrive/api.ts';
import type { Clock } from '../lib/clock.ts';
import { inFolder, type Disk, type Facts } from '../lib/disk.ts';
import { KooError } from '../lib/errors.ts';
import type { Known } from '../lib/known.ts';
import { childOf, nameKey, nameOf, parentOf, remoteNameOf } from '../lib/relative-path.ts';
import type { Seen } from '../lib/seen.ts';
import { decide, type Decision } from '../plan/decide.ts';
import type { Cutting } from '../plan/parts.ts';
import type { Timing } from '../plan/timing.ts';
import { bringFile, settleGone, type Brought } from './bring-file.ts';
import type { Content } from './content.ts';
import type { Lanes } from './lanes.ts';
import type { Ledger } from './ledger.ts';
import type { Rename } from './renames.ts';
import type { Tasks } from './tasks.ts';

export type CarryPair = {
  readonly id: number;
  readonly folder: string;
  readonly containerId: string;
  readonly remote: string;
};

export type CarryRequest = {
  readonly pair: CarryPair;
  readonly path: string;
  readonly noticedAt: number;
  readonly seen: Seen | undefined;
  /** do the pair's rules leave this out? An event does not tell whether it is of a file or a folder */
  ignores(isFolder: boolean): boolean;
  /** how it failed last time */
  readonly failed: ErrorCode | undefined;
  /** a person waits for it */
  readonly urgent: boolean;
  readonly signal: AbortSignal;
  readonly progress: (sent: number, size: number) => void;
};

export type Carried =
  | { readonly end: 'nothing' }
  | { readonly end: 'wait'; readonly dueAt: number; readonly seen: Seen | undefined }
  | { readonly end: 'skip'; readonly reason: 'symlink' | 'special' }
  | { readonly end: 'problem'; readonly error: KooError }
  | { readonly end: 'gone' }
  | { readonly end: 'folder' }
  | { readonly end: 'renamed'; readonly from: string; readonly contentToo: boolean }
  /** `again`: the file did not rest, so what was brought may be followed by more within the same time stamp */
  | { readonly end: 'brought'; readonly brought: Brought; readonly again: boolean };

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
  /** nothing is known of this path and what lies below it any more, so all of it is owed: one transaction */
  lost(pairId: number, path: string): void;
  /** what is owed at the old path is owed at the new one, and what is known there is known here: one transaction */
  moved(pairId: number, from: string, to: string): void;
  /** what is gone from `from` is known as `to` from here on, and is to be deleted: one transaction */
  setAside(pairId: number, from: string, to: string): void;
};

export type Carry = (request: CarryRequest) => Promise<Carried>;

/** A request of which we heard nothing is carried out by the server within this time, or not at all. */
const lateMs = 5000;

export function createCarry(parts: CarryParts): Carry {
  const { koodrive, disk, ledger, tasks, clock } = parts;
  const folders = new Map<string, Promise<Carried>>();
  /** ids of folders on the server that were met below an adopted one, by pair and path, and not carried yet */
  const met = new Map<string, string>();
  /** contents on their way, and renames by their old path: neither may begin while the other runs at or below it */
  const uploading = new Set<string>();
  const renaming = new Set<string>();
  /** renames by their old path that are asked about; who is concerned waits for the answer */
  const settling = new Map<string, Promise<void>>();
  /** what was begun and is not on the server: until when it may still arrive there */
  const arriving = new Map<string, number>();
  /** names on their way to the server: of two that cannot stand side by side the second waits to see the first */
  const claims = new Map<string, string>();

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
      unsettledUpload: tasks.find(pair.id, path)?.decisive ?? false,
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
    let running = folders.get(key);
    if (!running) {
      running = carryPath(request).finally(() => folders.delete(key));
      folders.set(key, running);
    }
    return running;
  };

  const makeFolder = async (request: CarryRequest, facts: Facts): Promise<Carried> => {
    const { pair, path, signal } = request;
    const options = { signal };
    const { containerId } = pair;
    const parent = parentOf(path);
    const parentId =
      parent === undefined
        ? (await koodrive.space(containerId, options)).rootFolderId
        : await folderId(request, parent);
    const name = parent === undefined ? pair.remote : remoteNameOf(path);
    const begun = { fileId: undefined, baseRevisionId: undefined, sha256: undefined };
    const { fingerprint } = facts;
    tasks.begin(
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
    ledger.hold(pair.id, path, { kind: 'folder', fileId: entry.fileId, facts }, clock.now());
    tasks.end(pair.id, path);
    return { end: 'folder' };
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
    request: CarryRequest,
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

  const adoptChildren = async ({ pair, path, signal }: CarryRequest, entry: RemoteEntry): Promise<void> => {
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
    if (child.recycled || ledger.find(pairId, path)) return;
    // a folder is adopted, with what it holds, when it is carried
    if (child.isFolder) met.set(`${pairId}:${path}`, child.fileId);
    else
      ledger.hold(
        pairId,
        path,
        { kind: 'file', fileId: child.fileId, facts: undefined, sha256: child.sha256 },
        clock.now(),
      );
  };

  /**
   * One call for a rename, one job for a move, however much the folder holds. When the new name turns out to be taken all is put back, for what is known of the old path must stay true.
   */
  const renameThere = async (
    pair: CarryPair,
    from: Known,
    to: string,
    toParentId: string,
    signal: AbortSignal,
  ) => {
    const where = { containerId: pair.containerId, fileId: from.fileId };
    const name = remoteNameOf(to);
    const giveName = (given: string) => koodrive.rename({ ...where, name: given }, { signal });
    // an earlier attempt may have done all or half of it: what the server says counts
    const now = await koodrive.detail(where.containerId, where.fileId, { signal });
    if (now.recycled) throw new KooError('REMOTE_RECYCLED', 'the renamed file is in the recycle bin');

    if (parentOf(from.path) === parentOf(to)) {
      if (now.name !== name) await giveName(name);
      return;
    }
    if (now.parentId !== toParentId) {
      // under a name between, for neither the old nor the new one need be free, or stay so, in the other folder
      if (now.name !== name || remoteNameOf(from.path) !== name)
        await giveName(`${name.slice(0, 200)} (moving ${from.fileId.slice(-12)})`);
      await koodrive.move({ ...where, toParentId }, { signal });
    }
    try {
      if (now.name !== name || remoteNameOf(from.path) !== name) await giveName(name);
    } catch (thrown) {
      const old = ledger.find(pair.id, parentOf(from.path) ?? '');
      if (old && thrown instanceof KooError && thrown.code === 'NAME_TAKEN') {
        await koodrive.move({ ...where, toParentId: old.fileId }, { signal });
        await giveName(remoteNameOf(from.path));
      }
      throw thrown;
    }
  };

  /** Gives what lies at `from` another name on the server, while nothing is on its way at or below it; else waits. */
  const alone = async (
    request: CarryRequest,
    from: string,
    work: () => Promise<Carried>,
  ): Promise<Carried> => {
    const key = keyOf(request.pair, from);
    for (const busy of [...uploading, ...renaming])
      if (busy === key || busy.startsWith(`${key}/`))
        return { end: 'wait', dueAt: clock.now() + parts.timing.settleMs, seen: request.seen };
    renaming.add(key);
    return work().finally(() => renaming.delete(key));
  };

  const rename = async (request: CarryRequest, from: Known): Promise<Carried> => {
    const { pair, path, signal } = request;
    const toParentId = await folderId(request, parentOf(path) ?? '');
    return alone(request, from.path, async () => {
      tasks.renames.begin({ pairId: pair.id, from: from.path, to: path, fileId: from.fileId });
      await renameThere(pair, from, path, toParentId, signal);
      parts.moved(pair.id, from.path, path);
      return { end: 'renamed', from: from.path, contentToo: from.kind === 'file' };
    });
  };

  /** A rename of which it is not known whether the server did it: asks, and writes down what it says. */
  const settleRename = async (pair: CarryPair, { from, to, fileId }: Rename, signal: AbortSignal) => {
    const known = ledger.find(pair.id, from);
    const oldParent = ledger.find(pair.id, parentOf(from) ?? '');
    const newParent = ledger.find(pair.id, parentOf(to) ?? '');
    const forget = () => tasks.renames.end(pair.id, from);
    if (known?.fileId !== fileId || !newParent || ledger.find(pair.id, to)) return forget();
    try {
      const now = await koodrive.detail(pair.containerId, fileId, { signal });
      if (now.recycled || (now.name === remoteNameOf(from) && now.parentId === oldParent?.fileId))
        return forget();
      await renameThere(pair, known, to, newParent.fileId, signal);
      parts.moved(pair.id, from, to);
    } catch (thrown) {
      if (!(thrown instanceof KooError) || thrown.response !== 'person') throw thrown;
      forget();
    }
  };

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
        adoptChild(pair.id, parentOf(path) ?? '', entry, nameOf(path));
    if (!ledger.find(pair.id, path)) throw thrown;
    return carryPath(request);
  };

  /**
   * Frees the name on the server for the other kind of thing. What held it is gone from disk under that name: it gets
   * out of the way, stays known under the name it has there now, and goes the way of everything that is gone, or
   * comes back with its history when it turns out to have been renamed.
   */
  const moveAside = async (request: CarryRequest, known: Known): Promise<void> => {
    const { pair, path, signal } = request;
    const stamp = new Date(clock.now()).toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '');
    const name = `${remoteNameOf(path).slice(0, 220)} (replaced ${stamp})`;
    try {
      await koodrive.rename({ containerId: pair.containerId, fileId: known.fileId, name }, { signal });
    } catch (thrown) {
      // it is out of the way already: thrown away by somebody else
      const away = thrown instanceof KooError && ['NOT_FOUND', 'REMOTE_RECYCLED'].includes(thrown.code);
      if (!away) throw thrown;
      ledger.forget(pair.id, path);
      return;
    }
    parts.setAside(pair.id, path, childOf(parentOf(path) ?? '', name));
  };

  const upload = async (request: CarryRequest, facts: Facts, restless: boolean): Promise<Carried> => {
    const { pair, path, signal } = request;
    const parentId = await folderId(request, parentOf(path) ?? '');
    const key = keyOf(pair, path);
    // what is known is read and claimed in one go: no rename can take it away from here on
    if (tasks.renames.touching(pair.id, path).length > 0)
      return { end: 'wait', dueAt: clock.now() + parts.timing.settleMs, seen: request.seen };
    const known = ledger.find(pair.id, path);
    uploading.add(key);
    const brought = await parts.lanes
      .run(facts.size, request.urgent, signal, () =>
        bringFile(
          { koodrive, content: parts.content, tasks, ledger, clock, cutting: parts.cutting },
          {
            pair,
            path,
            absolute: inFolder(pair.folder, path),
            facts,
            restless,
            known,
            parentId,
            signal,
            progress: (sent) => request.progress(sent, facts.size),
          },
        ),
      )
      .finally(() => uploading.delete(key));
    return { end: 'brought', brought, again: restless };
  };

  /**
   * What was begun from here before this path came to hold something else may be on the server: it would stay there.
   * What is not there may still arrive, when the request was under way at a kill; tells when to look again.
   */
  const settleBegun = async ({ pair, path, signal }: CarryRequest): Promise<number | undefined> => {
    const key = keyOf(pair, path);
    const parentId = ledger.find(pair.id, parentOf(path) ?? '')?.fileId;
    uploading.add(key);
    const settled = await settleGone(
      { koodrive, tasks, ledger, clock },
      { pair, path, parentId, signal },
    ).finally(() => uploading.delete(key));
    const until = arriving.get(key) ?? clock.now() + lateMs;
    if (!settled && clock.now() < until) {
      arriving.set(key, until);
      return until;
    }
    arriving.delete(key);
    if (!settled) tasks.end(pair.id, path);
    return undefined;
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

  const keyOf = (pair: CarryPair, path: string) => `${pair.id}:${path}`;
  const beingRenamed = (pair: CarryPair, path: string): boolean => {
    const key = keyOf(pair, path);
    for (const from of renaming) if (key === from || key.startsWith(`${from}/`)) return true;
    return false;
  };

  const carryPath = async (request: CarryRequest): Promise<Carried> => {
    const { pair, path } = request;
    for (const one of tasks.renames.touching(pair.id, path)) {
      const key = keyOf(pair, one.from);
      // one that is on its way now ends by itself: by who carries its new path
      if (renaming.has(key)) continue;
      let running = settling.get(key);
      if (!running) {
        running = settleRename(pair, one, request.signal).finally(() => settling.delete(key));
        settling.set(key, running);
      }
      await running;
    }
    if (beingRenamed(pair, path))
      return { end: 'wait', dueAt: clock.now() + parts.timing.settleMs, seen: request.seen };
    // a folder above that was renamed takes this path along, so it comes first
    const above = parentOf(path);
    const there = await disk.facts(inFolder(pair.folder, path));
    const begun = tasks.find(pair.id, path)?.kind;
    if (begun && there?.kind !== (begun === 'folder' ? 'folder' : 'file')) {
      const dueAt = await settleBegun(request);
      if (dueAt !== undefined) return { end: 'wait', dueAt, seen: request.seen };
    }
    if (above !== undefined && there) await folderId(request, above);

    const { decision, facts } = await look(request);
    // nothing is left of what was begun, or it is written down and a kill came before this
    const over =
      decision.do === 'record-gone' || (decision.do === 'nothing' && (!facts || begun === 'folder'));
    if (begun && over) tasks.end(pair.id, path);
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
          return await rename(request, decision.from);
        } catch (thrown) {
          return onlyAsNew(request, decision.from, thrown);
        }
      case 'move-aside':
        return alone(request, path, async () => {
          await moveAside(request, decision.known);
          // what stands here now is carried when it is looked at next, which is at once
          return { end: 'wait', dueAt: clock.now(), seen: request.seen };
        });
      case 'make-folder':
        return inFoundFolder(request, () => makeFolder(request, required(facts)));
      case 'accept-folder':
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
    if (holder !== undefined && holder !== path)
      return { end: 'wait', dueAt: clock.now() + parts.timing.settleMs, seen: request.seen };
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
    return folders.has(`${request.pair.id}:${request.path}`) || known?.kind === 'folder'
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
