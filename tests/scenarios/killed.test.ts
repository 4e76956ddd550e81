/**
 * kill -9 of the built CLI at chosen moments of an upload, then one more run: the server ends as without the kill, with
 * no second version and nothing sent again that had arrived. Random moments are the torture's (tests/torture/).
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultAction, Operation } from '../../emulator/index.ts';
import { buildCli, openCliWorld, type CliWorld } from './cli-world.ts';

let world: CliWorld;
let file: string;
beforeAll(buildCli);
beforeEach(async () => {
  world = await openCliWorld();
  const docs = join(world.folder, 'docs');
  mkdirSync(docs);
  file = join(docs, 'large.bin');
  expect(await world.koosync('add', docs)).toMatchObject({ code: 0 });
});
afterEach(async () => {
  await world.close();
});

const mebibyte = 1024 * 1024;
const partsOf = 6;
/** 48 MiB go up in parts of 8 MiB, three at a time. */
const save = (): string => {
  const bytes = randomBytes(partsOf * 8 * mebibyte);
  writeFileSync(file, bytes);
  return createHash('sha256').update(bytes).digest('hex');
};
const history = () =>
  world.emulator.control
    .tree()
    .map(({ path, revisions }) => [path, revisions.map(({ sha256 }) => sha256)] as const);

type Moment = {
  readonly operation: Operation;
  /** as many are let through first */
  readonly skip: number;
  /** killed when so many are held */
  readonly held: number;
  readonly action: FaultAction;
  /** parts that the next run sends at most */
  readonly partsLeft: number;
};
const hold: FaultAction = { kind: 'delay', ms: 3000 };
const whileThree = { skip: 2, held: 3, action: hold, partsLeft: partsOf - 2 } as const;
const moments: Readonly<Record<string, Moment>> = {
  // the request may arrive after the next run has begun anew, and take that one's place: then it begins once more
  'while the upload is begun': {
    operation: 'createFile',
    skip: 0,
    held: 1,
    action: hold,
    partsLeft: 2 * partsOf,
  },
  'while three parts are on their way': { operation: 'putPart', ...whileThree },
  // the server may do it after the kill, and after the next run has looked
  'while the upload is completed': {
    operation: 'completeFile',
    skip: 0,
    held: 1,
    action: hold,
    partsLeft: partsOf,
  },
  'when the upload was completed and the answer is lost': {
    operation: 'completeFile',
    skip: 0,
    held: 1,
    action: { kind: 'dropAfter' },
    partsLeft: 0,
  },
};

const killAt = async ({ operation, skip, held, action }: Moment): Promise<void> => {
  const { control } = world.emulator;
  const fault = control.fault({ match: { operation }, skip, action });
  const running = world.start(['run']);
  while (fault.struck() < held) {
    expect(running.child.exitCode).toBeNull();
    await new Promise((done) => setTimeout(done, 5));
  }
  running.child.kill('SIGKILL');
  await running.ended;
  control.clearFaults();
  control.resetCounts();
};

describe('kill -9', () => {
  it.each(Object.keys(moments))('of a new file %s', async (name) => {
    const moment = moments[name];
    if (!moment) throw new Error(name);
    const content = save();
    await killAt(moment);
    const ended = await world.koosync('run', '--once');
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
    expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
    const second = save();
    const { operation } = moment;
    await killAt({
      ...moment,
      operation:
        operation === 'createFile'
          ? 'createRevision'
          : operation === 'completeFile'
            ? 'completeRevision'
            : operation,
    });
    const ended = await world.koosync('run', '--once');
    expect(ended, ended.err).toMatchObject({ code: 0 });
    expect(history()).toEqual([['docs/large.bin', [first, second]]]);
    expect(world.emulator.control.counts().putPart).toBeLessThanOrEqual(moment.partsLeft);
  });

  it('and the server has forgotten the upload meanwhile: it starts over', async () => {
    const content = save();
    await killAt({ operation: 'putPart', ...whileThree });
    world.emulator.control.dropUploads();
    const ended = await world.koosync('run', '--once');
    expect(ended, ended.err).toMatchObject({ code: 0 });
    expect(history()).toEqual([['docs/large.bin', [content]]]);
    expect(world.emulator.control.counts().putPart).toBeGreaterThanOrEqual(partsOf);
  });

  it('and the file was written meanwhile: the new content goes up, of the old one nothing is left', async () => {
    save();
    await killAt({ operation: 'putPart', ...whileThree });
    const content = save();
    const ended = await world.koosync('run', '--once');
    expect(ended, ended.err).toMatchObject({ code: 0 });
    expect(history()).toEqual([['docs/large.bin', [content]]]);
  });
});
