/** SQLite's own failures, as our codes, by the low byte of its result code (sqlite.org/rescode.html). */
import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ErrorCode } from '../../shared/error-codes.ts';
import { fsFailureOf } from '../lib/fs-errors.ts';
import { KooError } from '../model/errors.ts';
import type { SentenceWith } from '../../shared/strings/index.ts';

/** TypeScript compares no more than 25 sentences with what an error takes: these are those of a database. */
type SaysOfDatabase = Extract<
  SentenceWith<'folder' | 'path'>,
  `sentence.state${string}` | 'sentence.homeFull'
>;

/** `file` is the database. What is not SQLite's comes back as it is. */
export function fromSqlite(thrown: unknown, file: string): unknown {
  if (thrown instanceof KooError || !(thrown instanceof Error)) return thrown;
  const says = thrown.message;
  const as = (code: ErrorCode, say?: SaysOfDatabase) =>
    new KooError(code, says, {
      cause: thrown,
      detail: {
        path: file,
        ...(say === undefined ? {} : { values: { say, path: file, folder: dirname(file) } }),
      },
    });
  switch (resultCode(thrown)) {
    case results.corrupt:
    case results.notADatabase:
      return as('STATE_BROKEN');
    case results.full:
      return as('DISK_FULL', 'sentence.homeFull');
    case results.busy:
    case results.locked:
      // for longer than the busy time, so it is none of our own short transactions
      return as('STATE_LOCKED', 'sentence.stateBusy');
    case results.permission:
    case results.readOnly:
    case results.cannotOpen:
      // the file may well be sound: there is nothing to repair
      return isFull(file)
        ? as('DISK_FULL', 'sentence.homeFull')
        : as('FOLDER_UNREADABLE', 'sentence.stateUnwritable');
    case results.inputOutput:
      // the files beside the database cannot grow
      return isFull(file) ? as('DISK_FULL', 'sentence.homeFull') : as('DISK_FAULTY', 'sentence.stateFaulty');
    case results.constraint:
      // nothing can be written of a pair that was removed meanwhile, perhaps by another process (migrations.ts)
      return /FOREIGN KEY/.test(says) ? as('CANCELLED') : thrown;
    default:
      return thrown;
  }
}

/** A flush of the database's log failed: what was written may not be on the disk. */
export function fromFlush(thrown: unknown, file: string): KooError {
  const say = fsFailureOf(thrown) === 'full' || isFull(file) ? 'sentence.homeFull' : 'sentence.stateFaulty';
  return new KooError(say === 'sentence.homeFull' ? 'DISK_FULL' : 'DISK_FAULTY', String(thrown), {
    cause: thrown,
    detail: { path: file, values: { say, path: file, folder: dirname(file) } },
  });
}

export const isBusy = (thrown: unknown): boolean => resultCode(thrown) === results.busy;
export const isNoDatabase = (thrown: unknown): boolean => resultCode(thrown) === results.notADatabase;

const results = {
  permission: 3,
  busy: 5,
  locked: 6,
  readOnly: 8,
  inputOutput: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  constraint: 19,
  notADatabase: 26,
} as const;

/** The number where the runtime tells it, else by SQLite's own words for it. */
const resultCode = (thrown: unknown): number | undefined => {
  if (!(thrown instanceof Error)) return undefined;
  if ('errcode' in thrown) return Number(thrown.errcode) & 0xff;
  return words.find(([pattern]) => pattern.test(thrown.message))?.[1];
};
const words: readonly (readonly [RegExp, number])[] = [
  [/malformed/i, results.corrupt],
  [/not a database/i, results.notADatabase],
  [/disk is full/i, results.full],
  [/database is locked/i, results.busy],
  [/database table is locked/i, results.locked],
  [/readonly/i, results.readOnly],
  [/unable to open/i, results.cannotOpen],
  [/disk I\/O error/i, results.inputOutput],
  [/constraint failed/i, results.constraint],
];

/** Less than the smallest file that SQLite keeps beside a database (32 KiB of shared memory, twice for good measure). */
const almostNothing = 64 * 1024;

const isFull = (file: string): boolean => {
  try {
    const { bavail, bsize } = statfsSync(dirname(file));
    return bavail * bsize < almostNothing;
  } catch {
    return false;
  }
};
