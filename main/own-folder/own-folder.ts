/**
 * The state folder is ours or it is not used. A folder that another user made, that is a link, or that somebody can put
 * another one in the place of, would decide which folders are synced, and where the log is written. What is ours and lets
 * others in is closed to them, unless they have put something in that is no file of ours: a link in a folder that nobody
 * else may write in is its user's own. Systems without owners (Windows) keep a user's own folder by their own rules.
 */
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  realpathSync,
  statSync,
  type Stats,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** Why it is not used. `path`: what is to blame, the folder itself or a folder above it or a file in it. */
export type NotOwn = {
  readonly why: 'of-another' | 'a-link' | 'replaceable' | 'no-file';
  readonly path: string;
};

/** Somebody else than root, of whom the system says no more within a container. */
const unknownUser = 65_534;
const stickyBit = 0o1000;

/** `user`: our own id; undefined: the system knows no owners. `closed` is told what was closed to others. */
export function notOwn(
  folder: string,
  user: number | undefined,
  closed: (path: string) => void,
): NotOwn | undefined {
  if (user === undefined) return undefined;
  const itself = lstatSync(folder);
  if (itself.isSymbolicLink()) return { why: 'a-link', path: folder };
  if (itself.uid !== user) return { why: 'of-another', path: folder };
  const above = [...foldersAbove(folder), ...foldersAbove(realpathSync(folder))].find((path) =>
    letsOthersReplace(statSync(path), user),
  );
  if (above !== undefined) return { why: 'replaceable', path: above };
  const inside = [folder, join(folder, 'logs')];
  const strange = letsOthersWrite(itself, user) ? strangeIn(inside, user) : undefined;
  if (strange) return strange;
  close(folder, itself, 0o700, closed);
  for (const [path, stat] of filesIn(inside))
    if (stat.isFile() && stat.uid === user) close(path, stat, 0o600, closed);
  return undefined;
}

/** A group of one user alone is that user. */
function letsOthersWrite({ uid, gid, mode }: Stats, user: number): boolean {
  const isOwnGroup = gid === 0 || (gid === user && uid === user);
  return (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && !isOwnGroup);
}

/** In folders that others may write the sticky bit keeps what is not theirs. */
function letsOthersReplace(stat: Stats, user: number): boolean {
  const { uid, mode } = stat;
  const isOfAnother = uid !== user && uid !== 0 && uid !== unknownUser;
  return isOfAnother || (letsOthersWrite(stat, user) && (mode & stickyBit) === 0);
}

/** What others may have put there for us to open: a link, a pipe or device that never ends, a file of theirs. */
function strangeIn(folders: readonly string[], user: number): NotOwn | undefined {
  for (const [path, stat] of filesIn(folders)) {
    const isStrange =
      stat.isSymbolicLink() || stat.isFIFO() || stat.isCharacterDevice() || stat.isBlockDevice();
    if (isStrange) return { why: 'no-file', path };
    if (stat.uid !== user) return { why: 'of-another', path };
  }
  return undefined;
}

function filesIn(folders: readonly string[]): (readonly [string, Stats])[] {
  return folders.flatMap((folder) =>
    namesIn(folder).flatMap((name) => {
      const path = join(folder, name);
      const stat = lstatSync(path, { throwIfNoEntry: false });
      // it went while we looked
      return stat ? [[path, stat] as const] : [];
    }),
  );
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Others get no right to it, whatever they had. By its descriptor: another may have the name by now. */
function close(path: string, { mode, ino }: Stats, most: number, closed: (path: string) => void): void {
  if ((mode & 0o777 & ~most) === 0) return;
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (thrown) {
    // another KooSync that ends takes its log and journals away
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw thrown;
  }
  try {
    if (fstatSync(descriptor).ino !== ino) return;
    fchmodSync(descriptor, mode & most);
    closed(path);
  } finally {
    closeSync(descriptor);
  }
}

function foldersAbove(path: string): string[] {
  const above = dirname(path);
  return above === path ? [] : [above, ...foldersAbove(above)];
}

/** An empty file that we alone may read, where nothing is. What cannot be made is told by whoever opens it then. */
export function makePrivate(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch {
    // it is there, as a rule
  }
}
