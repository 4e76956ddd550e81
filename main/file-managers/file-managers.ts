/**
 * Entries of ours in the system's file managers: what is there, put in, taken out. For one user, without root. Putting in
 * again changes nothing that is right; what other programs and users wrote stays to the byte.
 */
import type { FileManagerEntry, FileManagerName } from '../../shared/file-managers.ts';
import { KooError } from '../model/errors.ts';
import { openHomeFiles } from './home-files.ts';
import { keepExplorer } from './keep-explorer.ts';
import { keepFiles } from './keep-files.ts';
import { keepThunar } from './keep-thunar.ts';
import { isThere, type Keeper, type KeeperParts } from './keeper.ts';
import { isPresent, managersOf, type Manager } from './managers.ts';
import { openOwnScripts } from './own-scripts.ts';

export type FileManagers = {
  /** those of this system, whether they are on this computer or not */
  list(): Promise<FileManagerEntry[]>;
  install(name: FileManagerName): Promise<void>;
  /** No error when there is nothing of ours. */
  remove(name: FileManagerName): Promise<void>;
  /** Has the entries start the app that is there, when the one that they started is not any more. */
  refresh(): Promise<void>;
};

export type FileManagersParts = Omit<KeeperParts, 'files'>;

export function openFileManagers(given: FileManagersParts): FileManagers {
  const { places, program } = given;
  const { platform } = places;
  const files = openHomeFiles([places.home, places.config, places.data, places.state]);
  const parts: KeeperParts = { ...given, files };
  const scripts = openOwnScripts(parts);
  // the registry names the app itself
  const usesScripts = platform !== 'win32';

  const list = async (): Promise<FileManagerEntry[]> => {
    const started = await scripts.program();
    const isAlive = !usesScripts || (started !== undefined && (await isThere(started.executable)));
    const entries = managersOf(platform).map(async (manager): Promise<FileManagerEntry> => {
      const { isInstalled, isStale, reach, hasMarks } = await keeperOf(manager, parts);
      return {
        name: manager.name,
        title: manager.title,
        isPresent: await isPresent(manager, places),
        isInstalled,
        isStale: isInstalled && (isStale || !isAlive),
        reach,
        hasMarks,
      };
    });
    return Promise.all(entries);
  };

  const named = (name: FileManagerName): Promise<Keeper> => {
    const manager = managersOf(platform).find((one) => one.name === name);
    if (manager === undefined) throw new KooError('BAD_USAGE', `no ${name} on ${platform}`);
    return keeperOf(manager, parts);
  };

  return {
    list,
    install: async (name) => {
      const keeper = await named(name);
      if (usesScripts) await scripts.write(await program());
      await keeper.install();
    },
    remove: async (name) => {
      await (await named(name)).remove();
      if (usesScripts && !(await list()).some(({ isInstalled }) => isInstalled)) await scripts.remove();
    },
    refresh: async () => {
      const started = await scripts.program();
      if (started !== undefined)
        await scripts.write((await isThere(started.executable)) ? started : await program());
      if (platform !== 'win32') return;
      const { isStale, install } = await named('explorer');
      if (isStale) await install();
    },
  };
}

function keeperOf(manager: Manager, parts: KeeperParts): Promise<Keeper> {
  if (manager.name === 'thunar') return keepThunar(parts);
  if (manager.name === 'explorer') return keepExplorer(parts);
  return keepFiles(manager, manager.name, parts);
}
