/** Tells that some process, ours among them, wrote to the database: each commit goes into SQLite's log beside it. */
import { followNames } from '../lib/file-events.ts';

const files: ReadonlySet<string> = new Set(['state.db', 'state.db-wal']);

/** `written` is called soon after each write, until the function it gives is called. undefined: no event tells of it here. */
export const followWrites = (home: string, written: () => void): (() => void) | undefined =>
  followNames(home, files, written);
