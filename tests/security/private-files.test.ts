/** What was private stays private: a file that is brought back, or restored where it is missing, has the mode that it had. */
import fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCliWorld, type CliWorld } from '../harness/cli-world.ts';
import { untilEqual } from '../harness/until.ts';
import { attackedCli } from './attacked.ts';

let world: CliWorld;
beforeEach(async () => {
  world = await openCliWorld({ cli: attackedCli });
  world.settings({ deleteGraceMs: 0, holdDeletionsCount: 100 });
  fs.mkdirSync(join(world.folder, 'docs'));
  for (const [name, mode] of modes) {
    fs.writeFileSync(at(name), name);
    fs.chmodSync(at(name), mode);
  }
  expect(await world.koosync('add', 'docs')).toMatchObject({ code: 0 });
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
});
afterEach(() => world.close());

const modes = [
  ['diary.txt', 0o600],
  ['run.sh', 0o755],
  ['shared.txt', 0o664],
] as const;
const at = (name: string) => join(world.folder, 'docs', name);
const found = () => modes.map(([name]) => [name, fs.statSync(at(name)).mode & 0o777]);

describe.skipIf(process.platform === 'win32')('a file that is missing comes back with its mode', () => {
  it('by undoing its deletion', async () => {
    for (const [name] of modes) fs.rmSync(at(name));
    fs.writeFileSync(at('other.txt'), 'other');
    await untilEqual(async () => {
      await world.koosync('run', '--once');
      return world.emulator.control.tree().length;
    }, 1);
    const deletions = (await world.json('deletions')) as readonly { readonly id: number }[];
    for (const { id } of deletions)
      expect(await world.koosync('deletions', 'undo', String(id))).toMatchObject({ code: 0 });
    expect(found()).toEqual(modes.map((one) => [...one]));
  });

  it('by restoring a version, also after its mode was changed', async () => {
    fs.chmodSync(at('shared.txt'), 0o640);
    expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
    for (const [name] of modes) {
      fs.rmSync(at(name));
      expect(await world.koosync('restore', at(name), '--number', '1')).toMatchObject({ code: 0 });
    }
    expect(found()).toEqual([
      ['diary.txt', 0o600],
      ['run.sh', 0o755],
      ['shared.txt', 0o640],
    ]);
  });
});
