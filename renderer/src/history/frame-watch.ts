/**
 * Is the preview frame alive? It reads what anybody may have made, and a file that keeps it busy for ever, or ends its
 * process, must not keep the window waiting. Counts ticks of a clock that is handed in; pure.
 */

/** Ticks come once a second. */
const mostTicks = 10;
const pingEvery = 5;
/** pings without an answer */
const mostUnanswered = 2;

export type Watched = 'fine' | 'ping' | 'gone';

export class FrameWatch {
  #waiting = true;
  #ticks = 0;
  #unanswered = 0;

  /** Something was asked of it that it has to answer. */
  expect(): void {
    this.#waiting = true;
    this.#ticks = 0;
  }

  /** It answered what it was asked; from now on it is asked whether it is there. */
  answered(): void {
    this.#waiting = false;
    this.#ticks = 0;
    this.#unanswered = 0;
  }

  alive(): void {
    this.#unanswered = 0;
  }

  tick(): Watched {
    this.#ticks += 1;
    if (this.#waiting) return this.#ticks > mostTicks ? 'gone' : 'fine';
    if (this.#ticks % pingEvery !== 0) return 'fine';
    if (this.#unanswered >= mostUnanswered) return 'gone';
    this.#unanswered += 1;
    return 'ping';
  }
}
