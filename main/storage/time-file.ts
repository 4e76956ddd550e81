/**
 * `time.json` in the state folder: the time that was known last, by which a start sees how far the system's clock was moved
 * meanwhile (lib/trusted-time.ts). Not in the database: it is written now and then, and is no part of what is done.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { atomicWriteSync } from '../lib/atomic-write.ts';
import type { Log } from '../lib/logger.ts';

export type TimeFile = {
  /** epoch ms; undefined where none was written, or it cannot be read */
  read(): number | undefined;
  /** Never throws. */
  write(at: number): void;
};

const schema = z.object({ version: z.literal(1), at: z.number().int().positive() });

export function openTimeFile(home: string, log: Log): TimeFile {
  const file = join(home, 'time.json');
  return {
    read() {
      try {
        return schema.parse(JSON.parse(readFileSync(file, 'utf8'))).at;
      } catch {
        return undefined;
      }
    },
    write(at) {
      try {
        atomicWriteSync(file, JSON.stringify({ version: 1, at }), 0o600);
      } catch (thrown) {
        // on a full disk the time before counts: what waits waits longer
        log.debug({ err: thrown }, 'the time was not written');
      }
    },
  };
}
