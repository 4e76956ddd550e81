/**
 * A file becomes one of its revisions again, or a copy of one is written elsewhere.
 *
 * Nothing local is lost by it (invariant 5 of docs/ARCHITECTURE.md):
 * - the new content is fetched whole and checked into a temp file in the same folder, then renamed: at every instant
 *   the path holds either all of the old content or all of the new;
 * - the old content is replaced only after it is itself a revision on the server, and only if the file is still the
 *   one that was uploaded (size, mtime, inode), looked at right before the rename;
 * - a copy never replaces another file, unless that was asked for in so many words.
 * Attacked by: restore.test.ts, tests/scenarios/cli.test.ts, tests/scenarios/deletions.test.ts. Nothing else in the
 * engine writes to a synced folder: its disk (disk/disk.ts) has no call for it.
 */
import { createHash } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import type { KooDrive, Revision } from '../koodrive/api.ts';
import { KooError, toKooError, type SentenceValues } from '../model/errors.ts';
import type { LocatedFile } from '../model/located-file.ts';
import type { Log } from '../lib/logger.ts';
import type { RestoreStage, WaitsFor } from '../../shared/views.ts';
import { withWriteErrors, type Writer, type WriterStat } from '../disk/writer.ts';
import { fsFailureOf } from '../lib/fs-errors.ts';
import { untilLetGo } from '../lib/held-files.ts';
import type { Contents } from './contents.ts';
import { freeName } from './free-name.ts';
import { tempName, type Abandoned } from './clear-temp-files.ts';
import { fetching } from './fetch-errors.ts';
import {
  fetchRevision,
  type FetchCalls,
  type FetchClock,
  type RevisionAddress,
  type WithLink,
} from './fetch-revision.ts';

export type RestoreParts = {
  readonly koodrive: FetchCalls & Pick<KooDrive, 'listRevisions'>;
  readonly disk: Writer;
  /** throws NOT_IN_A_PAIR */
  readonly locate: (path: string) => Promise<LocatedFile>;
  /** resolves when the present content of the file is a revision on the server */
  readonly syncNow: (path: string, signal?: AbortSignal) => Promise<void>;
  /** what keeps it from that; undefined: nothing */
  readonly waitsFor: (path: string) => Promise<WaitsFor | undefined>;
  /** resolves after so many ms, or when the signal fires */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** The file is about to hold this content (hex SHA-256), by a restore; undefined: it is not after all. */
  readonly restoring: (path: string, sha256: string | undefined) => Promise<void>;
  /** This path was written: whoever syncs it looks at it, for no event need tell. */
  readonly written: (path: string) => Promise<void>;
  /** Holds the file that is about to be replaced; default: nobody looks at what is written to it afterwards. */
  readonly hold?: ((path: string, kept: WriterStat) => Promise<Replaced | undefined>) | undefined;
  readonly log: Log;
  /** epoch ms */
  readonly now: () => number;
  readonly clock: FetchClock;
  /** some letters that no other temp file has */
  readonly random: () => string;
  /** Notes that this temp file is about to be made: should we be killed, the next start removes it. Throws DISK_FULL and the like. */
  readonly claimTemp: (path: string, letters: string) => Pick<Abandoned, 'end' | 'leave'>;
  /** what was fetched before; default: every version is fetched to where it is wanted */
  readonly contents?: Pick<Contents, 'tryRevision' | 'drop'> | undefined;
  /** default: as the system is */
  readonly platform?: NodeJS.Platform | undefined;
};

/** A file that is about to be replaced, held open. */
export type Replaced = {
  /** It was: what is written to it from here on is kept. */
  watch(): void;
  /** It was not. */
  letGo(): Promise<void>;
};

export type RestoreOptions = {
  /** absolute path of a file or of a folder that exists; default: the file itself */
  readonly to?: string | undefined;
  /** with `to`: replace another file that is there */
  readonly force?: boolean | undefined;
  /** in place, and only where nothing stands: what is there, or comes meanwhile, stays, and FILE_CHANGED is thrown */
  readonly ifMissing?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onStage?: ((stage: RestoreStage) => void) | undefined;
  /** in place: permission bits of the file where nothing stands; default: as any new file has them */
  readonly mode?: number | undefined;
  /** in place: find out which revision the present content was kept as */
  readonly wantsUndo?: boolean | undefined;
};

