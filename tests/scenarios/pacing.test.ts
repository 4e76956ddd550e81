/**
 * Files that never rest, for ten minutes of the simulator's virtual time with the settings as they ship: versions come
 * no more often than once a minute once it shows that a program saves all the time, every one is a state the file had,
 * and the newest is kept. Sizes are those that are read at once and sent as one part (engine/plan/part-size.ts).
 */
import { expect, it } from 'vitest';
import { settingsSchema } from '../../main/settings/schema.ts';
import { perform } from '../simulation/perform.ts';
import type { Step } from '../simulation/program.ts';
import { prepare } from '../simulation/run.ts';
import { shaOf } from '../harness/simulated/disk.ts';
import { createWorld, remote, root } from '../simulation/world.ts';

const shipped = settingsSchema.parse({});
const second = 1_000_000;
const minute = 60 * second;
/** so many versions in a row are a user at work (engine/plan/settling.ts) */
const brisk = 5;

type Program = { readonly everyMs: number; readonly save: (at: number, n: number) => Step };
const path = 'busy';
const programs: Readonly<Record<string, Program>> = {
  'a log that is always open and grows': {
    everyMs: 300,
    save: (at) => ({ at, do: 'append', path, content: 'line', size: 1 }),
  },
  'a database that is rewritten in place': {
    everyMs: 400,
    save: (at, n) => ({ at, do: 'patch', path, content: `page${n}`, size: 64, offset: (n * 192) % 930 }),
  },
  'an editor that saves each second': {
    everyMs: 1000,
    save: (at, n) => ({
      at,
      do: 'atomic',
      path,
      temp: '.save.tmp',
      content: `text${n}`,
      size: 900,
      gapMs: 0,
    }),
  },
  'an editor that saves every three seconds, with a rest between': {
    everyMs: 3000,
    save: (at, n) => ({ at, do: 'write', path, content: `text${n}`, size: 900, pieces: 1, gapMs: 0 }),
  },
};

it.each(Object.keys(programs))('%s', async (name) => {
  const program = programs[name];
  if (!program) throw new Error(name);
  await prepare();
  const { settleMs, maxWaitMs, versionIntervalMs, deleteGraceMs, concurrency } = shipped;
  const world = createWorld(
    {
      seed: 1,
      setting: {
        settleMs,
        maxWaitMs,
        versionIntervalMs,
        deleteGraceMs,
        concurrency,
        holdDeletionsCount: 100,
        stampUs: 4000,
        reuseInodes: true,
        birthTimes: true,
        renameStamps: true,
        slowestDiskUs: 200,
        slowestServerMs: 20,
        watcher: 'good',
        watcherReadyMs: 20,
        calm: true,
      },
      steps: [],
      troubles: [],
    },
    false,
  );
  const passed = (us: number) => world.time.runUntil(world.time.now() + us);
  world.startEngine();
  perform(world, { at: 0, do: 'write', path, content: 'begin', size: 1000, pieces: 1, gapMs: 0 });
  await passed(10 * second);
  for (let n = 0; n * program.everyMs < 600_000; n += 1) {
    perform(world, program.save(world.now(), n));
    await passed(program.everyMs * 1000);
  }
  await passed(3 * minute);

  const revisions = world.server.at(`${remote}/${path}`)?.revisions ?? [];
  const gaps = revisions.slice(1).map(({ at }, i) => at - (revisions[i]?.at ?? 0));
  // a user's first saves come at once; from there on one a minute, give or take what a call takes
  expect(Math.min(...gaps.slice(brisk + 1))).toBeGreaterThan(minute - second);
  expect(revisions.length).toBeGreaterThan(5);
  expect(revisions.length).toBeLessThanOrEqual(brisk + 1 + 13);
  expect(revisions.filter(({ sha256 }) => !world.disk.everHeld(`${root}/${path}`, sha256))).toEqual([]);
  expect(revisions.at(-1)?.sha256).toBe(shaOf(world.disk.bytes(`${root}/${path}`) ?? new Uint8Array()));
  expect(world.violations).toEqual([]);
  world.crashSwitch.crash();
});
