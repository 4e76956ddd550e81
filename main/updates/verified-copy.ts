/** A file that was fetched, looked at once more right before it is used: it has lain where other programs can write. */
import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { UpdateFailure } from './failure.ts';

const pieceBytes = 1024 * 1024;

/**
 * Reads `file` whole. Throws UpdateFailure 'corrupt' where its SHA-512 is not `sha512` (base64), else what node:fs throws.
 * `into` gets the bytes as they are read.
 */
export async function verifySha512(
  file: string,
  sha512: string,
  into: (bytes: Uint8Array) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const from = await open(file, 'r');
  try {
    const hash = createHash('sha512');
    const piece = Buffer.allocUnsafe(pieceBytes);
    for (;;) {
      const { bytesRead } = await from.read(piece, 0, pieceBytes);
      if (bytesRead === 0) break;
      const bytes = piece.subarray(0, bytesRead);
      hash.update(bytes);
      await into(bytes);
    }
    if (hash.digest('base64') !== sha512)
      throw new UpdateFailure('corrupt', 'what was fetched has changed since it was checked');
  } finally {
    await from.close();
  }
}

/**
 * Copies `file` to `target`, on the disk when it resolves; `mode` are its permission bits. Where it throws (as
 * verifySha512) nothing is left at `target`, which is replaced if something stands there.
 */
export async function copyVerified(
  file: string,
  target: string,
  sha512: string,
  mode: number,
): Promise<void> {
  await rm(target, { force: true });
  const to = await open(target, 'wx', mode);
  try {
    await verifySha512(file, sha512, async (bytes) => {
      await to.writeFile(bytes);
    });
    await to.chmod(mode);
    await to.sync();
    await to.close();
  } catch (thrown) {
    await to.close().catch(() => undefined);
    await rm(target, { force: true });
    throw thrown;
  }
}
