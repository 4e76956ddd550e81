/**
 * Who deletes a folder deletes what it holds first, name by name. Of such names the folder says it all: it is missing with
 * everything in it, which is one change and not thousands.
 */
import { parentOf } from '../../model/relative-path.ts';

/** Fewer names of one folder are looked at one by one: that costs no more than a look at the folder. */
const fewest = 4;

/** Folders (relative paths) that so many of these paths lie right in that it is worth a look whether they are gone. */
export function worthALook(paths: readonly string[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const folder = parentOf(path) ?? '';
    if (folder !== '') counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return new Set([...counts].flatMap(([folder, count]) => (count >= fewest ? [folder] : [])));
}

/**
 * The same paths, but in place of those that lie in a folder which is gone the topmost folder that is. `isGone` is asked of a
 * folder once; what cannot be looked at is not gone.
 */
export async function throughGoneFolders(
  paths: readonly string[],
  isGone: (folder: string) => Promise<boolean>,
): Promise<readonly string[]> {
  const looks = new Map<string, Promise<boolean>>();
  const look = (folder: string): Promise<boolean> => {
    const known = looks.get(folder);
    if (known) return known;
    const asked = isGone(folder);
    looks.set(folder, asked);
    return asked;
  };
  const topmost = new Map<string, string | undefined>();
  for (const folder of worthALook(paths)) {
    let top: string | undefined;
    for (let at = folder; at !== '' && (await look(at)); at = parentOf(at) ?? '') top = at;
    topmost.set(folder, top);
  }
  return [...new Set(paths.map((path) => topmost.get(parentOf(path) ?? '') ?? path))];
}
