/** The watcher of this system. */
import { watchFolders } from './folder-watches.ts';
import { watchTree } from './tree-watcher.ts';
import type { Watch } from './watcher.ts';

export const watchFolder: Watch = (folder, rules, listener) =>
  process.platform === 'linux' ? watchFolders(folder, listener) : watchTree(folder, rules, listener);
