import { expect, it } from 'vitest';
import { createTranslator } from '../../shared/strings/index.ts';
import type { PairStatus, Transfer } from '../../shared/views.ts';
import { progressText } from './progress.ts';

const upload = (name: string, sent: number, size: number): Transfer => ({ path: `sub/${name}`, sent, size });
const quiet: PairStatus = {
  id: 1,
  folder: '/home/ann/docs',
  remote: 'docs',
  containerId: 'C1',
  files: 3,
  pending: 0,
  scanning: false,
  scanned: true,
  paused: false,
  transfers: [],
  problemCount: 0,
  problems: [],
  skipped: [],
  skippedCount: 0,
  deleted: 0,
  heldDeletions: 0,
};

it.each<[what: string, pairs: readonly Partial<PairStatus>[], says: string]>([
  ['a folder that is looked through', [{}, { scanning: true }], 'Scanning /home/ann/docs'],
  ['the same with what was found so far', [{ scanning: true, pending: 2 }], 'Scanning /home/ann/docs'],
  ['what waits afterwards', [{ pending: 2 }, { pending: 1 }], 'Syncing 3 items'],
  ['nothing', [{}, {}], ''],
  [
    'the largest upload, and not what is scanned beside it',
    [{ scanning: true }, { pending: 2, transfers: [upload('a', 9, 10), upload('b', 5, 20)] }],
    'Syncing 2 items: b 25%',
  ],
  ['an empty file', [{ pending: 1, transfers: [upload('a', 0, 0)] }], 'Syncing 1 item: a 100%'],
])('the line tells of %s', (_what, pairs, says) => {
  const status = {
    state: { kind: 'idle' } as const,
    allPaused: false,
    recent: [],
    pairs: pairs.map((pair) => ({ ...quiet, ...pair })),
  };
  expect(progressText(status, createTranslator('en'))).toBe(says);
});
