/** Everything that is looked at after packing, a sentence for each thing that is wrong. */
import path from 'node:path';
import { billProblems } from './bill-check.ts';
import { budgetProblems } from './budgets.ts';
import { bytesBelow, contentProblems, resourcesOf } from './contents.ts';
import { fuseProblems } from './fuses.ts';
import { neededBelow, type Needed } from './libraries.ts';
import { bytesOf, type Made } from './make.ts';
import type { Machine } from './node-runtime.ts';
import { appImageReadBack, debReadBack, rpmReadBack } from './read-back.ts';

export type Packed = {
  readonly folder: string;
  readonly machine: Machine;
  readonly standIn: boolean;
  readonly forTests: boolean;
  readonly fast: boolean;
};

const executables = {
  linux: 'koosync-desktop',
  win: 'koosync-desktop.exe',
  mac: 'KooSync.app',
} as const;

/** The packed folder: its fuses, its files, its bill of materials, its size. */
export const checkPacked = async ({ folder, machine, standIn, forTests }: Packed): Promise<string[]> => [
  ...(await fuseProblems(path.join(folder, executables[machine.os]), forTests)),
  ...contentProblems(folder, { machine, standIn }),
  ...(await billProblems(folder, machine)),
  ...budgetProblems('installed', bytesBelow(folder)),
  ...budgetProblems('app.asar', await bytesOf(path.join(resourcesOf(folder, machine), 'app.asar'))),
];

/** What a package of this kind says of itself. */
const readBack = (kind: string, file: string, needed: () => Needed): string[] => {
  if (kind === 'deb') return debReadBack(file, needed());
  if (kind === 'AppImage') return appImageReadBack(file);
  return kind === 'rpm' ? rpmReadBack(file, needed()) : [];
};

/** The packages: their sizes, and what deb and rpm ask of the system. */
export const checkPackages = async (made: readonly Made[], packed: Packed): Promise<string[]> => {
  let read: Needed | undefined;
  const needed = () => (read ??= neededBelow(packed.folder));
  const problems: string[] = [];
  for (const { kind, files } of made)
    for (const file of files) {
      if (!packed.fast) problems.push(...budgetProblems(kind, await bytesOf(file)));
      problems.push(...readBack(kind, file, needed));
    }
  return problems;
};
