import { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { below } from '../model/local-path.ts';
import { ReadingThread, type Ask } from './reading-thread.ts';

class FakeWorker extends EventEmitter {
  readonly asked: Ask[] = [];
  isEnded = false;
  unref(): void {
    // nobody waits for it
  }
  postMessage(message: Ask): void {
    this.asked.push(message);
  }
  async terminate(): Promise<number> {
    this.isEnded = true;
    await Promise.resolve();
    this.emit('exit', 1);
    return 1;
  }
}

let made: FakeWorker[];
let thread: ReadingThread;
beforeEach(() => {
  vi.useFakeTimers();
  made = [];
  thread = new ReadingThread(() => {
    const one = new FakeWorker();
    made.push(one);
    return one as unknown as Worker;
  });
});
afterEach(() => {
  vi.useRealTimers();
});

const looks = () => thread.ask({ id: thread.nextId(), ask: 'looks', folder: '/a', names: ['b'] });
const answer = (one: FakeWorker | undefined, id: number) =>
  one?.emit('message', { id, answer: 'looks', looks: [undefined] });

describe('the reading thread', () => {
  it('ends when nothing was asked of it for a while, and is made anew', async () => {
    const first = looks();
    answer(made[0], 1);
    await first;
    await vi.advanceTimersByTimeAsync(25_000);
    expect(made[0]?.isEnded).toBe(true);
    const second = looks();
    expect(made).toHaveLength(2);
    answer(made[1], 2);
    await expect(second).resolves.toMatchObject({ answer: 'looks' });
  });

  it('does not end while somebody waits, or reads a file part by part', async () => {
    const first = looks();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(made[0]?.isEnded).toBe(false);
    answer(made[0], 1);
    await first;
    const parts = { partSize: 1, withState: false, from: undefined };
    const reading = thread.ask({ id: 2, ask: 'parts', at: below('/a', 'b'), fingerprint: 'f', parts });
    made[0]?.emit('message', { id: 2, answer: 'end', end: { sha256: '' } });
    await reading;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(made[0]?.isEnded).toBe(false);
    thread.stop(2);
    await vi.advanceTimersByTimeAsync(25_000);
    expect(made[0]?.isEnded).toBe(true);
  });

  it('is not missed by who asks while one that was idle goes', async () => {
    const first = looks();
    answer(made[0], 1);
    await first;
    vi.advanceTimersByTime(25_000);
    // its end is told after this
    const second = looks();
    await Promise.resolve();
    await Promise.resolve();
    answer(made[1], 2);
    await expect(second).resolves.toMatchObject({ answer: 'looks' });
  });

  it('tells those who wait when it ends by itself, or is ended', async () => {
    const first = looks();
    made[0]?.emit('exit', 1);
    await expect(first).rejects.toMatchObject({ code: 'UNEXPECTED' });
    const second = looks();
    second.catch(() => undefined);
    await thread.close();
    await expect(second).rejects.toMatchObject({ code: 'UNEXPECTED' });
  });
});
