import type { FileManagerEntry } from '../../../shared/file-managers.ts';
import type { StringKey } from '../../../shared/strings/index.ts';

/** What is to be known of the entries in a file manager. */
export function hintOf({ isStale, reach }: Pick<FileManagerEntry, 'isStale' | 'reach'>) {
  if (isStale) return 'fileManagers.stale' satisfies StringKey;
  return reach === 'everywhere'
    ? ('fileManagers.reachEverywhere' satisfies StringKey)
    : ('fileManagers.reachFolders' satisfies StringKey);
}

/** What stands above them. */
export const leadOf = (managers: readonly unknown[]) =>
  managers.length === 0
    ? ('fileManagers.none' satisfies StringKey)
    : ('fileManagers.lead' satisfies StringKey);
