/**
 * An app that starts with the session may be there before the panel. Chromium asks for a place in the tray once, and where
 * nobody has one it takes an icon of the old kind, which most panels do not show: so it is asked again when a panel comes.
 */
import type { Clock } from '../../lib/clock.ts';

const lookEveryMs = 3_000;
/** A panel that has not come by then is started by hand, and opening KooSync once more helps. */
const lookForMs = 3 * 60_000;

/** Calls `come` once, when there is a host that was not there at first. Returns what ends the looking. */
export function whenHostComes(parts: {
  readonly hasHost: () => Promise<boolean>;
  readonly clock: Clock;
  readonly come: () => void;
}): () => void {
  const { hasHost, clock, come } = parts;
  const ended = new AbortController();
  const look = async () => {
    const until = clock.elapsed() + lookForMs;
    if (await hasHost()) return;
    while (!ended.signal.aborted && clock.elapsed() < until) {
      await clock.sleep(lookEveryMs, ended.signal);
      if (ended.signal.aborted || !(await hasHost())) continue;
      if (!ended.signal.aborted) come();
      return;
    }
  };
  void look();
  return () => {
    ended.abort();
  };
}
