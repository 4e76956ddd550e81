import { expect, it } from 'vitest';
import type { Priority } from '../pending/pending-change.ts';
import { writeBackMs } from '../plan/write-back.ts';
import type { ApplyContext } from './apply-context.ts';
import type { SyncPathRun } from './path-outcome.ts';
import { provenBy, uploadChange } from './upload-change.ts';

const second = 1000;
const begunAt = 100 * second;
const stat = {
  kind: 'file' as const,
  size: 10,
  fingerprint: 'f',
  localId: 'i',
  quietSince: begunAt - 50 * second,
  coarse: false,
};

it('what was read by an upload that was gone on with counts as read then (seed 10420)', () => {
  // 50 s after its last stamp a reading proves the content, and 5 s after it none does
  expect(provenBy({}, stat, begunAt)).toBeUndefined();
  expect(provenBy({ readFrom: begunAt - 45 * second }, stat, begunAt)).toBe(stat.quietSince + writeBackMs);
});

/** An upload whose turn comes when something else happened meanwhile. */
async function afterWaiting(
  priority: Priority,
  meanwhile: { known?: unknown; folder?: unknown; folderChange?: unknown; paused?: boolean },
) {
  const known = { kind: 'file', remote: { fileId: 'f1' }, missingSince: undefined };
  const folder = { kind: 'folder', remote: { fileId: 'root' }, missingSince: undefined, local: {} };
  let isTurn = false;
  const found = (what: 'known' | 'folder', before: unknown) =>
    isTurn && what in meanwhile ? meanwhile[what] : before;
  const context = {
    baseline: {
      find: () => found('known', known),
      heldFolderId: () => (found('folder', folder) as typeof folder | undefined)?.remote.fileId,
    },
    pending: { find: () => (isTurn ? meanwhile.folderChange : undefined) },
    renames: { touching: () => ['a rename that is under way'] },
    paused: () => meanwhile.paused === true,
    remoteFolderId: () => Promise.reject(new Error('nobody is waited for with a turn in hand')),
    clock: { now: () => begunAt, elapsed: () => 0 },
    timing: () => ({ settleMs: second }),
    lanes: {
      run: async (_size: number, _priority: Priority, _signal: AbortSignal, work: () => Promise<unknown>) => {
        isTurn = true;
        return work();
      },
    },
  };
  const request = { account: {}, pair: { id: 1, folder: '/pair' }, path: 'a.txt', priority };
  const outcome = await uploadChange(
    context as unknown as ApplyContext,
    request as unknown as SyncPathRun,
    stat,
    false,
    [],
  );
  return outcome.kind;
}

it('is decided on once more where what is known became another while it waited for its turn', async () => {
  const file = { kind: 'file', remote: { fileId: 'f1' }, missingSince: undefined };
  expect(await afterWaiting('noticed', { known: undefined })).toBe('look-again');
  expect(await afterWaiting('noticed', { known: { ...file, remote: { fileId: 'f2' } } })).toBe('look-again');
  expect(await afterWaiting('noticed', { known: { ...file, missingSince: 7 } })).toBe('look-again');
  expect(await afterWaiting('noticed', { known: { ...file, kind: 'folder' } })).toBe('look-again');
  expect(await afterWaiting('noticed', { known: file })).toBe('wait');
});

it('waits for no folder with its turn in hand: the file that takes its place may wait for that turn', async () => {
  expect(await afterWaiting('noticed', { folder: undefined })).toBe('look-again');
  expect(await afterWaiting('noticed', { folderChange: { failure: undefined } })).toBe('look-again');
  expect(await afterWaiting('noticed', { folderChange: { failure: { code: 'OFFLINE' } } })).toBe('wait');
});

it('is not begun in a pause, unless a user waits for it', async () => {
  await expect(afterWaiting('noticed', { paused: true })).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(await afterWaiting('urgent', { paused: true })).toBe('wait');
});
