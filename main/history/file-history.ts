/**
 * All that can be known of a file's versions and done with them, for both shells: reading (read-history.ts), bytes
 * (contents.ts), and the acts, which keep the present content first wherever they write to the file (restore.ts).
 * main/compose.ts hands over what it needs.
 */
import { basename, dirname, join } from 'node:path';
import { inFolder } from '../disk/in-folder.ts';
import { errorCodes } from '../../shared/error-codes.ts';
import type { HistoryPage, ListedVersion, Version } from '../../shared/views.ts';
import type { Disk } from '../disk/disk.ts';
import { withWriteErrors } from '../disk/writer.ts';
import type { KooDrive } from '../koodrive/api.ts';
import { KooError } from '../model/errors.ts';
import type { LocatedFile } from '../model/located-file.ts';
import { createContents, type Content, type FetchOptions } from './contents.ts';
import { exportVersions, type Exported } from './export-versions.ts';
import { freeName } from './free-name.ts';
import { heeding, lookAtPlace, type HeedParts } from './heed-losses.ts';
import { mayRun } from './may-run.ts';
import { createHistoryReader } from './read-history.ts';
import {
  restoreRevision,
  unknownRevision,
  type Restored,
  type RestoreOptions,
  type RestoreParts,
} from './restore.ts';
import { restoreText, type TextInput } from './restore-text.ts';
import type { VersionCache } from './version-cache.ts';
import type { VersionNotes } from './version-notes.ts';
import type { RemoteFile } from './remote-file.ts';
import type { ContentFolder } from '../storage/content-folder.ts';

export type FileHistoryParts = Omit<RestoreParts, 'koodrive'> & {
  readonly koodrive: Pick<
    KooDrive,
    'listRevisions' | 'getRevision' | 'updateRevision' | 'deleteRevision' | 'detail' | 'download'
  >;
  /** like `locate`, and for a file in the recycle bin too */
  readonly remoteFile: (path: string) => Promise<LocatedFile>;
  readonly learn: HeedParts['learn'];
  readonly cache: VersionCache;
  readonly notes: VersionNotes;
  readonly folder: ContentFolder;
  readonly openDisk: Pick<Disk, 'stat' | 'open'>;
  /** where versions lie that are opened in their programs, absolute; private */
  readonly opened: string;
  readonly userId: () => string;
  readonly now: () => number;
};

export type OpenedVersion = {
  readonly path: string;
  /** opening it would run it */
  readonly runs: boolean;
};

export type FileHistory = {
  /** Newest first. `path` is absolute; the file need not exist on disk. Throws NOT_IN_A_PAIR, NOT_YET_SYNCED, IS_A_FOLDER, network codes. */
  versions(path: string, signal?: AbortSignal): Promise<Version[]>;
  /**
   * Without `to` the file itself becomes the revision, after its present content is one. Gives what was written.
   * Throws NOT_FOUND (no such revision), DOWNLOAD_DAMAGED, FILE_CHANGED, BAD_USAGE (the target), DISK_FULL, what stands
   * in the way of uploading the present content, network codes; then the target is as it was and no temp file stays.
   */
  restore(path: string, revisionId: string, options?: RestoreOptions): Promise<Restored>;
  /** Throws NOT_FOUND (no such revision) and network codes. */
  keepForever(path: string, revisionId: string, keep: boolean, signal?: AbortSignal): Promise<void>;
  /** At once, out of the cache. Throws NOT_IN_A_PAIR, NOT_YET_SYNCED, IS_A_FOLDER. */
  known(path: string, after?: string): Promise<HistoryPage>;
  /** One page of what the server says. Throws the same, and network codes. */
  read(path: string, after?: string, signal?: AbortSignal): Promise<HistoryPage>;
  /** What lists left out; versions that are there no more are left out. */
  details(path: string, revisionIds: readonly string[], signal?: AbortSignal): Promise<ListedVersion[]>;
  /** The bytes of a version, fetched once. Throws NOT_FOUND, FILE_TOO_LARGE, DOWNLOAD_DAMAGED, network codes. */
  content(path: string, revisionId: string, options?: FetchOptions): Promise<Content>;
  /** The bytes that the file has on disk, and the fingerprint of the state that they are of. */
  present(path: string, options?: FetchOptions): Promise<Content & { readonly fingerprint: string }>;
  restoreText(
    path: string,
    input: TextInput,
    options?: RestoreOptions,
  ): Promise<{ readonly undo: string | undefined }>;
  /** Beside the file, under a name that is free. Gives the path. */
  restoreCopy(path: string, revisionId: string, options?: RestoreOptions): Promise<string>;
  /** A copy that cannot be written, in a folder of ours, for its program to open. */
  openCopy(path: string, revisionId: string, options?: RestoreOptions): Promise<OpenedVersion>;
  /** Every version into this folder, under names with its time. One that is damaged keeps the others from nothing. */
  exportTo(path: string, folder: string, options?: RestoreOptions): Promise<Exported>;
  label(path: string, revisionId: string, label: string): Promise<void>;
  /** For good. Throws BAD_USAGE for the latest, and whatever the server says as one sentence. */
  deleteVersion(path: string, revisionId: string, signal?: AbortSignal): Promise<void>;
  /** Somebody else's version was met while ours went up: the newest one is said to be of that. */
  keptBoth(path: string): Promise<void>;
  /** Forgets the bytes that were fetched. */
  clearContents(): Promise<void>;
};

