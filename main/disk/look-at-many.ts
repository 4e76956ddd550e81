/**
 * Looks at many names of one folder in one go, with calls that wait for the disk: a thread of its own does it
 * (read-content.worker.ts). Asked of the system one by one, from the thread that does everything else, each look costs ten times as much.
 */
import { lstatSync, statSync } from 'node:fs';
import type { FileStat } from '../model/file-stat.ts';
import { fileStatOf } from './file-stat-of.ts';

/** undefined: nothing is there; `ask`: what is there has to be asked for by itself, for it is no plain answer. */
export type Look = FileStat | undefined | 'ask';

/** `folder` is a path that is good while this runs. Follows no link that lies under one of the names; never throws. */
export function lookAtMany(folder: string, names: readonly string[]): Look[] {
  const deviceOf = () => {
    try {
      return statSync(folder, { bigint: true }).dev;
    } catch {
      return undefined;
    }
  };
  let device: bigint | undefined;
  return names.map((name) => {
    try {
      const found = lstatSync(`${folder}/${name}`, { bigint: true, throwIfNoEntry: false });
      if (!found) return undefined;
      // at a folder of another drive that drive is told, too
      if (found.isDirectory() && found.dev !== (device ??= deviceOf())) return 'ask';
      return fileStatOf(found);
    } catch {
      return 'ask';
    }
  });
}
