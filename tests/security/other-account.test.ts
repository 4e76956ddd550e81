/** Somebody signs in with another account, or at another address: the folders' next saves do not go there unasked. */
import fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { defaults, startEmulator, type Emulator } from '../../emulator/index.ts';
import { openCliWorld, type CliWorld } from '../harness/cli-world.ts';
import { attackedCli } from './attacked.ts';

let world: CliWorld;
let other: Emulator;
beforeEach(async () => {
  world = await openCliWorld({ cli: attackedCli });
  world.settings();
  other = await startEmulator({ dataDir: join(world.folder, 'other-emulator') });
  fs.mkdirSync(join(world.folder, 'docs'));
  fs.writeFileSync(join(world.folder, 'docs', 'a.txt'), 'a');
  expect(await world.koosync('add', 'docs')).toMatchObject({ code: 0 });
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
});
afterEach(async () => {
  await other.close();
  await world.close();
});

const save = () => fs.writeFileSync(join(world.folder, 'docs', 'a.txt'), 'a, for nobody else');
const paths = (emulator: Emulator) => emulator.control.tree().map(({ path }) => path);

it('an address that is another one gets nothing, and the folder waits for its own', async () => {
  save();
  world.env['KOOSYNC_SERVER'] = other.url;
  const { code } = await world.koosync('run', '--once');
  expect(code).toBe(3);
  expect([paths(other), other.control.writes()]).toEqual([[], 0]);
  const { out } = await world.koosync('status');
  expect(out).toContain(`${defaults.userId} on ${world.emulator.url}`);
  for (const command of [
    ['restore', 'docs/a.txt', '--number', '1'],
    ['versions', 'docs/a.txt'],
  ]) {
    const asked = await world.koosync(...command);
    expect([asked.code, asked.err.trimEnd().split('\n').length]).toEqual([1, 1]);
  }
  expect(other.control.writes()).toBe(0);
  world.env['KOOSYNC_SERVER'] = world.emulator.url;
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
  expect(world.emulator.control.tree()[0]?.revisions).toHaveLength(2);
});

it('a folder that is taken over goes there, and says with whom it is synced', async () => {
  world.env['KOOSYNC_SERVER'] = other.url;
  expect(await world.koosync('take-over', 'docs')).toMatchObject({
    code: 0,
    out: expect.stringContaining(
      `${join(world.folder, 'docs')} is synced with ${defaults.userId} on ${other.url} from now on`,
    ) as string,
  });
  save();
  expect(await world.koosync('take-over')).toMatchObject({
    code: 0,
    out: 'No folder belongs to another account.\n',
  });
  expect((await world.koosync('status')).out).not.toMatch(/another account/u);
  // it is there, and not only said to be: what the other KooDrive held is of no account here
  fs.writeFileSync(join(world.folder, 'docs', 'b.txt'), 'b');
  const before = world.emulator.control.writes();
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
  expect(paths(other).sort()).toEqual(['docs/a.txt', 'docs/b.txt']);
  expect(other.control.tree().map(({ revisions }) => (revisions as unknown[]).length)).toEqual([1, 1]);
  expect(world.emulator.control.writes()).toBe(before);
});
