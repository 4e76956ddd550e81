import { expect, it } from 'vitest';
import { readUpdateBuild } from './build-config.ts';
import { usualTiming } from './machine.ts';
import { installKind, namesRepository, type Place } from './install-kind.ts';

const build = { feed: 'https://a.b/c', keys: { 'koosync-1': 'x' }, standIn: false, timing: usualTiming };
const place: Place = {
  platform: 'linux',
  isPackaged: true,
  version: '1.0.0',
  build,
  appImage: undefined,
  appImageWritable: false,
  packageType: undefined,
  fromRepository: false,
  mayInstallPackages: true,
  hasUninstaller: false,
};
const appImage = '/home/ann/KooSync.AppImage';

it.each<[string, Partial<Place>, unknown]>([
  ['a checkout', { isPackaged: false, appImage }, { kind: 'none', why: 'unpacked' }],
  ['a build without a key', { build: undefined, packageType: 'deb' }, { kind: 'none', why: 'no-feed' }],
  ['the stand-in', { version: '1.0.0-standin', packageType: 'deb' }, { kind: 'none', why: 'stand-in' }],
  [
    'a beta of the stand-in',
    { version: '1.0.0-beta.1.standin', packageType: 'deb' },
    { kind: 'none', why: 'stand-in' },
  ],
  [
    'the stand-in of a test',
    { version: '1.0.0-standin', packageType: 'deb', build: { ...build, standIn: true } },
    { kind: 'deb' },
  ],
  ['an AppImage', { appImage, appImageWritable: true }, { kind: 'appimage', file: appImage }],
  ['an AppImage of another user', { appImage }, { kind: 'none', why: 'read-only' }],
  ['a deb that was fetched by hand', { packageType: 'deb' }, { kind: 'deb' }],
  [
    'a deb of a repository',
    { packageType: 'deb', fromRepository: true },
    { kind: 'none', why: 'package-manager' },
  ],
  [
    'a deb where nobody can be asked for a password',
    { packageType: 'deb', mayInstallPackages: false },
    { kind: 'none', why: 'read-only' },
  ],
  ['an rpm', { packageType: 'rpm' }, { kind: 'none', why: 'package-manager' }],
  ['a folder out of a tar.gz', {}, { kind: 'none', why: 'unpacked' }],
  ['Windows', { platform: 'win32', hasUninstaller: true }, { kind: 'nsis' }],
  ['a folder out of a zip on Windows', { platform: 'win32' }, { kind: 'none', why: 'unpacked' }],
  ['macOS', { platform: 'darwin' }, { kind: 'mac' }],
])('%s', (_, facts, expected) => {
  expect(installKind({ ...place, ...facts })).toEqual(expected);
});

const policy = (...sources: readonly string[]) =>
  [
    'koosync:',
    '  Installed: 1.0.0',
    '  Candidate: 1.0.0',
    '  Version table:',
    ' *** 1.0.0 100',
    ...sources,
    '',
  ].join('\n');

it.each([
  ['installed by hand', policy('        100 /var/lib/dpkg/status'), false],
  [
    'of a repository',
    policy('        500 https://a.b/debian stable/main amd64 Packages', '        100 /var/lib/dpkg/status'),
    true,
  ],
  [
    'of a repository that is held back',
    policy('         -1 file:/srv/apt ./ Packages', '        100 /var/lib/dpkg/status'),
    true,
  ],
  ['not known', '', false],
])('a package that is %s', (_, said, expected) => {
  expect(namesRepository(said)).toBe(expected);
});

const packageJson = (updates: unknown) => JSON.stringify({ name: 'koosync', updates });

it('the build says where the feed is and who signs it', () => {
  const said = { feed: 'https://a.b/c', keys: { k: 'x' }, timing: { everyMs: 5 } };
  expect(readUpdateBuild(packageJson(said))).toEqual({
    feed: said.feed,
    keys: said.keys,
    standIn: false,
    timing: { ...usualTiming, everyMs: 5 },
  });
  expect(readUpdateBuild(packageJson({ feed: 'http://127.0.0.1:81/', keys: { k: 'x' } }))).toBeDefined();
});

it.each([
  ['says nothing', '{}'],
  ['is no JSON', '{'],
  ['is nothing', 'null'],
  ['knows no key', packageJson({ feed: 'https://a.b/c', keys: {} })],
  ['would ask over an open line', packageJson({ feed: 'http://a.b/c', keys: { k: 'x' } })],
  ['names a file', packageJson({ feed: 'file:///tmp', keys: { k: 'x' } })],
])('a build that %s takes no updates', (_, text) => {
  expect(readUpdateBuild(text)).toBeUndefined();
});
