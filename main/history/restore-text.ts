/** A file becomes a text that somebody put together of its versions. Its content is kept first, as with any restore. */
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { withWriteErrors } from '../disk/writer.ts';
import { KooError } from '../model/errors.ts';
import { changed, putInPlace, refuse, withTemp, type RestoreOptions, type RestoreParts } from './restore.ts';
import { beginsWithMark, encodeText, isEncoding } from './text-encodings.ts';
import type { RemoteFile } from './remote-file.ts';

export type TextInput = {
  readonly text: string;
  /** as the text was read: utf-8, utf-16le, utf-16be or gb18030 */
  readonly encoding: string;
  /** of the content that the text was made from (hex SHA-256); the file must still have it */
  readonly sha256: string;
};

/** What is put together by hand is no larger. */
const longestTextBytes = 4 * 1024 * 1024;

/** Throws FILE_CHANGED (another content is there), BAD_USAGE, and what restoring throws; then the file is as it was. */
export async function restoreText(
  parts: RestoreParts,
  path: string,
  remote: RemoteFile,
  { text, encoding, sha256 }: TextInput,
  options: RestoreOptions,
): Promise<{ readonly sha256: string; readonly undo: string | undefined }> {
  if (!isEncoding(encoding)) throw new KooError('BAD_USAGE', `no encoding of ours: ${encoding.slice(0, 40)}`);
  return withWriteErrors(path, async () => {
    const present = await parts.disk.lstat(path);
    if (present === undefined) throw changed(path);
    if (present.kind !== 'file') throw refuse({ say: 'sentence.targetNoFile', path });
    const { head, digest } = await read(parts, path);
    if (digest !== sha256.toLowerCase()) throw changed(path);
    const bytes = encodeText(text, encoding, beginsWithMark(head, encoding));
    if (bytes === undefined) throw refuse({ say: 'sentence.textNotInEncoding', file: path });
    if (bytes.byteLength > longestTextBytes) throw refuse({ say: 'sentence.textTooLong', file: path });
    const made = createHash('sha256').update(bytes).digest('hex');
    if (made === digest) return { sha256: made, undo: undefined };

    const undo = await withTemp(parts, path, async (temp) => {
      try {
        const file = await parts.disk.createFile(temp, present.mode);
        try {
          await file.write(bytes);
          await file.sync();
        } finally {
          await file.close();
        }
      } catch (thrown) {
        await parts.disk.remove(temp).catch(() => undefined);
        throw thrown;
      }
      return putInPlace(parts, temp, { path, sha256: made, inPlace: true, remote, must: present }, options);
    });
    await parts.disk.syncFolder(dirname(path));
    parts.log.info({ path, size: bytes.byteLength }, 'restored in part');
    return { sha256: made, undo };
  });
}

async function read({ disk }: Pick<RestoreParts, 'disk'>, path: string) {
  const hash = createHash('sha256');
  let head = new Uint8Array();
  for await (const bytes of await disk.read(path)) {
    if (head.byteLength < 4) head = Buffer.concat([head, bytes.subarray(0, 4)]);
    hash.update(bytes);
  }
  return { head, digest: hash.digest('hex') };
}
