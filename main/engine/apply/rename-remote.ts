/**
 * Renames and moves on the server, of a file or of a folder with all it holds: one call for a rename, one job for a
 * move, and the history goes along. Written down before the server is told (rename-intents.ts), and asked about when the
 * answer was lost.
 */
import { KooError } from '../../model/errors.ts';
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import { childOf, parentOf, remoteNameOf } from '../../model/relative-path.ts';
import type { Pair } from '../../model/pair.ts';
import { keyOf, type PathOutcome, type ApplyDeps, type SyncPathRequest } from './sync-path-types.ts';
import type { RenameIntent } from './rename-intents.ts';

export type RemoteRenamerDeps = ApplyDeps & {
  /** see CarryParts */
  moved(pairId: number, from: string, to: string): void;
  setAside(pairId: number, from: string, to: string): void;
};

export type RemoteRenamer = {
  /** What is known at `from.path` is at the request's path from here on. Waits while something there is on its way. */
  rename(request: SyncPathRequest, from: BaselineEntry): Promise<PathOutcome>;
  /** Frees the name of the request's path for the other kind of thing. */
  moveAside(request: SyncPathRequest, known: BaselineEntry): Promise<PathOutcome>;
  /** Renames that touch this path and of which it is not known whether the server did them: asks, and writes it down. */
  finishOpen(pair: Pair, path: string, signal: AbortSignal): Promise<void>;
};

export function createRemoteRenamer(parts: RemoteRenamerDeps): RemoteRenamer {
  const { koodrive, baseline, intents, clock } = parts;
  /** renames by their old path that are asked about; who is concerned waits for the answer */
  const asking = new Map<string, Promise<void>>();

  /**
   * One call for a rename, one job for a move, however much the folder holds. When the new name turns out to be taken all is put back, for what is known of the old path must stay true.
   */
  const renameThere = async (
    pair: Pair,
    from: BaselineEntry,
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
      const old = baseline.find(pair.id, parentOf(from.path) ?? '');
      if (old && thrown instanceof KooError && thrown.code === 'NAME_TAKEN') {
        await koodrive.move({ ...where, toParentId: old.fileId }, { signal });
        await giveName(remoteNameOf(from.path));
      }
      throw thrown;
    }
  };

  /** Gives what lies at `from` another name on the server, while nothing is on its way at or below it; else waits. */
  const alone = async (
    request: SyncPathRequest,
    from: string,
    work: () => Promise<PathOutcome>,
  ): Promise<PathOutcome> => {
    const wait = { end: 'wait', dueAt: clock.now() + parts.timing.settleMs, seen: request.observed } as const;
    return (await parts.traffic.renaming(keyOf(request.pair, from), work)) ?? wait;
  };

  const rename = async (request: SyncPathRequest, from: BaselineEntry): Promise<PathOutcome> => {
    const { pair, path, signal } = request;
    const toParentId = await parts.folderId(request, parentOf(path) ?? '');
    return alone(request, from.path, async () => {
      intents.renames.begin({ pairId: pair.id, from: from.path, to: path, fileId: from.fileId });
      await renameThere(pair, from, path, toParentId, signal);
      parts.moved(pair.id, from.path, path);
      return { end: 'renamed', from: from.path, contentToo: from.kind === 'file' };
    });
  };

  /** A rename of which it is not known whether the server did it: asks, and writes down what it says. */
  const finish = async (pair: Pair, { from, to, fileId }: RenameIntent, signal: AbortSignal) => {
    const known = baseline.find(pair.id, from);
    const oldParent = baseline.find(pair.id, parentOf(from) ?? '');
    const newParent = baseline.find(pair.id, parentOf(to) ?? '');
    const forget = () => intents.renames.end(pair.id, from);
    if (known?.fileId !== fileId || !newParent || baseline.find(pair.id, to)) return forget();
    try {
      const now = await koodrive.detail(pair.containerId, fileId, { signal });
      if (now.recycled || (now.name === remoteNameOf(from) && now.parentId === oldParent?.fileId))
        return forget();
      await renameThere(pair, known, to, newParent.fileId, signal);
      parts.moved(pair.id, from, to);
    } catch (thrown) {
      if (!(thrown instanceof KooError) || thrown.response !== 'user') throw thrown;
      forget();
    }
  };

  /**
   * Frees the name on the server for the other kind of thing. What held it is gone from disk under that name: it gets
   * out of the way, stays known under the name it has there now, and goes the way of everything that is gone, or
   * comes back with its history when it turns out to have been renamed.
   */
  const moveAside = async (request: SyncPathRequest, known: BaselineEntry): Promise<void> => {
    const { pair, path, signal } = request;
    const stamp = new Date(clock.now()).toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '');
    const name = `${remoteNameOf(path).slice(0, 220)} (replaced ${stamp})`;
    try {
      await koodrive.rename({ containerId: pair.containerId, fileId: known.fileId, name }, { signal });
    } catch (thrown) {
      // it is out of the way already: thrown away by somebody else
      const away = thrown instanceof KooError && ['NOT_FOUND', 'REMOTE_RECYCLED'].includes(thrown.code);
      if (!away) throw thrown;
      baseline.forget(pair.id, path);
      return;
    }
    parts.setAside(pair.id, path, childOf(parentOf(path) ?? '', name));
  };

  return {
    rename,
    moveAside: (request, known) =>
      alone(request, request.path, async () => {
        await moveAside(request, known);
        // what stands here now is carried when it is looked at next, which is at once
        return { end: 'wait', dueAt: clock.now(), seen: request.observed };
      }),
    async finishOpen(pair, path, signal) {
      for (const one of intents.renames.touching(pair.id, path)) {
        const key = keyOf(pair, one.from);
        // one that is on its way now ends by itself: by who carries its new path
        if (parts.traffic.isLeaving(key)) continue;
        let running = asking.get(key);
        if (!running) {
          running = finish(pair, one, signal).finally(() => asking.delete(key));
          asking.set(key, running);
        }
        await running;
      }
    },
  };
}
