/**
 * The demo's KooDrive: the emulator, on loopback, with its data in the demo's folder. Its clock can be set to yesterday,
 * so that a history of two days is there to go back in.
 */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { startEmulator, type TrueRevision } from '../../emulator/index.ts';
import type { Undo } from '../app-run/undo.ts';
import { until } from '../app-run/wait.ts';

export type Drive = {
  readonly url: string;
  /** Until setToday its clock runs on from this time of yesterday. */
  setYesterday(hour: number, minute: number): void;
  setToday(): void;
  /** Waits until the newest version of this file below the root holds what `file` on disk holds. */
  newest(name: string, file: string, signal: AbortSignal): Promise<TrueRevision>;
  /** how often versions of a file were asked for */
  historiesRead(): number;
};

export const sha256Of = async (file: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');

export const startDrive = async (dataDir: string, log: string, undo: Undo): Promise<Drive> => {
  const out = createWriteStream(log);
  const emulator = await startEmulator({
    dataDir,
    log: (record) => {
      out.write(`${JSON.stringify(record)}\n`);
    },
  });
  undo.later('the emulator', async () => {
    await emulator.close();
    out.end();
  });
  const { control } = emulator;
  return {
    url: emulator.url,
    setYesterday: (hour, minute) => {
      const then = new Date();
      then.setDate(then.getDate() - 1);
      then.setHours(hour, minute, 0, 0);
      control.setClockOffset(then.getTime() - Date.now());
    },
    setToday: () => {
      control.setClockOffset(0);
    },
    newest: async (name, file, signal) => {
      const wanted = await sha256Of(file);
      return until(`a version of ${path.basename(file)} on the server`, 60_000, signal, () => {
        const last = control
          .tree()
          .find((one) => one.path === name)
          ?.revisions.at(-1);
        return last?.sha256 === wanted ? last : undefined;
      });
    },
    historiesRead: () => control.counts().listRevisions,
  };
};
