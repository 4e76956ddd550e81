import { describe, expect, it } from 'vitest';
import { judgeState, type StateFacts, type Verdict } from './judge-state.ts';

const pairs = [{ folder: '/docs', containerId: 'C', remote: 'docs' }];
const copy: StateFacts['copy'] = { pairs, origin: { id: 'ours', turn: 7 }, damaged: false };
const noCopy: StateFacts['copy'] = { pairs: [], origin: undefined, damaged: false };
const origin: StateFacts['origin'] = { id: 'ours', turn: 7, file: '12:34', machines: ['m1'] };
const here: StateFacts['here'] = { file: '12:34', machine: 'm1' };
const own: StateFacts = { isFresh: false, origin, copy, here };

const rows: readonly (readonly [string, Verdict, Partial<StateFacts>])[] = [
  ['is what it was', 'own', {}],
  ['was written to just before its copy was to be', 'own', { origin: { ...origin, turn: 8 } }],
  ['is new, and nobody knows of another', 'own', { isFresh: true, origin: undefined, copy: noCopy }],
  ['is new where the last pair was taken away', 'own', { isFresh: true, copy: { ...copy, pairs: [] } }],
  [
    'was made before databases had an origin',
    'own',
    { origin: undefined, copy: { ...copy, origin: undefined } },
  ],
  ['has lost its copy', 'own', { copy: noCopy }],
  ['has a copy that nobody understands', 'own', { copy: { ...noCopy, damaged: true } }],
  ['has a copy of another one', 'own', { copy: { ...copy, origin: { id: 'theirs', turn: 99 } } }],
  ['is on a drive that makes up numbers', 'own', { here: { ...here, file: undefined } }],
  ['was on a drive that makes up numbers', 'own', { origin: { ...origin, file: undefined } }],
  ['is on a machine that tells no id', 'own', { here: { ...here, machine: undefined } }],
  ['was used on this machine and on another since', 'own', { origin: { ...origin, machines: ['m1', 'm2'] } }],
  ['is new, and there was another', 'lost', { isFresh: true, origin: undefined }],
  ['is new, and what there was is lost', 'list-lost', { isFresh: true, copy: { ...noCopy, damaged: true } }],
  ['is an older state of it', 'older', { origin: { ...origin, turn: 6 } }],
  ['is of a time before origins', 'older', { origin: undefined }],
  ['lies in another file', 'copied', { here: { ...here, file: '99:34' } }],
  [
    'lies in another file, and has no copy beside it',
    'copied',
    { here: { ...here, file: '99:34' }, copy: noCopy },
  ],
  ['is another one', 'foreign', { origin: { ...origin, id: 'theirs' }, here: { ...here, file: '99:34' } }],
  ['is seen from another machine', 'other-machine', { here: { ...here, machine: 'm2' } }],
];

describe('a database that', () => {
  it.each(rows)('%s counts as %s', (_what, verdict, facts) => {
    expect(judgeState({ ...own, ...facts })).toBe(verdict);
  });
});
