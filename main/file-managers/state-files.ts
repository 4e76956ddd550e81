/**
 * Two files in the state folder that file managers read, so that no menu and no icon asks a program: `synced-folders`
 * says which folders are synced, `sync-marks` what in them is not synced yet. Private (0600), for names stand in them.
 */
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { atomicWrite } from '../lib/atomic-write.ts';
import type { Log } from '../lib/logger.ts';
import { insideScript } from './launcher.ts';
import type { Marks } from './marks.ts';
import { insideFile } from './places.ts';

export const syncedFoldersFile = (state: string): string => join(state, 'synced-folders');
export const marksFile = (state: string): string => join(state, 'sync-marks');

type Engine = {
  pairs(): Promise<readonly { readonly folder: string }[]>;
  addPair(...args: never[]): Promise<unknown>;
  removePair(...args: never[]): Promise<unknown>;
};

/** An engine whose folders are known to file managers. What cannot be written stands in the way of nothing. */
export async function withFoldersTold<E extends Engine>(engine: E, state: string, log: Log): Promise<E> {
  const tell = async () => {
    try {
      const folders = (await engine.pairs()).map(({ folder }) => folder);
      await writeFolders(state, folders);
    } catch (thrown) {
      log.warn({ err: thrown }, 'file managers were not told which folders are synced');
    }
  };
  await tell();
  return {
    ...engine,
    addPair: async (...args: Parameters<E['addPair']>) => {
      const pair = await engine.addPair(...args);
      await tell();
      return pair;
    },
    removePair: async (...args: Parameters<E['removePair']>) => {
      const done = await engine.removePair(...args);
      await tell();
      return done;
    },
  };
}

/** Writes what is new. The script is there only while a file manager has entries of ours. */
async function writeFolders(state: string, folders: readonly string[]): Promise<void> {
  const text = `${JSON.stringify({ version: 1, folders }, undefined, 2)}\n`;
  const file = syncedFoldersFile(state);
  if (readOr(file) !== text) await atomicWrite(file, text, 0o600);
  const inside = insideFile({ state });
  const script = insideScript(folders);
  const before = readOr(inside);
  if (before !== undefined && before !== script) await atomicWrite(inside, script, 0o700);
}

export async function writeMarks(state: string, marks: Marks): Promise<void> {
  await atomicWrite(marksFile(state), `${JSON.stringify({ version: 1, ...marks })}\n`, 0o600);
}

/** Nothing is said of any file any more: the client ends, or the user wants no emblems. */
export const clearMarks = (state: string): Promise<void> => rm(marksFile(state), { force: true });

const readOr = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};
