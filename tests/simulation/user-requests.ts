/**
 * What a user asks of KooSync in a run: a file synced now, a version restored, a deletion confirmed or undone. The
 * engine's own history (main/history) does it, on the simulated disk and server; nothing else ever writes to that disk
 * in the engine's name, and before a file is replaced its content must be a revision (invariant 5).
 */
import { restoreRevision, type RestoreOptions, type RestoreParts } from '../../main/history/restore.ts';
import type { WriterStat, Writer } from '../../main/disk/writer.ts';
import { undoDeletion } from '../../main/engine/deletions/undo.ts';
import { KooError } from '../../main/model/errors.ts';
import { checkUndoFailure } from './bin-and-clock.ts';
import type { Step } from './program.ts';
import { createSimClock } from '../harness/simulated/clock.ts';
import { shaOf } from '../harness/simulated/disk.ts';
import { root, type World } from './world.ts';

export type UserStep = Extract<Step, { readonly do: 'sync-now' | 'restore' | 'approve' | 'undo' }>;

let temps = 0;

export function ask(world: World, step: UserStep): void {
  const { engine, crashSwitch, server } = world;
  if (!engine) return;
  const disk = restoreDisk(world);
  const koodrive = server.koodrive(crashSwitch);
  const parts: RestoreParts = {
    koodrive,
    disk,
    locate: (path) => engine.locate(path),
    syncNow: (path, signal) => engine.syncNow(path, signal),
    waitsFor: async () => undefined,
    // nobody looks at what is waited for
    sleep: (_ms, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    restoring: (path, sha256) => engine.restoring(path, sha256),
    written: (path) => engine.written(path),
    clock: createSimClock(world.time, crashSwitch, () => world.skewMs),
    log: world.log,
    now: () => Math.floor(world.time.now() / 1000) + world.skewMs,
    claimTemp: () => ({ end: () => undefined, leave: () => undefined }),
    random: () => String(++temps),
  };
  const remoteOf = async (path: string) => {
    const { pair, fileId } = await engine.locate(path);
    if (fileId === undefined) throw new KooError('NOT_YET_SYNCED', 'the file was never uploaded');
    return { containerId: pair.containerId, fileId };
  };
  const history = {
    /** newest first */
    async versions(path: string) {
      const { revisions } = await koodrive.listRevisions(await remoteOf(path));
      return revisions;
    },
    restore: async (path: string, revisionId: string, options: RestoreOptions = {}) =>
      restoreRevision(parts, path, { ...(await remoteOf(path)), revisionId }, options),
  };
  const work = async (): Promise<void> => {
    switch (step.do) {
      case 'sync-now':
        return engine.syncNow(`${root}/${step.path}`);
      case 'restore': {
        const path = `${root}/${step.path}`;
        const versions = await history.versions(path);
        const one = versions[step.nth % Math.max(1, versions.length)];
        if (one) await history.restore(path, one.revisionId);
        return;
      }
      case 'approve':
        return engine.approveDeletions(
          (await engine.deletions()).flatMap(({ id, state }) => (state === 'held' ? [id] : [])),
        );
      case 'undo': {
        const all = await engine.deletions();
        const one = all[step.nth % Math.max(1, all.length)];
        if (one) await undoDeletion({ engine, history, disk }, one.id);
      }
    }
  };
  work().catch((thrown: unknown) => {
    // much may stand in the way, and is told; a fault of ours may not
    const isTold = thrown instanceof KooError && thrown.code !== 'UNEXPECTED';
    if (crashSwitch.alive && step.do === 'undo' && thrown instanceof KooError)
      world.violations.push(...checkUndoFailure(thrown));
    if (crashSwitch.alive && !isTold)
      world.violations.push(`${step.do}: ${thrown instanceof Error ? String(thrown.stack) : String(thrown)}`);
  });
}

const failWith = (code: string): never => {
  throw Object.assign(new Error(code), { code });
};

function restoreDisk(world: World): Writer {
  const { disk, crashSwitch } = world;
  const soon = <T>(effect: () => T) => crashSwitch.disk(50, effect);
  const look = (path: string): WriterStat | undefined => {
    const stat = disk.stat(path);
    if (!stat) return undefined;
    const kind = stat.kind === 'file' || stat.kind === 'folder' ? stat.kind : 'other';
    return {
      kind,
      size: stat.size,
      mtimeNs: stat.mtimeNs,
      ino: BigInt(stat.ino),
      mode: 0o644,
      uid: 0,
      gid: 0,
    };
  };
  const parentOf = (path: string) => path.slice(0, path.lastIndexOf('/'));
  const place = (from: string, to: string) => {
    if (!disk.kind(from) || disk.kind(parentOf(to)) !== 'folder') failWith('ENOENT');
    const replaced = disk.bytes(to);
    const isRevision = (sha256: string) =>
      [...world.server.nodes()].some((node) => node.revisions.some((one) => one.sha256 === sha256));
    if (replaced && !isRevision(shaOf(replaced)))
      world.violations.push(`10: ${to} was replaced, and no revision has what it held`);
    if (!disk.rename(from, to)) failWith('EISDIR');
  };
  return {
    lstat: (path) => soon(() => look(path)),
    stat: (path) => soon(() => look(path)),
    makeFolder: (path) =>
      soon(() => {
        const names = path.split('/').slice(1);
        for (let n = 1; n <= names.length; n++) disk.mkdir(`/${names.slice(0, n).join('/')}`);
        if (disk.kind(path) !== 'folder') failWith('ENOTDIR');
      }),
    createFile: (path) =>
      soon(() => {
        if (disk.kind(path)) failWith('EEXIST');
        if (!disk.write(path, new Uint8Array())) failWith('ENOENT');
        let written: Uint8Array = new Uint8Array();
        return {
          write: (bytes) =>
            soon(() => {
              written = Buffer.concat([written, bytes]);
              if (!disk.write(path, written)) failWith('ENOENT');
            }),
          empty: () =>
            soon(() => {
              written = new Uint8Array();
              if (!disk.write(path, written)) failWith('ENOENT');
            }),
          sync: () => soon(() => undefined),
          close: () => soon(() => undefined),
        };
      }),
    setMode: (path) => soon(() => void disk.chmod(path)),
    setTime: (path, changedAt) => soon(() => void disk.touch(path, changedAt * 1000)),
    // at once after the last look: what may come between is a matter of microseconds, and no system closes the gap
    rename: (from, to) => crashSwitch.disk(0, () => place(from, to)),
    renameNew: (from, to) =>
      crashSwitch.disk(0, () => {
        if (disk.kind(to)) failWith('EEXIST');
        place(from, to);
      }),
    remove: (path) => soon(() => void disk.remove(path)),
    // nobody writes to a file that was replaced here
    hold: () => Promise.reject(new Error('not held')),
    syncFolder: () => soon(() => undefined),
    free: () => Promise.resolve(undefined),
    read: (path) =>
      soon(() => {
        const bytes = disk.bytes(path) ?? failWith('ENOENT');
        return (async function* () {
          await soon(() => undefined);
          yield bytes;
        })();
      }),
  };
}
