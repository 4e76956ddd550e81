/** Events, handed on in bundles, so that a burst is one transaction and not thousands. */
import type { Clock } from '../../lib/clock.ts';
import type { ChangeOf } from './watcher.ts';

export type Bundle = {
  readonly paths: ReadonlyMap<string, ChangeOf>;
  /** so many events that some were lost, for all we know: the kernel's queue overflows in silence */
  readonly isBurst: boolean;
};

const bundleMs = 50;
/** The kernel keeps four times as many. */
const burst = 4000;

export class EventBundles {
  readonly #clock: Pick<Clock, 'sleep'>;
  readonly #signal: AbortSignal;
  readonly #handOn: (bundle: Bundle) => void;
  #paths = new Map<string, ChangeOf>();
  #events = 0;

  constructor(clock: Pick<Clock, 'sleep'>, signal: AbortSignal, handOn: (bundle: Bundle) => void) {
    this.#clock = clock;
    this.#signal = signal;
    this.#handOn = handOn;
  }

  add(path: string, what: ChangeOf): void {
    this.#events += 1;
    if (what === 'name' || !this.#paths.has(path)) this.#paths.set(path, what);
    if (this.#events === 1) void this.#clock.sleep(bundleMs, this.#signal).then(() => this.#end());
  }

  #end(): void {
    const bundle = { paths: this.#paths, isBurst: this.#events > burst };
    this.#paths = new Map();
    this.#events = 0;
    if (!this.#signal.aborted) this.#handOn(bundle);
  }
}
