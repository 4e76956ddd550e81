/** Where in a folder a version is written to, when nobody said under which name. */
import { basename, join } from 'node:path';
import type { Writer, WriterStat } from '../disk/writer.ts';
import { KooError } from '../model/errors.ts';
import { datedName, type DatedVersion } from './dated-names.ts';

/** Names beside these are as good as taken; a folder with so many of one name is none to search on in. */
const mostTries = 10_000;

/**
 * A path in the folder that nothing is at, or a file that is this very version already. Nothing that is there is ever
 * replaced: whoever chose the folder did not choose the name.
 */
export async function freeName(
  disk: Pick<Writer, 'lstat'>,
  folder: string,
  path: string,
  version: DatedVersion,
  isThis: (path: string, present: WriterStat) => Promise<boolean> = async () => false,
): Promise<string> {
  for (let again = 0; again < mostTries; again += 1) {
    const to = join(folder, datedName(basename(path), version, again));
    const present = await disk.lstat(to);
    if (present === undefined || (present.kind === 'file' && (await isThis(to, present)))) return to;
  }
  const to = join(folder, datedName(basename(path), version));
  throw new KooError('BAD_USAGE', 'no name is free', {
    detail: { values: { say: 'sentence.targetExists', path: to } },
  });
}
