/**
 * The bytes of one revision into a new file, and nothing but those bytes: size and SHA-256 are checked while they
 * stream (nothing is read twice, nothing is held in memory), and the file is flushed before anyone may rename it.
 */
import { createHash } from 'node:crypto';
import type { KooDrive, Revision } from '../koodrive/api.ts';
import { KooError, toKooError } from '../model/errors.ts';
import type { Writer } from '../disk/writer.ts';

export type FetchCalls = Pick<KooDrive, 'getRevision' | 'download'>;
export type RevisionAddress = {
  readonly containerId: string;
  readonly fileId: string;
  readonly revisionId: string;
};
export type WithLink = Revision & { readonly downloadUrl: string | undefined };

export type FetchInput = {
  readonly koodrive: FetchCalls;
  readonly disk: Pick<Writer, 'createFile' | 'remove'>;
  readonly address: RevisionAddress;
  readonly revision: WithLink;
  /** path of the file to be made; must not exist */
  readonly temp: string;
  /** the most permissions that the file may have */
  readonly mode: number;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((bytes: number) => void) | undefined;
};

/**
 * Resolves when `temp` holds the revision, whole and flushed. On every failure `temp` is gone again. Throws
 * DOWNLOAD_DAMAGED for other bytes than promised, what the calls throw, and node's errors of the disk.
 */
export const fetchRevision = async (input: FetchInput): Promise<void> => {
  try {
    await attempt(input, input.revision);
  } catch (thrown) {
    // a link may have run out between asking and using it: one new link, from the beginning
    if (toKooError(thrown).code !== 'LINK_EXPIRED') throw thrown;
    await attempt(input, await input.koodrive.getRevision(input.address, { signal: input.signal }));
  }
};

const attempt = async (input: FetchInput, revision: WithLink): Promise<void> => {
  const { koodrive, disk, temp, signal } = input;
  if (revision.downloadUrl === undefined)
    throw new KooError('BAD_ANSWER', 'getRevision gave no downloadUrl for the revision');
  const file = await disk.createFile(temp, input.mode);
  try {
    try {
      const hash = createHash('sha256');
      let size = 0;
      for await (const bytes of koodrive.download(revision.downloadUrl, { signal })) {
        size += bytes.byteLength;
        if (size > revision.size) break;
        hash.update(bytes);
        await file.write(bytes);
        input.progress?.(size);
      }
      signal?.throwIfAborted();
      const sha256 = hash.digest('hex');
      if (size !== revision.size || sha256 !== revision.sha256.toLowerCase())
        throw new KooError(
          'DOWNLOAD_DAMAGED',
          `the revision should have ${revision.size} bytes with SHA-256 ${revision.sha256}, ${size > revision.size ? 'more' : size} came with ${sha256}`,
        );
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (thrown) {
    await disk.remove(temp).catch(() => undefined);
    throw thrown;
  }
};