export function createFileHistory(parts: FileHistoryParts): FileHistory {
  const inside = assemble(parts);
  const history = { ...readingOf(inside), ...actsOf(inside), ...changesOf(inside) };
  return {
    ...history,
    versions: heeding(parts, history.versions),
    read: heeding(parts, history.read),
    details: heeding(parts, history.details),
    content: heeding(parts, history.content),
    restore: heeding(parts, history.restore),
    restoreText: heeding(parts, history.restoreText),
    restoreCopy: heeding(parts, history.restoreCopy),
    openCopy: heeding(parts, history.openCopy),
    exportTo: heeding(parts, history.exportTo),
    keepForever: heeding(parts, history.keepForever),
    deleteVersion: heeding(parts, history.deleteVersion),
    async keptBoth(path) {
      const { sha256 } = await parts.remoteFile(path);
      if (sha256 === undefined) return;
      await noteQuietly(parts, async () =>
        parts.notes.expect(await inside.remoteOf(path), sha256, { reason: 'kept-both' }),
      );
    },
    clearContents: () => parts.folder.clear(),
  };
}

type Inside = ReturnType<typeof assemble>;

function assemble(parts: FileHistoryParts) {
  const { koodrive, folder, clock } = parts;
  const contents = createContents({ koodrive, folder, writer: parts.disk, disk: parts.openDisk, clock });
  const remoteOf = async (path: string): Promise<RemoteFile> => {
    const { pair, fileId } = await parts.remoteFile(path);
    if (fileId !== undefined) return { containerId: pair.containerId, fileId };
    if ((await parts.disk.lstat(path).catch(() => undefined))?.kind === 'folder')
      throw new KooError('IS_A_FOLDER', 'only files have versions', { detail: { path } });
    throw new KooError('NOT_YET_SYNCED', 'the file was never uploaded', { detail: { path } });
  };
  return { parts, contents, reader: createHistoryReader(parts), restoring: { ...parts, contents }, remoteOf };
}

/** Somebody else may have made the newest one: whoever syncs the file is told, and the reader is kept from nothing by it. */
async function heedNewest(
  { learn, log }: Pick<FileHistoryParts, 'learn' | 'log'>,
  path: string,
  [newest]: readonly ListedVersion[],
): Promise<void> {
  if (newest?.sha256 === undefined) return;
  try {
    await learn(path, newest.sha256);
  } catch (thrown) {
    log.warn({ err: thrown }, 'what the history tells of the newest version was not noted');
  }
}

/** NOT_FOUND of a call about one revision, as the sentence that names it. */
async function about<T>(path: string, revisionId: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw unknownRevision(thrown, path, revisionId);
  }
}

