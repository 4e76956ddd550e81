/**
 * An engine whose pairs are also kept outside of the database, from which a damaged or lost one is built anew; and whose
 * use is counted in both, so that an older state that is put back can be told (storage/state-origin.ts).
 */
import type { Engine } from './api.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/logger.ts';
import { toKooError } from '../model/errors.ts';
import type { Database } from '../storage/database.ts';
import { writePairsBackup } from '../storage/pairs-backup.ts';
import { openNotes } from '../storage/notes.ts';

/** A copy that was made while the engine ran is older than this, and told as such. */
const countedEveryMs = 3_600_000;

export type BackedUpDeps = {
  readonly home: string;
  readonly state: Database;
  readonly clock: Clock;
  readonly log: Log;
};

/** Writes the copy anew, and keeps it so. A copy that cannot be written stands in the way of nothing. */
export async function withPairsBackedUp(engine: Engine, deps: BackedUpDeps): Promise<Engine> {
  const { home, state, clock, log } = deps;
  const notes = openNotes(state);
  const copy = async () => {
    try {
      await writePairsBackup(home, await engine.pairs(), notes.origin());
    } catch (thrown) {
      log.warn({ err: thrown }, 'the copy of the pairs was not written');
    }
  };
  // a database without pairs may be a new one in place of a lost one: only taking the last pair away empties the copy
  const copyWhatThereIs = async () => {
    if ((await engine.pairs()).length > 0) await copy();
  };
  /** The database first: what the copy tells of it is never ahead of it. */
  const count = async () => {
    try {
      if ((await engine.pairs()).length === 0) return;
      notes.countUse();
      await copy();
    } catch (thrown) {
      log.debug({ err: toKooError(thrown) }, 'the use of the database was not counted');
    }
  };
  const after = async <T>(work: Promise<T>, then = copy): Promise<T> => {
    const value = await work;
    await then();
    return value;
  };
  await copyWhatThereIs();
  let stopped: AbortController | undefined;
  const stop = async () => {
    if (!stopped) return;
    stopped.abort();
    stopped = undefined;
    await count();
  };
  return {
    ...engine,
    start: async () => {
      await engine.start();
      if (stopped) return;
      stopped = new AbortController();
      await count();
      void countNowAndThen(clock, stopped.signal, count);
    },
    stop: async () => {
      await engine.stop();
      await stop();
    },
    close: async () => {
      // the last moment at which anything can be written down
      await engine.stop();
      await stop();
      await engine.close();
    },
    syncOnce: async (signal) => {
      await count();
      return engine.syncOnce(signal).finally(count);
    },
    addPair: (input) => after(engine.addPair(input)),
    removePair: (id) => after(engine.removePair(id)),
    takeOver: (ids) => after(engine.takeOver(ids)),
    pause: (id) => after(engine.pause(id), copyWhatThereIs),
    resume: (id) => after(engine.resume(id), copyWhatThereIs),
  };
}

async function countNowAndThen(clock: Clock, signal: AbortSignal, count: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(countedEveryMs, signal);
    if (!signal.aborted) await count();
  }
}
