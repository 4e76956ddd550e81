/**
 * node scripts/windows/installer/pack.ts KEYTAR ELECTRON INTO: packs the app for Windows x64 and makes its installer with our
 * electron-builder.yml. A process of its own, for electron-builder is told by variables which tools to take
 * (scripts/windows/installer/make.ts sets them). KEYTAR is its binary for Windows, ELECTRON a folder that stands in for
 * Electron's, INTO where all that is made goes.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Arch, build, Platform, type Configuration } from 'electron-builder';
import { configurationFor } from '../../package/configuration.ts';
import { stagePackage } from '../../package/stage.ts';
import { repo } from '../../setup/project-node.mjs';

const [keytar = '', electron = '', output = ''] = process.argv.slice(2);
process.chdir(repo);
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const electronVersion = readFileSync(`${electron}/version`, 'utf8').trim();
await stagePackage({
  machine: { os: 'win', arch: 'x64' },
  version,
  electron: electronVersion,
  standIn: false,
  keytar: path.join(keytar, 'keytar.node'),
});
const runtime = {
  executable: `${electron}/electron.exe`,
  version: electronVersion,
  node: process.versions.node,
  origin: 'electron',
  sqlite: 'node',
} as const;
const config: Configuration = {
  ...configurationFor({ runtime, version, forTests: false }),
  electronDist: electron,
  electronVersion,
  directories: { output },
  files: [
    '!node_modules/keytar/build',
    { from: keytar, to: 'node_modules/keytar/build/Release', filter: ['keytar.node'] },
  ],
};
const targets = Platform.WINDOWS.createTarget('nsis', Arch.x64);
for (const file of await build({ projectDir: repo, publish: 'never', config, targets })) console.log(file);
