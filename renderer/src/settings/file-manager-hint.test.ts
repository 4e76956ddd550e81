import { expect, it } from 'vitest';
import { hintOf, leadOf } from './file-manager-hint.ts';

it('entries that no longer fit are said before where they are shown', () => {
  expect(hintOf({ isStale: true, reach: 'everywhere' })).toBe('fileManagers.stale');
  expect(hintOf({ isStale: false, reach: 'everywhere' })).toBe('fileManagers.reachEverywhere');
  expect(hintOf({ isStale: false, reach: 'synced-folders' })).toBe('fileManagers.reachFolders');
});

it('a computer without a file manager that we know is told so', () => {
  expect(leadOf([])).toBe('fileManagers.none');
  expect(leadOf([{}])).toBe('fileManagers.lead');
});