export type Restored = {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  /** number of the revision whose content that is; undefined: it is a content of its own */
  readonly revisionVersion: number | undefined;
  /** the revision that the content before was kept as, where that was asked for and there was one */
  readonly undo?: string | undefined;
};

/** What is to be at the target. */
export type Wanted = Pick<Restored, 'path' | 'sha256'> & {
  readonly inPlace: boolean;
  /** how a version of the file is named on the server; for finding the one that was kept */
  readonly remote?: Omit<RevisionAddress, 'revisionId'> | undefined;
  /** in place: the file must still be this one */
  readonly must?: WriterStat | undefined;
  /** nothing may be there, also not what came while the content was fetched */
  readonly isNew?: boolean;
};

/** How often the file may be saved anew by others while we upload its content, before we leave it alone. */
const bringTries = 3;

export const restoreRevision = async (
  parts: RestoreParts,
  path: string,
  address: RevisionAddress,
  options: RestoreOptions,
): Promise<Restored> => {
  const revision = await getRevision(parts, path, address, options.signal);
  const inPlace = options.to === undefined || resolve(options.to) === resolve(path);
  const target = inPlace ? path : await chooseTarget(parts.disk, resolve(options.to), path, revision);
  const mayReplace = options.force === true && target === resolve(options.to ?? path);
  const { size, revisionVersion } = revision;
  const restored: Restored = { path: target, size, sha256: revision.sha256.toLowerCase(), revisionVersion };

  return withWriteErrors(target, async () => {
    const present = await parts.disk.lstat(target);
    if (present !== undefined && options.ifMissing === true) throw changed(target);
    if (present !== undefined && present.kind !== 'file')
      throw refuse({ say: 'sentence.targetNoFile', path: target });
    if (present !== undefined && (await holds(parts.disk, target, present, restored))) return restored;
    if (!inPlace && present !== undefined && !mayReplace)
      throw refuse({ say: 'sentence.targetExists', path: target });
    await prepareFolder(parts, target, inPlace);
    await requireRoom(parts.disk, dirname(target), size);

    const { containerId, fileId } = address;
    const undo = await withTemp(parts, target, async (temp) => {
      const known = inPlace && present === undefined ? options.mode : undefined;
      await fetchTo(parts, temp, address, revision, { ...options, mode: present?.mode ?? known ?? 0o666 });
      // what is masked for a new file was not for the one that comes back
      const made = known === undefined ? undefined : await parts.disk.lstat(temp);
      if (made && known !== undefined) await parts.disk.setMode(temp, known, made);
      // the version's own, which users saw in the history; one ahead of the clock would look like a change to come
      if (revision.createdAt <= parts.now()) await parts.disk.setTime(temp, revision.createdAt);
      const isNew = options.ifMissing === true || (!inPlace && !mayReplace);
      const wanted = {
        ...{ path: target, sha256: restored.sha256, inPlace, isNew },
        remote: { containerId, fileId },
      };
      return putInPlace(parts, temp, wanted, options);
    });
    await parts.disk.syncFolder(dirname(target));
    parts.log.info({ path: target, revisionId: address.revisionId, size: revision.size }, 'restored');
    return { ...restored, undo };
  });
};

/** The bytes of the revision into `temp`: out of what was fetched before, or from the server. */
const fetchTo = async (
  parts: RestoreParts,
  temp: string,
  address: RevisionAddress,
  revision: WithLink,
  { signal, onStage, mode }: RestoreOptions & { readonly mode: number },
): Promise<void> => {
  const { size } = revision;
  const progress = (bytes: number) => onStage?.({ kind: 'fetching', bytes, size });
  const waits = (bytes: number) => onStage?.({ kind: 'fetching', bytes, size, waits: true });
  const { clock, disk } = parts;
  const fetch = (koodrive: FetchCalls, told: ((bytes: number) => void) | undefined = progress) =>
    fetchRevision({ koodrive, disk, clock, address, revision, temp, mode, signal, progress: told, waits });
  // said before the first byte, which may be long in coming
  progress(0);
  const held = await parts.contents?.tryRevision(address, revision, { signal, progress, waits });
  if (held === undefined) return fetch(parts.koodrive);
  try {
    // what lies here is checked like what comes: the disk may have changed it since
    // its bytes were counted as they came
    await fetch({ ...parts.koodrive, download: () => readAll(parts.disk, held.path) }, () => undefined);
  } catch (thrown) {
    if (!(thrown instanceof KooError) || thrown.code !== 'DOWNLOAD_DAMAGED') throw thrown;
    await parts.contents?.drop(held.sha256);
    await fetch(parts.koodrive);
  }
};

