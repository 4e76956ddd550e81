import path from 'node:path';
import { expect, it } from 'vitest';
import type { ElectronRuntime } from '../electron/runtime-types.ts';
import { configurationFor, isStandInVersion, versionFor } from './configuration.ts';

const pinned: ElectronRuntime = {
  executable: '/e/electron',
  version: '45.4.1',
  node: '24.0.0',
  origin: 'electron',
  sqlite: 'node',
};
const standIn: ElectronRuntime = { ...pinned, version: '33.2.1', origin: 'stand-in', sqlite: 'libsql' };

it('leaves a release as electron-builder.yml has it, but for its version', () => {
  expect(configurationFor({ runtime: pinned, version: '1.2.3', forTests: false })).toEqual({
    extends: 'electron-builder.yml',
    extraMetadata: { version: '1.2.3' },
    files: [],
  });
});

it('marks what is made of the stand-in: in the version, the names of files and of packages', () => {
  const version = versionFor('1.2.3', true);
  expect(version).toBe('1.2.3-standin');
  expect(versionFor(version, true)).toBe(version);
  expect(versionFor('1.2.3', false)).toBe('1.2.3');
  expect([version, '1.2.3'].map(isStandInVersion)).toEqual([true, false]);
  const config = configurationFor({ runtime: standIn, version, forTests: false });
  expect(config).toMatchObject({
    electronVersion: '33.2.1',
    extraMetadata: { version, main: 'out/main-libsql/index.js' },
    deb: { packageName: 'koosync-standin' },
    rpm: { packageName: 'koosync-standin' },
  });
  expect(config.artifactName).toContain('-standin');
});

it.each([
  ['the pinned Electron', pinned, 'main'],
  ['the stand-in', standIn, 'main-libsql'],
])('packs for tests with one fuse and one bundle of its own, on %s', (_name, runtime, bundle) => {
  const ships = configurationFor({ runtime, version: '1.2.3', forTests: false });
  const { files, electronFuses, directories, ...rest } = configurationFor({
    runtime,
    version: '1.2.3',
    forTests: true,
  });
  expect(rest).toEqual(Object.fromEntries(Object.entries(ships).filter(([key]) => key !== 'files')));
  expect(electronFuses).toEqual({ enableNodeCliInspectArguments: true });
  expect(directories).toEqual({ output: path.join('release', 'for-tests') });
  expect(files).toEqual([
    ...(ships.files as unknown[]),
    `!out/${bundle}/**`,
    {
      from: path.join('out', 'for-tests', bundle),
      to: path.join('out', bundle),
      filter: ['**', '!**/*.map'],
    },
  ]);
});
