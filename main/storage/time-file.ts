/**
 * `time.json` in the state folder: the time that was known last, by which a start sees how far the system's clock was moved
 * meanwhile, and at which readings that clock was wrong (lib/trusted-time.ts). Not in the database: it is written now and then, and is no part of what is done.
 */
import { join } from 'node:path';
import * as z from 'zod';
import { atomicWriteSync } from '../lib/atomic-write.ts';
import { mostSpans } from '../lib/behind-readings.ts';
import type { Log } from '../lib/logger.ts';
import type { RememberedTime } from '../lib/trusted-time.ts';
import { readSmallFile } from '../lib/small-file.ts';

export type TimeFile = {
  /** undefined where nothing was written, or it cannot be read */
  read(): RememberedTime | undefined;
  /** Never throws. */
  write(time: RememberedTime): void;
};

const reading = z.number().int().nonnegative();
const schema = z.object({
  version: z.literal(1),
  at: z.number().int().positive(),
  // early versions wrote none
  behind: z
    .array(z.object({ from: reading, to: reading }))
    .max(mostSpans)
    .default([]),
  wall: z.number().int().positive().optional(),
});

export function openTimeFile(home: string, log: Log): TimeFile {
  const file = join(home, 'time.json');
  return {
    read() {
      try {
        const { at, behind, wall } = schema.parse(JSON.parse(readSmallFile(file)));
        return { at, behind, wall };
      } catch {
        return undefined;
      }
    },
    write({ at, behind, wall }) {
      try {
        atomicWriteSync(file, JSON.stringify({ version: 1, at, behind, wall }), 0o600);
      } catch (thrown) {
        // on a full disk the time before counts: what waits waits longer
        log.debug({ err: thrown }, 'the time was not written');
      }
    },
  };
}