async function* readAll(disk: Pick<Writer, 'read'>, path: string): AsyncGenerator<Uint8Array> {
  yield* await disk.read(path);
}

/** Has `work` done with a temp file beside the target; none is there afterwards, should we be killed or not. */
export const withTemp = async <T>(
  parts: Pick<RestoreParts, 'random' | 'claimTemp' | 'disk'>,
  target: string,
  work: (temp: string) => Promise<T>,
): Promise<T> => {
  const letters = parts.random();
  const temp = join(dirname(target), tempName(letters));
  const claim = parts.claimTemp(temp, letters);
  try {
    return await work(temp);
  } finally {
    const isGone = await parts.disk.lstat(temp).then(
      (found) => found === undefined,
      () => false,
    );
    if (isGone) claim.end();
    else claim.leave();
  }
};

/**
 * The content takes the target's place, once what is there is kept. On every failure `temp` is gone again. Gives the
 * revision that was kept, where that is wanted.
 */
export const putInPlace = async (
  parts: RestoreParts,
  temp: string,
  wanted: Wanted,
  { signal, onStage, wantsUndo }: RestoreOptions,
): Promise<string | undefined> => {
  const { path: target, sha256, inPlace, must } = wanted;
  try {
    onStage?.({ kind: 'keeping' });
    for (let tries = 1; ; tries += 1) {
      const kept = await tellingWaits(parts, target, onStage, () => keepPresent(parts, wanted, signal));
      signal?.throwIfAborted();
      const undo = kept && inPlace && wantsUndo ? await keptRevision(parts, wanted, signal) : undefined;
      if (inPlace) await parts.restoring(target, sha256);
      if (kept === undefined) {
        await parts.disk.renameNew(temp, target);
        await tellWritten(parts, target);
        return undo;
      }
      await parts.disk.setMode(temp, kept.mode, kept);
      const isKept = await holdsWhatWasKept(parts, target);
      // the last look; what is saved between this and the rename is a matter of microseconds
      if (!same(await parts.disk.lstat(target), kept)) throw changed(target);
      if (isKept) {
        await replaceHeld(parts, temp, target, kept);
        await tellWritten(parts, target);
        return undo;
      }
      if (must !== undefined || tries === bringTries) throw changed(target);
    }
  } catch (thrown) {
    await parts.disk.remove(temp).catch(() => undefined);
    if (inPlace) await parts.restoring(target, undefined).catch(() => undefined);
    // somebody made the file in the meantime
    if (fsFailureOf(thrown) === 'exists')
      throw inPlace ? changed(target) : refuse({ say: 'sentence.targetExists', path: target });
    throw thrown;
  }
};

/** The content is in its place, whether that can be told or not. */
const tellWritten = async ({ written, log }: RestoreParts, target: string): Promise<void> => {
  try {
    await written(target);
  } catch (thrown) {
    log.warn({ path: target, err: toKooError(thrown) }, 'what was written is looked at by the next scan');
  }
};

/** How often it is said what a user waits for. */
const tellEveryMs = 1000;

/** Has `work` done, which keeps what is there; what takes a while is told. */
const tellingWaits = async <T>(
  { waitsFor, sleep }: Pick<RestoreParts, 'waitsFor' | 'sleep'>,
  target: string,
  onStage: RestoreOptions['onStage'],
  work: () => Promise<T>,
): Promise<T> => {
  const done = new AbortController();
  const tell = async () => {
    for (;;) {
      await sleep(tellEveryMs, done.signal);
      if (done.signal.aborted) return;
      // not to know it keeps nobody from restoring
      const found = await waitsFor(target).catch(() => undefined);
      if (!done.signal.aborted && found) onStage?.({ kind: 'keeping', waitsFor: found });
    }
  };
  const telling = tell();
  try {
    return await work();
  } finally {
    done.abort();
    await telling;
  }
};

