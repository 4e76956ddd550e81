import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KooError } from '../../model/errors.ts';
import { absent } from '../../model/observation.ts';
import { openPairs } from '../../storage/pairs.ts';
import { openDatabase, type Database } from '../../storage/database.ts';
import { isProblem, type PendingChange } from './pending-change.ts';
import { PendingChanges } from './pending-changes.ts';

let home: string;
let state: Database;
let pending: PendingChanges;
let pair: number;
beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'koosync-pending-'));
  state = openDatabase(home);
  pair = openPairs(state).add({ folder: '/a', containerId: 'c', remote: 'a' }, 1).id;
  pending = new PendingChanges(state);
});
afterEach(() => {
  state.close();
  fs.rmSync(home, { recursive: true, force: true });
});

const entry = (at: string): PendingChange => {
  const found = pending.find(pair, at);
  if (!found) throw new Error(`nothing pending at ${at}`);
  return found;
};
const paths = (now: number) => pending.due(now, 100).map((one) => one.path);

describe('the queue', () => {
  it('keeps what was enqueued, once', () => {
    pending.enqueue(pair, 'a', 'noticed', 100);
    pending.enqueue(pair, 'a', 'noticed', 200);
    expect(paths(1000)).toEqual(['a']);
    expect(entry('a')).toMatchObject({ version: 2, noticedAt: 100, priority: 'noticed' });
    expect(pending.counts(pair)).toEqual({ pending: 1, failed: 0 });
  });

  it('gives what is due, most pressing first, folders before what they hold', () => {
    pending.enqueue(pair, 'scanned', 'scanned', 1);
    pending.enqueue(pair, 'd/file', 'noticed', 5);
    pending.enqueue(pair, 'd', 'noticed', 5);
    pending.enqueue(pair, 'asked', 'urgent', 9);
    pending.enqueue(pair, 'later', 'noticed', 50);
    expect(paths(10)).toEqual(['asked', 'd', 'd/file', 'scanned']);
    expect(pending.due(10, 2).map((one) => one.path)).toEqual(['asked', 'd']);
    expect(pending.nextDue()).toBe(1);
  });

  it.each([
    ['an event', 'event', 300],
    ['something found by a scan', 'found', 300],
    ['a scan that found nothing', 'scan', 100],
  ] as const)('where nothing stood, %s says when something came', (_which, by, noticedAt) => {
    pending.enqueue(pair, 'a', 'noticed', 100);
    // once while it waits, and once when it is due
    for (const now of [300, 5000]) {
      pending.postpone(entry('a'), 4000, { fingerprint: absent, at: 200 });
      pending.enqueue(pair, 'a', 'scanned', now, by);
      expect(entry('a')).toMatchObject({
        noticedAt: by === 'scan' ? noticedAt : now,
        version: now === 300 ? 2 : 3,
      });
      expect(entry('a').observed === undefined).toBe(by !== 'scan');
    }
  });

  it('what a scan found keeps its time while it is seen there, and a failure of it stands', () => {
    pending.enqueue(pair, 'a', 'noticed', 100);
    pending.postpone(entry('a'), 900, { fingerprint: 'f', at: 200 });
    pending.enqueue(pair, 'a', 'scanned', 300, 'found');
    expect(entry('a')).toMatchObject({ noticedAt: 100, dueAt: 900, observed: { fingerprint: 'f' } });
    pending.fail(entry('a'), new KooError('FILE_UNREADABLE', 'closed'), 400, 9000);
    pending.enqueue(pair, 'a', 'scanned', 500, 'found');
    expect(entry('a')).toMatchObject({ noticedAt: 100, dueAt: 9000, failure: { code: 'FILE_UNREADABLE' } });
  });

  it.each([
    ['nobody noticed', undefined, 'f', 500],
    ['somebody noticed too late', 800, 'f', 500],
    ['somebody noticed before another left', 100, 'f', 500],
    ['somebody noticed in between', 450, 'f', 450],
    ['somebody saw that the other had gone', 400, absent, 500],
  ])(
    'what came at a time that the disk gives, and %s, was noticed then',
    (_which, noticed, seen, expected) => {
      if (noticed !== undefined) {
        pending.enqueue(pair, 'a', 'noticed', noticed);
        pending.postpone(entry('a'), 900, { fingerprint: seen, at: noticed });
      }
      pending.enqueueCome(pair, 'a', { after: 400, at: 500 }, 1000);
      // the next event is of another
      pending.enqueue(pair, 'a', 'noticed', 1100);
      expect(entry('a').noticedAt).toBe(expected);
      expect(paths(1100)).toEqual(['a']);
    },
  );

  it('what a scan cannot look at keeps the time at which something is to be done about it', () => {
    const closed = new KooError('FOLDER_UNREADABLE', 'closed');
    pending.enqueueFailed(pair, 'new', closed, 5, 600);
    pending.enqueue(pair, 'renamed', 'noticed', 1);
    pending.postpone(entry('renamed'), 50, undefined);
    pending.enqueueFailed(pair, 'renamed', closed, 5, 600);
    expect([entry('new').dueAt, entry('renamed').dueAt]).toEqual([600, 50]);
    // and no later scan puts it off
    for (const name of ['new', 'renamed']) pending.enqueueFailed(pair, name, closed, 100, 700);
    expect([entry('new').dueAt, entry('renamed').dueAt]).toEqual([600, 50]);
    expect(entry('renamed').failure).toMatchObject({ code: 'FOLDER_UNREADABLE', at: 5 });
    // a user who asks for a look is not put off by what the look meets (crossing 969387)
    pending.enqueue(pair, 'renamed', 'scanned', 200);
    pending.enqueueFailed(pair, 'renamed', closed, 200, 800);
    expect(entry('renamed').dueAt).toBe(200);
    // nor what waited for something else, such as a drive that is back (crossing 1325026)
    pending.fail(entry('renamed'), new KooError('FOLDER_MISSING', 'away'), 300, 60_000);
    pending.enqueueFailed(pair, 'renamed', closed, 400, 70_000);
    expect(entry('renamed')).toMatchObject({ dueAt: 400, failure: { code: 'FOLDER_UNREADABLE' } });
  });

  it('a more pressing hint raises the rank, a lesser one does not lower it', () => {
    pending.enqueue(pair, 'a', 'scanned', 1);
    pending.enqueue(pair, 'a', 'urgent', 2);
    pending.enqueue(pair, 'a', 'scanned', 3);
    expect(entry('a').priority).toBe('urgent');
  });

  it('what a user asks for is due now, though it waited for its time', () => {
    pending.enqueue(pair, 'a', 'noticed', 1);
    pending.postpone(entry('a'), 60_000, { fingerprint: 'seen', at: 1 });
    pending.enqueue(pair, 'a', 'noticed', 2000);
    expect(entry('a').dueAt).toBe(60_000);
    pending.enqueue(pair, 'a', 'urgent', 3000);
    expect(entry('a')).toMatchObject({ dueAt: 3000, observed: { fingerprint: 'seen', at: 1 } });
  });

  it('what a user asks for while it is looked at is not put off by that look', () => {
    pending.enqueue(pair, 'a', 'noticed', 1);
    const taken = entry('a');
    pending.enqueue(pair, 'a', 'urgent', 2000);
    pending.postpone(taken, 3_600_000, { fingerprint: 'seen', at: 1 });
    expect(entry('a')).toMatchObject({ dueAt: 2000, priority: 'urgent' });
    // its own look may put it off
    pending.postpone(entry('a'), 5000, { fingerprint: 'seen', at: 1 });
    expect(entry('a').dueAt).toBe(5000);
  });

  it('is settled by the turn it was taken at', () => {
    pending.enqueue(pair, 'a', 'noticed', 1);
    pending.ack(entry('a'), 10);
    expect(pending.find(pair, 'a')).toBeUndefined();
  });

  it('what was noticed while it was synced stays pending, and starts afresh', () => {
    pending.enqueue(pair, 'a', 'noticed', 1);
    const taken = entry('a');
    pending.postpone(taken, 5, { fingerprint: 'f', at: 2 });
    pending.enqueue(pair, 'a', 'noticed', 7);
    pending.ack(taken, 10);
    expect(entry('a')).toMatchObject({ noticedAt: 10, dueAt: 10, observed: undefined, attempts: 0 });
  });

  it('says which version of a change there is', () => {
    pending.enqueue(pair, 'a', 'noticed', 1);
    expect(pending.versionOf(pair, 'a')).toBe(1);
    pending.enqueue(pair, 'a', 'noticed', 2);
    expect(pending.versionOf(pair, 'a')).toBe(entry('a').version);
    expect(pending.versionOf(pair, 'b')).toBeUndefined();
  });

  it('waits until it is due, remembering what was seen', () => {
    pending.enqueue(pair, 'a', 'noticed', 1);
    pending.postpone(entry('a'), 500, { fingerprint: 'f', at: 2 });
    expect(paths(499)).toEqual([]);
    expect(paths(500)).toEqual(['a']);
    expect(entry('a').observed).toEqual({ fingerprint: 'f', at: 2 });
  });

  it('a hint does not hurry a file that is settling, but one that was found gone', () => {
    pending.enqueue(pair, 'a', 'noticed', 1);
    pending.postpone(entry('a'), 500, { fingerprint: 'f', at: 2 });
    pending.enqueue(pair, 'a', 'noticed', 10);
    expect(entry('a').dueAt).toBe(500);
    pending.postpone(entry('a'), 500, { fingerprint: absent, at: 2 });
    pending.enqueue(pair, 'a', 'noticed', 20);
    expect(entry('a').dueAt).toBe(20);
  });

  it('a failure stands until something happens to the file', () => {
    pending.enqueue(pair, 'a', 'noticed', 1);
    pending.fail(entry('a'), new KooError('QUOTA_FULL', 'full'), 10, 1000);
    pending.fail(entry('a'), new KooError('QUOTA_FULL', 'full'), 20, 2000);
    expect(entry('a')).toMatchObject({ attempts: 2, dueAt: 2000, failure: { code: 'QUOTA_FULL', at: 10 } });
    expect(pending.counts(pair)).toEqual({ pending: 0, failed: 1 });
    expect(pending.problems(pair, 10)).toHaveLength(1);
    pending.enqueue(pair, 'a', 'noticed', 30);
    expect(entry('a')).toMatchObject({ attempts: 0, dueAt: 30, failure: undefined });
  });

  it('a scan leaves a failure its time, and what is on its way is no answer to it (seed 12610)', () => {
    pending.enqueue(pair, 'a', 'noticed', 1);
    pending.fail(entry('a'), new KooError('FILE_CHANGED', 'changed'), 10, 1000);
    const taken = entry('a');
    pending.enqueue(pair, 'a', 'scanned', 20, 'scan');
    expect(entry('a')).toMatchObject({ attempts: 1, dueAt: 1000, failure: { code: 'FILE_CHANGED' } });
    pending.ack(taken, 1100);
    expect(paths(1100)).toEqual(['a']);
  });

  it.each(['FILE_CHANGED', 'FILE_BUSY'] as const)(
    'an event asks for a look at what failed with %s, and mends nothing (seed 20784001056)',
    (code) => {
      pending.enqueue(pair, 'a', 'noticed', 1);
      pending.fail(entry('a'), new KooError(code, 'written while it was read'), 10, 600_000);
      pending.enqueue(pair, 'a', 'noticed', 2000);
      expect(entry('a')).toMatchObject({ attempts: 1, dueAt: 3000, failure: { code } });
      // events without end put no look off
      pending.enqueue(pair, 'a', 'noticed', 2900);
      expect(entry('a').dueAt).toBe(3000);
      // a user's asking does
      pending.enqueue(pair, 'a', 'urgent', 2950);
      expect(entry('a')).toMatchObject({ attempts: 0, dueAt: 2950, failure: undefined });
    },
  );

  it('counts problems beyond those it lists, and lists them all when asked to', () => {
    for (let n = 0; n < 30; n++) {
      pending.enqueue(pair, `bad ${n}`, 'noticed', 1);
      pending.fail(entry(`bad ${n}`), new KooError('NAME_FORBIDDEN', 'no'), 10, 1000);
    }
    pending.enqueue(pair, 'busy', 'noticed', 1);
    pending.fail(entry('busy'), new KooError('SERVER_BUSY', 'busy'), 10, 1000);
    expect(pending.problemCount(pair)).toBe(30);
    expect(pending.problems(pair, 5)).toHaveLength(5);
    expect(pending.problems(pair, Number.POSITIVE_INFINITY)).toHaveLength(30);
    // what passes by itself is told when it does not
    for (const attempt of [2, 3])
      pending.fail(entry('busy'), new KooError('SERVER_BUSY', 'busy'), 10, 1000 * attempt);
    expect(pending.problemCount(pair)).toBe(31);
    expect(pending.problems(pair, 100).every(isProblem)).toBe(true);
  });

  it('what changed while it failed is tried again at once', () => {
    pending.enqueue(pair, 'a', 'noticed', 1);
    const taken = entry('a');
    pending.enqueue(pair, 'a', 'noticed', 5);
    pending.fail(taken, new KooError('SERVER_BUSY', 'busy'), 10, 10_000);
    expect(entry('a').dueAt).toBe(10);
  });

  it('what could not stand beside a name that is free now is looked at again, also by who just saw it taken', () => {
    const clash = new KooError('NAME_CLASH', 'as the test wants');
    pending.enqueue(pair, 'd/a', 'noticed', 1);
    for (let tries = 0; tries < 9; tries++) pending.fail(entry('d/a'), clash, 10, 10_000);
    const taken = entry('d/a');
    pending.wakeClashing(pair, 'd/A', 20);
    expect(entry('d/a')).toMatchObject({ dueAt: 20, attempts: 0 });
    pending.fail(taken, clash, 30, 600_000);
    expect(entry('d/a').dueAt).toBe(30);
  });

  it('a retry makes every failure due, and keeps what waits without one', () => {
    for (const name of ['a', 'b']) pending.enqueue(pair, name, 'noticed', 1);
    pending.fail(entry('a'), new KooError('QUOTA_FULL', 'full'), 10, 100_000);
    pending.postpone(entry('b'), 100_000, undefined);
    pending.retryAll(50);
    expect(paths(50)).toEqual(['a']);
  });

  it('what failed by the way is due when the way is free, and what failed by itself is not', () => {
    for (const name of ['a', 'b', 'c']) pending.enqueue(pair, name, 'noticed', 1);
    pending.fail(entry('a'), new KooError('SERVER_BUSY', 'busy'), 10, 100_000);
    pending.fail(entry('b'), new KooError('FILE_UNREADABLE', 'closed'), 10, 100_000);
    pending.postpone(entry('c'), 100_000, undefined);
    pending.retryFailed(['SERVER_BUSY', 'TIMED_OUT'], 50);
    expect(paths(50)).toEqual(['a']);
    expect(entry('a')).toMatchObject({ attempts: 1, failure: { code: 'SERVER_BUSY' } });
    pending.hasten(entry('c'), 60);
    expect(paths(60)).toEqual(['a', 'c']);
  });

  it('what failed since the folder of its pair was away is due when that is there', () => {
    for (const name of ['a', 'b']) pending.enqueue(pair, name, 'noticed', 1);
    pending.fail(entry('a'), new KooError('FOLDER_MISSING', 'away'), 10, 100_000);
    pending.fail(entry('b'), new KooError('FILE_UNREADABLE', 'closed'), 10, 100_000);
    pending.rootBack(pair + 1, 50);
    expect(paths(50)).toEqual([]);
    pending.rootBack(pair, 50);
    expect(paths(50)).toEqual(['a']);
  });

  it('what failed by a cause that is not its own counts as not tried', () => {
    for (const name of ['a', 'b']) pending.enqueue(pair, name, 'noticed', 1);
    pending.fail(entry('a'), new KooError('SERVER_BUSY', 'busy'), 10, 100_000);
    pending.fail(entry('b'), new KooError('FILE_UNREADABLE', 'closed'), 10, 100_000);
    pending.excuse(['SERVER_BUSY', 'TIMED_OUT'], 50);
    expect(paths(50)).toEqual(['a']);
    expect(entry('a')).toMatchObject({ attempts: 0, failure: undefined });
    expect(pending.problems(pair, 10).map(({ path }) => path)).toEqual(['b']);
  });

  it('many problems of one cause are counted by it, and few are not', () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) pending.enqueue(pair, name, 'noticed', 1);
    for (const [i, name] of ['b', 'c', 'd'].entries())
      pending.fail(entry(name), new KooError('QUOTA_FULL', 'full'), 20 - i, 100_000);
    pending.fail(entry('a'), new KooError('FILE_UNREADABLE', 'closed'), 10, 100_000);
    // passes by itself: no problem yet
    pending.fail(entry('e'), new KooError('SERVER_BUSY', 'busy'), 10, 1000);
    const codes = ['QUOTA_FULL', 'SERVER_BUSY'] as const;
    expect(pending.alike(pair, codes, 3)).toEqual([{ code: 'QUOTA_FULL', count: 3, at: 18 }]);
    expect(pending.alike(pair, codes, 4)).toEqual([]);
    expect(pending.alike(pair, ['SERVER_BUSY'], 1)).toEqual([]);
    expect(pending.problems(pair, 10, ['QUOTA_FULL']).map(({ path }) => path)).toEqual(['a']);
  });

  it('tells whether more work could help', () => {
    expect(pending.open(4, 10)).toEqual([]);
    pending.enqueue(pair, 'a', 'noticed', 1);
    expect(pending.open(4, 10)).not.toEqual([]);
    pending.fail(entry('a'), new KooError('QUOTA_FULL', 'full'), 10, 1000);
    expect(pending.open(4, 10)).toEqual([]);
    pending.fail(entry('a'), new KooError('SERVER_BUSY', 'busy'), 10, 1000);
    expect(pending.open(4, 10)).not.toEqual([]);
    pending.fail(entry('a'), new KooError('SERVER_BUSY', 'busy'), 10, 1000);
    pending.fail(entry('a'), new KooError('SERVER_BUSY', 'busy'), 10, 1000);
    expect(pending.open(4, 10)).toEqual([]);
  });

  it('a clock that is set back leaves nothing waiting for its former time', () => {
    pending.enqueue(pair, 'a', 'noticed', 100_000);
    pending.postpone(entry('a'), 103_000, { fingerprint: absent, at: 100_000 });
    pending.clockSetBack(5000);
    expect(entry('a')).toMatchObject({
      dueAt: 5000,
      noticedAt: 5000,
      observed: { fingerprint: absent, at: 5000 },
    });
  });

  it('says whether something was noticed at a time that is still to come', () => {
    pending.enqueue(pair, 'a', 'noticed', 5000);
    expect([pending.isAhead(4999), pending.isAhead(5000)]).toEqual([true, false]);
  });

  it('a rename takes along what is pending below, and leaves it pending where it was', () => {
    for (const name of ['d', 'd/a', 'd/e/b', 'dd/a', 'n/a']) pending.enqueue(pair, name, 'noticed', 1);
    pending.fail(entry('n/a'), new KooError('QUOTA_FULL', 'full'), 5, 1000);
    pending.move(pair, 'd', 'n', 5000);
    expect(paths(10_000).sort()).toEqual(['d', 'd/a', 'd/e/b', 'dd/a', 'n', 'n/a', 'n/e/b']);
    // what was known of the new place is the newer word
    expect(entry('n/a').failure?.code).toBe('QUOTA_FULL');
    // syncing the old path, which is under way, does not ack what was noticed there since
    expect(entry('d/a').version).toBe(2);
  });

  it('what waits is looked at once more under its new path', () => {
    pending.enqueue(pair, 'd/a', 'noticed', 1);
    pending.postpone(entry('d/a'), 3_600_000, undefined);
    pending.move(pair, 'd', 'n', 5000);
    expect(entry('n/a').dueAt).toBe(5000);
    expect(entry('d/a').dueAt).toBe(3_600_000);
  });

  it('what failed below a former path is looked at there once more as well: it may be there under it no longer', () => {
    pending.enqueue(pair, 'd/a', 'noticed', 1);
    pending.fail(entry('d/a'), new KooError('NAME_NOT_UTF8', 'no text'), 5, 3_600_000);
    pending.move(pair, 'd', 'n', 5000);
    expect(entry('d/a').dueAt).toBe(5000);
    expect(entry('n/a').dueAt).toBe(5000);
  });

  it('keeps pairs apart, and forgets a pair that is removed', () => {
    const other = openPairs(state).add({ folder: '/b', containerId: 'c', remote: 'b' }, 1).id;
    pending.enqueue(pair, 'a', 'noticed', 1);
    pending.enqueue(other, 'a', 'noticed', 1);
    pending.ack(entry('a'), 2);
    expect(pending.find(other, 'a')).toBeDefined();
    openPairs(state).remove(other);
    expect(pending.due(10, 10)).toEqual([]);
  });

  it('a failure of before is forgiven, and one that was told since is not', () => {
    pending.enqueue(pair, 'a', 'noticed', 0);
    pending.fail(entry('a'), new KooError('FILE_UNREADABLE', 'no'), 10, 9000);
    pending.forgive(entry('a'), 9);
    expect(entry('a').failure?.code).toBe('FILE_UNREADABLE');
    pending.forgive(entry('a'), 10);
    expect(entry('a')).toMatchObject({ failure: undefined, attempts: 0, dueAt: 10 });
  });

  it('what waits for a folder above it is no problem, and is due when the folder is settled', () => {
    for (const path of ['a:', 'a:/x', 'a:/d/y', 'b']) pending.enqueue(pair, path, 'noticed', 0);
    pending.fail(entry('a:'), new KooError('NAME_FORBIDDEN', 'no'), 1, 5000);
    for (const path of ['a:/x', 'a:/d/y'])
      pending.fail(entry(path), new KooError('ABOVE_FAILED', 'no'), 1, 9000);
    expect(pending.problems(pair, 9).map(({ path }) => path)).toEqual(['a:']);
    expect(pending.problemCount(pair)).toBe(1);
    expect([pending.waitingBelow(pair, 'a:'), pending.waitingBelow(pair, '')]).toEqual([2, 2]);
    expect(pending.waitingBelow(pair, 'b')).toBe(0);
    pending.ack(entry('b'), 2);
    expect(pending.open(4, 10)).toEqual([]);
    // one of them goes up all the same, and was noticed meanwhile: nothing stands above it
    const taken = entry('a:/x');
    pending.enqueue(pair, 'a:/x', 'scanned', 3, 'scan');
    pending.ack(taken, 4);
    pending.forgive(taken, 4);
    expect(entry('a:/x')).toMatchObject({ failure: undefined, attempts: 0, dueAt: 4 });
    pending.fail(entry('a:/x'), new KooError('ABOVE_FAILED', 'no'), 5, 9000);
    // the folder is settled while somebody still thinks that it has a problem: nobody would come back to this
    pending.enqueue(pair, 'c/x', 'noticed', 0);
    pending.fail(entry('c/x'), new KooError('ABOVE_FAILED', 'no'), 1, 9000);
    expect(entry('c/x')).toMatchObject({ failure: undefined, dueAt: 1001 });
    pending.ack(entry('c/x'), 2);
    pending.wakeBelow(pair, 'a:', 2000);
    expect(pending.due(2000, 9).map(({ path }) => path)).toEqual(['a:/x', 'a:/d/y']);
    expect(pending.find(pair, 'a:')?.dueAt).toBe(5000);
  });
});
