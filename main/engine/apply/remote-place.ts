/**
 * Is what the server says of a file or folder what is known of it here? Nothing is renamed, recycled or given a version on the
 * word of its id alone: somebody may have moved it on KooDrive, and a wrong answer may have given us another one's id.
 */
import type { RemoteEntry } from '../../koodrive/api.ts';
import { KooError } from '../../model/errors.ts';
import { remoteNameOf } from '../../model/relative-path.ts';

export type RemotePlace = {
  readonly path: string;
  readonly kind: 'file' | 'folder';
  /** id of the remote folder that holds it; undefined: not known */
  readonly parentId: string | undefined;
};

/** Has it the name of this path? */
export const isNamedAs = ({ name }: Pick<RemoteEntry, 'name'>, path: string): boolean =>
  name?.normalize('NFC') === remoteNameOf(path);

/** Is it where it is known here, and of the kind? A parent that is not told is held against nobody. */
export const isAtPlace = (there: RemoteEntry, { path, kind, parentId }: RemotePlace): boolean =>
  isNamedAs(there, path) && isOfKind(there, kind) && isIn(there, [parentId]);

export const isOfKind = ({ isFolder }: RemoteEntry, kind: 'file' | 'folder'): boolean =>
  isFolder === (kind === 'folder');

/** Is it in one of these folders, as far as is known and told? */
export const isIn = ({ parentId }: RemoteEntry, folders: readonly (string | undefined)[]): boolean =>
  parentId === undefined || folders.includes(undefined) || folders.includes(parentId);

/** It is no longer where it was known: it is another file's, or somebody else's, from here on. */
export const elsewhereError = (path: string): KooError =>
  new KooError('NOT_FOUND', 'it is not where it was known to be on the server', { detail: { path } });
