/**
 * The values that a running program goes by. It looks at settings.json while somebody listens, since another process or
 * an editor may write it, and keeps the values that it has when the file cannot be understood.
 */
import type { Clock } from '../lib/clock.ts';
import { Stirring } from '../lib/stirring.ts';
import { toKooError, type KooError } from '../model/errors.ts';
import type { SettingsValues } from './schema.ts';

/** Both are called from set() or from a timer, and must not throw. */
export type SettingsListener = {
  /** Other values are in force from now on. */
  readonly changed: (values: SettingsValues) => void;
  /** The file cannot be understood, and the values before it stay in force. Told once for each such content. */
  readonly broken: (error: KooError) => void;
};

export type SettingsFile = {
  /** Throws SETTINGS_BROKEN, STATE_NEWER. */
  read(): SettingsValues;
  /** tells one content of the file from another; undefined when there is no file */
  stamp(): string | undefined;
  /** `happened` hears that the file may be another, until the function it gives is called; undefined: no event tells of that */
  follow(happened: () => void): (() => void) | undefined;
};

const lookEveryMs = 500;
/** The same where events tell of it. */
const untoldMs = 5000;
const missing = 'missing';

export class SettingsInForce {
  readonly #file: SettingsFile;
  readonly #clock: Clock;
  readonly #listeners = new Set<SettingsListener>();
  #values: SettingsValues;
  #following: AbortController | undefined;
  /** stamp of a file in doubt at the last look: broken or missing, it may be about to be written */
  #doubted: string | undefined;
  #toldBroken: string | undefined;

  /** Throws as `file.read` does. */
  constructor(file: SettingsFile, clock: Clock) {
    this.#file = file;
    this.#clock = clock;
    this.#values = file.read();
  }

  get values(): SettingsValues {
    return this.#values;
  }

  /** The file holds these values now. */
  put(values: SettingsValues): void {
    this.#doubted = undefined;
    this.#toldBroken = undefined;
    if (JSON.stringify(values) === JSON.stringify(this.#values)) return;
    this.#values = values;
    for (const { changed } of [...this.#listeners]) changed(values);
  }

  /** Gives what ends it. */
  onChange({ changed, broken }: SettingsListener): () => void {
    const listener = { changed, broken };
    this.#listeners.add(listener);
    if (!this.#following) {
      this.#following = new AbortController();
      void this.#follow(this.#following.signal);
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#following?.abort();
      this.#following = undefined;
    };
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const stirring = new Stirring(this.#clock);
    const unfollow = this.#file.follow(stirring.stirred);
    const longestMs = unfollow ? untoldMs : lookEveryMs;
    while (!signal.aborted) {
      this.#look();
      await stirring.sleep(lookEveryMs, () => undefined, signal, longestMs);
    }
    unfollow?.();
  }

  #look(): void {
    const { stamp, found } = this.#read();
    if ('values' in found && stamp !== missing) return this.put(found.values);
    const isSeenTwice = this.#doubted === stamp;
    this.#doubted = stamp;
    if (!isSeenTwice) return;
    if ('values' in found) return this.put(found.values);
    if (this.#toldBroken === stamp) return;
    this.#toldBroken = stamp;
    for (const { broken } of [...this.#listeners]) broken(found.error);
  }

  #read(): {
    readonly stamp: string;
    readonly found: { readonly values: SettingsValues } | { readonly error: KooError };
  } {
    let stamp = 'unreadable';
    try {
      stamp = this.#file.stamp() ?? missing;
      return { stamp, found: { values: this.#file.read() } };
    } catch (thrown) {
      return { stamp, found: { error: toKooError(thrown) } };
    }
  }
}
