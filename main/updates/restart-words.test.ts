import { expect, it } from 'vitest';
import { environmentToKeep, wordsToKeep } from './restart-words.ts';

it.each([
  [
    ['--no-sandbox', '--hidden', '--ozone-platform=wayland'],
    ['--no-sandbox', '--ozone-platform=wayland'],
  ],
  [['--no-sandbox', '--view-versions', '/a', '--b'], ['--no-sandbox']],
  [['--view-versions=/a'], []],
  [['--pause', '--force'], []],
  [['koosync://versions?path=/a'], []],
  [[], []],
])('of %j these are kept: %j', (words, kept) => {
  expect(wordsToKeep(words)).toEqual(kept);
});

it('the next life does not look into the mount of this one', () => {
  expect(
    environmentToKeep({
      APPIMAGE: '/home/ann/KooSync.AppImage',
      APPDIR: '/tmp/.mount_Koo1',
      ARGV0: './KooSync.AppImage',
      OWD: '/home/ann',
      PATH: '/tmp/.mount_Koo1:/tmp/.mount_Koo1/usr/sbin:/usr/bin:/tmp/.mount_Koo12/bin',
      LD_LIBRARY_PATH: '/tmp/.mount_Koo1/usr/lib:',
      HOME: '/home/ann',
      EMPTY: '',
    }),
  ).toEqual({ PATH: '/usr/bin:/tmp/.mount_Koo12/bin', HOME: '/home/ann', EMPTY: '' });
  expect(environmentToKeep({ PATH: '/usr/bin', APPDIR: '' })).toEqual({ PATH: '/usr/bin' });
});
