/** How a pass and a restore end, and what is left of those that were killed: real processes. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
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
afterEach(async () => {
  await world.close();
});

const hidden = () => readdirSync(docs).filter((name) => name.startsWith('.koosync-restore-'));

it('a restore that is killed leaves a hidden file, which the next start removes, and no restore that still runs loses its own', async () => {
  const file = join(docs, 'letter.txt');
  for (const text of ['first', 'second']) {
    writeFileSync(file, text);
    await world.setUp.pass();
  }
  const [, first] = (await world.json('versions', file)) as { revisionId: string }[];
  const restore = ['restore', file, '--revision', first?.revisionId ?? ''];
  const fault = world.emulator.control.fault({ match: { operation: 'download' }, action: { kind: 'hold' } });
  const killed = world.start(restore);
  await until('the download is asked for', () => fault.struck() === 1);
  await until('the temp file is there', () => hidden().length === 1);
  const [left] = hidden();

  // beside a restore that runs nothing is cleared
  expect(await world.koosync('status')).toMatchObject({ code: 0 });
  expect(hidden()).toEqual([left]);
  killed.child.kill('SIGKILL');
  await killed.ended;
  expect(hidden()).toEqual([left]);

  const running = world.start(restore);
  await until('another download is asked for', () => fault.struck() === 2);
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
