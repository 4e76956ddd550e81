import { beforeEach, expect, it } from 'vitest';
import { openTestStores, type TestStores } from '../test-stores.ts';
import type { NewUploadIntent } from './upload-intents.ts';

let stores: TestStores;
beforeEach(() => {
  stores = openTestStores(() => 1000);
  return () => stores.close();
});

it('what is begun anew at a path has nothing of what was begun there before: no part, no mark', async () => {
  const { uploads, pair } = stores;
  const intent: NewUploadIntent = {
    pairId: pair.id,
    path: 'a.bin',
    kind: 'file',
    fileId: 'old',
    baseRevisionId: 'r1',
    fingerprint: 'before',
    size: 20,
    sha256: undefined,
    partSize: 10,
    mode: 'concurrent',
    localId: 'i',
  };
  await uploads.begin(intent, 1000);
  uploads.partSent(pair.id, 'a.bin', { number: 1, hasher: new Uint8Array([1]) });
  await uploads.markOutcomeUnknown(pair.id, 'a.bin', 'ab', 'old');
  expect(uploads.partsSent(pair.id, 'a.bin')).toHaveLength(1);
  expect(uploads.find(pair.id, 'a.bin')?.outcomeUnknown).toBe(true);
  const anew = { ...intent, fileId: undefined, fingerprint: 'after' };
  await uploads.begin(anew, 2000);
  expect(uploads.find(pair.id, 'a.bin')).toEqual({ ...anew, outcomeUnknown: false, begunAt: 2000 });
  expect(uploads.partsSent(pair.id, 'a.bin')).toEqual([]);
});
