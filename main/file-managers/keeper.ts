/** How the entries of one file manager are kept: there or not, put in, taken out. One for each way to keep them. */
import { access, constants } from 'node:fs/promises';
import type { FileManagerEntry } from '../../shared/file-managers.ts';
import type { Language } from '../../shared/strings/index.ts';
import type { HomeFiles } from './home-files.ts';
import type { Program } from './launcher.ts';
import type { Places } from './places.ts';
import type { Registry } from './registry.ts';

export type Keeper = Pick<FileManagerEntry, 'isInstalled' | 'isStale' | 'reach' | 'hasMarks'> & {
  install(): Promise<void>;
  /** No error when there is nothing of ours. */
  remove(): Promise<void>;
};

export type KeeperParts = {
  readonly places: Places;
  /** what starts the app. Throws when nobody knows. */
  readonly program: () => Promise<Program>;
  /** the synced folders, absolute */
  readonly folders: () => Promise<readonly string[]>;
  readonly language: Language;
  /** on Windows */
  readonly registry?: Registry | undefined;
  readonly files: HomeFiles;
};

export const isThere = async (path: string): Promise<boolean> => {
  try {
    await access(path, constants.F_OK);
    return true;
  } catch {
    return false;
  }
};
