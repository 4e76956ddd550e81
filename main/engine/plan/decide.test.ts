import { describe, expect, it } from 'vitest';
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import { absent } from '../../model/observation.ts';
import type { FileStat } from '../../model/file-stat.ts';
import { decide, type DecisionInput } from './decide.ts';

const now = 1_000_000;
const timing = { settleMs: 3000, maxWaitMs: 60_000, versionIntervalMs: 60_000, missingGraceMs: 6000 };
const file = (more: Partial<FileStat> = {}): FileStat => ({
  kind: 'file',
  size: 10,
  fingerprint: 'new',
  localId: 'i1',
  quietSince: now - 5000,
  coarse: false,
  ...more,
});
const folder = (more: Partial<FileStat> = {}) => file({ kind: 'folder', fingerprint: 'folder:1', ...more });
type Known = Partial<Omit<BaselineEntry, 'local'>> & {
  readonly fingerprint?: string | undefined;
};
const known = ({ fingerprint, ...more }: Known = { fingerprint: 'old' }): BaselineEntry => ({
  path: 'd/a.txt',
  kind: 'file',
  local: { fingerprint: fingerprint ?? 'old', localId: 'i1', size: 10 },
  remote: { fileId: 'f1', sha256: 'aa', revisionId: 'r1' },
  missingSince: undefined,
  sentAt: undefined,
  syncedAt: now - 600_000,
  streak: 0,
  superseded: false,
  otherDrive: undefined,
  ...more,
});
const question = (more: Partial<DecisionInput>): DecisionInput => ({
  path: 'd/a.txt',
  stat: file(),
  base: undefined,
  movedFrom: undefined,
  left: undefined,
  inBin: undefined,
  mayGoBack: false,
  allSeenFrom: Number.POSITIVE_INFINITY,
  supersedes: [],
  leftOver: false,
  clash: undefined,
  noticedAt: now - 5000,
  unquietFrom: 0,
  writers: 'untold',
  urgent: false,
  observed: undefined,
  now,
  timing,
  ...more,
});

