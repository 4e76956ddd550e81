/** What is written down of what a scan met, by pair. */
import { expect, it } from 'vitest';
import { createFakeDisk } from '../../../tests/harness/simulated/fake-disk.ts';
import { createFakeClock } from '../../../tests/harness/simulated/clock.ts';
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import { KooError } from '../../model/errors.ts';
import { FolderMonitors } from './folder-monitors.ts';

it('what is met and cannot be looked at is a problem, and not missing (seed 20899517030)', async () => {
  const clock = createFakeClock();
  const { disk, files } = createFakeDisk(clock);
  for (const folder of ['/pair', '/pair/gone', '/pair/open']) files.mkdir(folder);
  const entries = ['gone', 'open'].map(
    (path) => ({ path, kind: 'folder', missingSince: 7 }) as BaselineEntry,
  );
  const [failed, back]: [string[], string[]] = [[], []];
  const monitors = new FolderMonitors({
    home: '/home',
    disk: {
      ...disk,
      list: (at) =>
        at.path === 'gone'
          ? Promise.reject(new KooError('FOLDER_UNREADABLE', 'it is closed'))
          : disk.list(at),
    },
    clock,
    random: () => 0.5,
    log: { warn: () => undefined, debug: () => undefined } as never,
    watch: undefined,
    pairs: {
      all: () => [{ id: 1, folder: '/pair', containerId: 'c', remote: 'r', root: undefined } as never],
      setScanned: () => undefined,
    },
    pending: {
      enqueueAll: () => undefined,
      enqueueFailed: (_pair, path, error) => void failed.push(`${path} ${error.code}`),
      failures: () => [],
      rootBack: () => undefined,
    },
    baseline: {
      localChildren: (_pair, folder) => (folder === '' ? entries : []),
      find: (_pair, path) => entries.find((entry) => entry.path === path),
      presentFolders: () => [],
      presentNames: () => [],
    },
    notes: {
      skip: () => undefined,
      unskip: () => undefined,
      skipIn: () => undefined,
      skipOnlyIn: () => undefined,
    },
    commit: { back: (_pair, path) => void back.push(path) },
    wake: () => undefined,
    changed: () => undefined,
    notice: () => undefined,
  } as ConstructorParameters<typeof FolderMonitors>[0]);
  await clock.through(monitors.scanOnce());
  expect(failed).toEqual(['gone FOLDER_UNREADABLE']);
  expect(back).toEqual(['gone']);
  await monitors.leaveAll();
});
