/**
 * First half of undoing a deletion: the server gives back what it has in its recycle bin, or never takes it. What stands in
 * its place stays as it is: bring-beside.ts finds another. What the bin no longer has is lost, and that is written down.
 */
import type { MissingTrace, UndoBegun } from '../api.ts';
import type { Disk } from '../../disk/disk.ts';
import { inFolder } from '../../disk/in-folder.ts';
import type { RemoteEntry } from '../../koodrive/api.ts';
import type { Clock } from '../../lib/clock.ts';
import { KooError } from '../../model/errors.ts';
import { isAtOrBelow, parentOf, remoteNameOf } from '../../model/relative-path.ts';
import { keyOf, type PathLocks } from '../apply/path-locks.ts';
import type { RenameIntents } from '../apply/rename-intents.ts';
import { takeOut } from '../apply/take-out.ts';
import type { Baseline } from '../baseline/baseline.ts';
import type { PairContext, PairContexts } from '../contexts.ts';
import { bringBeside, type BesideCommit } from './bring-beside.ts';
import type { Deletion, DeletionQueue } from './deletion-queue.ts';
import { itemsOf, type UndoneItem } from './items-of.ts';
import { missingFileOf, type MissingFile } from './missing-file.ts';
import { takeOutParts } from './take-out-parts.ts';
import { undoBusy } from './undo-busy.ts';
import type { UndoSteps } from './undo-steps.ts';
import { below } from '../../model/local-path.ts';

export type BeginUndoDeps = {
  readonly disk: Pick<Disk, 'stat'>;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly contexts: Pick<PairContexts, 'find'>;
  readonly deletions: DeletionQueue;
  readonly baseline: Baseline;
  readonly steps: UndoSteps;
  readonly renames: Pick<RenameIntents, 'leaving'>;
  readonly locks: PathLocks;
  readonly commit: BesideCommit & {
    deletionObsolete(deletion: Deletion): void;
    undoBegun(deletion: Deletion, held: readonly UndoneItem[] | undefined): void;
    undoEnded(id: number): void;
    lost(deletion: Deletion): void;
    lostPath(pairId: number, path: string, file: MissingFile): void;
  };
  changed(): void;
};

/** What is on its way at the path is waited for this long. */
const busyTries = 60;
const busyMs = 500;

export class UndoBeginner {
  readonly #deps: BeginUndoDeps;
  /** What each undo is bringing back, by its path: a folder that is found to be lost meanwhile is forgotten with all below. */
  readonly #comingBack = new Map<number, ReadonlyMap<string, MissingFile>>();

  /** the end of the undo that was asked for last */
  #last: Promise<unknown> = Promise.resolve();

  constructor(deps: BeginUndoDeps) {
    this.#deps = deps;
  }

  /** See Engine.beginUndo. Throws NOT_FOUND, REMOTE_RECYCLED, FILE_BUSY, network codes. */
  begin(id: number): Promise<UndoBegun> {
    return this.#deps.locks.once('undo', String(id), () => this.#inTurn(() => this.#begin(id)));
  }

  /** One after the other: what one takes out of the bin may lie in what another one takes to a new place. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Second half: it is back, or has something else in its place. */
  end(id: number): void {
    this.#comingBack.delete(id);
    this.#deps.commit.undoEnded(id);
    this.#deps.changed();
  }