function readingOf({
  parts,
  contents,
  reader,
  remoteOf,
}: Inside): Pick<FileHistory, 'known' | 'read' | 'details' | 'versions' | 'content' | 'present'> {
  return {
    known: async (path, after) => reader.known(await remoteOf(path), after),
    async read(path, after, signal) {
      const file = await remoteOf(path);
      if (after !== undefined) return reader.read(file, after, signal);
      // rows are shown as soon as they are there; what is wrong with the file stands in its problems when it is known
      void lookAtPlace(parts, path);
      const page = await reader.read(file, after, signal);
      void heedNewest(parts, path, page.versions);
      return page;
    },
    details: async (path, revisionIds, signal) => reader.details(await remoteOf(path), revisionIds, signal),
    async versions(path, signal) {
      const file = await remoteOf(path);
      const [versions] = await Promise.all([allVersions(reader, file, signal), lookAtPlace(parts, path)]);
      await heedNewest(parts, path, versions);
      return versions;
    },
    async content(path, revisionId, options = {}) {
      const file = await remoteOf(path);
      const [known] = parts.cache.some(file, [revisionId]);
      return about(path, revisionId, () => contents.ofVersion(path, { ...file, revisionId }, known, options));
    },
    async present(path, options) {
      // what the server never had has no history, and is nothing to look at here
      await remoteOf(path);
      return contents.ofPresent(await parts.remoteFile(path), path, options);
    },
  };
}

function actsOf(
  inside: Inside,
): Pick<FileHistory, 'restore' | 'restoreText' | 'restoreCopy' | 'openCopy' | 'exportTo'> {
  const { parts, reader, restoring, remoteOf } = inside;
  return {
    async restore(given, revisionId, options = {}) {
      const path = await ownPath(parts, given);
      const file = await remoteOf(path);
      // what is in the bin is taken out of it before a version more is made of it
      await lookAtPlace(parts, path);
      const { mode } = await parts.remoteFile(path);
      const restored = await restoreRevision(restoring, path, { ...file, revisionId }, { ...options, mode });
      const { sha256, revisionVersion: from } = restored;
      if (restored.path === path && from !== undefined)
        await noteQuietly(parts, () => parts.notes.expect(file, sha256, { reason: 'restored', from }));
      return restored;
    },
    async restoreText(given, input, options = {}) {
      const path = await ownPath(parts, given);
      const file = await remoteOf(path);
      await lookAtPlace(parts, path);
      return restoreText(restoring, path, file, input, { ...options, wantsUndo: true });
    },
    async restoreCopy(given, revisionId, options = {}) {
      const path = await ownPath(parts, given);
      return copyTo(inside, path, revisionId, dirname(path), options);
    },
    async openCopy(path, revisionId, options = {}) {
      const target = join(parts.opened, parts.random());
      await withWriteErrors(target, () => parts.disk.makeFolder(target));
      const copy = await copyTo(inside, path, revisionId, target, options);
      const head = await headOf(parts, copy);
      const stat = await parts.disk.lstat(copy);
      if (stat) await withWriteErrors(copy, () => parts.disk.setMode(copy, 0o400, stat));
      return { path: copy, runs: mayRun(basename(copy), head) };
    },
    async exportTo(path, target, options = {}) {
      const file = await remoteOf(path);
      const [versions] = await Promise.all([
        allVersions(reader, file, options.signal),
        lookAtPlace(parts, path),
      ]);
      return exportVersions(restoring, path, file, versions, target, options);
    },
  };
}

/** What is looked up is what is written: the file of a pair that the given path names, by its own path. */
async function ownPath({ locate }: Pick<FileHistoryParts, 'locate'>, given: string): Promise<string> {
  const { pair, relativePath } = await locate(given);
  return inFolder(pair.folder, relativePath);
}

