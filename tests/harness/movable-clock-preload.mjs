// A clock that can be moved on, for a process that is started with `--import` of this file and a channel to its parent:
// { passed: ms } makes that much time go by at once. Every setTimeout that has fallen due by then fires. Timers of
// node:timers/promises and intervals keep the real time.
const realNow = Date.now;
const realSetTimeout = globalThis.setTimeout;
const realClearTimeout = globalThis.clearTimeout;
let ahead = 0;
const now = () => realNow() + ahead;
/** @type {Map<NodeJS.Timeout, { readonly dueAt: number, readonly fire: () => void }>} */
const waiting = new Map();

globalThis.Date = class extends Date {
  /** @param {[]} given */
  constructor(...given) {
    super(...(given.length === 0 ? [now()] : given));
  }
  static now() {
    return now();
  }
};

// time that goes by goes by for the clock that nobody can set, too
const { performance } = globalThis;
const realPerformanceNow = performance.now.bind(performance);
Object.defineProperty(performance, 'now', { value: () => realPerformanceNow() + ahead, configurable: true });

globalThis.setTimeout = Object.assign(
  /** @param {(...given: unknown[]) => void} run @param {number} [ms] @param {unknown[]} given */
  (run, ms = 0, ...given) => {
    const fire = () => {
      waiting.delete(timer);
      run(...given);
    };
    const timer = realSetTimeout(fire, ms);
    waiting.set(timer, { dueAt: now() + ms, fire });
    return timer;
  },
  realSetTimeout,
);
/** @param {NodeJS.Timeout} timer */
globalThis.clearTimeout = (timer) => {
  waiting.delete(timer);
  realClearTimeout(timer);
};

process.on('message', (/** @type {{ passed: number }} */ { passed }) => {
  ahead += passed;
  for (const [timer, { dueAt, fire }] of [...waiting].sort(([, a], [, b]) => a.dueAt - b.dueAt))
    if (dueAt <= now() && waiting.has(timer)) {
      realClearTimeout(timer);
      fire();
    }
});
process.channel?.unref();
