/**
 * A document that a program saved by renaming, within one tick of the clock: its stamps do not tell that it is whole, and that
 * nobody has it open for writing does. The engine is the real one with its thread, on a real disk, and runs; a change settles
 * after an hour, so that what comes in this test was taken for whole. What is still open: tests/simulation.
 */
import { readlinkSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, it } from 'vitest';
import { allProcesses } from '../../main/disk/open-writers.ts';
import { openEngineWorld, type EngineWorld } from '../harness/engine-world.ts';
import { untilEqual } from '../harness/until.ts';

let world: EngineWorld;
beforeEach(async () => {
  world = await openEngineWorld();
  await world.koosync.engine.start();
});
afterEach(async () => {
  await world.close();
});

/** In a container not all processes are to be seen, and nothing is taken sooner for that. */
const seesAll = process.platform === 'linux' && readlinkSync('/proc/self/ns/pid') === allProcesses;

const document = () => join(world.folder, 'report.csv');
const versions = () =>
  world.emulator.control.tree().find(({ path }) => path === 'watched/report.csv')?.revisions.length ?? 0;

/** Another file takes the document's place, within the tick of the clock in which it was written. */
function replace(text: string): void {
  const temporary = join(world.folder, '.report.csv.new');
  for (let isWithin = false; !isWithin;) {
    writeFileSync(temporary, text);
    renameSync(temporary, document());
    const { mtimeNs, ctimeNs } = statSync(document(), { bigint: true });
    isWithin = mtimeNs === ctimeNs;
  }
}

it.runIf(seesAll)('is taken soon once no program has it open', async () => {
  writeFileSync(document(), 'first');
  await untilEqual(versions, 1);
  world.koosync.settings.set({ settleMs: 3_600_000, maxWaitMs: 3_600_000 });
  replace('second');
  await untilEqual(versions, 2);
});
