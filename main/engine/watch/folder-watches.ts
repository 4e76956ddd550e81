/**
 * The watcher of Linux: one watch (inotify) for each folder, placed by whoever scans the folder. A watch is bound to the
 * very folder and not to its path: it goes along with a rename, ends with a deletion, and sees nothing of what is mounted
 * over. That something became of a folder itself is told by the folder above, and here by an event of its own name.
 */
import { lstat, watch } from 'node:fs';
import { basename, join } from 'node:path';
import { inFolder } from '../../disk/in-folder.ts';
import { fsFailureOf } from '../../lib/fs-errors.ts';
import { childOf } from '../../model/relative-path.ts';
import { isLimit, type Watcher, type WatcherListener } from './watcher.ts';

export function watchFolders(
  root: string,
  { changed }: Pick<WatcherListener, 'changed'>,
  watchOne: typeof watch = watch,
): Watcher {
  const open = new Set<{ close(): void }>();
  let isClosed = false;
  return {
    watch(folder) {
      if (isClosed) return 'refused';
      const absolute = inFolder(root, folder);
      const ownName = basename(absolute);
      try {
        const one = watchOne(absolute, (event, name) => {
          const what = event === 'rename' ? 'name' : 'content';
          if (name === null) changed(folder, what);
          else if (name !== ownName) changed(childOf(folder, name), what);
          else
            // what became of the folder itself is told with its own name, which something in it may have, too
            lstat(join(absolute, name), (error) => {
              if (isClosed) return;
              if (error) changed(folder, what);
              if (!error || fsFailureOf(error) === 'absent') changed(childOf(folder, name), what);
            });
        });
        open.add(one);
        // it ends here: what is at the path now is seen by a look
        one.on('error', () => changed(folder, 'name'));
        return {
          close: () => {
            open.delete(one);
            one.close();
          },
        };
      } catch (thrown) {
        return isLimit(thrown) ? 'limit' : 'refused';
      }
    },
    close: () => {
      isClosed = true;
      for (const one of open) one.close();
      open.clear();
      return Promise.resolve();
    },
  };
}
