/**
 * Tells a listener the engine's status when it changes, and not more often than people can see: at once, then at most
 * every `everyMs`, always with the latest, never with the same twice.
 */
import type { EngineStatus } from '../../../shared/views.ts';
import type { Clock } from '../../lib/clock.ts';

export type StatusSource = {
  status(): Promise<EngineStatus>;
  on(event: 'status', listener: () => void): () => void;
};

export type StatusFeedOptions = {
  readonly source: StatusSource;
  readonly clock: Clock;
  readonly everyMs: number;
  readonly listener: (status: EngineStatus) => void;
  /** The status could not be read; the next change is another try. */
  readonly failed: (thrown: unknown) => void;
};

/** Returns what ends the feed; after that the listener is not called any more. */
export function feedStatus({ source, clock, everyMs, listener, failed }: StatusFeedOptions): () => void {
  const ended = new AbortController();
  let resting = false;
  let waiting = false;
  let told = '';

  const tell = async () => {
    const status = await source.status();
    const text = JSON.stringify(status);
    if (ended.signal.aborted || text === told) return;
    told = text;
    listener(status);
  };

  const changed = () => {
    if (ended.signal.aborted) return;
    if (resting) {
      waiting = true;
      return;
    }
    void tellThenRest();
  };

  // one after the other, so that an older status never follows a newer one
  const tellThenRest = async () => {
    resting = true;
    try {
      await tell();
    } catch (thrown) {
      failed(thrown);
    }
    await clock.sleep(everyMs, ended.signal);
    resting = false;
    if (!waiting) return;
    waiting = false;
    changed();
  };

  const off = source.on('status', changed);
  return () => {
    off();
    ended.abort();
  };
}
