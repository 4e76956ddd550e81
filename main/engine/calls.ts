/** The engine's calls that start or stop nothing: pairs, status, deletions, and what a user asks for. */
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { pathInside } from '../disk/in-folder.ts';
import { toKooError } from '../model/errors.ts';
import type { LocatedFile } from '../model/located-file.ts';
import type { Engine, EngineDeps } from './api.ts';
import { checkIgnore } from './check-ignore.ts';
import { bringBack, bringBackPath } from './bring-back.ts';
import { checkPair } from './check-pair.ts';
import { compareBelow, learnRemote } from './compare-remote.ts';
import { findCalls } from './find-files.ts';
import { locateFile } from './locate-file.ts';
import { mendedBlockers } from './mended.ts';
import { deletionViews, engineStatus, fileEntries } from './status.ts';
import { syncNow, waitsFor } from './sync-now.ts';
import { takeOver } from './take-over.ts';
import type { Components } from './wiring.ts';

export type CallsDeps = Omit<EngineDeps, keyof Components> &
  Components & {
    readonly work: {
      readonly isStarted: boolean;
      readonly isHere: boolean;
      blockers(): ReturnType<NonNullable<EngineDeps['blockersFile']>['read']>;
    };
  };

type Calls = Omit<Engine, 'start' | 'stop' | 'close' | 'syncOnce' | 'on'>;

export const createCalls = (deps: CallsDeps): Calls => ({
  ...pairCalls(deps),
  ...statusCalls(deps),
  ...findCalls(deps),
  ...requestCalls(deps),
  ...remoteCalls(deps),
  ...deletionCalls(deps),
});

function pairCalls(deps: CallsDeps): Pick<Calls, 'addPair' | 'removePair' | 'takeOver' | 'pairs'> {
  const { pairs, signedIn, monitors, scheduler, account, clock, work, signals, disk } = deps;
  return {
    async addPair(input) {
      // by its real name, so that a symlink to a pair's folder is seen to be inside it
      const folder = await realpath(input.folder).catch(() => join(input.folder));
      const checked = await checkPair({ ...input, folder }, pairs.all());
      await account.koodrive.space(input.containerId);
      const drive = (await disk.drive(folder))?.id;
      const pair = pairs.add({ ...checked, drive, account: signedIn?.() }, clock.now());
      if (work.isStarted) await monitors.follow();
      signals.changed();
      return pair;
    },
    async removePair(id) {
      await monitors.leave(id);
      pairs.remove(id);
      scheduler.follow(new Set(pairs.all().map((pair) => pair.id)));
      signals.changed();
    },
    takeOver: (ids) => takeOver({ ...deps, koodrive: account.koodrive, isStarted: work.isStarted }, ids),
    pairs: async () => pairs.all(),
  };
}

function statusCalls(deps: CallsDeps): Pick<Calls, 'status' | 'files' | 'locate'> {
  const { home, pairs, owners, monitors, notes, transfers, work, blockersFile } = deps;
  return {
    async status(listed) {
      const { isHere } = work;
      const ours = work.blockers();
      const live = {
        blockers: [
          ...mendedBlockers(home, notes, pairs.all()),
          ...owners.blockers(),
          ...ours,
          ...(isHere ? [] : (blockersFile?.read() ?? [])),
        ],
        here: isHere,
        scanning: monitors.scanning,
        transfers,
      };
      return engineStatus(deps, pairs.all(), live, listed);
    },
    async files(pairId, query, limit) {
      const pair = pairs.find(pairId);
      return pair ? fileEntries(deps, pair, query, limit) : [];
    },
    async locate(path): Promise<LocatedFile> {
      return locateFile(deps, path, { orInBin: false });
    },
  };
}

function requestCalls(
  deps: CallsDeps,
): Pick<
  Calls,
  'checkIgnore' | 'syncNow' | 'waitsFor' | 'restoring' | 'written' | 'pause' | 'resume' | 'retry'
