/** Paths as text. The window never opens one; it only shows them and hands them back to the main process. */

/** The last segment of a path of either kind. */
export function baseName(path: string): string {
  const segments = path.split(/[/\\]/).filter((segment) => segment !== '');
  return segments.at(-1) ?? path;
}

/** What comes before the last segment, without the separator at its end; '' when there is nothing. */
export function parentOf(path: string): string {
  const trimmed = path.replace(/[/\\]+$/, '');
  const cut = Math.max(trimmed.lastIndexOf('/'), trimmed.lastIndexOf('\\'));
  return cut < 0 ? '' : trimmed.slice(0, cut);
}

/** The absolute path of a pair's file; `relative` has `/` between segments, the folder has the system's own. */
export function joinPath(folder: string, relative: string): string {
  if (relative === '') return folder;
  const separator = folder.includes('\\') && !folder.includes('/') ? '\\' : '/';
  const own = separator === '\\' ? relative.replaceAll('/', '\\') : relative;
  return folder.endsWith(separator) ? folder + own : folder + separator + own;
}

/** Is `path` inside `folder` (or the folder itself)? */
export function isInside(folder: string, path: string): boolean {
  if (path === folder) return true;
  const separator = folder.includes('\\') && !folder.includes('/') ? '\\' : '/';
  return path.startsWith(folder.endsWith(separator) ? folder : folder + separator);
}

/** The path from `folder` to `path`, `/` between segments. */
export function relativeTo(folder: string, path: string): string {
  return path
    .slice(folder.length)
    .replace(/^[/\\]+/, '')
    .replaceAll('\\', '/');
}
