/** How a pass and a restore end, and what is left of those that were killed: real processes. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openKooSync } from '../../main/compose.ts';
import { openCliWorld, type CliWorld } from '../harness/cli-world.ts';
import { until } from '../harness/until.ts';

let world: CliWorld;
let docs: string;
beforeEach(async () => {
  world = await openCliWorld();
  docs = join(world.folder, 'docs');
  mkdirSync(docs);
  world.settings();
  await world.setUp.add(docs);
});
const writers = new Set<ChildProcess>();
afterEach(async () => {
  for (const writer of writers) writer.kill('SIGKILL');
  writers.clear();
  await world.close();
});

const hidden = () => readdirSync(docs).filter((name) => name.startsWith('.koosync-restore-'));

/** Writes a line five times a second, until the test ends it. */
const keepWriting = (log: string): void => {
  const writer = spawn('sh', ['-c', `while :; do date >> '${log}'; sleep 0.2; done`], { stdio: 'ignore' });
  writers.add(writer);
};
const versionsOf = async (file: string) => ((await world.json('versions', file)) as unknown[]).length;

it('a pass beside a log that never rests sends it once, and ends as one that left nothing behind', async () => {
  // quiet for longer than the log ever is, and taken all the same after a while
  world.settings({ settleMs: 1000, maxWaitMs: 2000 });
  const log = join(docs, 'service.log');
  writeFileSync(join(docs, 'a.txt'), 'a');
  writeFileSync(log, 'begun\n');
  keepWriting(log);
  for (const pass of [1, 2, 3]) {
    const ended = await world.koosync('run', '--once');
    expect(ended, ended.err).toMatchObject({ code: 0 });
    expect(ended.out).toContain('Everything is synced: 2 files in 1 folder.');
    expect(await versionsOf(log)).toBe(pass);
  }
  expect(await versionsOf(join(docs, 'a.txt'))).toBe(1);
});

it('a pass that is stopped names what it did not come to', async () => {
  for (const name of ['a.txt', 'b.txt']) writeFileSync(join(docs, name), name);
  const fault = world.emulator.control.fault({
    match: { operation: 'createFile', fileName: 'b.txt' },
    action: { kind: 'hold' },
  });
  const running = world.start(['run', '--once']);
  // what is up is known to be when it is pending no more
  await until('one is up and the other on its way', async () => {
    const [pair] = fault.struck() === 1 ? await world.status() : [];
    return pair?.pending === 1;
  });
  running.child.kill('SIGTERM');
  const ended = await running.ended;
  expect(ended).toMatchObject({ code: 143, out: '' });
  expect(ended.err).toContain(`${join(docs, 'b.txt')}: not synced yet.`);
  expect(ended.err).not.toContain('a.txt');
  expect(ended.err).toContain('Not everything is synced: no problems, 1 change waiting.');
  fault.release();
  world.emulator.control.clearFaults();
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
});

it('a pass that is killed leaves nobody untold that somebody else changed the file at the same time', async () => {
  const { control } = world.emulator;
  const file = join(docs, 'a.txt');
  writeFileSync(file, 'mine');
  await world.setUp.pass();
  writeFileSync(file, 'mine again');
  const completing = control.fault({ match: { operation: 'completeRevision' }, action: { kind: 'hold' } });
  const killed = world.start(['run', '--once']);
  await until('the version is being completed', () => completing.struck() === 1);
  control.putFile('docs/a.txt', Buffer.from('theirs'));
  // who came between is asked afterwards, and no answer comes
  const asking = control.fault({ match: { operation: 'listRevisions' }, action: { kind: 'hold' } });
  completing.release();
  await until('it is asked who came between', () => asking.struck() === 1);
  killed.child.kill('SIGKILL');
  await killed.ended;
  control.clearFaults();
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
  const koosync = await openKooSync({ home: world.home, env: world.env });
  const { recent } = await koosync.engine.status();
  await koosync.close();
  expect(recent.map(({ path, kind }) => `${path} ${kind}`)).toEqual([
    'a.txt concurrent-edit',
    'a.txt revision',
    'a.txt new-file',
  ]);
  expect(await versionsOf(file)).toBe(3);
});

it('a restore that is killed while its version comes leaves half of it in the state folder, which the next start removes', async () => {
  const file = join(docs, 'letter.txt');
  for (const text of ['first', 'second']) {
    writeFileSync(file, text);
    await world.setUp.pass();
  }
  const [, first] = (await world.json('versions', file)) as { revisionId: string }[];
  const restore = ['restore', file, '--revision', first?.revisionId ?? ''];
  const halves = () => {
    const contents = join(world.home, 'contents');
    return existsSync(contents) ? readdirSync(contents).filter((name) => name.endsWith('.part')) : [];
  };
  const fault = world.emulator.control.fault({ match: { operation: 'download' }, action: { kind: 'hold' } });
  const killed = world.start(restore);
  await until('the version is asked for', () => fault.struck() === 1 && halves().length === 1);
  const left = halves();
  // beside a restore that runs nothing is cleared
  expect(await world.koosync('status')).toMatchObject({ code: 0 });
  expect(halves()).toEqual(left);
  killed.child.kill('SIGKILL');
  await killed.ended;
  expect(await world.koosync('status')).toMatchObject({ code: 0 });
  expect([...halves(), ...hidden()]).toEqual([]);
  fault.release();
  expect(await world.koosync(...restore)).toMatchObject({ code: 0 });
  expect(readFileSync(file, 'utf8')).toBe('first');
  expect([...halves(), ...hidden()]).toEqual([]);
  expect(readdirSync(join(world.home, 'temp-files'))).toEqual([]);
});

it('a restore that is killed leaves a hidden file, which the next start removes, and no restore that still runs loses its own', async () => {
  const file = join(docs, 'letter.txt');
  for (const text of ['first', 'second']) {
    writeFileSync(file, text);
    await world.setUp.pass();
  }
  const [, first] = (await world.json('versions', file)) as { revisionId: string }[];
  const restore = ['restore', file, '--revision', first?.revisionId ?? ''];
  // what is there now is kept first: the version waits beside the file meanwhile
  writeFileSync(file, 'third');
  const match = { operation: 'createRevision' } as const;
  const fault = world.emulator.control.fault({ match, action: { kind: 'hold' } });
  const killed = world.start(restore);
  await until('the present content is sent', () => fault.struck() === 1);
  await until('the temp file is there', () => hidden().length === 1);
  const [left] = hidden();

  // beside a restore that runs nothing is cleared
  expect(await world.koosync('status')).toMatchObject({ code: 0 });
  expect(hidden()).toEqual([left]);
  killed.child.kill('SIGKILL');
  await killed.ended;
  expect(hidden()).toEqual([left]);

  const running = world.start(restore);
  await until('the present content is sent again', () => fault.struck() === 2);
  await until('its temp file is there, and the other is not', () => {
    const [only, ...more] = hidden();
    return more.length === 0 && only !== undefined && only !== left;
  });
  fault.release();
  const ended = await running.ended;
  expect(ended, ended.err).toMatchObject({ code: 0 });
  expect(readFileSync(file, 'utf8')).toBe('first');
  expect(readdirSync(docs)).toEqual(['letter.txt']);
  expect(readdirSync(join(world.home, 'temp-files'))).toEqual([]);
});
