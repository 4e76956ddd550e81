/**
 * Brings SQLite's log (the file beside the database, in WAL mode) to the disk, by the system's own threads: who waits for it
 * waits alone, and everybody who asks while one flush is under way shares the next. A flush that began before a commit may
 * have missed it. The log is never removed while the database is open, and nothing is locked on it, so a second handle takes
 * no lock away from SQLite.
 */
import { closeSync, fdatasync, openSync } from 'node:fs';

const sync = (handle: number): Promise<void> =>
  new Promise((resolve, reject) => {
    fdatasync(handle, (fault) => {
      if (fault) reject(fault);
      else resolve();
    });
  });

export type LogFlush = {
  /** What was in the log before this call is on the disk when it resolves. Rejects with the system's error. */
  run(): Promise<void>;
  close(): void;
};

export function createLogFlush(log: string): LogFlush {
  let handle: number | undefined;
  let isClosed = false;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  const flush = async (): Promise<void> => {
    // where the database has no log, a commit is on the disk by itself
    if (isClosed || (handle ??= opened(log)) === undefined) return;
    await sync(handle);
  };
  const start = (): Promise<void> => {
    next = undefined;
    const mine = flush().finally(() => {
      if (running === mine) running = undefined;
    });
    running = mine;
    return mine;
  };
  return {
    run() {
      if (!running) return start();
      return (next ??= running.then(start, start));
    },
    close() {
      isClosed = true;
      const mine = handle;
      handle = undefined;
      if (mine === undefined) return;
      // its number is nobody else's while a flush is under way
      if (running) void running.then(() => closeSync(mine)).catch(() => closeSync(mine));
      else closeSync(mine);
    },
  };
}

/** Windows flushes only what may be written. */
function opened(log: string): number | undefined {
  try {
    return openSync(log, 'r+');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
}
