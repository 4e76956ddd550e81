import { isAbsolute, join, relative as relativeTo, sep } from 'node:path';
import type { RelativePath } from '../model/relative-path.ts';

/** Absolute path of `relative` (`/` between segments) in `folder`. */
export const inFolder = (folder: string, relative: string): string =>
  relative === '' ? folder : join(folder, ...relative.split('/'));

/** The reverse: the relative path of `absolute` in `folder` ('' for the folder itself); undefined outside of it. */
export function pathInside(folder: string, absolute: string): RelativePath | undefined {
  const path = relativeTo(folder, absolute);
  // a name may begin with two dots: only the segment `..` leads out
  if (path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path)) return undefined;
  return path.split(sep).join('/');
}
