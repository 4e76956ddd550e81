/**
 * The watcher of macOS and Windows: one watch for all of a tree. The only importer of chokidar. Renames, atomic saves and
 * settling are decided elsewhere; chokidar's own readings of them are switched off.
 */
import { watch } from 'chokidar';
import { pathInside } from '../../disk/in-folder.ts';
import { toKooError } from '../../model/errors.ts';
import type { IgnoreRules } from './ignore-rules.ts';
import { isLimit, type FolderWatch, type Watcher, type WatcherListener } from './watcher.ts';

export function watchTree(folder: string, rules: () => IgnoreRules, listener: WatcherListener): Watcher {
  let tree: ReturnType<typeof openTree> | undefined;
  let isClosed = false;
  return {
    watch(path) {
      if (isClosed) return 'refused';
      if (path === '') tree ??= openTree(folder, rules, listener, () => (tree = undefined));
      if (!tree) return 'refused';
      if (tree.isLimited) return 'limit';
      // all that is below is watched with it
      return path === '' ? tree.handle : covered;
    },
    close: async () => {
      isClosed = true;
      await tree?.close();
    },
  };
}

/** A folder below the one that is watched. */
const covered: FolderWatch = { close: () => undefined };

function openTree(folder: string, rules: () => IgnoreRules, listener: WatcherListener, onClosed: () => void) {
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
  const close = () => watcher.close();
  const tree = {
    /** some of it is not watched, for all that is known, and so it stays */
    isLimited: false,
    handle: {
      close: () => {
        onClosed();
        void close();
      },
    },
    close,
  };
  watcher.on('ready', () => listener.ready());
  watcher.on('all', (event, path) => {
    const name = pathInside(folder, path);
    if (name !== undefined) listener.changed(name, event === 'change' ? 'content' : 'name');
  });
  watcher.on('error', (thrown) => {
    tree.isLimited ||= isLimit(thrown);
    listener.lost(toKooError(thrown));
  });
  return tree;
}
