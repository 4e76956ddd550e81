/** What the engine tells its listeners. */
import { EventEmitter } from 'node:events';
import type { Clock } from '../lib/clock.ts';
import type { KooError } from '../model/errors.ts';
import type { Engine, EngineEvents } from './api.ts';

/** The status is told no more often than that. */
const statusEveryMs = 200;

export class EngineSignals {
  readonly #events = new EventEmitter<EngineEvents>();
  readonly #clock: Pick<Clock, 'sleep'>;
  readonly #stirred: () => void;
  #isTelling = false;

  /** `stirred`: hears at once of everything that changed. */
  constructor(clock: Pick<Clock, 'sleep'>, stirred: () => void) {
    this.#clock = clock;
    this.#stirred = stirred;
  }

  readonly on: Engine['on'] = (event, listener) => {
    // the emitter's own types cannot see that `listener` fits `event`
    this.#events.on(event, listener as never);
    return () => this.#events.off(event, listener as never);
  };

  /** Anything in the status may have changed; listeners hear of it a few times a second at most. */
  readonly changed = (): void => {
    this.#stirred();
    if (this.#isTelling || this.#events.listenerCount('status') === 0) return;
    this.#isTelling = true;
    void this.#clock.sleep(statusEveryMs).then(() => {
      this.#isTelling = false;
      this.#events.emit('status');
    });
  };

  readonly notice = (error: KooError): void => {
    this.#events.emit('notice', error);
  };

  /** The file at this absolute path has a new revision. */
  readonly revision = (path: string): void => {
    this.#events.emit('revision', path);
  };
}
