/**
 * What was synced of a folder beside what KooDrive lists of it, and how often that is looked at. Pure.
 */
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import { remoteNameOf } from '../../model/relative-path.ts';
import type { RemoteDifference } from '../../model/remote-difference.ts';

/** What a list says of a file or folder. */
export type Listed = { readonly name: string | undefined; readonly sha256: string | undefined };

export type Compared = {
  readonly agreeing: readonly BaselineEntry[];
  readonly renamed: readonly RemoteDifference[];
  /** another content is listed: a list may be behind */
  readonly changed: readonly BaselineEntry[];
  /** not listed: in the recycle bin, gone, or in another folder */
  readonly absent: readonly BaselineEntry[];
};

/** `listed`: by file id. */
export function compareFolder(
  known: readonly BaselineEntry[],
  listed: ReadonlyMap<string, Listed>,
): Compared {
  const agreeing: BaselineEntry[] = [];
  const renamed: RemoteDifference[] = [];
  const changed: BaselineEntry[] = [];
  const absent: BaselineEntry[] = [];
  for (const entry of known) {
    const { path, kind, remote } = entry;
    const there = listed.get(remote.fileId);
    if (!there) absent.push(entry);
    else if (there.name?.normalize('NFC') !== remoteNameOf(path))
      renamed.push({ path, fileId: remote.fileId, kind: 'renamed', detail: there.name });
    else if (kind === 'file' && isOther(remote.sha256, there.sha256)) changed.push(entry);
    else agreeing.push(entry);
  }
  return { agreeing, renamed, changed, absent };
}

/** Are these two contents known, and not the same? */
export const isOther = (known: string | undefined, found: string | undefined): boolean =>
  known !== undefined && found !== undefined && known.toLowerCase() !== found.toLowerCase();

const roundMs = 3 * 86_400_000;
const leastMs = 10_000;
const mostMs = 3_600_000;

/** How long after one folder the next is compared, ms: all of them in three days where they are not too many. */
export const compareEveryMs = (folders: number): number =>
  Math.min(mostMs, Math.max(leastMs, Math.floor(roundMs / Math.max(1, folders))));