function changesOf({
  parts,
  remoteOf,
}: Inside): Pick<FileHistory, 'keepForever' | 'label' | 'deleteVersion'> {
  const { koodrive, cache, notes } = parts;
  return {
    async keepForever(path, revisionId, keep, signal) {
      const file = await remoteOf(path);
      await about(path, revisionId, () =>
        koodrive.updateRevision({ ...file, revisionId, keepForever: keep }, { signal }),
      );
      cache.setKept(file, revisionId, keep);
    },
    async label(path, revisionId, label) {
      await notes.label(await remoteOf(path), revisionId, label);
    },
    async deleteVersion(path, revisionId, signal) {
      const file = await remoteOf(path);
      await about(path, revisionId, async () =>
        deleteRevision(koodrive, { ...file, revisionId }, path, signal),
      );
      cache.drop(file, revisionId);
      await noteQuietly(parts, () => notes.forget(file, revisionId));
    },
  };
}

/** What is only noted keeps nobody from what they did. */
async function noteQuietly({ log }: Pick<FileHistoryParts, 'log'>, note: () => Promise<void>): Promise<void> {
  try {
    await note();
  } catch (thrown) {
    log.warn({ err: thrown }, 'notes on versions could not be written');
  }
}

/** All of them, with all that is known, newest first. */
async function allVersions(
  reader: ReturnType<typeof createHistoryReader>,
  file: RemoteFile,
  signal: AbortSignal | undefined,
): Promise<Version[]> {
  const found = new Map<string, ListedVersion>();
  let after: string | undefined;
  // a cursor that never ends: a hundred a page make a million versions
  for (let page = 0; page < 10_000; page += 1) {
    const { versions, next } = await reader.read(file, after, signal);
    for (const version of versions) found.set(version.revisionId, version);
    if (next === undefined) {
      const all = await reader.details(file, [...found.keys()], signal);
      return all
        .filter((version): version is Version => version.revisionVersion !== undefined)
        .sort((a, b) => b.revisionVersion - a.revisionVersion);
    }
    after = next;
  }
  throw new KooError('BAD_ANSWER', 'listRevision did not end');
}

/** What stands in the way of any call, or has a sentence that says more. */
const isOfOtherThings = ({ code, response }: KooError): boolean =>
  response === 'sign-in' ||
  ['host', 'account', 'all'].includes(errorCodes[code].scope) ||
  ['NOT_FOUND', 'NOT_PERMITTED', 'REMOTE_RECYCLED'].includes(code);

/** The latest is looked for before the server is asked: how it refuses that is not documented. */
async function deleteRevision(
  koodrive: Pick<KooDrive, 'getRevision' | 'listRevisions' | 'deleteRevision'>,
  address: RemoteFile & { readonly revisionId: string },
  path: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { revisionId, ...file } = address;
  const { latest } = await koodrive.getRevision(address, { signal });
  const [newest] = (await koodrive.listRevisions({ ...file, pageSize: 1 }, { signal })).revisions;
  const refused = (cause?: unknown) =>
    new KooError('REFUSED', 'the version cannot be deleted', {
      cause,
      detail: { path, values: { say: 'sentence.versionNotDeleted', file: path } },
    });
  if (latest || newest?.revisionId === revisionId)
    throw new KooError('BAD_USAGE', 'the latest version cannot be deleted', {
      detail: { path, values: { say: 'sentence.latestNotDeleted', file: path } },
    });
  try {
    await koodrive.deleteRevision(address, { signal });
  } catch (thrown) {
    if (!(thrown instanceof KooError)) throw thrown;
    throw isOfOtherThings(thrown) ? thrown : refused(thrown);
  }
}

/** Under the first dated name that is free in the folder. */
async function copyTo(
  { parts, reader, restoring, remoteOf }: Inside,
  path: string,
  revisionId: string,
  folder: string,
  options: RestoreOptions,
): Promise<string> {
  const file = await remoteOf(path);
  const { createdAt = Number.NaN, revisionVersion } = await about(path, revisionId, () =>
    reader.one(file, revisionId, options.signal),
  );
  const to = await freeName(parts.disk, folder, path, { createdAt, revisionVersion });
  return (await restoreRevision(restoring, path, { ...file, revisionId }, { ...options, to })).path;
}

async function headOf({ disk }: Pick<FileHistoryParts, 'disk'>, path: string): Promise<Uint8Array> {
  for await (const bytes of await disk.read(path)) return bytes.subarray(0, 8);
  return new Uint8Array();
}
