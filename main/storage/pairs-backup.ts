/**
 * `pairs.json` in the state folder: which folders are synced, once more and outside of the database, so that a damaged
 * database can be built anew (main/storage/repair.ts) without asking the person what they had. The database is the truth;
 * this is only read when that is lost.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { atomicWrite } from '../lib/atomic-write.ts';

const pairsCopy = z.object({
  version: z.literal(1),
  pairs: z.array(
    z.object({
      folder: z.string(),
      containerId: z.string(),
      remote: z.string(),
      isPaused: z.boolean().optional(),
    }),
  ),
});

export type CopiedPair = z.infer<typeof pairsCopy>['pairs'][number];

const pairsCopyFile = (home: string): string => join(home, 'pairs.json');

/** What was kept last; nothing when there is no copy, or none that can be understood. */
export function readPairsBackup(home: string): CopiedPair[] {
  try {
    return pairsCopy.parse(JSON.parse(readFileSync(pairsCopyFile(home), 'utf8'))).pairs;
  } catch {
    return [];
  }
}

/** Whole or not at all; writes nothing when it holds these pairs already. Throws what node:fs throws. */
export async function writePairsBackup(home: string, pairs: readonly CopiedPair[]): Promise<void> {
  const text = `${JSON.stringify(
    {
      version: 1,
      pairs: pairs.map(({ folder, containerId, remote, isPaused }) => ({
        folder,
        containerId,
        remote,
        ...(isPaused === true ? { isPaused } : {}),
      })),
    } satisfies z.infer<typeof pairsCopy>,
    undefined,
    2,
  )}\n`;
  const file = pairsCopyFile(home);
  if (readOr(file) !== text) await atomicWrite(file, text, 0o600);
}

const readOr = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};
