import { expect, it } from 'vitest';
import { requestFor } from './apply-context.ts';
import type { SyncPathRequest } from './path-outcome.ts';

const stat = {
  kind: 'file',
  size: 1,
  fingerprint: 'f',
  localId: '1',
  quietSince: 0,
  coarse: false,
} as const;

it('looks at another path by its own name and time, and asks no rule of the first one', async () => {
  const asked: SyncPathRequest = {
    account: {} as SyncPathRequest['account'],
    pair: {} as SyncPathRequest['pair'],
    path: 'report.bak',
    noticedAt: 5,
    observed: { fingerprint: 'f', at: 5 },
    leftOut: () => Promise.resolve({ kind: 'left-alone' }),
    allSeenFrom: 3,
    isComparedLater: () => false,
    isLeftOut: () => Promise.resolve(false),
    failed: { code: 'FILE_UNREADABLE', at: 70, attempts: 1 },
    priority: 'urgent',
    signal: new AbortController().signal,
    progress: () => undefined,
  };
  const other = requestFor(asked, 'report.docx', {
    clock: { now: () => 70, elapsed: () => 0, sleep: () => Promise.resolve(), setBackSince: () => undefined },
  });
  expect(await asked.leftOut(stat)).toEqual({ kind: 'left-alone' });
  expect(await other.leftOut(stat)).toBeUndefined();
  expect(other).toMatchObject({ path: 'report.docx', noticedAt: 70, observed: undefined, failed: undefined });
  // what holds of the work as a whole stays
  expect(other).toMatchObject({ priority: 'urgent', allSeenFrom: 3, signal: asked.signal });
});
