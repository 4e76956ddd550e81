/**
 * kill -9 of the built CLI at chosen moments of an upload, then one more run: the server ends as without the kill, with
 * no second version and nothing sent again that had arrived. Random moments are the torture's (tests/torture/).
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultAction, Operation } from '../../emulator/index.ts';
import type { Ended } from '../harness/cli-process.ts';
import { openCliWorld, type CliWorld } from '../harness/cli-world.ts';
import { until } from '../harness/until.ts';

let world: CliWorld;
let file: string;
beforeEach(async () => {
  world = await openCliWorld();
  const docs = join(world.folder, 'docs');
  mkdirSync(docs);
  file = join(docs, 'large.bin');
  world.settings();
  await world.setUp.add(docs);
});
afterEach(async () => {
  await world.close();
});

const mebibyte = 1024 * 1024;
const partsOf = 6;
/** What goes up in parts of 8 MiB; the last one is small. */
const save = (): string => {
  const bytes = randomBytes((partsOf - 1) * 8 * mebibyte + 1);
  writeFileSync(file, bytes);
  return createHash('sha256').update(bytes).digest('hex');
};
const history = () =>
  world.emulator.control
    .tree()
    .filter(({ path }) => path !== 'docs/learnt.bin')
    .map(({ path, revisions }) => [path, revisions.map(({ sha256 }) => sha256)] as const);

type Moment = {
  /** the client is killed at this call */
  readonly operation: 'begin' | 'putPart' | 'complete';
  /** as many are let through first */
  readonly skip: number;
  /** killed when so many have come */
  readonly calls: number;
  /** `hold`: on their way at the kill, they arrive when the next run is past its look at the server */
  readonly action: Extract<FaultAction, { kind: 'hold' | 'dropAfter' }>;
  /** parts that the next run sends at most */
  readonly partsLeft: number;
};
const hold = { kind: 'hold' } as const;
type Way = 'in order' | 'at once';
/** Parts that are on their way together. */
const partsTogether: Readonly<Record<Way, number>> = { 'in order': 1, 'at once': 3 };
const whileSending = (way: Way): Moment => ({
  operation: 'putPart',
  skip: 2,
  calls: partsTogether[way],
  action: hold,
  partsLeft: partsOf - 2,
});
/** A storage that takes parts at once alone: that is found out with one file, and known from then on. */
const goUp = async (way: Way): Promise<void> => {
  if (way === 'in order') return;
  world.emulator.control.setVariant({ sequence: 'refused' });
  writeFileSync(join(file, '..', 'learnt.bin'), randomBytes(17 * mebibyte));
  await world.setUp.pass();
  world.emulator.control.resetCounts();
};
const momentsOf = (way: Way): Readonly<Record<string, Moment>> => ({
  // the request arrives after the next run has begun anew, and takes that one's place: then it begins once more
  'while the upload is begun': {
    operation: 'begin',
    skip: 0,
    calls: 1,
    action: hold,
    partsLeft: 2 * partsOf,
  },
  'while parts are on their way': whileSending(way),
  'while the upload is completed': {
    operation: 'complete',
    skip: 0,
    calls: 1,
    action: hold,
    partsLeft: partsOf,
  },
  'when the upload was completed and the answer is lost': {
    operation: 'complete',
    skip: 0,
    calls: 1,
    action: { kind: 'dropAfter' },
    partsLeft: 0,
  },
});
type Kind = 'file' | 'version';
const called = (operation: Moment['operation'], kind: Kind): Operation => {
  if (operation === 'putPart') return operation;
  const begins = operation === 'begin';
  if (kind === 'file') return begins ? 'createFile' : 'completeFile';
  return begins ? 'createRevision' : 'completeRevision';
};

/** Kills a client at this moment; the result is one more run, at whose begin what was on its way then arrives. */
const killAt = async (moment: Moment, kind: Kind): Promise<() => Promise<Ended>> => {
  const { control } = world.emulator;
  const { skip, calls, action } = moment;
  const fault = control.fault({ match: { operation: called(moment.operation, kind) }, skip, action });
  const running = world.start(['run']);
  await until(`${calls} calls have come`, () => {
    expect(running.child.exitCode).toBeNull();
    return fault.struck() >= calls;
  });
  running.child.kill('SIGKILL');
  await running.ended;
  control.clearFaults();
  control.resetCounts();
  return async () => {
    const next = world.start(['run', '--once']);
    const sendsAgain = [called('begin', kind), 'putPart', called('complete', kind)] as const;
    await until('the next run sends, or has nothing to send', () => {
      const counts = control.counts();
      return next.child.exitCode !== null || sendsAgain.some((operation) => counts[operation] > 0);
    });
    fault.release();
    return next.ended;
  };
};

describe.each<Way>(['in order', 'at once'])('kill -9 while parts go up %s', (way) => {
  const moments = momentsOf(way);
  beforeEach(() => goUp(way));

  it.each(Object.keys(moments))('of a new file %s', async (name) => {
    const moment = moments[name];
    if (!moment) throw new Error(name);
    const content = save();
    const nextRun = await killAt(moment, 'file');
    const ended = await nextRun();
    expect(ended, ended.err).toMatchObject({ code: 0 });
    expect(history()).toEqual([['docs/large.bin', [content]]]);
    expect(world.emulator.control.counts().putPart).toBeLessThanOrEqual(moment.partsLeft);
    world.emulator.control.resetCounts();
    expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
    expect(world.emulator.control.writes()).toBe(0);
  });

  it.each(Object.keys(moments))('of a version %s', async (name) => {
    const moment = moments[name];
    if (!moment) throw new Error(name);
    const first = save();
    await world.setUp.pass();
    const second = save();
    const nextRun = await killAt(moment, 'version');
    const ended = await nextRun();
    expect(ended, ended.err).toMatchObject({ code: 0 });
    expect(history()).toEqual([['docs/large.bin', [first, second]]]);
    expect(world.emulator.control.counts().putPart).toBeLessThanOrEqual(moment.partsLeft);
  });

  it('and the server has forgotten the upload meanwhile: it starts over', async () => {
    const content = save();
    const nextRun = await killAt(whileSending(way), 'file');
    world.emulator.control.dropUploads();
    const ended = await nextRun();
    expect(ended, ended.err).toMatchObject({ code: 0 });
    expect(history()).toEqual([['docs/large.bin', [content]]]);
    expect(world.emulator.control.counts().putPart).toBeGreaterThanOrEqual(partsOf);
  });

  it('and the file was written meanwhile: the new content goes up, of the old one nothing is left', async () => {
    save();
    const nextRun = await killAt(whileSending(way), 'file');
    const content = save();
    const ended = await nextRun();
    expect(ended, ended.err).toMatchObject({ code: 0 });
    expect(history()).toEqual([['docs/large.bin', [content]]]);
  });
});
