/** Files that other programs have open, and programs that want a file that we have open. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openCliWorld, refused, type CliWorld } from '../harness/cli-world.ts';
import { until } from '../harness/until.ts';
import { holding, renamedByAnother, syncedDocs } from './windows-world.ts';

let world: CliWorld;
beforeEach(async () => {
  world = await openCliWorld();
});
afterEach(async () => {
  await world.close();
});

it('a restore onto a file that another program holds says so, and nothing of permissions', async () => {
  const docs = await syncedDocs(world);
  const file = join(docs, 'Report.txt');
  const [first] = (await world.json('versions', file)) as { revisionId: string }[];
  writeFileSync(file, 'second');
  await world.setUp.pass();
  const holder = await holding(file, 'read-shared');
  const ended = await world.koosync('restore', file, '--revision', first?.revisionId ?? '');
  await holder.letGo();
  refused(ended, 1, /open|another program/i);
  expect(ended.err).not.toMatch(/permission/i);
  expect(readFileSync(file, 'utf8')).toBe('second');
  expect(await world.koosync('restore', file, '--revision', first?.revisionId ?? '')).toMatchObject({
    code: 0,
  });
  expect(readFileSync(file, 'utf8')).toBe('first');
});

it('a file that a program lets nobody read is told as busy, and goes up when it is let go', async () => {
  const docs = await syncedDocs(world);
  const file = join(docs, 'Report.txt');
  writeFileSync(file, 'second');
  const holder = await holding(file, 'alone');
  const once = await world.koosync('run', '--once');
  expect(once.code).toBe(3);
  expect(once.err).toMatch(/Report\.txt/);
  expect(once.err).not.toMatch(/permission/i);
  expect(await world.status()).toMatchObject([{ problems: [{ code: 'FILE_BUSY' }] }]);
  await holder.letGo();
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
  expect(await world.json('versions', file)).toHaveLength(2);
});

it('a file is not open while its parts are sent: another program may replace it', async () => {
  const docs = await syncedDocs(world);
  const file = join(docs, 'large.bin');
  writeFileSync(file, Buffer.alloc(40 * 1024 * 1024, 1));
  const held = world.emulator.control.fault({ match: { operation: 'putPart' }, action: { kind: 'hold' } });
  const running = world.start(['run']);
  await until('parts on their way', () => (world.emulator.control.counts()['putPart'] ?? 0) >= 3);
  const beside = join(docs, '..', 'saved.bin');
  writeFileSync(beside, 'saved anew');
  expect(renamedByAnother(beside, file)).toBe('');
  held.release();
  await until('the new content', async () => {
    const versions = await world.koosync('versions', file, '--json');
    return versions.code === 0 && (JSON.parse(versions.out) as { size: number }[])[0]?.size === 10;
  });
  running.child.kill();
  await running.ended;
});