> {
  const { notes, pairs, owners, pending, restored, scheduler, monitors, transfers, clock, work, signals } =
    deps;
  const { locate } = statusCalls(deps);
  return {
    async checkIgnore(path, asFolder) {
      const own = pairs.all().find(({ folder }) => pathInside(folder, path) === '');
      const located = own === undefined ? await locate(path) : { pair: own, relativePath: '' };
      return checkIgnore(deps, located, asFolder);
    },
    async syncNow(path, signal = new AbortController().signal) {
      const located = await locate(path);
      owners.requireOwn(located.pair);
      const paused = () => notes.flag('paused') || pairs.paused().includes(located.pair.id);
      const working = () => work.isStarted;
      return syncNow({ ...deps, paused, working }, path, located, signal);
    },
    async waitsFor(path) {
      const { pair, relativePath } = await locate(path);
      const change = pending.find(pair.id, relativePath);
      const sending = transfers.of(pair.id).find((one) => one.path === relativePath);
      return change && waitsFor(change, sending, clock.now());
    },
    async restoring(path, sha256) {
      const { pair, relativePath } = await locate(path);
      if (sha256 === undefined) restored.forget(pair.id, relativePath);
      else restored.note(pair.id, relativePath, sha256);
    },
    async written(path) {
      try {
        const { pair, relativePath } = await locate(path);
        pending.enqueue(pair.id, relativePath, 'noticed', clock.now());
        scheduler.wake();
      } catch (thrown) {
        if (toKooError(thrown).code !== 'NOT_IN_A_PAIR') throw thrown;
      }
    },
    async pause(pairId) {
      if (pairId === undefined) notes.setFlag('paused', true);
      else pairs.setPaused(pairId, clock.now());
      signals.changed();
    },
    async resume(pairId) {
      if (pairId === undefined) notes.setFlag('paused', false);
      for (const id of pairId === undefined ? pairs.paused() : [pairId]) pairs.setPaused(id, undefined);
      scheduler.wake();
      signals.changed();
    },
    async retry() {
      // somebody may have signed in
      owners.adopt();
      pending.retryAll(clock.now());
      pending.urge(['REMOTE_RECYCLED', 'NOT_FOUND'], clock.now());
      scheduler.recheck();
      monitors.scanAll();
    },
  };
}

/** What others did on KooDrive. */
function remoteCalls(deps: CallsDeps): Pick<Calls, 'bringBack' | 'compare' | 'learn'> {
  const { contexts, comparing, pending, scheduler, clock, signals } = deps;
  const { syncNow } = requestCalls(deps);
  const never = new AbortController().signal;
  return {
    async bringBack(pairId, path = '', signal = never) {
      if (path !== '') return bringBackPath({ ...deps, syncNow }, pairId, path, signal);
      const done = await bringBack(deps, pairId);
      // whether it is there now is asked by whoever works on it
      pending.retry(pairId, '', clock.now());
      scheduler.wake();
      signals.changed();
      return done;
    },
    async compare(pairId, folder, signal = never) {
      const context = contexts.find(pairId);
      return context ? compareBelow(comparing, context, folder, signal) : [];
    },
    async learn(path, newest, signal = never) {
      const { pair, relativePath } = await locateFile(deps, path, { orInBin: false });
      const context = contexts.find(pair.id);
      return context && learnRemote(comparing, context, relativePath, newest, signal);
    },
  };
}

function deletionCalls(
  deps: CallsDeps,
): Pick<Calls, 'deletions' | 'approveDeletions' | 'beginUndo' | 'endUndo' | 'traceMissing'> {
  const { deletions, pairs, undoing, signals } = deps;
  return {
    deletions: async () => deletionViews(deps, pairs.all()),
    async approveDeletions(ids) {
      for (const id of ids) deletions.approve(id);
      signals.changed();
    },
    beginUndo: (id) => undoing.begin(id),
    endUndo: async (id) => undoing.end(id),
    async traceMissing(path) {
      const { pair, relativePath } = await locateFile(deps, path, { orInBin: false });
      return undoing.trace(pair.id, relativePath);
    },
  };
}
