/** Paths as users of Windows write them. */
import { existsSync, mkdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaults } from '../../emulator/index.ts';
import { openCliWorld, refused, type CliWorld } from '../harness/cli-world.ts';
import { syncedDocs } from './windows-world.ts';

let world: CliWorld;
beforeEach(async () => {
  world = await openCliWorld();
});
afterEach(async () => {
  await world.close();
});

describe('a path in another case', () => {
  it('leads to the versions of the file', async () => {
    const docs = await syncedDocs(world);
    for (const path of ['Report.txt', 'REPORT.TXT', 'sub folder/中文.TXT'])
      expect(await world.json('versions', join(docs, path)), path).toHaveLength(1);
    expect(await world.json('versions', join(docs, 'report.txt').toUpperCase())).toHaveLength(1);
    refused(await world.koosync('versions', join(docs, 'none.txt')), 2, /none\.txt/);
  });

  it('leads to a file that was deleted here, and brings it back under its own name', async () => {
    const docs = await syncedDocs(world);
    const [version] = (await world.json('versions', join(docs, 'Report.txt'))) as { revisionId: string }[];
    unlinkSync(join(docs, 'Report.txt'));
    const restored = await world.koosync(
      'restore',
      join(docs, 'REPORT.txt'),
      '--revision',
      version?.revisionId ?? '',
    );
    expect(restored).toMatchObject({ code: 0 });
    expect(existsSync(join(docs, 'Report.txt'))).toBe(true);
    await world.setUp.pass();
    expect(await world.status()).toMatchObject([{ files: 2, problems: [] }]);
  });

  it('leads to the synced folder', async () => {
    const docs = await syncedDocs(world);
    refused(
      await world.koosync('add', docs.toUpperCase(), '--space', defaults.containerId),
      2,
      /synced already|already/i,
    );
    expect(await world.koosync('remove', docs.toLowerCase())).toMatchObject({ code: 0 });
    expect(await world.status()).toEqual([]);
  });
});

it('a whole drive is synced under its letter', async () => {
  writeFileSync('E:\\a.txt', 'on a drive');
  mkdirSync('E:\\sub', { recursive: true });
  expect(await world.koosync('add', 'E:\\', '--space', defaults.containerId)).toMatchObject({
    code: 0,
    err: '',
  });
  expect(await world.status()).toMatchObject([{ folder: 'E:\\', remote: 'E' }]);
  world.settings();
  await world.setUp.pass();
  expect(await world.json('versions', 'e:\\A.txt')).toHaveLength(1);
  rmSync('E:\\a.txt');
});

it('a path of more than 260 characters is synced and restored', async () => {
  const docs = await syncedDocs(world);
  const deep = join(docs, ...Array.from({ length: 6 }, (_, n) => `${String(n)}${'x'.repeat(50)}`));
  mkdirSync(deep, { recursive: true });
  const file = join(deep, 'far.txt');
  expect(file.length).toBeGreaterThan(300);
  writeFileSync(file, 'far');
  await world.setUp.pass();
  const [version] = (await world.json('versions', file)) as { revisionId: string }[];
  writeFileSync(file, 'changed');
  await world.setUp.pass();
  expect(await world.koosync('restore', file, '--revision', version?.revisionId ?? '')).toMatchObject({
    code: 0,
  });
  // as Windows itself writes such a path; what was restored goes up with the next pass
  expect(await world.json('versions', `\\\\?\\${file}`)).toHaveLength(2);
});
