/** The file managers that we know: how each is found, and what it can do. */
import { access, constants, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileManagerName } from '../../shared/file-managers.ts';
import type { Places } from './places.ts';

export type Manager = {
  readonly name: FileManagerName;
  readonly title: string;
  readonly platform: NodeJS.Platform;
  /** its executables; none where it belongs to the system */
  readonly programs: readonly string[];
  /** what has it run Python: a file below a folder of libraries */
  readonly python?: readonly string[];
};

const managers: readonly Manager[] = [
  { name: 'thunar', title: 'Thunar', platform: 'linux', programs: ['thunar', 'Thunar'] },
  {
    name: 'nemo',
    title: 'Nemo',
    platform: 'linux',
    programs: ['nemo'],
    python: ['nemo/extensions-3.0/libnemo-python.so'],
  },
  {
    name: 'caja',
    title: 'Caja',
    platform: 'linux',
    programs: ['caja'],
    python: ['caja/extensions-2.0/libcaja-python.so'],
  },
  {
    name: 'nautilus',
    title: 'Nautilus',
    platform: 'linux',
    programs: ['nautilus'],
    python: ['nautilus/extensions-4/libnautilus-python.so', 'nautilus/extensions-3.0/libnautilus-python.so'],
  },
  { name: 'dolphin', title: 'Dolphin', platform: 'linux', programs: ['dolphin'] },
  { name: 'pcmanfm', title: 'PCManFM', platform: 'linux', programs: ['pcmanfm', 'pcmanfm-qt'] },
  { name: 'explorer', title: 'Explorer', platform: 'win32', programs: [] },
  { name: 'finder', title: 'Finder', platform: 'darwin', programs: [] },
];

export const managersOf = (platform: NodeJS.Platform): readonly Manager[] =>
  managers.filter((manager) => manager.platform === platform);

/** Is it on this computer? */
export async function isPresent({ programs }: Manager, places: Places): Promise<boolean> {
  if (programs.length === 0) return true;
  for (const folder of places.programs)
    for (const program of programs) if (await can(join(folder, program), constants.X_OK)) return true;
  return false;
}

/** Has it been taught Python? Distributions pack that apart. */
export async function hasPython({ python = [] }: Manager, places: Places): Promise<boolean> {
  for (const folder of places.libraries) {
    // Debian keeps libraries in a folder for each kind of processor
    const within = await readdir(folder).catch(() => []);
    for (const part of ['.', ...within.filter((name) => name.includes('-linux-'))])
      for (const file of python) if (await can(join(folder, part, file), constants.R_OK)) return true;
  }
  return false;
}

const can = async (path: string, mode: number): Promise<boolean> => {
  try {
    await access(path, mode);
    return true;
  } catch {
    return false;
  }
};
