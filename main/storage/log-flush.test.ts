import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogFlush } from './log-flush.ts';

const asked = vi.hoisted(() => ({ done: [] as ((fault: Error | null) => void)[] }));
vi.mock('node:fs', async (original) => ({
  ...(await original<typeof fs>()),
  fdatasync: (_handle: number, done: (fault: Error | null) => void) => void asked.done.push(done),
}));

let folder: string;
let log: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'koosync-flush-'));
  log = path.join(folder, 'state.db-wal');
  fs.writeFileSync(log, 'log');
  asked.done = [];
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

/** The flush that is under way ends. */
const end = async (fault: Error | null = null) => {
  asked.done.at(-1)?.(fault);
  await new Promise((resolve) => setImmediate(resolve));
};
/** What has been heard of it. */
const heard = (promise: Promise<void>) => {
  const one = { is: 'waiting' };
  promise.then(
    () => (one.is = 'flushed'),
    (thrown: unknown) => (one.is = String(thrown)),
  );
  return one;
};

describe('the flush of the log', () => {
  it('who asks while one is under way waits for the next, all together', async () => {
    const flush = createLogFlush(log);
    const first = heard(flush.run());
    const [second, third] = [heard(flush.run()), heard(flush.run())];
    expect(asked.done).toHaveLength(1);
    await end();
    expect([first.is, second.is, third.is]).toEqual(['flushed', 'waiting', 'waiting']);
    expect(asked.done).toHaveLength(2);
    await end();
    expect([second.is, third.is]).toEqual(['flushed', 'flushed']);
    expect(asked.done).toHaveLength(2);
    flush.close();
  });

  it('that fails is told to those who waited for it, and to nobody after them', async () => {
    const flush = createLogFlush(log);
    const first = heard(flush.run());
    const second = heard(flush.run());
    await end(new Error('EIO'));
    expect([first.is, second.is]).toEqual(['Error: EIO', 'waiting']);
    await end();
    expect(second.is).toBe('flushed');
    flush.close();
  });

  it('has nothing to do where there is no log, or none any more', async () => {
    const without = createLogFlush(path.join(folder, 'none'));
    await without.run();
    const flush = createLogFlush(log);
    const last = heard(flush.run());
    flush.close();
    const late = heard(flush.run());
    await end();
    expect([last.is, late.is]).toEqual(['flushed', 'flushed']);
    expect(asked.done).toHaveLength(1);
  });
});