describe('decide', () => {
  it.each<[string, Partial<DecisionInput>, object]>([
    ['never there, not there', { stat: undefined }, { do: 'nothing' }],
    ['gone, and known to be gone', { stat: undefined, base: known({ missingSince: 5 }) }, { do: 'nothing' }],
    [
      'gone again, after a file stood there that was not synced',
      { stat: undefined, base: known({ missingSince: 5 }), observed: { fingerprint: 'new', at: now - 9000 } },
      { do: 'missing-again' },
    ],
    [
      'gone again, while what was there is in the bin',
      {
        stat: undefined,
        inBin: known({ missingSince: 5 }),
        observed: { fingerprint: 'new', at: now - 9000 },
      },
      { do: 'missing-again' },
    ],
    [
      'known to be gone, and found gone before',
      {
        stat: undefined,
        base: known({ missingSince: 5 }),
        observed: { fingerprint: absent, at: now - 9000 },
      },
      { do: 'nothing' },
    ],
    [
      'on the server alone: another client made it',
      { stat: undefined, base: { ...known(), local: undefined } },
      { do: 'nothing' },
    ],
    [
      'just gone: its new name may still turn up',
      { stat: undefined, base: known() },
      { do: 'wait', dueAt: now + 6000, observed: { fingerprint: absent, at: now } },
    ],
    [
      'gone for a part of the grace time',
      { stat: undefined, base: known(), observed: { fingerprint: absent, at: now - 2000 } },
      { do: 'wait', dueAt: now + 4000, observed: { fingerprint: absent, at: now - 2000 } },
    ],
    [
      'the grace time counts from when it was found gone, not from an earlier look at its content',
      { stat: undefined, base: known(), observed: { fingerprint: 'old', at: now - 60_000 } },
      { do: 'wait', dueAt: now + 6000, observed: { fingerprint: absent, at: now } },
    ],
    [
      'gone for the grace time',
      { stat: undefined, base: known(), observed: { fingerprint: absent, at: now - 6000 } },
      { do: 'mark-missing' },
    ],
    [
      'gone for the grace time, and what is not watched was scanned since',
      {
        stat: undefined,
        base: known(),
        observed: { fingerprint: absent, at: now - 6000 },
        allSeenFrom: now - 6000,
      },
      { do: 'mark-missing' },
    ],
    [
      'gone for the grace time, but what is not watched was last scanned before: its new name may lie there',
      {
        stat: undefined,
        base: known(),
        observed: { fingerprint: absent, at: now - 6000 },
        allSeenFrom: now - 6001,
      },
      { do: 'wait', dueAt: now + 6000, observed: { fingerprint: absent, at: now - 6000 } },
    ],
    [
      'missing where a rename brought it a short time ago: its old name may be filled again',
      { stat: undefined, base: known(), mayGoBack: true, observed: { fingerprint: absent, at: now - 6000 } },
      { do: 'wait', dueAt: now + 24_000, observed: { fingerprint: absent, at: now - 6000 } },
    ],
    [
      'missing since a program saved through it: of no use any more when nothing came back',
      {
        stat: undefined,
        base: known({ superseded: true }),
        observed: { fingerprint: absent, at: now - 30_000 },
      },
      { do: 'mark-missing', superseded: true },
    ],
    [
      'a name that another file fills in time: it has its file back',
      {
        stat: file({ localId: 'i2', quietSince: now - 100 }),
        left: { at: now - 30_000, entry: known() },
        movedFrom: known({ path: 'd/temp' }),
      },
      { do: 'take-back', from: known() },
    ],
    [
      'a name that was filled in time, and written again since: noticed then, it has its file back',
      {
        stat: file({ localId: 'i2', quietSince: now - 100 }),
        left: { at: now - 60_000, entry: known() },
        noticedAt: now - 40_000,
      },
      { do: 'take-back', from: known() },
    ],
    [
      'a name that was filled in time while we were stopped, and written again since: when it was made tells',
      {
        stat: file({ localId: 'i2', quietSince: now - 9000, madeAt: now - 50_000 }),
        left: { at: now - 60_000, entry: known() },
      },
      { do: 'take-back', from: known() },
    ],
    [
      'a name filled too late by a file that was made before the name was left: something new',
      {
        stat: file({ localId: 'i2', quietSince: now - 9000, madeAt: now - 61_000 }),
        left: { at: now - 60_000, entry: known() },
      },
      { do: 'upload' },
    ],
    [
      'a name that another file fills too late: something new',
      {
        stat: file({ localId: 'i2', quietSince: now - 9000 }),
        left: { at: now - 60_000, entry: known() },
      },
      { do: 'upload' },
    ],
    [
      'a name to which the very file comes back: a rename like any other',
      { stat: file({ localId: 'i1' }), left: { at: now - 1000, entry: known() }, movedFrom: known() },
      { do: 'rename' },
    ],
    [
      'a name that a folder fills is not the file’s any more',
      { stat: folder({ localId: 'i2' }), left: { at: now - 1000, entry: known() } },
      { do: 'create-folder' },
    ],
    [
      'a file that is saved all the time waits for its next version',
      { base: known({ streak: 9, syncedAt: now - 100 }) },
      { do: 'wait' },
    ],
    [
      'and not when a user waits for it',
      { base: known({ streak: 9, syncedAt: now - 100 }), urgent: true },
      { do: 'upload' },
    ],
    [
      'a file that stands where one went into the bin a moment ago: its next version',
      { inBin: known({ missingSince: now - 8000 }) },
      { do: 'take-out-of-bin' },
    ],
    [
      'a file that stands where one went into the bin long ago: something new',
      { inBin: known({ missingSince: now - 80_000 }) },
      { do: 'upload' },
    ],
    [
      'a folder in the place of a known one: the known one may turn up under another name',
      {
        stat: folder({ localId: 'i2', fingerprint: 'folder:2' }),
        base: known({ kind: 'folder', fingerprint: 'folder:1' }),
      },
      { do: 'wait', dueAt: now + 6000 },
    ],
    [
      'and when it does not: the same folder, made anew',
      {
        stat: folder({ localId: 'i2', fingerprint: 'folder:2' }),
        base: known({ kind: 'folder', fingerprint: 'folder:1' }),
        observed: { fingerprint: 'folder:2', at: now - 6000 },
      },
      { do: 'accept-folder' },
    ],
    [
      'a known folder in the place of a known one: the one that stood here makes way',
      {
        stat: folder({ localId: 'i2', fingerprint: 'folder:2' }),
        base: known({ kind: 'folder', fingerprint: 'folder:1' }),
        movedFrom: known({ path: 'other', kind: 'folder' }),
      },
      { do: 'move-aside' },
    ],
    [
      'a symlink in the place of a file that the server has: the file is gone',
      {
        stat: file({ kind: 'symlink' }),
        base: known(),
        observed: { fingerprint: absent, at: now - 7000 },
      },
      { do: 'mark-missing' },
    ],
    [
      'a symlink in the place of a file that is known to be gone',
      { stat: file({ kind: 'symlink' }), base: known({ missingSince: 5 }) },
      { do: 'skip', reason: 'symlink' },
    ],
    [
      "a symlink in the place of the pair's own folder: nothing in it is gone",
      { path: '', stat: file({ kind: 'symlink' }), base: known({ path: '', kind: 'folder' }) },
      { do: 'nothing' },
    ],
    ['a symlink', { stat: file({ kind: 'symlink' }) }, { do: 'skip', reason: 'symlink' }],
    ['a socket', { stat: file({ kind: 'other' }) }, { do: 'skip', reason: 'special' }],
    ['a file as it is known', { base: known({ fingerprint: 'new' }) }, { do: 'nothing' }],
    [
      'a file as it was known before it was gone',
      { base: known({ fingerprint: 'new', missingSince: 5 }) },
      { do: 'upload', neverQuiet: false },
    ],
    ['a new file at rest', {}, { do: 'upload', neverQuiet: false }],
    ['a changed file at rest', { base: known() }, { do: 'upload', neverQuiet: false }],
    [
      'a changed file not at rest',
      { base: known(), stat: file({ quietSince: now - 1000 }) },
      { do: 'wait', dueAt: now + 2000, observed: { fingerprint: 'new', at: now } },
    ],
    [
      'a file that never rests',
      { stat: file({ quietSince: now - 10 }), noticedAt: now - 60_000, unquietFrom: now },
      { do: 'upload', neverQuiet: true },
    ],
    [
      'a file that is saved all the time waits for its turn',
      { base: known({ streak: 5, syncedAt: now - 20_000 }) },
      { do: 'wait', dueAt: now + 40_000, observed: undefined },
    ],
    [
      'a file that is saved all the time, when its turn has come',
      { base: known({ streak: 5, syncedAt: now - 60_000 }) },
      { do: 'upload', neverQuiet: false },
    ],
    ['a new folder', { stat: folder() }, { do: 'create-folder' }],
    [
      'a folder that is another one than before, under the same name',
      { stat: folder(), base: known({ kind: 'folder', fingerprint: 'folder:0' }) },
      { do: 'accept-folder' },
    ],
    [
      'a folder as it is known',
      { stat: folder(), base: known({ kind: 'folder', fingerprint: 'folder:1' }) },
      { do: 'nothing' },
    ],
    [
      'a file with the known identity of a path that is gone',
      { movedFrom: known({ path: 'b' }) },
      { do: 'rename', from: known({ path: 'b' }) },
    ],
    [
      'a moved file over a known one is a new content of it',
      { base: known(), movedFrom: known({ path: 'b' }) },
      { do: 'upload', neverQuiet: false },
    ],
    [
      'an inode that was a folder and is a file now is no rename',
      { movedFrom: known({ path: 'b', kind: 'folder' }) },
      { do: 'upload', neverQuiet: false },
    ],
    ['a folder where a file was', { stat: folder(), base: known() }, { do: 'move-aside', base: known() }],
    [
      'a file where a folder was',
      { base: known({ kind: 'folder' }) },
      { do: 'move-aside', base: known({ kind: 'folder' }) },
    ],
    [
      "the pair's own folder, known",
      { path: '', stat: folder(), base: known({ kind: 'folder' }) },
      { do: 'nothing' },
    ],
    ["the pair's own folder, new", { path: '', stat: folder() }, { do: 'create-folder' }],
    ['a clash of case', { clash: 'd/A.TXT' }, { do: 'problem', code: 'NAME_CLASH' }],
    [
      'a clash with a path that is known already is none',
      { clash: 'd/A.TXT', base: known() },
      { do: 'upload' },
    ],
    ['a forbidden name', { path: 'd/a?.txt' }, { do: 'problem', code: 'NAME_FORBIDDEN' }],
    ['a forbidden name of something gone', { path: 'd/a?.txt', stat: undefined }, { do: 'nothing' }],
    [
      'more than 200 GB',
      { stat: file({ size: 200 * 1024 ** 3 + 1 }) },
      { do: 'problem', code: 'FILE_TOO_LARGE' },
    ],
    ['200 GB', { stat: file({ size: 200 * 1024 ** 3 }) }, { do: 'upload' }],
  ])('%s', (_what, given, expected) => {
    expect(decide(question(given))).toMatchObject(expected);
  });

  it('does not wait for a time that a clock set back has put far ahead', () => {
    const decision = decide(question({ base: known({ streak: 5, syncedAt: now + 7_200_000 }) }));
    expect(decision).toEqual({ do: 'upload', neverQuiet: false });
  });
});
