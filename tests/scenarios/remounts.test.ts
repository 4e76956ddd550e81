/**
 * A drive that goes and comes back while a client runs is watched again: whatever is mounted, however it was unmounted,
 * and however soon it is back. On a real disk, with real mounts, and no scan of everything for an hour.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CliProcess } from '../harness/cli-process.ts';
import { openCliWorld, type CliWorld } from '../harness/cli-world.ts';
import { canMakeSticks, makeStick } from '../harness/small-disk.ts';
import { untilEqual } from '../harness/until.ts';

const run = promisify(execFile);

let world: CliWorld;
let running: CliProcess | undefined;
const undo: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  world = await openCliWorld();
  world.settings({ deleteGraceMs: 86_400_000 });
});
afterEach(async () => {
  running?.child.kill('SIGTERM');
  await running?.ended;
  running = undefined;
  for (const one of undo.splice(0).toReversed()) await one().catch(() => undefined);
  await world.close();
});

const folder = (path: string) => {
  const made = join(world.folder, path);
  mkdirSync(made, { recursive: true });
  return made;
};
const versions = (path: string) =>
  world.emulator.control.tree().find((one) => one.path === path)?.revisions.length ?? 0;

/** Can be mounted at a folder again and again, and holds the same each time. */
type Ground = { mount(at: string): Promise<unknown> };
const grounds: Readonly<Record<string, (name: string) => Promise<Ground>>> = {
  disk: async (name) => {
    const image = join(world.folder, `${name}.img`);
    await run('truncate', ['-s', '4M', image]);
    await run('mke2fs', ['-q', '-t', 'ext4', image]);
    return { mount: (at) => run('mount', ['-o', 'loop', image, at]) };
  },
  bind: async (name) => {
    const elsewhere = folder(`elsewhere/${name}`);
    return { mount: (at) => run('mount', ['--bind', elsewhere, at]) };
  },
  overlay: async (name) => {
    const base = folder(`layers/${name}`);
    await run('mount', ['-t', 'tmpfs', 'tmpfs', base]);
    undo.push(() => run('umount', ['-l', base]));
    const [lower, upper, work] = ['lower', 'upper', 'work'].map((layer) => folder(`layers/${name}/${layer}`));
    const options = `lowerdir=${lower},upperdir=${upper},workdir=${work}`;
    return { mount: (at) => run('mount', ['-t', 'overlay', 'overlay', '-o', options, at]) };
  },
};
const canMountAll = async (): Promise<boolean> => {
  const at = folder('probe/at');
  try {
    for (const [kind, make] of Object.entries(grounds)) {
      await (await make(`probe-${kind}`)).mount(at);
      await run('umount', ['-l', at]);
    }
    return true;
  } catch {
    process.stderr.write(
      'Drives that come back were NOT tested: none can be mounted here. Run it as root.\n',
    );
    return false;
  }
};

/** A synced folder of each kind, mounted there itself or at a folder in it. */
const places = Object.keys(grounds).flatMap((kind) =>
  ['', '/inner'].map((inner) => ({ kind, pair: `${kind}${inner === '' ? '' : '-inner'}`, inner })),
);

it.each([
  ['umount', 500],
  ['umount', 2500],
  ['umount', 8000],
  ['umount -l', 500],
  ['umount -l', 2500],
  ['umount -l', 8000],
])(
  'what is edited after %s and a return within %i ms goes up, and what is edited after that',
  async (how, gapMs) => {
    if (!(await canMountAll())) return;
    const mounted: { readonly at: string; readonly ground: Ground }[] = [];
    for (const { kind, pair, inner } of places) {
      const ground = await grounds[kind]?.(pair);
      if (!ground) throw new Error(kind);
      const at = folder(`${pair}${inner}`);
      undo.push(() => run('umount', ['-l', at]));
      await ground.mount(at);
      mkdirSync(join(at, 'sub'));
      for (const name of ['y.txt', 'sub/x.txt']) writeFileSync(join(at, name), 'first');
      await world.setUp.add(join(world.folder, pair));
      mounted.push({ at, ground });
    }
    const files = places.flatMap(({ pair, inner }) =>
      ['y.txt', 'sub/x.txt'].map((name) => `${pair}${inner}/${name}`),
    );
    const edit = (text: string) => {
      for (const file of files) writeFileSync(join(world.folder, file), `${text} of ${file}`);
    };
    const all = (count: number) =>
      untilEqual(() => files.filter((file) => versions(file) !== count), [], 100);
    running = world.start(['run']);
    await running.says('Watching');
    await all(1);
    await world.idle();

    const [command = '', ...options] = how.split(' ');
    for (const { at } of mounted) await run(command, [...options, at]);
    for (const file of files) expect(existsSync(join(world.folder, file))).toBe(false);
    await sleep(gapMs);
    for (const { at, ground } of mounted) await ground.mount(at);
    edit('second');
    await all(2);
    edit('third');
    await all(3);
    expect(world.emulator.control.tree().filter(({ path }) => !files.includes(path))).toEqual([]);
  },
);

it('that the drive of a synced folder is away is said while it is, and no longer when it is back', async () => {
  if (!(await canMakeSticks(join(world.folder, 'probe')))) {
    process.stderr.write('A drive that is away was NOT tested: none can be mounted here. Run it as root.\n');
    return;
  }
  const docs = join(world.folder, 'docs');
  const stick = await makeStick(join(world.folder, 'stick'), undefined);
  undo.push(() => stick.remove());
  await stick.plugIn(docs);
  writeFileSync(join(docs, 'a.txt'), 'a');
  await world.setUp.add(docs);
  running = world.start(['run']);
  await running.says('Watching');
  await untilEqual(() => versions('docs/a.txt'), 1);
  await world.idle();
  const problems = async () => (await world.status())[0]?.problems.map(({ code }) => code);
  expect(await problems()).toEqual([]);
  await stick.takeOut();
  await untilEqual(async () => (await problems())?.includes('DRIVE_AWAY'), true, 200);
  expect((await world.koosync('status')).out).toContain(`The drive of ${docs} is not mounted here now.`);
  await stick.plugIn(docs);
  await untilEqual(problems, [], 200);
  writeFileSync(join(docs, 'a.txt'), 'b');
  await untilEqual(() => versions('docs/a.txt'), 2);
});
