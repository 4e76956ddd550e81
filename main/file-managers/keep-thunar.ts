/** Entries of Thunar: among those of others, in one file. Why not a file of our own: Thunar reads no other. */
import { join } from 'node:path';
import { actionsState, emptyActions, ownActions, withActions, withoutActions } from './formats/uca.ts';
import { openHomeFiles, throwBroken } from './home-files.ts';
import type { Keeper, KeeperParts } from './keeper.ts';
import { launcherFile, type Places } from './places.ts';

export async function keepThunar({ places, files }: KeeperParts): Promise<Keeper> {
  const path = join(places.config, 'Thunar', 'uca.xml');
  const own = ownActions(launcherFile(places));
  const text = await files.read(path).catch(() => '');
  const state = text === undefined ? 'none' : actionsState(text, own);
  return {
    isInstalled: state === 'current' || state === 'stale',
    isStale: state === 'stale',
    reach: 'everywhere',
    hasMarks: false,
    install: async () => {
      const before = await files.read(path);
      const merged = withActions(before ?? (await systemActions(places)), own) ?? throwBroken(path);
      if (merged !== before) await files.write({ path, text: merged, mode: 0o644 });
    },
    remove: async () => {
      const before = await files.read(path);
      if (before === undefined) return;
      const rest = withoutActions(before) ?? throwBroken(path);
      if (rest === before) return;
      // without a file of the user's own the system's is read
      if (rest === (await systemActions(places)) && !(await files.isLink(path))) await files.remove(path);
      else await files.write({ path, text: rest, mode: 0o644 });
    },
  };
}

/** A file of the user's hides the system's: so it begins as a copy of that. */
async function systemActions({ systemConfig }: Places): Promise<string> {
  for (const folder of systemConfig) {
    const system = openHomeFiles([folder]);
    const text = await system.read(join(folder, 'Thunar', 'uca.xml')).catch(() => undefined);
    if (text !== undefined && withoutActions(text) !== undefined) return text;
  }
  return emptyActions;
}
