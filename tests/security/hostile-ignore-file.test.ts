/** Whoever may write in a synced folder writes its `.koosyncignore`, too: it costs bounded time, and what is not used is said. */
import fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openCliWorld, type CliWorld } from '../harness/cli-world.ts';
import { attackedCli } from './attacked.ts';

let world: CliWorld;
beforeEach(async () => {
  world = await openCliWorld({ cli: attackedCli });
  world.settings();
  fs.mkdirSync(join(world.folder, 'docs'));
  fs.writeFileSync(join(world.folder, 'docs', 'a.txt'), 'a');
  fs.writeFileSync(join(world.folder, 'docs', 'left.out'), 'b');
  expect(await world.koosync('add', 'docs')).toMatchObject({ code: 0 });
});
afterEach(() => world.close());

const many = (count: number, line: (nth: number) => string) =>
  Array.from({ length: count }, (_, nth) => line(nth)).join('\n');

it.each([
  [
    '100,000 rules',
    many(100_000, (nth) => `x${String(nth)}/**/y*`),
    /has more than 5,000 rules, and those from line 5001 on/u,
  ],
  ['a line of 1 MB', 'a*'.repeat(500_000), /: Line 2 of .*has more than 4,096 characters/u],
  ['more than 1 MB of comments', `# ${'x'.repeat(1000)}\n`.repeat(1200), /is larger than 1 MB/u],
])('%s: the rest of the rules holds, and what is not used is said', async (_what, rules, said) => {
  fs.writeFileSync(join(world.folder, 'docs', '.koosyncignore'), `*.out\n${rules}\n`);
  expect(await world.koosync('run', '--once')).toMatchObject({
    code: 3,
    err: expect.stringMatching(said) as unknown,
  });
  const paths = world.emulator.control.tree().map(({ path }) => path);
  expect([paths.includes('docs/a.txt'), paths.includes('docs/left.out')]).toEqual([true, false]);
});

it('twenty-four "**" in one rule end, and leave out what they say', async () => {
  const name = `${'a/'.repeat(30)}z`;
  fs.mkdirSync(join(world.folder, 'docs', name), { recursive: true });
  fs.writeFileSync(join(world.folder, 'docs', name, 'b.txt'), 'b');
  fs.writeFileSync(join(world.folder, 'docs', '.koosyncignore'), `${'a/**/'.repeat(24)}zz\n`);
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
  expect(world.emulator.control.tree().map(({ path }) => path)).toContain(`docs/${name}/b.txt`);
});
