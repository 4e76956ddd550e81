/**
 * Makes a folder on the server, or takes up the one that is there already: made by an attempt whose answer was lost, by
 * an earlier life of this client, or by somebody else. The files of a folder that is taken up are known from then on.
 */
import type { RemoteEntry } from '../../koodrive/api.ts';
import { isGoneRemotely, KooError } from '../../model/errors.ts';
import type { FileStat } from '../../model/file-stat.ts';
import type { Pair } from '../../model/pair.ts';
import { childOf, parentOf, remoteNameOf } from '../../model/relative-path.ts';
import { isFolderAbove, waitForOthers, whileArriving, type ApplyContext } from './apply-context.ts';
import { keyOf } from './path-locks.ts';
import type { AdoptedFile, PathOutcome, SyncPathRequest, SyncPathRun } from './path-outcome.ts';
import { statAsNamed } from './stat-as-named.ts';
import { below } from '../../model/local-path.ts';

type Place = { readonly parentId: string; readonly name: string };
type Taken = { readonly entry: RemoteEntry; readonly files: readonly AdoptedFile[] };

export class FolderCreator {
  readonly #context: ApplyContext;
  /** ids of folders on the server that were met below one that was taken up, by pair and path, and not synced yet */
  readonly #met = new Map<string, string>();
  /** pair and path of folders of which more than one call was sent: one may arrive when the folder has another name */
  readonly #sentTwice = new Set<string>();

  constructor(context: ApplyContext) {
    this.#context = context;
  }

