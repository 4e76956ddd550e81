import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ListedRevision } from '../koodrive/api.ts';
import { openDatabase, type Database } from '../storage/database.ts';
import { createFileHistory, type FileHistoryParts } from './file-history.ts';
import { VersionCache } from './version-cache.ts';

let home: string;
let db: Database;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'koosync-history-'));
  db = openDatabase(home);
});
afterEach(() => {
  db.close();
  rmSync(home, { recursive: true, force: true });
});

const revision: ListedRevision = {
  revisionId: 'F1.1',
  revisionVersion: 1,
  createdAt: 1_000_000,
  size: 1,
  sha256: 'a'.repeat(64),
  latest: true,
  keepForever: false,
  createdBy: undefined,
  createReason: undefined,
  updatedAt: undefined,
};

it('gives the first rows while the look at the place of the file is under way', async () => {
  const looks: (string | undefined)[] = [];
  const reading: Partial<FileHistoryParts> = {
    koodrive: {
      listRevisions: async () => ({ revisions: [revision], nextCursor: undefined }),
      detail: () => Promise.reject(new Error('nobody tells names')),
    } as Partial<FileHistoryParts['koodrive']> as FileHistoryParts['koodrive'],
    remoteFile: async () =>
      ({ pair: { containerId: 'C1' }, fileId: 'F1' }) as Awaited<ReturnType<FileHistoryParts['remoteFile']>>,
    // it never ends
    learn: (_path, newest) => {
      looks.push(newest);
      return new Promise(() => undefined);
    },
    cache: new VersionCache(db),
    notes: { on: (_file, versions) => versions } as Partial<
      FileHistoryParts['notes']
    > as FileHistoryParts['notes'],
    userId: () => 'u1',
    now: () => 2_000_000,
  };
  const { versions } = await createFileHistory(reading as FileHistoryParts).read('/docs/a.txt');
  expect(versions.map(({ revisionId }) => revisionId)).toEqual(['F1.1']);
  expect(looks).toEqual([undefined, revision.sha256]);
});
