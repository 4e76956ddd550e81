import { describe, expect, it } from 'vitest';
import type { HoldReason } from '../../../shared/views.ts';
import { filesAtOnce, holdReason, type HoldPolicyInput } from './hold-policy.ts';

const limits = { holdCount: 500, holdShare: 0.5 };
const question = (change: Partial<HoldPolicyInput>): HoldPolicyInput => ({
  files: 1,
  ofFiles: 1000,
  root: 'there',
  limits,
  ...change,
});

it.each<[string, Partial<HoldPolicyInput>, ReturnType<typeof holdReason>]>([
  ['a file of many goes', {}, undefined],
  ['a few of a few go: who deletes two of three means it', { files: 2, ofFiles: 3 }, undefined],
  ['a handful goes, though it is all there is', { files: 20, ofFiles: 20 }, undefined],
  ['more than a handful and more than half waits', { files: 21, ofFiles: 40 }, 'too-many'],
  ['half goes', { files: 50, ofFiles: 100 }, undefined],
  ['as many as the limit go', { files: 500, ofFiles: 100_000 }, undefined],
  ['more than the limit waits, however small the share', { files: 501, ofFiles: 100_000 }, 'too-many'],
  ['nothing goes while the folder is missing', { root: 'missing' }, 'root-missing'],
  ['nothing goes while another folder stands there', { root: 'replaced' }, 'root-replaced'],
  ['nothing goes while another drive is there', { root: 'other-drive' }, 'other-drive'],
  ['nothing goes from a folder that nothing tells from others', { root: 'unknown' }, 'root-unknown'],
  ['an emptied folder waits', { files: 5, root: 'empty' }, 'root-empty'],
  ['the last file of a folder goes', { files: 1, root: 'empty' }, undefined],
])('%s', (_, change, reason) => {
  expect(holdReason(question(change))).toBe(reason);
});

describe('what goes at once', () => {
  const one = (
    noticedAt: number,
    files: number,
    state: 'waiting' | 'held' | 'approved',
    reason?: HoldReason,
  ) => ({
    noticedAt,
    files,
    state,
    reason,
  });
  const mass = one(0, 600, 'held', 'too-many');

  it.each<[string, ReturnType<typeof one>[], number]>([
    ['all that waits, however long', [one(0, 1, 'waiting'), one(60_000, 2, 'waiting')], 3],
    ['nothing of what was held before', [mass, one(60_000, 1, 'waiting')], 1],
    ['what was held of the same go', [mass, one(4000, 1, 'waiting')], 601],
    [
      'what was held of a go that lasts',
      [mass, one(4000, 300, 'held', 'too-many'), one(8000, 1, 'waiting')],
      901,
    ],
    [
      'nothing that was held for another reason',
      [one(0, 9, 'held', 'changed-remotely'), one(1, 1, 'waiting')],
      1,
    ],
    ['nothing that the user confirmed', [one(0, 9, 'approved', 'too-many'), one(1, 1, 'waiting')], 1],
    ['nothing where nothing waits', [mass], 0],
  ])('%s', (_what, open, files) => {
    expect(filesAtOnce(open)).toBe(files);
  });
});
