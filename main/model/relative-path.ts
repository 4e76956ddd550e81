/** Paths relative to a pair's folder: `/` between segments on every system, '' for the folder itself. */
export type RelativePath = string;

/** The folder that holds `path`; undefined for the pair's own folder. */
export const parentOf = (path: RelativePath): RelativePath | undefined =>
  path === '' ? undefined : path.slice(0, Math.max(0, path.lastIndexOf('/')));

export const nameOf = (path: RelativePath): string => path.slice(path.lastIndexOf('/') + 1);

export const childOf = (folder: RelativePath, name: string): RelativePath =>
  folder === '' ? name : `${folder}/${name}`;

/** What the server calls it: names go there in one normal form (NFC), whichever the disk keeps (macOS: NFD). */
export const remoteNameOf = (path: RelativePath): string => nameOf(path).normalize('NFC');

/** Names that some systems cannot keep side by side have the same key: they differ in case or normal form alone. */
export const nameKey = (name: string): string =>
  // printable ASCII has one normal form, and each file's name is asked for its key several times
  /^[\x20-\x7e]*$/.test(name) ? name.toLowerCase() : name.normalize('NFC').toLowerCase().normalize('NFC');

/** 0 for the pair's own folder, 1 for what lies in it, and so on. */
export const depthOf = (path: RelativePath): number => (path === '' ? 0 : path.split('/').length);

/** In one folder, with names of the same key: not every system can keep the two. True also of a path and itself. */
export const isSameName = (path: RelativePath, other: RelativePath): boolean =>
  parentOf(path) === parentOf(other) && nameKey(nameOf(path)) === nameKey(nameOf(other));

/**
 * Is `path` the path `top`, or does it lie below it, at any depth? All lies below ''. Good for every text that has its
 * segments parted by `/`: absolute paths of a system with such (but for its root '/'), and keys that begin with a path's
 * pair (`keyOf`).
 */
export const isAtOrBelow = (path: RelativePath, top: RelativePath): boolean =>
  top === '' || path === top || path.startsWith(`${top}/`);
