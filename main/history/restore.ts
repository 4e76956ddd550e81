/**
 * A file becomes one of its revisions again, or a copy of one is written elsewhere.
 *
 * Nothing local is lost by it (invariant 5 of docs/ARCHITECTURE.md):
 * - the new content is fetched whole and checked into a temp file in the same folder, then renamed: at every instant
 *   the path holds either all of the old content or all of the new;
 * - the old content is replaced only after it is itself a revision on the server, and only if the file is still the
 *   one that was uploaded (size, mtime, inode), looked at right before the rename;
 * - a copy never replaces another file, unless that was asked for in so many words.
 * Attacked by: history.test.ts, tests/scenarios/cli.test.ts, tests/scenarios/deletions.test.ts. Nothing else in the
 * engine writes to a synced folder: its disk (disk/disk.ts) has no call for it.
 */
import { createHash } from 'node:crypto';
import { basename, dirname, extname, join, resolve } from 'node:path';
import type { Revision } from '../koodrive/api.ts';
import { KooError, type SentenceValues } from '../model/errors.ts';
import type { LocatedFile } from '../model/located-file.ts';
import type { Log } from '../lib/logger.ts';
import type { RestoreStage } from '../../shared/views.ts';
import { withWriteErrors, type Writer, type WriterStat } from '../disk/writer.ts';
import { fsFailureOf } from '../lib/fs-errors.ts';
import { tempName, type Abandoned } from './clear-temp-files.ts';
import { fetchRevision, type FetchCalls, type RevisionAddress, type WithLink } from './fetch-revision.ts';

export type RestoreParts = {
  readonly koodrive: FetchCalls;
  readonly disk: Writer;
  /** throws NOT_IN_A_PAIR */
  readonly locate: (path: string) => Promise<LocatedFile>;
  /** resolves when the present content of the file is a revision on the server */
  readonly syncNow: (path: string, signal?: AbortSignal) => Promise<void>;
  /** The file is about to hold this content (hex SHA-256), by a restore; undefined: it is not after all. */
  readonly restoring: (path: string, sha256: string | undefined) => Promise<void>;
  readonly log: Log;
  /** some letters that no other temp file has */
  readonly random: () => string;
  /** Notes that this temp file is about to be made: should we be killed, the next start removes it. Throws DISK_FULL and the like. */
  readonly claimTemp: (path: string, letters: string) => Pick<Abandoned, 'end' | 'leave'>;
};

export type RestoreOptions = {
  /** absolute path of a file or of a folder that exists; default: the file itself */
  readonly to?: string | undefined;
  /** with `to`: replace another file that is there */
  readonly force?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onStage?: ((stage: RestoreStage) => void) | undefined;
};

export type Restored = { readonly path: string; readonly size: number; readonly sha256: string };

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
  const restored: Restored = { path: target, size: revision.size, sha256: revision.sha256.toLowerCase() };

  return withWriteErrors(target, async () => {
    const present = await parts.disk.lstat(target);
    if (present !== undefined && present.kind !== 'file')
      throw refuse({ say: 'sentence.targetNoFile', path: target });
    if (present !== undefined && (await holds(parts.disk, target, present, restored))) return restored;
    if (!inPlace && present !== undefined && options.force !== true)
      throw refuse({ say: 'sentence.targetExists', path: target });
    await prepareFolder(parts, target, inPlace);

    await withTemp(parts, target, async (temp) => {
      // said before the first byte, which may be long in coming
      options.onStage?.({ kind: 'fetching', bytes: 0, size: revision.size });
      await fetchRevision({
        koodrive: parts.koodrive,
        disk: parts.disk,
        address,
        revision,
        temp,
        mode: present?.mode ?? 0o666,
        signal: options.signal,
        progress: (bytes) => options.onStage?.({ kind: 'fetching', bytes, size: revision.size }),
      });
      await putInPlace(parts, temp, restored, inPlace, options);
    });
    await parts.disk.syncFolder(dirname(target));
    parts.log.info({ path: target, revisionId: address.revisionId, size: revision.size }, 'restored');
    return restored;
  });
};