  /** What became of this missing file of that pair, by its path there. Network codes. */
  async trace(pairId: number, path: string): Promise<MissingTrace> {
    const { baseline, contexts, deletions, commit, changed } = this.#deps;
    const context = contexts.find(pairId);
    const key = keyOf(pairId, path);
    const meant =
      [...this.#comingBack.values()].find((files) => files.has(key))?.get(key) ??
      missingFileOf(baseline.find(pairId, path));
    // another undo of the same deletion may have found that it is lost, and have ended since
    if (!context || !meant) return deletions.isLost(pairId, path) ? 'lost' : 'there';
    const { containerId } = context.pair;
    if (baseline.isHeldElsewhere(containerId, meant.fileId, pairId, path)) return 'here';
    if (baseline.isKnownElsewhere(containerId, meant.fileId, pairId, path)) return 'moved';
    if (!(await isPurged(context, meant.fileId))) return 'there';
    commit.lostPath(pairId, path, meant);
    changed();
    return 'lost';
  }

  async #begin(id: number): Promise<UndoBegun> {
    const { deletions, contexts, locks, commit, changed } = this.#deps;
    const noted = deletions.find(id);
    if (noted) {
      // with a folder above it would go once more
      for (const [key, recycling] of [...locks.running('recycle')])
        if (isAtOrBelow(keyOf(noted.pairId, noted.path), key)) await recycling.catch(() => undefined);
      await this.#renamed(noted);
    }
    const deletion = deletions.find(id);
    const context = deletion && contexts.find(deletion.pairId);
    if (!deletion || !context)
      throw new KooError('NOT_FOUND', `no deletion ${id}`, {
        detail: { values: { say: 'sentence.noSuchDeletion' } },
      });
    if (deletion.lostAt !== undefined) throw this.#lostForGood(context, deletion);
    if (this.#isFound(context, deletion, noted)) {
      // it turned up under another name, and was never gone; or it is out of the bin already, and was seen here since
      commit.deletionObsolete(deletion);
      changed();
      return this.#begun(context, []);
    }
    await this.#requireFoldersAbove(context, deletion.path);
    // what is on its way to this path would meet what comes out of the bin
    const release = await this.#holdRenaming(deletion);
    // it may have got another name, or have gone, while others were waited for
    if (!release) return this.#begin(id);
    try {
      const begun = (await this.#isBeside(context, deletion))
        ? await this.#beside(context, deletion)
        : await this.#inPlace(context, deletion);
      await this.#requireFolderHere(context, deletion);
      return begun;
    } catch (thrown) {
      // "not found" is also said of what is not in the bin: what it is, its details tell
      const mayBeLost = thrown instanceof KooError && thrown.code === 'NOT_FOUND';
      if (!mayBeLost || !(await isPurged(context, deletion.fileId))) throw thrown;
      commit.lost(deletion);
      changed();
      throw this.#lostForGood(context, deletions.find(id) ?? deletion);
    } finally {
      release();
    }
  }

  /** Nothing at, above or below its path is on its way until the result is called; undefined: the deletion is another by then. */
  async #holdRenaming({ id, pairId, path }: Deletion): Promise<(() => void) | undefined> {
    const { deletions, renames, locks, clock } = this.#deps;
    const key = keyOf(pairId, path);
    for (let tries = 0; ; tries += 1) {
      const now = deletions.find(id);
      if (now?.path !== path || now.lostAt !== undefined) return undefined;
      // a folder above it that is being renamed takes it along, and none is begun while its own path is held
      const isTakenAlong = locks.isRenamed(key) || renames.leaving(pairId, path).length > 0;
      const release = isTakenAlong ? undefined : locks.holdRenaming(key);
      if (release) return release;
      if (tries === busyTries) throw this.#busy(pairId, path, 'something is on its way there');
      await clock.sleep(busyMs);
    }
  }