  /** Throws KooError: NAME_TAKEN when a file is in the way, and those of the server. */
  async create(request: SyncPathRun, stat: FileStat): Promise<PathOutcome> {
    const { renames, uploads, clock } = this.#context;
    const { pair, path } = request;
    const place = await this.#placeOf(request);
    // no rename can take the name away from here on
    if (renames.touching(pair.id, path).length > 0) return waitForOthers(this.#context, request);
    return this.#whileHere(request, place, async () => {
      const { fingerprint, localId } = stat;
      if (uploads.find(pair.id, path)?.kind === 'folder') this.#sentTwice.add(keyOf(pair.id, path));
      const nothing = {
        mode: 'concurrent' as const,
        fileId: undefined,
        baseRevisionId: undefined,
        sha256: undefined,
        size: 0,
        partSize: 0,
      };
      const intent = { pairId: pair.id, path, kind: 'folder' as const, fingerprint, localId, ...nothing };
      await uploads.begin(intent, clock.now());
      const { entry, files } = await this.#make(request, place);
      const remote = { fileId: entry.fileId, revisionId: undefined, sha256: undefined };
      return { kind: 'folder', update: { kind: 'folder', local: stat, remote }, adopted: files };
    });
  }

  /** Where capitals do not count, a folder that was just renamed may have been looked at under its former name. */
  #whileHere(
    request: SyncPathRun,
    { parentId }: Place,
    work: () => Promise<PathOutcome>,
  ): Promise<PathOutcome> {
    const { pair, path } = request;
    return whileArriving(this.#context, request, parentId, async () => {
      const isHere = (await statAsNamed(this.#context, pair, path)) !== undefined;
      return isHere ? work() : waitForOthers(this.#context, request);
    });
  }

  /**
   * The folder that has the name on the server is known from here on. Throws KooError: NAME_TAKEN when it is a file, or a
   * folder that is known at another path: its own rename is yet to come, or somebody else's.
   */
  async takeUp(request: SyncPathRun, stat: FileStat): Promise<PathOutcome> {
    const { pair, path } = request;
    const { fileId } = await this.#findFolder(request, await this.#placeOf(request));
    if (this.#context.baseline.isKnownElsewhere(pair.containerId, fileId, pair.id, path))
      throw new KooError('NAME_TAKEN', 'a folder that is known at another path has the name');
    this.#met.set(keyOf(pair.id, path), fileId);
    return this.create(request, stat);
  }

  /**
   * Something on the server, below the known folder `above`, is known from here on under `name`: now or when it is synced. What
   * is known at another path is that one's.
   */
  adopt(pair: Pair, above: string, child: RemoteEntry, name: string): AdoptedFile | undefined {
    const { baseline } = this.#context;
    const path = childOf(above, name);
    if (child.recycled || baseline.find(pair.id, path)) return undefined;
    if (baseline.isKnownElsewhere(pair.containerId, child.fileId, pair.id, path)) return undefined;
    if (!child.isFolder)
      return { path, remote: { fileId: child.fileId, sha256: child.sha256, revisionId: undefined } };
    // a folder is taken up, with what it holds, when it is synced
    this.#met.set(keyOf(pair.id, path), child.fileId);
    return undefined;
  }

  /**
   * A file finds its name taken by a folder that nobody here knows. Is it ours, made by a call that came late, when the
   * folder had another name? It is known from here on then, and makes way like any folder. One that holds something, or
   * was sent once, is somebody else's.
   */
  async takeUpLate(request: SyncPathRequest): Promise<boolean> {
    const { baseline, clock } = this.#context;
    const { account, pair, path, signal } = request;
    if (!this.#sentTwice.has(keyOf(pair.id, path)) || baseline.find(pair.id, path)) return false;
    const place = await this.#placeOf(request);
    const entry = await this.#findFolder(request, place).catch((thrown: unknown) => {
      if (thrown instanceof KooError && thrown.code === 'NAME_TAKEN') return undefined;
      throw thrown;
    });
    if (!entry) return false;
    for await (const _ of account.koodrive.listFolder(pair.containerId, entry.fileId, { signal }))
      return false;
    if (!isFolderAbove(this.#context, request, place.parentId) || baseline.find(pair.id, path)) return false;
    const remote = { fileId: entry.fileId, revisionId: undefined, sha256: undefined };
    baseline.put(pair.id, path, { kind: 'folder', local: undefined, remote }, clock.now());
    return true;
  }

  async #placeOf(request: SyncPathRequest): Promise<Place> {
    const { account, pair, path, signal } = request;
    const parent = parentOf(path);
    if (parent !== undefined)
      return { parentId: await this.#context.remoteFolderId(request, parent), name: remoteNameOf(path) };
    const space = await account.koodrive.space(pair.containerId, { signal });
    return { parentId: space.rootFolderId, name: pair.remote };
  }

  async #make(request: SyncPathRequest, place: Place): Promise<Taken> {
    const { baseline } = this.#context;
    const { account, pair, path, signal } = request;
    const met = await this.#takeMet(request, place);
    if (met) return met;
    try {
      const entry = await account.koodrive.createFolder(
        { containerId: pair.containerId, ...place },
        { signal },
      );
      if (baseline.isKnownId(pair.containerId, entry.fileId))
        throw new KooError('BAD_ANSWER', 'the new folder has the id of one that is known');
      return { entry, files: [] };
    } catch (thrown) {
      if (!(thrown instanceof KooError) || thrown.code !== 'NAME_TAKEN') throw thrown;
      // made by an earlier attempt whose answer was lost, or by somebody else: its content is known from here on
      const entry = await this.#findFolder(request, place);
      if (baseline.isKnownElsewhere(pair.containerId, entry.fileId, pair.id, path))
        throw new KooError('NAME_TAKEN', 'a folder that is known at another path has the name');
      return { entry, files: await this.#adoptChildren(request, entry) };
    }
  }

  async #findFolder(
    { account, pair, signal }: SyncPathRequest,
    { parentId, name }: Place,
  ): Promise<RemoteEntry> {
    for await (const entry of account.koodrive.listFolder(pair.containerId, parentId, { signal }))
      if (entry.name?.normalize('NFC') === name.normalize('NFC') && entry.isFolder && !entry.recycled)
        return entry;
    throw new KooError('NAME_TAKEN', 'a file of this name is in the way of a folder');
  }

  /** A folder that was met when the one above it was taken up, if it is still there: no call that makes it is needed. */
  async #takeMet(request: SyncPathRequest, { parentId, name }: Place): Promise<Taken | undefined> {
    const { account, pair, path, signal } = request;
    const key = keyOf(pair.id, path);
    const fileId = this.#met.get(key);
    this.#met.delete(key);
    if (fileId === undefined) return undefined;
    try {
      const entry = await account.koodrive.detail(pair.containerId, fileId, { signal });
      if (entry.recycled || entry.parentId !== parentId || entry.name?.normalize('NFC') !== name)
        return undefined;
      return { entry, files: await this.#adoptChildren(request, entry) };
    } catch (thrown) {
      if (isGoneRemotely(thrown)) return undefined;
      throw thrown;
    }
  }

  async #adoptChildren(
    { account, pair, path, signal }: SyncPathRequest,
    entry: RemoteEntry,
  ): Promise<readonly AdoptedFile[]> {
    const { disk } = this.#context;
    // the server keeps names composed (NFC); what is known is known by the name it has on this disk
    const { names } = await disk
      .list(below(pair.folder, path))
      .catch(() => ({ names: [] as readonly string[] }));
    const here = new Map(names.map((name) => [name.normalize('NFC'), name]));
    const files: AdoptedFile[] = [];
    for await (const child of account.koodrive.listFolder(pair.containerId, entry.fileId, { signal })) {
      if (child.name === undefined) continue;
      const name = here.get(child.name.normalize('NFC')) ?? child.name;
      const file = this.adopt(pair, path, child, name);
      if (file) files.push(file);
    }
    return files;
  }
}
