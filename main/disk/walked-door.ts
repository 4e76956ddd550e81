/**
 * The door of systems on which a folder cannot be held by a descriptor and looked into: each folder on the way down is
 * looked at before the work, and once more after it. Who swaps one for a link between the two looks, and back again, is
 * not seen: docs/security.md names that window. What was opened through a link is noticed before anything of it is used,
 * since the second look comes before the work's value is given.
 */
import type { BigIntStats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { parentOf, type RelativePath } from '../model/relative-path.ts';
import type { Door } from './door.ts';
import { inFolder } from './in-folder.ts';
import { noWay } from './no-way.ts';

type Look = (path: string) => Promise<Pick<BigIntStats, 'ino' | 'dev' | 'isDirectory'>>;

/** A way that was looked at counts as seen for so long, ms, for who only looks. */
const recentMs = 20;
const mostRecent = 1000;

/** `look` follows no link. What Windows calls a junction is a link. */
export function createWalkedDoor(look: Look = (path) => lstat(path, { bigint: true })): Door {
  /** What the folders on the way are, from the top down. Throws where one is none. */
  const walk = async (folder: string, path: RelativePath): Promise<string> => {
    const seen: string[] = [];
    const names = path === '' ? [] : path.split('/');
    for (let depth = 1; depth <= names.length; depth++) {
      const at = inFolder(folder, names.slice(0, depth).join('/'));
      const stat = await look(at);
      if (!stat.isDirectory()) throw noWay(at);
      seen.push(`${String(stat.dev)}:${String(stat.ino)}`);
    }
    return seen.join(' ');
  };
  const recent = new Map<string, { readonly until: number; readonly seen: Promise<string> }>();
  /** A scan asks for each name of a folder: the way there is looked at once. */
  const walkLately = (folder: string, path: RelativePath): Promise<string> => {
    const key = inFolder(folder, path);
    const known = recent.get(key);
    if (known && performance.now() < known.until) return known.seen;
    if (recent.size > mostRecent) recent.clear();
    const seen = walk(folder, path);
    recent.set(key, { until: performance.now() + recentMs, seen });
    seen.catch(() => recent.delete(key));
    return seen;
  };
  const looking = async <T>(folder: string, way: RelativePath, work: () => Promise<T>): Promise<T> => {
    if (way !== '') await walkLately(folder, way);
    return work();
  };
  const using = async <T>(folder: string, way: RelativePath, work: () => Promise<T>): Promise<T> => {
    if (way === '') return work();
    const before = await walk(folder, way);
    const value = await work();
    if ((await walk(folder, way)) !== before) throw noWay(inFolder(folder, way));
    return value;
  };
  return {
    entry: ({ folder, path }, use, work) =>
      (use === 'look' ? looking : using)(folder, parentOf(path) ?? '', () => work(inFolder(folder, path))),
    folder: ({ folder, path }, work) => looking(folder, path, () => work(inFolder(folder, path))),
  };
}
