/**
 * Where one demo lives: a new folder under the system's folder for temporary files, never the user's own home. It
 * stays when the demo ends, so that there is something to look at; the next demo clears it away, unless it is kept.
 */
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { isRunning } from '../app-run/process-exists.ts';

export type Place = {
  readonly root: string;
  /** the folder that is watched */
  readonly documents: string;
  /** KOOSYNC_HOME */
  readonly state: string;
  /** what the emulator keeps */
  readonly koodrive: string;
  /** HOME of everything on a virtual display */
  readonly home: string;
  /** what the app and the command line printed, and every request the emulator answered */
  readonly logs: string;
  readonly appLog: string;
};

const prefix = 'koosync-demo-';
const mark = 'demo.json';
const marked = z.object({ pid: z.number().int(), keep: z.boolean() });

/** Only what carries a demo's own mark, is not to be kept, and belongs to a demo that has ended. */
const clearEarlier = async (): Promise<void> => {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const folder = path.join(tmpdir(), name);
    try {
      const { pid, keep } = marked.parse(JSON.parse(await readFile(path.join(folder, mark), 'utf8')));
      if (!keep && !isRunning(pid)) await rm(folder, { recursive: true, force: true });
    } catch {
      // not ours to clear away: another user's, or no demo's
    }
  }
};

export const makePlace = async (keep: boolean): Promise<Place> => {
  await clearEarlier();
  const root = await mkdtemp(path.join(tmpdir(), prefix));
  await writeFile(path.join(root, mark), JSON.stringify({ pid: process.pid, keep }));
  const at = (name: string): string => path.join(root, name);
  const place = {
    root,
    documents: at('Documents'),
    state: at('koosync-state'),
    koodrive: at('koodrive'),
    home: at('home'),
    logs: at('logs'),
    appLog: path.join(at('koosync-state'), 'logs', 'koosync.log'),
  };
  for (const folder of [place.documents, place.state, place.koodrive, place.home, place.logs]) {
    await mkdir(folder, { mode: 0o700 });
  }
  return place;
};
