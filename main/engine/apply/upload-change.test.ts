import { expect, it } from 'vitest';
import type { FileStat } from '../../model/file-stat.ts';
import { writeBackMs } from '../plan/write-back.ts';
import type { ApplyContext } from './apply-context.ts';
import { PathLocks } from './path-locks.ts';
import type { SyncPathRun } from './path-outcome.ts';
import { uploadChange } from './upload-change.ts';

const second = 1000;
const begunAt = 100 * second;
const stat: FileStat = {
  kind: 'file',
  size: 10,
  fingerprint: 'f',
  localId: 'i',
  quietSince: begunAt - 50 * second,
  coarse: false,
};

/** What comes of an upload of which parts were read from `readFrom` on; undefined: all of it by this attempt. */
async function uploaded(readFrom: number | undefined) {
  const context = {
    locks: new PathLocks(),
    baseline: {
      find: (_pair: number, path: string) => (path === '' ? { remote: { fileId: 'root' } } : undefined),
    },
    renames: { touching: () => [] },
    remoteFolderId: async () => 'root',
    clock: { now: () => begunAt },
    disk: { stat: async () => stat },
    lanes: {
      run: async () => ({
        kind: 'new-file',
        local: stat,
        remote: { fileId: 'f1', sha256: 's', revisionId: 'r' },
        concurrentEdit: false,
        ...(readFrom === undefined ? {} : { readFrom }),
      }),
    },
  };
  const request = {
    account: {},
    pair: { id: 1, folder: '/pair' },
    path: 'a.txt',
    urgent: false,
    signal: new AbortController().signal,
    untilCommitted: (release: () => void) => release(),
  };
  const outcome = await uploadChange(
    context as unknown as ApplyContext,
    request as unknown as SyncPathRun,
    stat,
    false,
    [],
  );
  return outcome.kind === 'uploaded' ? outcome : undefined;
}

it('what was read by an upload that was gone on with counts as read then (seed 10420)', async () => {
  // 50 s after its last stamp a reading proves the content, and 5 s after it none does
  expect(await uploaded(undefined)).toMatchObject({ kind: 'uploaded', provenFrom: undefined });
  expect(await uploaded(begunAt - 45 * second)).toMatchObject({ provenFrom: stat.quietSince + writeBackMs });
});
