/**
 * The only importer of chokidar. A watcher is a hint, never the truth: the kernel's queue overflows in silence, so a
 * folder is listed again after its last event, and after a burst or an error the whole pair is scanned (scan.ts).
 * Renames, atomic saves and settling are decided elsewhere; chokidar's own readings of them are switched off.
 */
import { watch } from 'chokidar';
import { pathInside } from '../../disk/disk.ts';
import { KooError, toKooError } from '../../model/errors.ts';
import type { IgnoreRules } from './ignore-rules.ts';

export type Watcher = { close(): Promise<void> };

export type WatcherListener = {
  /** from here on changes are told; what changed while it was getting ready was not */
  ready(): void;
  /** something happened to this path, relative to the folder */
  changed(path: string): void;
  /** events may have been lost, or cannot be had: WATCH_LIMIT, UNEXPECTED */
  lost(error: KooError): void;
};

export function watchFolder(folder: string, rules: () => IgnoreRules, listener: WatcherListener): Watcher {
  const watcher = watch(folder, {
    ignoreInitial: true,
    followSymlinks: false,
    atomic: false,
    awaitWriteFinish: false,
    ignorePermissionErrors: true,
    ignored: (path, stats) => {
      const name = pathInside(folder, path);
      // the first call comes without stats: a rule for folders alone may not hide a file of that name
      const isFolder = stats?.isDirectory() ?? false;
      if (name === undefined || !rules().ignores(name, isFolder)) return false;
      // litter that comes or goes is told to users
      return isFolder || rules().defaultRule(name, false) === undefined;
    },
  });
  watcher.on('ready', () => listener.ready());
  let limitTold = false;
  watcher.on('all', (event, path) => {
    const name = pathInside(folder, path);
    if (name === undefined || (event === 'change' && rules().ignores(name, false))) return;
    listener.changed(name);
  });
  watcher.on('error', (thrown) => {
    const code = (thrown as { code?: unknown }).code;
    if (code === 'ENOSPC' || code === 'EMFILE') {
      // chokidar tells this once per folder: one notice is enough
      if (limitTold) return;
      limitTold = true;
      listener.lost(
        new KooError('WATCH_LIMIT', `watch: ${String(code)}`, { cause: thrown, detail: { path: folder } }),
      );
      return;
    }
    listener.lost(toKooError(thrown));
  });
  return { close: () => watcher.close() };
}
