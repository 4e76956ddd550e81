/** The checks after packing find what they are for. */
import { describe, expect, it } from 'vitest';
import { budgetProblems } from './budgets.ts';
import { listProblems } from './contents.ts';
import { debProblems, readNeeds, rpmProblems } from './libraries.ts';
import { elsewhere, kindsOf, thisMachine } from './machine.ts';
import { isPermitted, noticeProblems, noticesText, productPackages, type Notice } from './notices.ts';
import { desktopEntryProblems } from './read-back.ts';

describe('libraries', () => {
  const needed = { libraries: ['libdrm.so.2', 'libnss3.so', 'libsmime3.so'], glibc: [2, 28] as const };

  it('are read from what readelf says', () => {
    expect(
      readNeeds(
        ' 0x01 (NEEDED)             Shared library: [libdrm.so.2]\n 0x0e (SONAME) Library soname: [x.so]\n',
        '  0x0010:   Name: GLIBC_2.28  Flags: none  Version: 5\n  0x0020:   Name: GLIBC_2.2.5  Flags: none\n',
      ),
    ).toEqual({
      libraries: ['libdrm.so.2'],
      glibc: [
        [2, 28],
        [2, 2],
      ],
    });
  });

  it('are asked for by a deb, each by its package, glibc by its version', () => {
    expect(debProblems(needed, ['libdrm2', 'libnss3', 'libc6 (>= 2.28)'])).toEqual([]);
    expect(debProblems(needed, ['libnss3', 'libc6 (>= 2.17)'])).toEqual([
      'The deb does not depend on libdrm2, for libdrm.so.2.',
      'The deb does not depend on libc6 (>= 2.28), whose symbols are used.',
    ]);
    expect(debProblems({ ...needed, libraries: ['libfrob.so.1'] }, ['libc6 (>= 2.28)'])).toHaveLength(1);
  });

  it('are asked for by an rpm by their own names', () => {
    const glibc = 'libc.so.6(GLIBC_2.28)(64bit)';
    const all = needed.libraries.map((name) => `${name}()(64bit)`);
    expect(rpmProblems(needed, [...all, glibc])).toEqual([]);
    expect(rpmProblems(needed, [...all.slice(1), glibc])).toEqual([
      'The rpm does not require libdrm.so.2()(64bit).',
    ]);
    expect(rpmProblems(needed, all)).toHaveLength(1);
  });
});

it('finds a file that nobody named, and one that is missing or there too often', () => {
  const entries = [
    { pattern: /^a$/u, count: [1, 1] as const },
    { pattern: /^b\d$/u, count: [1, 2] as const },
  ];
  expect(listProblems(['a', 'b1', 'b2'], entries, 'It')).toEqual([]);
  expect(listProblems(['a', 'b1', 'index.js.map'], entries, 'It')[0]).toContain('index.js.map');
  expect(listProblems(['b1'], entries, 'It')).toHaveLength(1);
  expect(listProblems(['a', 'b1', 'b2', 'b3'], entries, 'It')).toHaveLength(1);
});

it('has a budget for every kind of package, and finds what is over it', () => {
  for (const kind of [...Object.values(kindsOf).flat(), 'installed', 'app.asar'])
    expect(budgetProblems(kind, 1), kind).toEqual([]);
  expect(budgetProblems('deb', 130_000_001)).toEqual(['deb has 130.0 MB, more than its budget of 130.0 MB.']);
  expect(budgetProblems('frob', 1)).toHaveLength(1);
});

it('holds a .desktop file to the class of the window, the links, and the sandbox', () => {
  const entry = [
    '[Desktop Entry]',
    'Exec=AppRun %U',
    'Icon=koosync-desktop',
    'StartupWMClass=koosync',
    'MimeType=x-scheme-handler/koosync;',
  ].join('\n');
  expect(desktopEntryProblems(entry, 'AppRun %U', 'AppImage')).toEqual([]);
  expect(
    desktopEntryProblems(entry.replace('AppRun', 'AppRun --no-sandbox'), 'AppRun %U', 'AppImage'),
  ).toEqual(['In the AppImage, koosync.desktop has Exec=AppRun --no-sandbox %U instead of AppRun %U.']);
  expect(desktopEntryProblems(entry.replace('=koosync\n', '=KooSync\n'), 'AppRun %U', 'deb')).toHaveLength(1);
});

it('says which packages another machine has to make', () => {
  expect(thisMachine('linux', 'x64')).toEqual({ os: 'linux', arch: 'x64' });
  expect(thisMachine('darwin', 'arm64')).toEqual({ os: 'mac', arch: 'arm64' });
  expect(thisMachine('freebsd', 'x64')).toBeUndefined();
  expect(thisMachine('linux', 'ia32')).toBeUndefined();
  const starts = (os: 'linux' | 'mac', arch: 'x64' | 'arm64') =>
    elsewhere({ os, arch }).map((line) => line.split(' (')[0]);
  expect(starts('linux', 'x64')).toEqual(['Linux arm64', 'Windows x64', 'Windows arm64', 'macOS universal']);
  expect(starts('mac', 'arm64')).toEqual(['Linux x64', 'Linux arm64', 'Windows x64', 'Windows arm64']);
});

describe('notices', () => {
  const notice = (
    name: string,
    licence: string | undefined,
    texts: readonly string[] = ['words'],
  ): Notice => ({
    name,
    version: '1.0.0',
    licence,
    texts,
    author: 'Ann',
  });

  it('are of the packages that the lockfile counts as the product', () => {
    expect(
      productPackages({
        '': {},
        'node_modules/b': { version: '1' },
        'node_modules/a': { version: '1', optional: true },
        'node_modules/test': { version: '1', dev: true },
        'node_modules/both': { version: '1', devOptional: true },
      }),
    ).toEqual(['node_modules/a', 'node_modules/b']);
  });

  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0-or-later)', true],
    ['(MIT AND Zlib)', true],
    ['(MIT AND GPL-3.0-only)', false],
    ['AGPL-3.0', false],
    ['SEE LICENSE IN x', false],
  ])('permit %s: %s', (expression, permitted) => {
    expect(isPermitted(expression)).toBe(permitted);
    expect(noticeProblems([notice('one', expression)])).toHaveLength(permitted ? 0 : 1);
  });

  it('fail for a package that names no licence', () => {
    expect(noticeProblems([notice('one', undefined)])).toHaveLength(1);
  });

  it('hold every text, and the author where there is none', () => {
    const text = noticesText([notice('one', 'MIT', ['first', 'second']), notice('two', 'ISC', [])]);
    expect(text).toContain('one 1.0.0 (MIT)\n\nfirst\n\nsecond');
    expect(text).toContain('two 1.0.0 (ISC)\n\nNo text of the licence comes with it. By Ann.');
  });
});
