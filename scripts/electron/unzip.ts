import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';

/**
 * Unpacks the entries of a zip that `place` gives a relative path for, and skips the others.
 * yauzl refuses absolute names and `..` by itself.
 */
export const unzip = async (
  zip: string,
  into: string,
  place: (name: string) => string | undefined,
): Promise<void> => {
  const archive = await openPromise(zip);
  try {
    for await (const entry of archive.eachEntry()) {
      const at = place(entry.fileName);
      if (at === undefined || entry.fileName.endsWith('/')) continue;
      const target = path.join(into, at);
      await mkdir(path.dirname(target), { recursive: true });
      const mode = (entry.externalFileAttributes >>> 16) & 0o777;
      await pipeline(
        await archive.openReadStreamPromise(entry),
        createWriteStream(target, { mode: mode || 0o644 }),
      );
    }
  } finally {
    archive.close();
  }
};
