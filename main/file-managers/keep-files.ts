/** Entries that are files of their own, which no other program writes. */
import { KooError } from '../model/errors.ts';
import { entryFiles, type FileBased } from './entry-files.ts';
import { isThere, type Keeper, type KeeperParts } from './keeper.ts';
import { hasPython, type Manager } from './managers.ts';

export async function keepFiles(manager: Manager, name: FileBased, parts: KeeperParts): Promise<Keeper> {
  const { places, files, language } = parts;
  const wanted = entryFiles(name, { places, python: await hasPython(manager, places), language });
  const paths = wanted.files.map(({ path }) => path);
  const there: string[] = [];
  for (const path of wanted.everyPlace) if (await isThere(path)) there.push(path);
  let isCurrent = there.length === paths.length;
  for (const { path, text } of wanted.files)
    isCurrent &&= (await files.read(path).catch(() => undefined)) === text;

  const removeAllBut = async (keep: readonly string[]) => {
    for (const path of wanted.everyPlace) if (!keep.includes(path)) await files.remove(path);
  };
  return {
    isInstalled: there.length > 0,
    isStale: there.length > 0 && !isCurrent,
    reach: wanted.reach,
    hasMarks: wanted.hasMarks,
    install: async () => {
      if (wanted.isRefused)
        throw new KooError('BAD_USAGE', 'the path of the state folder cannot stand in an entry', {
          detail: { path: places.state, values: { say: 'sentence.stateUncarried', folder: places.state } },
        });
      for (const file of wanted.files) await files.write(file);
      // an action beside an extension would be a second entry
      await removeAllBut(paths);
    },
    remove: async () => {
      await removeAllBut([]);
      for (const folder of wanted.folders) await files.removeEmptyFolder(folder);
    },
  };
}
