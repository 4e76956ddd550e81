import { expect, it } from 'vitest';
import { holdReason, type HoldPolicyInput } from './hold-policy.ts';

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
  ['an emptied folder waits', { files: 5, root: 'empty' }, 'root-empty'],
  ['the last file of a folder goes', { files: 1, root: 'empty' }, undefined],
])('%s', (_, change, reason) => {
  expect(holdReason(question(change))).toBe(reason);
});
