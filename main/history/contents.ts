/**
 * The bytes of versions, fetched once: whoever previews, compares, opens, exports or restores a version takes them from
 * here. Each was checked by its SHA-256 when it came (fetch-revision.ts), and is named by it.
 */
import { createHash } from 'node:crypto';
import type { Disk } from '../disk/disk.ts';
import { readPresent, statPresent } from '../disk/read-present.ts';
import { withWriteErrors, type Writer } from '../disk/writer.ts';
import { KooError, toKooError } from '../model/errors.ts';
import type { LocatedFile } from '../model/located-file.ts';
import type { ContentFolder } from '../storage/content-folder.ts';
import { fetching } from './fetch-errors.ts';
import {
  fetchRevision,
  type FetchCalls,
  type FetchClock,
  type RevisionAddress,
  type WithLink,
} from './fetch-revision.ts';

export type Content = { readonly path: string; readonly size: number; readonly sha256: string };

export type FetchOptions = {
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((bytes: number, size: number) => void) | undefined;
  /** it broke off, and is tried again in a while */
  readonly waits?: ((bytes: number, size: number) => void) | undefined;
};

export type ContentParts = {
  readonly koodrive: FetchCalls;
  readonly folder: ContentFolder;
  readonly writer: Pick<Writer, 'createFile' | 'remove'>;
  readonly disk: Pick<Disk, 'stat' | 'open'>;
  readonly clock: FetchClock;
};

export type Contents = {
  /**
   * The bytes of a version, in a file of ours. `known` is what is known of it: then nobody is asked for what is here.
   * Throws NOT_FOUND, FILE_TOO_LARGE (more than is kept here), DOWNLOAD_DAMAGED, network codes.
   */
  ofVersion(
    path: string,
    address: RevisionAddress,
    known: { readonly size?: number | undefined; readonly sha256?: string | undefined } | undefined,
    options?: FetchOptions,
  ): Promise<Content>;
  /** The same where the revision with its link is at hand; undefined where it is too large, or nothing can be kept. */
  tryRevision(
    address: RevisionAddress,
    revision: WithLink,
    options?: FetchOptions,
  ): Promise<Content | undefined>;
  /** What a file has on disk now, copied here. Throws FILE_TOO_LARGE, and what reading it throws. */
  ofPresent(
    file: LocatedFile,
    path: string,
    options?: FetchOptions,
  ): Promise<Content & { readonly fingerprint: string }>;
  drop(sha256: string): Promise<void>;
};

/** What is larger goes straight to where it is wanted: keeping it would push out much that is looked at. */
const keptOnTheWayUpTo = 64 * 1024 ** 2;

export function createContents({ koodrive, folder, writer, disk, clock }: ContentParts): Contents {
  /** Throws what createFile and the fetch throw; undefined: too large. */
  const fetched = async (
    address: RevisionAddress,
    revision: WithLink,
    { signal, progress, waits }: FetchOptions,
  ): Promise<Content | undefined> => {
    const { size } = revision;
    const sha256 = revision.sha256.toLowerCase();
    const here = await folder.find(sha256);
    if (here !== undefined) return { path: here, size, sha256 };
    const temp = await folder.begin(size);
    if (temp === undefined) return undefined;
    await fetchRevision({
      koodrive,
      disk: writer,
      clock,
      address,
      revision,
      temp,
      mode: 0o600,
      signal,
      progress: (bytes) => progress?.(bytes, size),
      waits: (bytes) => waits?.(bytes, size),
    });
    return { path: await folder.place(temp, sha256), size, sha256 };
  };

  return {
    async ofVersion(path, address, known, options = {}) {
      const here = known?.sha256 === undefined ? undefined : await folder.find(known.sha256);
      if (here !== undefined && known?.sha256 !== undefined && known.size !== undefined)
        return { path: here, size: known.size, sha256: known.sha256 };
      const revision = await fetching(() => koodrive.getRevision(address, { signal: options.signal }));
      if (revision.revisionId !== address.revisionId)
        throw new KooError(
          'NOT_FOUND',
          `asked for revision ${address.revisionId}, got ${revision.revisionId}`,
        );
      const content = await withWriteErrors(folder.path, () => fetched(address, revision, options));
      if (content === undefined) throw tooLarge(revision.size, path);
      return content;
    },

    async tryRevision(address, revision, options = {}) {
      if (revision.size > keptOnTheWayUpTo) return undefined;
      try {
        return await fetched(address, revision, options);
      } catch (thrown) {
        const { code } = toKooError(thrown);
        // a state folder that takes nothing keeps nobody from a version; what the server says is said
        if (thrown instanceof KooError && code !== 'UNEXPECTED') throw thrown;
        return undefined;
      }
    },

    async ofPresent({ pair, relativePath }, path, { signal } = {}) {
      const stat = await statPresent(disk, pair.folder, relativePath);
      const temp = await folder.begin(stat.size);
      if (temp === undefined) throw tooLarge(stat.size, path);
      const hash = createHash('sha256');
      try {
        const file = await writer.createFile(temp, 0o600);
        try {
          for await (const bytes of readPresent(disk, pair.folder, relativePath, stat, signal)) {
            hash.update(bytes);
            await file.write(bytes);
          }
        } finally {
          await file.close();
        }
        const sha256 = hash.digest('hex');
        const { size, fingerprint } = stat;
        return { path: await folder.place(temp, sha256), size, sha256, fingerprint };
      } catch (thrown) {
        await writer.remove(temp).catch(() => undefined);
        throw thrown;
      }
    },

    drop: (sha256) => folder.drop(sha256),
  };
}

const tooLarge = (size: number, path: string): KooError =>
  new KooError('FILE_TOO_LARGE', `${size} bytes are more than is kept for looking at`, {
    detail: { path, values: { say: 'sentence.tooLargeToLookAt', file: path } },
  });
