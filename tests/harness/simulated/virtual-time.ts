/**
 * Virtual time. Nothing happens between two events: the earliest event fires, then everything that follows from it
 * without waiting runs to its end, then the next one fires. So one seed is one order of events, whatever the machine.
 */
import { hashText } from './random.ts';

type Event = { readonly at: number; readonly order: number; readonly run: () => void; dead: boolean };

export type VirtualTime = {
  /** virtual epoch time, whole microseconds */
  now(): number;
  /** Calls `run` after `us` microseconds of virtual time; the result takes it back. */
  after(us: number, run: () => void): () => void;
  /** Fires what is due up to virtual time `until`, which it then is; `stop` is asked after every event. */
  runUntil(until: number, stop?: () => boolean): Promise<void>;
  /** Fires the earliest event, however far ahead, and what follows from it; false when there is none. */
  fireNext(): Promise<boolean>;
  /** Everything that is under way without waiting for an event runs to its end. */
  settle(): Promise<void>;
  /** Part of the trace: two runs of one seed must say the same in the same order. */
  trace(line: string): void;
  /** A line that is shown and not summed up. */
  remark(line: string): void;
  traceHash(): string;
  lines: readonly string[] | undefined;
  fired(): number;
};

export function createVirtualTime(start: number, keepLines: boolean): VirtualTime {
  const heap: Event[] = [];
  let now = start;
  let orders = 0;
  let fired = 0;
  let low = 0x811c9dc5;
  let high = 0x01234567;
  const lines: string[] | undefined = keepLines ? [] : undefined;

  const before = (a: Event, b: Event) => a.at < b.at || (a.at === b.at && a.order < b.order);
  const push = (event: Event) => {
    let i = heap.push(event) - 1;
    while (i > 0) {
      const up = (i - 1) >> 1;
      const above = heap[up] as Event;
      if (!before(event, above)) break;
      heap[i] = above;
      i = up;
    }
    heap[i] = event;
  };
  const pop = (): Event | undefined => {
    const top = heap[0];
    const last = heap.pop();
    if (!top || !last || heap.length === 0) return top;
    let i = 0;
    for (;;) {
      let down = 2 * i + 1;
      if (down >= heap.length) break;
      if (down + 1 < heap.length && before(heap[down + 1] as Event, heap[down] as Event)) down++;
      if (!before(heap[down] as Event, last)) break;
      heap[i] = heap[down] as Event;
      i = down;
    }
    heap[i] = last;
    return top;
  };
  const earliest = (): Event | undefined => {
    while (heap[0]?.dead) pop();
    return heap[0];
  };
  const fire = async (event: Event) => {
    pop();
    now = Math.max(now, event.at);
    fired++;
    event.run();
    await settle();
  };
  const show = (line: string) => {
    lines?.push(`${((now - start) / 1_000_000).toFixed(6)} ${line}`);
  };
  // promises run before the next turn of the loop; no simulated part uses anything slower
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

  return {
    now: () => now,
    after(us, run) {
      const event: Event = { at: now + Math.max(0, Math.round(us)), order: orders++, run, dead: false };
      push(event);
      return () => {
        event.dead = true;
      };
    },
    async runUntil(until, stop) {
      await settle();
      for (;;) {
        if (stop?.()) return;
        const next = earliest();
        if (!next || next.at > until) break;
        await fire(next);
      }
      now = Math.max(now, until);
    },
    async fireNext() {
      await settle();
      const next = earliest();
      if (next) await fire(next);
      return next !== undefined;
    },
    settle,
    remark: show,
    trace(line) {
      low = hashText(line, low ^ (now & 0xffff));
      high = hashText(line, Math.imul(high, 31) ^ (now >>> 0));
      show(line);
    },
    traceHash: () =>
      `${(low >>> 0).toString(16).padStart(8, '0')}${(high >>> 0).toString(16).padStart(8, '0')}`,
    lines,
    fired: () => fired,
  };
}
