/** The one thing that is said of how everything stands: window, tray and command line take it from here. Pure. */
import type { EngineState, EngineStatus } from './views.ts';

export type Standing = {
  readonly kind: EngineState['kind'] | 'empty' | 'some-paused';
  /** of `syncing` and `problem`: items; of `some-paused`: folders; else 0 */
  readonly count: number;
};

export function standingOf({ state, pairs }: Pick<EngineStatus, 'state' | 'pairs'>): Standing {
  // where nothing is synced, nothing is up to date
  if (state.kind === 'idle' && pairs.length === 0) return { kind: 'empty', count: 0 };
  // nor is what was not looked through
  if (
    state.kind === 'idle' &&
    pairs.some(({ scanning, scanned, paused }) => !paused && (scanning || !scanned))
  )
    return { kind: 'syncing', count: 0 };
  const paused = pairs.filter((pair) => pair.paused).length;
  if (state.kind === 'idle' && paused > 0) return { kind: 'some-paused', count: paused };
  return { kind: state.kind, count: 'count' in state ? state.count : 0 };
}
