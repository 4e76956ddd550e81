/**
 * `standing.json` in the state folder: what stands in the way of the engine that works on it now (a line that is down, a
 * folder that is not there, a watcher without room), so that another process shows it too: `koosync status` beside
 * `koosync run`. It is said by a living process, never remembered beyond it, and so not in the database.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { isErrorCode } from '../../shared/error-codes.ts';
import { atomicWriteSync } from '../lib/atomic-write.ts';
import type { Log } from '../lib/logger.ts';
import { readSmallFile } from '../lib/small-file.ts';
import type { Blocker } from '../model/blocker.ts';

export type BlockersFile = {
  /** What stands now; nothing takes the file away. Writes only what is new, and never throws. */
  write(all: readonly Blocker[]): void;
  /** What the process that wrote it says, if it is still there. */
  read(): readonly Blocker[];
};

const schema = z.object({
  version: z.literal(1),
  pid: z.number().int().positive(),
  standing: z.array(
    z.object({
      pairId: z.number().optional(),
      cause: z.string().optional(),
      code: z.custom<Blocker['code']>(isErrorCode),
      values: z.record(z.string(), z.union([z.string(), z.number()])),
      since: z.number(),
    }),
  ),
});

export function openBlockersFile(home: string, log: Log): BlockersFile {
  const file = join(home, 'standing.json');
  let written = '';
  return {
    write(all) {
      const text = all.length === 0 ? '' : JSON.stringify({ version: 1, pid: process.pid, standing: all });
      if (text === written) return;
      try {
        if (text === '') rmSync(file, { force: true });
        else atomicWriteSync(file, text, 0o600);
        written = text;
      } catch (thrown) {
        // on a full disk nobody beside us hears of it: it is shown here all the same
        log.debug({ err: thrown }, 'what stands in the way was not written');
      }
    },
    read() {
      try {
        const { pid, standing } = schema.parse(JSON.parse(readSmallFile(file)));
        return lives(pid) ? standing : [];
      } catch {
        return [];
      }
    },
  };
}

const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as { code?: unknown }).code === 'EPERM';
  }
};
