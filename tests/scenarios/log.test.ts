/** The log stops nothing: a log that cannot be written is said once, and one that was put aside is begun anew. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCliWorld, type CliWorld } from '../harness/cli-world.ts';
import { until, untilEqual } from '../harness/until.ts';

let world: CliWorld;
let docs: string;
let log: string;
beforeEach(async () => {
  world = await openCliWorld();
  docs = join(world.folder, 'docs');
  mkdirSync(docs);
  writeFileSync(join(docs, 'a.txt'), 'a');
  world.settings();
  await world.setUp.add(docs);
  log = join(world.home, 'logs', 'koosync.log');
  world.env['KOOSYNC_LOG'] = 'debug';
  rmSync(join(world.home, 'logs'), { recursive: true });
});
afterEach(async () => {
  await world.close();
});

const remote = () => world.emulator.control.tree().map(({ path }) => path);

const unix = process.platform !== 'win32';
const kinds: readonly { what: string; make: () => void; system: string; here?: boolean }[] = [
  { what: 'is a folder', make: () => mkdirSync(log, { recursive: true }), system: 'EISDIR' },
  {
    what: 'has a file in the place of its folder',
    make: () => {
      writeFileSync(join(world.home, 'logs'), '');
    },
    system: 'ENOTDIR',
  },
  {
    what: 'may not be written',
    make: () => {
      mkdirSync(join(world.home, 'logs'));
      writeFileSync(log, '', { mode: 0o400 });
      world.unprivileged();
    },
    system: 'EACCES',
    here: unix,
  },
  {
    what: 'lies in a folder that may not be written',
    make: () => {
      mkdirSync(join(world.home, 'logs'));
      chmodSync(join(world.home, 'logs'), 0o500);
      world.unprivileged();
    },
    system: 'EACCES',
    here: unix,
  },
  {
    what: 'is a pipe that nobody reads',
    make: () => {
      mkdirSync(join(world.home, 'logs'));
      execFileSync('mkfifo', [log]);
    },
    system: 'ENXIO',
    here: unix,
  },
];

describe.each(kinds.filter(({ here = true }) => here))('a log that $what', ({ make, system }) => {
  it('is said once, and every command goes on', async () => {
    make();
    const path = system === 'ENOTDIR' ? join(world.home, 'logs') : log;
    const words = `The log ${path} cannot be written, and the operating system calls the reason ${system}. KooSync goes on without it. Make it writable or move it away to have a log again.\n`;
    expect(await world.koosync('run', '--once')).toMatchObject({ code: 0, err: words });
    expect(remote()).toContain('docs/a.txt');
    const status = await world.koosync('status', '--json');
    expect(status).toMatchObject({ code: 0, err: words });
    expect(JSON.parse(status.out)).toMatchObject([{ pending: 0 }]);
    expect(await world.koosync('versions', join(docs, 'a.txt'))).toMatchObject({ code: 0, err: words });
    world.env['LANG'] = 'zh_CN.UTF-8';
    expect((await world.koosync('status')).err).toMatch(/^无法写入日志 .*\n$/);
  });
});

it.runIf(process.platform === 'linux')('a disk without room for the log is said once', async () => {
  mkdirSync(join(world.home, 'logs'));
  symlinkSync('/dev/full', log);
  const err = `There is no room for the log ${log}. KooSync goes on without it until there is.\n`;
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 0, err });
  expect(remote()).toContain('docs/a.txt');
  // what has nothing to say to the log says nothing of it
  expect(await world.koosync('status')).toMatchObject({ code: 0, err: '' });
});

it('what is unexpected is not said to be in a log that there is not', async () => {
  mkdirSync(log, { recursive: true });
  const body = { code: '13000101', msg: 'a parameter is wrong' };
  world.emulator.control.fault({ action: { kind: 'answer', status: 400, body } });
  const { code, err } = await world.koosync('spaces');
  expect(code).toBe(1);
  expect(err).toMatch(/An unexpected error happened \(.+\)\. Please report it\./);
  expect(err).not.toContain('details are in');
});

it('a client that runs goes on in a new log when its own was put aside or removed', async () => {
  const running = world.start(['run'], { movableClock: true });
  await running.says('Watching');
  const goesUp = (name: string) => {
    writeFileSync(join(docs, name), name);
    return untilEqual(() => {
      running.passTime(1000);
      return remote().includes(`docs/${name}`);
    }, true);
  };
  const newLog = () =>
    until('a new log', () => existsSync(log) && readFileSync(log, 'utf8').includes('"call"'));
  await goesUp('b.txt');
  // as logrotate does it
  renameSync(log, `${log}.1`);
  await goesUp('c.txt');
  await newLog();
  rmSync(log);
  await goesUp('d.txt');
  await newLog();
  running.child.kill('SIGTERM');
  expect(await running.ended).toMatchObject({
    code: 0,
    err: expect.not.stringContaining('The log') as unknown,
  });
});
