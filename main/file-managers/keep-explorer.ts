/** Entries of the Windows Explorer: keys of the registry. */
import { explorerKeys, explorerValues } from './formats/explorer.ts';
import type { Keeper, KeeperParts } from './keeper.ts';

export async function keepExplorer({ registry, program, folders, language }: KeeperParts): Promise<Keeper> {
  const values = async () => explorerValues(await program(), await folders(), language);
  const [first] = explorerKeys;
  const isInstalled = first !== undefined && (await registry?.read(first, '')) !== undefined;
  const isCurrent = async () => {
    for (const { key, name, value } of await values())
      if ((await registry?.read(key, name)) !== value) return false;
    return true;
  };
  return {
    isInstalled,
    isStale: isInstalled && !(await isCurrent().catch(() => false)),
    reach: 'synced-folders',
    hasMarks: false,
    install: async () => {
      // a condition that does not fit any more must not stay
      for (const key of explorerKeys) await registry?.remove(key);
      await registry?.write(await values());
    },
    remove: async () => {
      for (const key of explorerKeys) await registry?.remove(key);
    },
  };
}
