import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPairs } from '../../storage/pairs.ts';
import { openDatabase, type Database } from '../../storage/database.ts';
import { PendingChanges } from './pending-changes.ts';
import { UpcomingChanges } from './upcoming-changes.ts';

let home: string;
let state: Database;
let pair: number;
let pending: PendingChanges;
let upcoming: UpcomingChanges;
let asked: number;
beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'koosync-upcoming-'));
  state = openDatabase(home);
  pair = openPairs(state).add({ folder: '/a', containerId: 'c', remote: 'a' }, 1).id;
  pending = new PendingChanges(state);
  asked = 0;
  upcoming = new UpcomingChanges({
    due: (...how) => {
      asked++;
      return pending.due(...how);
    },
    dueRank: (...how) => pending.dueRank(...how),
    find: (...how) => pending.find(...how),
  });
});
afterEach(() => {
  state.close();
  fs.rmSync(home, { recursive: true, force: true });
});

const enqueue = (at: string, how: 'urgent' | 'noticed' | 'scanned' = 'noticed', time = 1) =>
  pending.enqueue(pair, at, how, time);
const running = new Set<string>();
const take = (now = 10, except: readonly number[] = []) =>
  upcoming.take(now, except, (key) => running.has(key.path))?.path;
/** Takes it up, and does not end it. */
const start = (now = 10) => {
  const path = take(now);
  if (path !== undefined) running.add(path);
  return path;
};
beforeEach(() => running.clear());

describe('what comes up', () => {
  it('is handed out one by one, and the queue is asked once for many', () => {
    for (const path of ['a', 'b', 'c']) enqueue(path);
    expect([start(), start(), start()]).toEqual(['a', 'b', 'c']);
    expect(asked).toBe(1);
    expect(start()).toBeUndefined();
  });

  it('is what it is when its turn comes', () => {
    for (const path of ['a', 'b', 'c', 'd']) enqueue(path);
    expect(start()).toBe('a');
    pending.ack({ pairId: pair, path: 'b', version: 1 }, 5);
    const found = pending.find(pair, 'c');
    if (!found) throw new Error('not pending');
    pending.postpone(found, 50, undefined);
    expect(start()).toBe('d');
    expect(start()).toBeUndefined();
    expect(start(60)).toBe('c');
  });

  it('makes way for what is more pressing and came since', () => {
    for (const path of ['a', 'b']) enqueue(path, 'scanned');
    expect(start()).toBe('a');
    enqueue('saved', 'noticed', 9);
    expect(start()).toBe('saved');
    enqueue('asked', 'urgent', 9);
    expect(start()).toBe('asked');
    expect(start()).toBe('b');
  });

  it('is looked for behind what is skipped, however much that is', () => {
    for (let i = 0; i < 700; i++) {
      enqueue(`a${String(i).padStart(3, '0')}`);
      running.add(`a${String(i).padStart(3, '0')}`);
    }
    enqueue('z');
    expect(start()).toBe('z');
    expect(start()).toBeUndefined();
  });

  it('is nothing of a pair that is paused, and is that again later', () => {
    enqueue('a');
    expect(take(10, [pair])).toBeUndefined();
    expect(take()).toBe('a');
  });

  it('was started before and came up again: it is handed out once more when it has ended', () => {
    for (const path of ['a', 'b']) enqueue(path);
    expect(start()).toBe('a');
    enqueue('a', 'noticed', 2);
    expect(start()).toBe('b');
    running.delete('a');
    expect(start()).toBe('a');
  });
});
