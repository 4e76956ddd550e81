/** The machine wakes, or the network is back: what waits is due now, without waiting for the next try. */
import type { PowerMonitor } from 'electron';
import type { Clock } from '../lib/clock.ts';

export type ConnectionParts = {
  readonly powerMonitor: Pick<PowerMonitor, 'on' | 'off'>;
  /** Electron's net.isOnline: there is no event for it in the main process */
  readonly isOnline: () => boolean;
  readonly clock: Clock;
  readonly everyMs: number;
  readonly onBack: () => void;
};

/** Returns what ends the watching. */
export function watchConnection({
  powerMonitor,
  isOnline,
  clock,
  everyMs,
  onBack,
}: ConnectionParts): () => void {
  const ended = new AbortController();
  powerMonitor.on('resume', onBack);

  const look = async () => {
    let was = isOnline();
    while (!ended.signal.aborted) {
      await clock.sleep(everyMs, ended.signal);
      const is = isOnline();
      if (is && !was && !ended.signal.aborted) onBack();
      was = is;
    }
  };
  void look();

  return () => {
    ended.abort();
    powerMonitor.off('resume', onBack);
  };
}
