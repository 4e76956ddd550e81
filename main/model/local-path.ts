import type { RelativePath } from './relative-path.ts';

/**
 * Where something of a user's lies: in a folder, whose own place is the user's affair, and the way down from there, on which
 * no link is followed (disk/door.ts).
 */
export type LocalPath = {
  /** absolute */
  readonly folder: string;
  readonly path: RelativePath;
};

export const below = (folder: string, path: RelativePath): LocalPath => ({ folder, path });
