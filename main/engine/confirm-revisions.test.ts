import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ErrorCode } from '../../shared/error-codes.ts';
import { createFakeClock } from '../../tests/harness/simulated/clock.ts';
import { memoryLog } from '../lib/test-log.ts';
import { KooError } from '../model/errors.ts';
import { RevisionConfirmer, type RevisionConfirmerDeps } from './confirm-revisions.ts';
import { Stirring } from '../lib/stirring.ts';
import { openTestStores, type TestStores } from './test-stores.ts';

let stores: TestStores;
let pairId: number;
/** of file f, newest first, as id and content; an error code: the server does not say */
let onServer: readonly (readonly [string, string])[] | ErrorCode;
let asked: number;
let told: string[];
let judged: ErrorCode[];
beforeEach(() => {
  stores = openTestStores(() => 1000);
  pairId = stores.pair.id;
  asked = 0;
  told = [];
  judged = [];
});
afterEach(() => stores.close());

/** Our content at a.txt went up as a revision upon `base`. */
const upload = (sha256: string, base = 'f.1') => {
  void stores.commit.outcome(
    { pairId, path: 'a.txt', version: undefined, observed: undefined, requested: true },
    {
      kind: 'uploaded',
      lookAgain: false,
      supersedes: [],
      provenFrom: undefined,
      result: {
        kind: 'revision',
        local: { fingerprint: sha256, localId: undefined, size: 1 },
        remote: { fileId: 'f', sha256, revisionId: undefined },
        concurrentEdit: false,
        made: { fileId: 'f', sha256, base },
      },
    },
  );
};
/** A process of its own: it knows what is written down, and no more. */
const flush = async () => {
  const koodrive = {
    listRevisions: async () => {
      asked += 1;
      if (typeof onServer === 'string') throw new KooError(onServer, 'as the test wants');
      return { revisions: onServer.map(([revisionId, sha256]) => ({ revisionId, sha256 })) };
    },
  };
  const contexts = { find: () => ({ pair: stores.pair, account: { koodrive } }) };
  const deps = {
    ...stores,
    contexts: contexts as unknown as RevisionConfirmerDeps['contexts'],
    stirring: new Stirring(createFakeClock()),
    log: memoryLog(),
    idle: () => true,
    judge: async (error: KooError) => judged.push(error.code),
    concurrentEdit: (_pair: unknown, path: string) => told.push(path),
  };
  await new RevisionConfirmer(deps).flush(new AbortController().signal);
};
const revisionId = () => stores.baseline.find(pairId, 'a.txt')?.remote.revisionId;
const recent = () => stores.notes.recent(9).map(({ kind }) => kind);

it('the id of a revision is asked for once, whichever life does it', async () => {
  upload('ours');
  onServer = [
    ['f.2', 'ours'],
    ['f.1', 'before'],
  ];
  await flush();
  await flush();
  expect([asked, revisionId(), told]).toEqual([1, 'f.2', []]);
  expect(recent()).toEqual(['revision']);
});

it('somebody else’s revision between ours and its base is written down and told, once', async () => {
  upload('ours');
  onServer = [
    ['f.3', 'ours'],
    ['f.2', 'theirs'],
    ['f.1', 'before'],
  ];
  await flush();
  await flush();
  expect(told).toEqual(['a.txt']);
  expect(recent()).toEqual(['concurrent-edit', 'revision']);
});

it('is asked again by the next when the server did not say, and no more when the file is not there', async () => {
  upload('ours');
  onServer = 'OFFLINE';
  await flush();
  onServer = 'NOT_FOUND';
  await flush();
  await flush();
  expect(asked).toBe(2);
  // it may be the whole server that does not answer; who answers that a file is not there is well
  expect(judged).toEqual(['OFFLINE']);
});

it('what has gone on since is of no interest, and the newer one stays to be asked about', async () => {
  upload('ours');
  const [first] = stores.made.all();
  upload('newer');
  if (first) stores.made.end(first);
  expect(stores.made.all()).toMatchObject([{ sha256: 'newer' }]);
  onServer = [['f.2', 'ours']];
  await flush();
  expect(revisionId()).toBeUndefined();
  expect(stores.made.all()).toEqual([]);
});