  /** A rename takes the item to its new name first, or fails: the server would be told both, and do the one that came last. */
  async #renamed({ pairId, path }: Deletion): Promise<void> {
    const { renames, clock } = this.#deps;
    for (let tries = 0; renames.leaving(pairId, path).length > 0; tries += 1) {
      if (tries === busyTries) throw this.#busy(pairId, path, 'it is being renamed');
      await clock.sleep(busyMs);
    }
  }

  #busy(pairId: number, path: string, why: string): KooError {
    const folder = this.#deps.contexts.find(pairId)?.pair.folder ?? '';
    return undoBusy(inFolder(folder, path), why);
  }

  /** Throws REMOTE_RECYCLED where something else has the name of a folder above, here or as last synced: nothing could stand there. */
  async #requireFoldersAbove({ pair }: PairContext, path: string): Promise<void> {
    const { baseline, disk } = this.#deps;
    for (let above = parentOf(path); above; above = parentOf(above)) {
      const here = await disk.stat(below(pair.folder, above));
      const kind = here?.kind ?? baseline.find(pair.id, above)?.kind;
      if (kind === undefined || kind === 'folder') continue;
      const folder = inFolder(pair.folder, above);
      throw new KooError('REMOTE_RECYCLED', 'something else has the name of a folder above', {
        detail: { path: folder, values: { say: 'sentence.undoAboveTaken', folder } },
      });
    }
  }

  /** A folder above that stood here and does not has another name, and nobody wrote that down yet: it would be made anew. */
  async #requireFolderHere({ pair }: PairContext, { path }: Deletion): Promise<void> {
    const { baseline, disk } = this.#deps;
    for (let above = parentOf(path); above; above = parentOf(above))
      if (baseline.isHeld(pair.id, above) && !(await disk.stat(below(pair.folder, above))))
        throw this.#busy(pair.id, path, 'a folder above it went meanwhile');
  }

  #isFound({ pair }: PairContext, { path, fileId, state }: Deletion, noted: Deletion | undefined): boolean {
    const { baseline } = this.#deps;
    const known = baseline.find(pair.id, path);
    const isHere = known?.remote.fileId === fileId && known.missingSince === undefined;
    if (isHere) return state === 'sent' || path !== noted?.path;
    return state === 'sent' && baseline.isHeldElsewhere(pair.containerId, fileId, pair.id, path);
  }

  /** Has something new its place here, or was it begun to bring it back beside that? */
  async #isBeside({ pair }: PairContext, { id, path, kind, state, fileId }: Deletion): Promise<boolean> {
    const { disk, baseline, steps } = this.#deps;
    if (steps.of(id).length > 0) return true;
    const known = baseline.find(pair.id, path);
    if (state === 'sent' && known && known.remote.fileId !== fileId) return true;
    const here = await disk.stat(below(pair.folder, path));
    // a folder that stands there again takes back what it held; of a file that was not sent what stands there is its next version
    return here !== undefined && (here.kind !== kind || (state === 'sent' && kind === 'file'));
  }

  async #inPlace(context: PairContext, deletion: Deletion): Promise<UndoBegun> {
    const { baseline, commit, changed } = this.#deps;
    const { pair } = context;
    const { koodrive } = context.account;
    const { containerId } = pair;
    const { id, path, fileId, state, attempts } = deletion;
    // a deletion that seemed to fail may have been done, and an undo that was cut short too
    if (state === 'sent' || attempts > 0)
      try {
        const there = await takeOut(koodrive, { containerId, fileId });
        if (!this.#isItsPlace(context, deletion, there)) return await this.#beside(context, deletion);
      } catch (thrown) {
        if (!(thrown instanceof KooError)) throw thrown;
        // where the folder above lies in the bin that is said; and where it is another one by now, it goes into that
        const isElsewhere = thrown.code === 'NAME_TAKEN' || thrown.code === 'REMOTE_RECYCLED';
        if (!isElsewhere) throw thrown;
        return this.#beside(context, deletion);
      }
    // of one whose name another item had since nothing is known any more: the server says what it holds
    const isKnown = state !== 'sent' || baseline.inBin(pair.id, path)?.remote.fileId === fileId;
    const held = isKnown ? undefined : await itemsOf(koodrive, containerId, deletion);
    // held until it is back: an undo that is cut short leaves something to go on from, and nothing is sent meanwhile
    commit.undoBegun(deletion, held);
    changed();
    if (isKnown) await takeOutParts(this.#deps, context, deletion, { inBin: false });
    return this.#begun(context, [{ id, wanted: path, path }]);
  }

  /** Where nothing is known of the folder above, nobody can say. */
  #isItsPlace({ pair }: PairContext, { path }: Deletion, there: RemoteEntry): boolean {
    const parentId = this.#deps.baseline.parentIdOf(pair.id, path);
    return parentId === undefined || (there.parentId === parentId && there.name === remoteNameOf(path));
  }

  async #beside(context: PairContext, deletion: Deletion): Promise<UndoBegun> {
    const { deletions, changed } = this.#deps;
    try {
      if (deletion.state !== 'sent') deletions.hold([deletion.id], 'not-back-yet');
      return this.#begun(context, await bringBeside(this.#deps, context, deletion));
    } finally {
      changed();
    }
  }

  #begun(
    { pair }: PairContext,
    arrivals: readonly { readonly id: number; readonly wanted: string; readonly path: string }[],
  ): UndoBegun {
    const { baseline } = this.#deps;
    const absolute = (path: string) => inFolder(pair.folder, path);
    const all = (missing: (pairId: number, path: string) => string[]) =>
      arrivals.flatMap(({ path }) => missing(pair.id, path)).map(absolute);
    for (const { id, path } of arrivals) {
      const files = baseline.missingFiles(pair.id, path).flatMap((file) => {
        const missing = missingFileOf(baseline.find(pair.id, file));
        return missing ? [[keyOf(pair.id, file), missing] as const] : [];
      });
      this.#comingBack.set(id, new Map(files));
    }
    return {
      ids: arrivals.map(({ id }) => id),
      folders: all((...of) => baseline.missingFolders(...of)),
      files: all((...of) => baseline.missingFiles(...of)),
      beside: arrivals
        .filter(({ wanted, path }) => wanted !== path)
        .map(({ wanted, path }) => ({ wanted: absolute(wanted), path: absolute(path) })),
    };
  }

  #lostForGood({ pair }: PairContext, { path, sha256 }: Deletion): KooError {
    const lost = inFolder(pair.folder, path);
    const same = this.#deps.baseline.withContent(sha256);
    const other = same && this.#deps.contexts.find(same.pairId);
    return new KooError('NOT_FOUND', 'the recycle bin no longer has it', {
      detail: {
        path: lost,
        values:
          other === undefined || same === undefined
            ? { say: 'sentence.lostForGood', path: lost }
            : { say: 'sentence.lostButSame', path: lost, same: inFolder(other.pair.folder, same.path) },
      },
    });
  }
}

/** Does the server say that it has this item no more, in the bin or elsewhere? */
async function isPurged({ account, pair }: PairContext, fileId: string): Promise<boolean> {
  try {
    await account.koodrive.detail(pair.containerId, fileId);
    return false;
  } catch (thrown) {
    if (thrown instanceof KooError && thrown.code === 'NOT_FOUND') return true;
    throw thrown;
  }
}
