/** An engine whose pairs are also kept outside of the database, from which a damaged one is built anew. */
import type { Engine } from './api.ts';
import type { Log } from '../lib/logger.ts';
import { writePairsBackup } from '../storage/pairs-backup.ts';

/** Writes the copy anew, and keeps it so. A copy that cannot be written stands in the way of nothing. */
export async function withPairsBackedUp(engine: Engine, home: string, log: Log): Promise<Engine> {
  const copy = async () => {
    try {
      await writePairsBackup(home, await engine.pairs());
    } catch (thrown) {
      log.warn({ err: thrown }, 'the copy of the pairs was not written');
    }
  };
  // a database without pairs may be a new one in place of a lost one: only taking the last pair away empties the copy
  if ((await engine.pairs()).length > 0) await copy();
  return {
    ...engine,
    addPair: async (input) => {
      const pair = await engine.addPair(input);
      await copy();
      return pair;
    },
    removePair: async (id) => {
      await engine.removePair(id);
      await copy();
    },
    pause: async (id) => {
      await engine.pause(id);
      await copy();
    },
    resume: async (id) => {
      await engine.resume(id);
      await copy();
    },
  };
}
