/**
 * Paths of which a failure is told. A scan that passes them by sees which of them may hold no longer: the path is there no
 * more, is left out now, or can be looked at again.
 */
import type { ErrorCode } from '../../../shared/error-codes.ts';
import type { FileStat } from '../../model/file-stat.ts';
import { parentOf } from '../../model/relative-path.ts';

export type ToldFailure = {
  readonly path: string;
  readonly code: ErrorCode;
  /** epoch ms */
  readonly at: number;
  /** fingerprint of what stood there when it failed; undefined: it failed before anybody could look */
  readonly seen: string | undefined;
};

export type ToldFailures = {
  /** The folder was listed, and has these names. */
  outdatedBy(folder: string, names: ReadonlySet<string>): readonly string[];
  /** This was found at the path. */
  outdatedAt(path: string, stat: FileStat, isLeftOut: boolean): readonly string[];
};

export const noneTold: ToldFailures = { outdatedBy: () => [], outdatedAt: () => [] };

/** A coarse stamp may be of a moment so much later. */
const coarseMs = 2000;

/** `unseen`: could it not even be looked at when it failed? */
export function createToldFailures(
  all: readonly ToldFailure[],
  unseen: (path: string) => boolean,
): ToldFailures {
  if (all.length === 0) return noneTold;
  const at = new Map(all.map((one) => [one.path, one]));
  /** by folder: what is told in it and below */
  const below = new Map<string, string[]>();
  for (const { path } of all)
    for (let folder = parentOf(path); folder !== undefined; folder = parentOf(folder)) {
      const there = below.get(folder);
      if (there) there.push(path);
      else below.set(folder, [path]);
    }
  const pathsBelow = (folder: string): readonly string[] => below.get(folder) ?? [];
  return {
    outdatedBy(folder, names) {
      const start = folder === '' ? 0 : folder.length + 1;
      const gone = pathsBelow(folder).filter((path) => !names.has(path.slice(start).split('/', 1)[0] ?? ''));
      return at.get(folder)?.code === 'FOLDER_UNREADABLE' ? [folder, ...gone] : gone;
    },
    outdatedAt(path, stat, isLeftOut) {
      const lost = isLeftOut || stat.kind !== 'folder' ? pathsBelow(path) : [];
      const one = at.get(path);
      const isOutdated =
        one && (isLeftOut || isOfAnother(one, stat) || isReadableAgain(one, stat, unseen(path)));
      return isOutdated ? [path, ...lost] : lost;
    },
  };
}

/** Another content or another item stands there, of which no event told: the failure was not its own. */
const isOfAnother = ({ seen }: ToldFailure, stat: FileStat): boolean =>
  seen !== undefined && seen !== stat.fingerprint;

/** For all that is known: permissions may have been given since, to it, which its stamp tells, or to a folder above. */
const isReadableAgain = ({ code, at }: ToldFailure, stat: FileStat, wasUnseen: boolean): boolean =>
  code === 'FILE_UNREADABLE' && (wasUnseen || stat.quietSince + (stat.coarse ? coarseMs : 0) > at);
