import { expect, test } from 'vitest';
import { versionOf } from './version.ts';

test.each([
  ['rclone', 'rclone v1.60.1-DEV\n- os/version: debian 12.11 (64 bit)\n', '1.60.1'],
  ['rclone', 'rclone v1.70.3\n', '1.70.3'],
  ['syncthing', 'syncthing v1.19.2-ds1 "Fermium Flea" (go1.19.8 linux-amd64) debian@debian\n', '1.19.2'],
  ['syncthing', 'rclone v1.60.1\n', undefined],
  ['rclone', '', undefined],
  ['rclone', 'a line before\nrclone v1.60.1\n', undefined],
])('%s in %j', (name, said, version) => {
  expect(versionOf(name, said)).toBe(version);
});
