/**
 * Paths of which a failure is told. Who lists their folder sees which of them may hold no longer: the path is there no more,
 * is left out now, can be looked at again, or has its name to itself.
 */
import type { ErrorCode } from '../../../shared/error-codes.ts';
import type { FileStat } from '../../model/file-stat.ts';
import { nameKey, nameOf, parentOf } from '../../model/relative-path.ts';

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
      const clashing = pathsBelow(folder).filter(
        (path) => parentOf(path) === folder && at.get(path)?.code === 'NAME_CLASH',
      );
      const outdated = [...gone, ...clashing.filter(isAlone(clashing, names))];
      return at.get(folder)?.code === 'FOLDER_UNREADABLE' ? [folder, ...outdated] : outdated;
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

/** Is a name there, and no other one beside it that could not stand there with it? What that one was, no event need have told. */
function isAlone(asked: readonly string[], names: ReadonlySet<string>): (path: string) => boolean {
  if (asked.length === 0) return () => false;
  const count = new Map<string, number>();
  for (const name of names) count.set(nameKey(name), (count.get(nameKey(name)) ?? 0) + 1);
  return (path) => names.has(nameOf(path)) && count.get(nameKey(nameOf(path))) === 1;
}