/** Which revision is the content that was just kept? Not to know it keeps nobody from restoring. */
const keptRevision = async (
  parts: RestoreParts,
  { path, remote }: Wanted,
  signal: AbortSignal | undefined,
): Promise<string | undefined> => {
  if (remote === undefined) return undefined;
  try {
    const { sha256 } = await parts.locate(path);
    const { revisions } = await parts.koodrive.listRevisions({ ...remote, pageSize: 10 }, { signal });
    for (const { revisionId, sha256: listed } of revisions) {
      // a list may leave it out
      const found =
        listed ?? (await parts.koodrive.getRevision({ ...remote, revisionId }, { signal })).sha256;
      if (found.toLowerCase() === sha256?.toLowerCase()) return revisionId;
    }
    return undefined;
  } catch (thrown) {
    signal?.throwIfAborted();
    parts.log.warn({ path, err: toKooError(thrown) }, 'which version was kept is not known');
    return undefined;
  }
};

/** The file that is replaced is looked at for a while: a program may have it open, and write on. */
const replaceHeld = async (
  parts: RestoreParts,
  temp: string,
  target: string,
  kept: WriterStat,
): Promise<void> => {
  const isWindows = (parts.platform ?? process.platform) === 'win32';
  const replaced = isWindows ? undefined : await parts.hold?.(target, kept);
  try {
    await replace(parts, temp, target);
  } catch (thrown) {
    await replaced?.letGo();
    throw thrown;
  }
  replaced?.watch();
};

/**
 * Windows does not let a file be replaced while a program has it open, and says that it is not allowed. Of a program that
 * looks at each new file, it is waited for.
 */
const replace = async (parts: RestoreParts, temp: string, target: string): Promise<void> => {
  try {
    await untilLetGo(() => parts.disk.rename(temp, target), {
      platform: parts.platform ?? process.platform,
      sleep: (ms) => parts.sleep(ms, new AbortController().signal),
    });
  } catch (thrown) {
    // that its folder can be written to was seen when the temp file was made
    if ((parts.platform ?? process.platform) !== 'win32' || fsFailureOf(thrown) !== 'denied') throw thrown;
    throw new KooError('FILE_BUSY', 'the file cannot be replaced: another program has it open', {
      cause: thrown,
      detail: { path: target, values: { say: 'sentence.restoredFileBusy', path: target } },
    });
  }
};

/** The revision with its link; an id that the server does not know is the asker's mistake, not a lost file. */
const getRevision = async (
  parts: RestoreParts,
  path: string,
  address: RevisionAddress,
  signal: AbortSignal | undefined,
): Promise<WithLink> => {
  try {
    const revision = await fetching(() => parts.koodrive.getRevision(address, { signal }));
    // never write another content than the one that was chosen, however kindly a server reads the id
    if (revision.revisionId !== address.revisionId)
      throw new KooError('NOT_FOUND', `asked for revision ${address.revisionId}, got ${revision.revisionId}`);
    return revision;
  } catch (thrown) {
    throw unknownRevision(thrown, path, address.revisionId);
  }
};

/** NOT_FOUND of a call about one revision, as the sentence that names it; anything else as it is. */
export const unknownRevision = (thrown: unknown, path: string, revisionId: string): unknown =>
  thrown instanceof KooError && thrown.code === 'NOT_FOUND' && thrown.detail.values?.say === undefined
    ? new KooError('NOT_FOUND', thrown.message, {
        cause: thrown,
        detail: { ...thrown.detail, path, values: { say: 'sentence.noSuchVersion', path, revisionId } },
      })
    : thrown;

/** `to` itself, or in a folder a name with the time and number of the revision: `report (2026-03-01 14.05.09, v4).txt`. */
const chooseTarget = async (
  disk: Writer,
  to: string,
  path: string,
  revision: Pick<Revision, 'createdAt' | 'revisionVersion' | 'size' | 'sha256'>,
): Promise<string> => {
  if ((await disk.stat(to))?.kind !== 'folder') return to;
  const { size } = revision;
  const sha256 = revision.sha256.toLowerCase();
  return freeName(disk, to, path, revision, (found, present) =>
    holds(disk, found, present, { size, sha256 }),
  );
};

