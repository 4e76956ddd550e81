/** A CLI world for scenarios about a state folder: one folder that was synced, and what the server has of it then. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Ended } from './cli-process.ts';
import { openCliWorld, type CliWorld } from './cli-world.ts';

export type SyncedWorld = CliWorld & {
  /** the folder to be synced; not there before something is written to it */
  readonly docs: string;
  /** the database's file */
  readonly state: string;
  once(): Promise<Ended>;
  /** `name` is relative to `docs`. */
  write(name: string, text: string): void;
  /** Adds `docs`; of each of these names two versions were synced then: `first of NAME` and `second of NAME`. */
  syncTwice(names: readonly string[]): Promise<void>;
  /** What the server has: path, SHA-256 and number of versions of each file. */
  truth(): string[];
  /** Which calls that send contents or move things were made since the counts were set back. */
  writesMade(): string[];
};

const writes = [
  'createFile',
  'createRevision',
  'putPart',
  'completeFile',
  'completeRevision',
  'createJob',
] as const;

/** Nothing is added or synced yet; its settings are those of `quick`. */
export async function openSyncedWorld(): Promise<SyncedWorld> {
  const world = await openCliWorld();
  world.settings();
  const docs = join(world.folder, 'docs');
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(docs, name)), { recursive: true });
    writeFileSync(join(docs, name), text);
  };
  return {
    ...world,
    docs,
    state: join(world.home, 'state.db'),
    once: () => world.koosync('run', '--once'),
    write,
    syncTwice: async (names) => {
      for (const name of names) write(name, `first of ${name}`);
      await world.setUp.add(docs);
      await world.setUp.pass();
      for (const name of names) write(name, `second of ${name}`);
      await world.setUp.pass();
    },
    truth: () =>
      world.emulator.control
        .tree()
        .map(({ path, sha256, revisions }) => `${path} ${sha256} ${revisions.length}`)
        .toSorted(),
    writesMade: () => {
      const counts = world.emulator.control.counts();
      return writes.filter((name) => counts[name] > 0);
    },
  };
}
