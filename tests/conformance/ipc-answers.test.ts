/**
 * Every call of the window, from the bridge to KooSync on a real disk against the emulator and back: it is answered,
 * and what the handler gives is what its row says, with nothing beside. Arguments are drawn from the row's shapes; those
 * of main/desktop/ipc/shapes.ts name something that is there.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import type * as z from 'zod';
import { describe, expect, test as base } from 'vitest';
import { feedStatus } from '../../main/desktop/ipc/status-feed.ts';
import { handlers } from '../../main/desktop/ipc/handlers.ts';
import {
  absolutePath,
  containerId,
  deletionIds,
  encoding,
  pageToken,
  pairId,
  presentSha256,
  revisionId,
  revisionIds,
  syncedFolder,
} from '../../main/desktop/ipc/shapes.ts';
import { realClock } from '../../main/lib/clock.ts';
import { signInForm } from '../../shared/account.ts';
import { fileManagerName } from '../../shared/file-managers.ts';
import { callNames } from '../../shared/ipc/calls.ts';
import type { Result } from '../../shared/result.ts';
import { engineStatus, type EngineStatus } from '../../shared/views.ts';
import { valuesOf, type Known } from '../harness/values-of-shape.ts';
import { openWindowWorld, type WindowWorld } from '../harness/window-world.ts';

/** A world for each test, since some calls end what others need; side by side, since most of a world's time is waiting. */
const test = base.extend<{ world: WindowWorld }>({
  // eslint-disable-next-line no-empty-pattern -- vitest reads what is needed from the pattern
  world: async ({}, use) => {
    const world = await openWindowWorld();
    await use(world);
    await world.close();
  },
});

/** What the shapes stand for in this world. */
async function whatIsThere(world: WindowWorld): Promise<Known> {
  const { engine, history } = world.koosync;
  const [pair] = await engine.pairs();
  const [, older] = await history.versions(world.file);
  const deletions = await engine.deletions();
  if (pair === undefined || older === undefined || deletions.length === 0) throw new Error('an empty world');
  return new Map<z.ZodType, unknown>([
    [absolutePath, world.file],
    [pairId, pair.id],
    [revisionId, older.revisionId],
    [revisionIds, [older.revisionId]],
    [pageToken, undefined],
    [encoding, 'utf-8'],
    [presentSha256, createHash('sha256').update(readFileSync(world.file)).digest('hex')],
    [syncedFolder, world.folder],
    [containerId, world.containerId],
    [deletionIds, deletions.map(({ id }) => id)],
    [signInForm, world.signInForm],
    [fileManagerName, 'thunar'],
  ]);
}

describe.concurrent('calls', () => {
  test.for(callNames)('%s is answered in the shape of its row', async (name, { world }) => {
    const { args, value } = handlers[name];
    const drawn = valuesOf(args, await whatIsThere(world)) as fc.Arbitrary<readonly unknown[]>;
    const [given = []] = fc.sample(drawn, { numRuns: 1, seed: 1 });

    const call = world.bridge[name] as (...args: readonly unknown[]) => Promise<Result<unknown>>;
    const result = await call(...given);

    expect(result, JSON.stringify(given)).toMatchObject({ ok: true });
    expect(world.answered).toHaveLength(1);
    expect(value.parse(world.answered[0])).toEqual(world.answered[0]);
    expect(result).toEqual({ ok: true, value: world.answered[0] });
    expect(world.logged).toEqual([]);
  });

  test('lists are answered with something in them', async ({ world }) => {
    const { bridge, folder, file } = world;
    const first = <T>(result: Result<readonly T[]>): T | undefined =>
      result.ok ? result.value[0] : undefined;
    const page = await bridge.readHistory(file);
    expect(page.ok && page.value.versions[0]).toMatchObject({ latest: true, revisionVersion: 2 });
    expect(await bridge.knownHistory(file)).toEqual(page);
    const found = await bridge.searchFiles({ query: 'NOTES', show: 'all', limit: 9 });
    expect(first(found)).toMatchObject({ path: file, state: 'synced' });
    const changes = await bridge.folderChanges({ folder, limit: 9 });
    expect(changes.ok && changes.value.map(({ kind }) => kind)).toContain('deleted');
    expect(first(await bridge.files({ pairId: 1, query: '', limit: 9 }))).toMatchObject({ state: 'synced' });
    expect(first(await bridge.deletions())).toMatchObject({ kind: 'file', state: 'sent' });
    expect(first(await bridge.spaces())).toMatchObject({ containerId: world.containerId });
    expect(await bridge.status()).toMatchObject({ ok: true, value: { pairs: [{ folder, files: 2 }] } });
  });

  test('what is outside the synced folders is refused with a code of ours', async ({ world }) => {
    for (const result of [
      await world.bridge.knownHistory('/etc/passwd'),
      await world.bridge.readHistory('/etc/passwd'),
      await world.bridge.holdPresent('/etc/passwd'),
      await world.bridge.restoreCopy('/etc/passwd', 'r'),
      await world.bridge.openVersion('/etc/passwd', 'r'),
      await world.bridge.exportVersions('/etc/passwd'),
      await world.bridge.copyVersionsLink('/etc/passwd'),
      await world.bridge.folderChanges({ folder: '/etc', limit: 1 }),
      await world.bridge.reveal('/etc/passwd'),
      await world.bridge.saveAs('/etc/passwd', 'r'),
    ])
      expect(result).toMatchObject({ ok: false, error: { code: 'NOT_IN_A_PAIR' } });
    expect(world.logged).toEqual([]);
  });
});

test('the status that is told unasked has the shape of its row', async ({ world }) => {
  let end: () => void = () => undefined;
  const told = new Promise<EngineStatus>((resolve, reject) => {
    end = feedStatus({
      source: world.koosync.engine,
      clock: realClock,
      everyMs: 1,
      listener: resolve,
      failed: reject,
    });
  });
  await world.koosync.engine.pause();
  const status = await told;
  end();
  expect(engineStatus.parse(status)).toEqual(status);
  expect(status).toMatchObject({ state: { kind: 'paused' } });
});
