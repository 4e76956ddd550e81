/** What the dev page tells of new versions, by the word in its address. */
import type { UpdatesView } from '../../shared/updates.ts';

export const newVersion = '1.5.0';
const minute = 60_000;

export function updatesOf(word: string, now: number): UpdatesView {
  const view: UpdatesView = {
    current: '1.4.2',
    phase: { kind: 'idle' },
    checking: false,
    checkedAt: now - 12 * minute,
    asksPassword: false,
  };
  const version = newVersion;
  const retried = { at: now - 3 * minute, retryAt: now + 7 * minute };
  switch (word) {
    case 'unknown':
      return { ...view, checkedAt: undefined };
    case 'available':
      return { ...view, phase: { kind: 'available', version } };
    case 'downloading':
      return { ...view, phase: { kind: 'downloading', version, percent: 42 } };
    case 'ready':
      return { ...view, phase: { kind: 'ready', version }, asksPassword: true };
    case 'finishing':
      return { ...view, phase: { kind: 'finishing', version } };
    case 'down':
      return { ...view, problem: { kind: 'feed-down', ...retried } };
    case 'unsigned':
      return { ...view, problem: { kind: 'unsigned', ...retried } };
    case 'failed':
      return { ...view, phase: { kind: 'ready', version }, problem: { kind: 'declined', at: now } };
    case 'none':
      return { ...view, phase: { kind: 'none', why: 'package-manager' }, checkedAt: undefined };
    default:
      return { ...view, updatedFrom: '1.4.1' };
  }
}
