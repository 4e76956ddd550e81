/**
 * Events of files of our own in one folder, where the system tells of them soon: on Linux alone. Windows and macOS tell of a
 * file that stays open when it is closed, or later.
 */
import { watch } from 'node:fs';

/**
 * `happened` is called soon after something happened to one of these names in `folder`, until the function that this gives is
 * called. undefined: no event tells of it here, and whoever asks has to look by himself.
 */
export function followNames(
  folder: string,
  names: ReadonlySet<string>,
  happened: () => void,
): (() => void) | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const watcher = watch(folder, { persistent: false }, (_event, name) => {
      if (name !== null && names.has(name)) happened();
    });
    // it tells of nothing more: what looks by itself now and then goes on with that
    watcher.on('error', () => watcher.close());
    return () => watcher.close();
  } catch {
    // no watches are left: the user is told of that where it matters
    return undefined;
  }
}