/** Is that content there already? Then nothing is written, so that not even the mtime changes. */
const holds = async (
  disk: Writer,
  path: string,
  present: WriterStat,
  wanted: Pick<Restored, 'size' | 'sha256'>,
): Promise<boolean> => {
  return present.size === wanted.size && (await sha256Of(disk, path)) === wanted.sha256;
};

const sha256Of = async (disk: Pick<Writer, 'read'>, path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const bytes of await disk.read(path)) hash.update(bytes);
  return hash.digest('hex');
};

/**
 * Are the bytes of the file still those that were kept? Its stamps do not tell for a while where a program writes through a
 * mapping: then it is read.
 */
const holdsWhatWasKept = async (parts: RestoreParts, target: string): Promise<boolean> => {
  if (!(await isInPair(parts, target))) return true;
  const { sha256, isProven } = await parts.locate(target);
  return isProven || sha256 === undefined || (await sha256Of(parts.disk, target)) === sha256.toLowerCase();
};

/** In place, a folder that was deleted with the file comes back; but never the pair's own, which may be an absent drive. */
const prepareFolder = async (parts: RestoreParts, target: string, inPlace: boolean): Promise<void> => {
  const folder = dirname(target);
  if (inPlace) {
    const root = (await parts.locate(target)).pair.folder;
    if ((await parts.disk.stat(root))?.kind !== 'folder')
      throw new KooError('FOLDER_MISSING', 'the folder of the pair is not there', {
        detail: { path: root, values: { folder: root } },
      });
    await parts.disk.makeFolder(folder);
  } else if ((await parts.disk.stat(folder))?.kind !== 'folder') {
    throw refuse({ say: 'sentence.targetFolderMissing', folder });
  }
};

/** What will not fit is not fetched: it is told as the disk would tell it in the end. */
const requireRoom = async (disk: Pick<Writer, 'free'>, folder: string, size: number): Promise<void> => {
  const free = await disk.free(folder);
  if (free !== undefined && free < size)
    throw Object.assign(new Error(`ENOSPC: ${String(size)} bytes, and room for ${String(free)}`), {
      code: 'ENOSPC',
    });
};

/**
 * Sees to it that what is at `target` now may be replaced. Gives the identity of the file that is safe, or undefined
 * when there is none. Throws FILE_CHANGED when the file is never quiet, and what syncNow throws.
 */
const keepPresent = async (
  parts: RestoreParts,
  { path: target, inPlace, must, isNew }: Wanted,
  signal: AbortSignal | undefined,
): Promise<WriterStat | undefined> => {
  if (isNew) return undefined;
  // a copy that replaces a file of some pair (--force) is kept as well: there is a history to keep it in
  if (!inPlace && !(await isInPair(parts, target))) return parts.disk.lstat(target);
  for (let n = 0; n < bringTries; n += 1) {
    const before = await parts.disk.lstat(target);
    if (before === undefined) return undefined;
    if (before.kind !== 'file') throw refuse({ say: 'sentence.targetNoFile', path: target });
    if (must !== undefined && !same(before, must)) throw changed(target);
    await parts.syncNow(target, signal);
    const after = await parts.disk.lstat(target);
    if (same(after, before)) return after;
  }
  throw changed(target);
};

const isInPair = async (parts: RestoreParts, path: string): Promise<boolean> => {
  try {
    await parts.locate(path);
    return true;
  } catch (thrown) {
    if (thrown instanceof KooError && thrown.code === 'NOT_IN_A_PAIR') return false;
    throw thrown;
  }
};

const same = (a: WriterStat | undefined, b: WriterStat): boolean =>
  a !== undefined && a.kind === b.kind && a.size === b.size && a.mtimeNs === b.mtimeNs && a.ino === b.ino;

export const changed = (path: string): KooError =>
  new KooError('FILE_CHANGED', 'the file changed while it was being restored', {
    detail: { path, values: { say: 'sentence.changedMeanwhile', path } },
  });

export const refuse = (values: SentenceValues): KooError =>
  new KooError('BAD_USAGE', `restore refused: ${values.say ?? ''}`, { detail: { values } });
