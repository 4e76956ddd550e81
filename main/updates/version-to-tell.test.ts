import { expect, it } from 'vitest';
import type { UpdatesView } from '../../shared/updates.ts';
import { versionToTell } from './version-to-tell.ts';

const version = '1.5.0';

it.each<[string, UpdatesView['phase'], boolean, string, string | undefined]>([
  ['that there is one', { kind: 'available', version }, false, '', version],
  ['once', { kind: 'available', version }, false, version, undefined],
  ['of each', { kind: 'available', version }, false, '1.4.9', version],
  ['that one waits for a password', { kind: 'ready', version }, true, '', version],
  ['of none that installs itself', { kind: 'ready', version }, false, '', undefined],
  ['of none that is being fetched', { kind: 'downloading', version, percent: 5 }, false, '', undefined],
  ['of none where there is none', { kind: 'idle' }, true, '', undefined],
])("'notification.newVersion' tells %s", (_what, phase, asksPassword, told, expected) => {
  expect(versionToTell({ phase, asksPassword }, told)).toBe(expected);
});