/** Has `work` done with a temp file beside the target; none is there afterwards, should we be killed or not. */
const withTemp = async (
  parts: RestoreParts,
  target: string,
  work: (temp: string) => Promise<void>,
): Promise<void> => {
  const letters = parts.random();
  const temp = join(dirname(target), tempName(letters));
  const claim = parts.claimTemp(temp, letters);
  try {
    await work(temp);
  } finally {
    const isGone = await parts.disk.lstat(temp).then(
      (found) => found === undefined,
      () => false,
    );
    if (isGone) claim.end();
    else claim.leave();
  }
};

/** The fetched content takes the target's place, once what is there is kept. On every failure `temp` is gone again. */
const putInPlace = async (
  parts: RestoreParts,
  temp: string,
  { path: target, sha256 }: Restored,
  inPlace: boolean,
  { signal, onStage }: RestoreOptions,
): Promise<void> => {
  try {
    onStage?.({ kind: 'keeping' });
    const kept = await keepPresent(parts, target, inPlace, signal);
    signal?.throwIfAborted();
    if (inPlace) await parts.restoring(target, sha256);
    if (kept === undefined) {
      await parts.disk.renameNew(temp, target);
    } else {
      await parts.disk.setMode(temp, kept.mode, kept);
      // the last look; what is saved between this and the rename is a matter of microseconds
      if (!same(await parts.disk.lstat(target), kept)) throw changed(target);
      await parts.disk.rename(temp, target);
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

/** The revision with its link; an id that the server does not know is the asker's mistake, not a lost file. */
const getRevision = async (
  parts: RestoreParts,
  path: string,
  address: RevisionAddress,
  signal: AbortSignal | undefined,
): Promise<WithLink> => {
  try {
    const revision = await parts.koodrive.getRevision(address, { signal });
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
  thrown instanceof KooError && thrown.code === 'NOT_FOUND'
    ? new KooError('NOT_FOUND', thrown.message, {
        cause: thrown,
        detail: { ...thrown.detail, path, values: { say: 'sentence.noSuchVersion', path, revisionId } },
      })
    : thrown;

/** `to` itself, or in a folder a name with the time of the revision in it: `report (2026-03-01 14.05.09).txt`. */
const chooseTarget = async (
  disk: Writer,
  to: string,
  path: string,
  revision: Pick<Revision, 'createdAt'>,
): Promise<string> => {
  if ((await disk.stat(to))?.kind !== 'folder') return to;
  const extension = extname(path);
  return join(to, `${basename(path, extension)} (${stampOf(revision.createdAt)})${extension}`);
};

/** Local time, as the person knows it; no colons, which Windows forbids in names. */
const stampOf = (ms: number): string => {
  const at = new Date(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}.${two(at.getMinutes())}.${two(at.getSeconds())}`;
};

/** Is that content there already? Then nothing is written, so that not even the mtime changes. */
const holds = async (disk: Writer, path: string, present: WriterStat, wanted: Restored): Promise<boolean> => {
  if (present.size !== wanted.size) return false;
  const hash = createHash('sha256');
  for await (const bytes of await disk.read(path)) hash.update(bytes);
  return hash.digest('hex') === wanted.sha256;
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

/**
 * Sees to it that what is at `target` now may be replaced. Gives the identity of the file that is safe, or undefined
 * when there is none. Throws FILE_CHANGED when the file is never quiet, and what syncNow throws.
 */
const keepPresent = async (
  parts: RestoreParts,
  target: string,
  inPlace: boolean,
  signal: AbortSignal | undefined,
): Promise<WriterStat | undefined> => {
  // a copy that replaces a file of some pair (--force) is kept as well: there is a history to keep it in
  if (!inPlace && !(await isInPair(parts, target))) return parts.disk.lstat(target);
  for (let n = 0; n < bringTries; n += 1) {
    const before = await parts.disk.lstat(target);
    if (before === undefined) return undefined;
    if (before.kind !== 'file') throw refuse({ say: 'sentence.targetNoFile', path: target });
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

const changed = (path: string): KooError =>
  new KooError('FILE_CHANGED', 'the file changed while it was being restored', {
    detail: { path, values: { say: 'sentence.changedMeanwhile', path } },
  });

const refuse = (values: SentenceValues): KooError =>
  new KooError('BAD_USAGE', `restore refused: ${values.say ?? ''}`, { detail: { values } });
