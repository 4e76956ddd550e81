/**
 * `pairs.json` in the state folder: which folders are synced, once more and outside of the database, so that a damaged or
 * lost database can be built anew (repair.ts, mend-state.ts) without asking the user what they had. The database is the
 * truth; this is only read when that is lost, or may be another one than it was.
 */
import { join } from 'node:path';
import * as z from 'zod';
import { atomicWrite } from '../lib/atomic-write.ts';
import { fsFailureOf } from '../lib/fs-errors.ts';
import { readSmallFile } from '../lib/small-file.ts';

const pairsCopy = z.object({
  version: z.literal(1),
  pairs: z.array(
    z.object({
      folder: z.string(),
      containerId: z.string(),
      remote: z.string(),
      isPaused: z.boolean().optional(),
      account: z.object({ server: z.string(), userId: z.string() }).optional(),
    }),
  ),
  /** of the database that they were copied from (state-origin.ts) */
  origin: z.object({ id: z.string(), turn: z.number() }).optional(),
});

export type CopiedPair = z.infer<typeof pairsCopy>['pairs'][number];
export type CopiedOrigin = NonNullable<z.infer<typeof pairsCopy>['origin']>;

/** `damaged`: there is a copy, and it cannot be understood. */
export type PairsCopy = {
  readonly pairs: readonly CopiedPair[];
  readonly origin: CopiedOrigin | undefined;
  readonly damaged: boolean;
};

/** Of more pairs than anybody has, bytes. */
const longestCopy = 16 * 1024 * 1024;

const pairsCopyFile = (home: string): string => join(home, 'pairs.json');

/** What was kept last; no pairs when there is no copy, or none that can be understood. */
export function readPairsBackup(home: string): PairsCopy {
  try {
    const { pairs, origin } = pairsCopy.parse(JSON.parse(readSmallFile(pairsCopyFile(home), longestCopy)));
    return { pairs, origin, damaged: false };
  } catch (thrown) {
    return { pairs: [], origin: undefined, damaged: fsFailureOf(thrown) !== 'absent' };
  }
}

/** Whole or not at all; writes nothing when it holds this already. Throws what node:fs throws. */
export async function writePairsBackup(
  home: string,
  pairs: readonly CopiedPair[],
  origin: CopiedOrigin | undefined,
): Promise<void> {
  const text = `${JSON.stringify(
    {
      version: 1,
      pairs: pairs.map(({ folder, containerId, remote, isPaused, account }) => ({
        folder,
        containerId,
        remote,
        ...(isPaused === true ? { isPaused } : {}),
        ...(account === undefined ? {} : { account: { server: account.server, userId: account.userId } }),
      })),
      ...(origin === undefined ? {} : { origin: { id: origin.id, turn: origin.turn } }),
    } satisfies z.infer<typeof pairsCopy>,
    undefined,
    2,
  )}\n`;
  const file = pairsCopyFile(home);
  if (readOr(file) !== text) await atomicWrite(file, text, 0o600);
}

const readOr = (file: string): string | undefined => {
  try {
    return readSmallFile(file, longestCopy);
  } catch {
    return undefined;
  }
};
