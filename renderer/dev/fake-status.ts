/** The engine's status in each state that the dev page can show. */
import type { Language } from '../../shared/strings/index.ts';
import type { EngineStatus } from '../../shared/views.ts';
import { idleStatus, heldStatus, problemStatus, syncingStatus } from './samples.ts';

export function statusOf(state: string, now: number, language: Language): EngineStatus {
  const idle = idleStatus(now);
  const waiting = { ...idle, pairs: idle.pairs.map((pair, i) => ({ ...pair, pending: i === 0 ? 12 : 0 })) };
  switch (state) {
    case 'syncing':
      return syncingStatus(now);
    case 'present':
      return { ...waiting, state: { kind: 'syncing', count: 12 } };
    case 'problem':
      return problemStatus(now, language, false);
    case 'problems':
      return problemStatus(now, language, true);
    case 'paused':
      return { ...waiting, state: { kind: 'paused' }, allPaused: true };
    case 'some-paused':
      return {
        ...waiting,
        pairs: waiting.pairs.map((pair, i) => ({ ...pair, paused: i === 0 })),
        state: { kind: 'idle' },
      };
    case 'restarting':
      return { ...waiting, state: { kind: 'restarting' } };
    case 'offline':
      return { ...waiting, state: { kind: 'offline' } };
    case 'expired':
      return { ...waiting, state: { kind: 'sign-in' } };
    case 'sign-in':
      return { state: { kind: 'sign-in' }, allPaused: false, pairs: [], recent: [] };
    case 'held':
      return heldStatus(now, language);
    case 'empty':
    case 'no-spaces':
      return { state: { kind: 'idle' }, allPaused: false, pairs: [], recent: [] };
    default:
      return idle;
  }
}
