import { resolve } from 'node:path';
import { below, type LocalPath } from '../model/local-path.ts';
import { pathInside } from './in-folder.ts';

/** Where an absolute path lies: in the innermost of these folders; undefined: in none. */
export function placeIn(folders: readonly string[], absolute: string): LocalPath | undefined {
  const path = resolve(absolute);
  let innermost: LocalPath | undefined;
  for (const folder of folders) {
    const inside = pathInside(folder, path);
    if (inside !== undefined && folder.length >= (innermost?.folder.length ?? 0))
      innermost = below(folder, inside);
  }
  return innermost;
}
