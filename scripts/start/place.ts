/**
 * Where `npm start` keeps everything: one folder in the checkout's .cache/, the same at every start, so that folder,
 * history and settings are there again. Nothing else of this machine is read or written.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { RunProblem } from '../app-run/problem.ts';
import { isRunning } from '../app-run/process-exists.ts';
import { repo } from '../setup/project-node.mjs';

export type Place = {
  readonly root: string;
  /** what is built, from the root of the checkout: out/ is left to those who test or pack */
  readonly out: string;
  /** the folder that is synced */
  readonly documents: string;
  /** KOOSYNC_HOME */
  readonly state: string;
  /** what the emulator keeps */
  readonly koodrive: string;
  /** HOME of everything on a virtual display */
  readonly home: string;
  readonly logs: string;
  readonly appLog: string;
  /** true until `finished` was called: there are neither sample files nor a synced folder yet */
  readonly isNew: boolean;
  /** ports of the last start, to be had again if they are free */
  readonly ports: Ports;
  /** Remembers that folder and pair are there, and the ports. */
  finished(ports: Ports): Promise<void>;
};

export type Ports = { readonly emulator: number; readonly debugging: number };

const mark = z.object({
  pid: z.number().int(),
  ports: z.object({ emulator: z.number().int(), debugging: z.number().int() }),
  ready: z.boolean(),
});

const readMark = async (file: string): Promise<z.infer<typeof mark> | undefined> => {
  try {
    return mark.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
};

/** The one of this checkout, from its root. */
export const defaultFolder = path.join('.cache', 'start');

/**
 * @param folder from the root of the checkout, or absolute
 * @param fresh whatever was there is removed first
 * Throws RunProblem while another process has it open.
 */
export const openPlace = async (folder: string, fresh: boolean): Promise<Place> => {
  const root = path.resolve(repo, folder);
  const markFile = path.join(root, 'start.json');
  const before = await readMark(markFile);
  if (before !== undefined && before.pid !== process.pid && isRunning(before.pid))
    throw new RunProblem(`another npm start of this checkout is running (process ${String(before.pid)}).`);
  // A start that never came to its end left something half made.
  const isNew = fresh || before?.ready !== true;
  if (isNew) await rm(root, { recursive: true, force: true });

  const at = (name: string): string => path.join(root, name);
  const ports = before?.ports ?? { emulator: 0, debugging: 0 };
  const write = (value: z.infer<typeof mark>): Promise<void> => writeFile(markFile, JSON.stringify(value));
  const place: Place = {
    root,
    out: path.join(folder, 'out'),
    documents: at('Documents'),
    state: at('koosync-state'),
    koodrive: at('koodrive'),
    home: at('home'),
    logs: at('logs'),
    appLog: path.join(at('koosync-state'), 'logs', 'koosync.log'),
    isNew,
    ports,
    finished: (taken) => write({ pid: process.pid, ports: taken, ready: true }),
  };
  for (const each of [place.documents, place.state, place.koodrive, place.home, place.logs])
    await mkdir(each, { recursive: true, mode: 0o700 });
  await write({ pid: process.pid, ports, ready: !isNew });
  return place;
};
