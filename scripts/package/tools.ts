/**
 * electron-builder fetches every tool from one host. Where that host is out of reach these take the tools' place, for
 * packages of the stand-in Electron alone: Debian's 7za, mksquashfs, dpkg-deb and rpmbuild, and what lies in stand-ins/.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, open, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { repo } from '../setup/project-node.mjs';

/** A program of the system that a kind of package needs. */
export type Need = { readonly program: string; readonly debian: string };

const needs = {
  deb: [{ program: 'dpkg-deb', debian: 'dpkg' }],
  rpm: [{ program: 'rpmbuild', debian: 'rpm' }],
  AppImage: [
    { program: 'mksquashfs', debian: 'squashfs-tools' },
    { program: 'desktop-file-validate', debian: 'desktop-file-utils' },
    { program: 'gcc', debian: 'gcc' },
  ],
  'tar.gz': [{ program: '7za', debian: 'p7zip-full' }],
  zip: [{ program: '7za', debian: 'p7zip-full' }],
} as const satisfies Record<string, readonly Need[]>;

/** Absolute path of a program on PATH. */
const programPath = (name: string): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, name))
    .find((file) => existsSync(file));

/** What packages of deb and rpm are read back with, whoever made them. */
const readers: Readonly<Record<string, readonly Need[]>> = {
  deb: [
    { program: 'dpkg-deb', debian: 'dpkg' },
    { program: 'readelf', debian: 'binutils' },
  ],
  rpm: [
    { program: 'rpm', debian: 'rpm' },
    { program: 'readelf', debian: 'binutils' },
  ],
  AppImage: [{ program: 'unsquashfs', debian: 'squashfs-tools' }],
};

/** What is missing here for packages of a kind; on the stand-in Electron they are made with programs of the system. */
export const missingFor = (kind: string, standIn: boolean): readonly Need[] => {
  const makers: Readonly<Record<string, readonly Need[]>> = standIn ? needs : {};
  return [...(makers[kind] ?? []), ...(readers[kind] ?? [])].filter(
    ({ program }, index, all) =>
      programPath(program) === undefined && all.findIndex((one) => one.program === program) === index,
  );
};

const tools = path.join(repo, 'out', 'package-tools');
const ours = path.join(import.meta.dirname, 'stand-ins');

const shellWord = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

const script = async (file: string, line: string): Promise<void> => {
  await writeFile(file, `#!/bin/sh\n${line}\n`);
  await chmod(file, 0o755);
};

/** electron-builder's folder of AppImage tools, of Debian's programs and our own runtime. */
const appImageTools = async (fast: boolean): Promise<string> => {
  const folder = path.join(tools, 'appimage');
  await mkdir(path.join(folder, 'runtimes'), { recursive: true });
  await mkdir(path.join(folder, 'lib', 'x64'), { recursive: true });
  const mksquashfs = shellWord(programPath('mksquashfs') ?? 'mksquashfs');
  const level = fast ? ' -Xcompression-level 3' : '';
  await script(path.join(folder, 'mksquashfs'), `exec ${mksquashfs} "$@"${level}`);
  await symlink(programPath('desktop-file-validate') ?? '', path.join(folder, 'desktop-file-validate'));
  const runtime = path.join(folder, 'runtimes', 'runtime-x64');
  const source = path.join(ours, 'appimage-runtime.c');
  const { status, stderr } = spawnSync('gcc', ['-Os', '-static', '-s', '-o', runtime, source], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The runtime of the AppImage could not be compiled: ${stderr}`);
  // what makes a file an AppImage of the second kind, for those who look: "AI" and 2 in the head of the ELF file
  const file = await open(runtime, 'r+');
  await file.write(Buffer.from([0x41, 0x49, 0x02]), 0, 3, 8);
  await file.close();
  return folder;
};

/** Makes them for the kinds and sets the variables that electron-builder reads; what is set already stays. */
export const useStandIns = async (kinds: readonly string[], fast: boolean): Promise<void> => {
  await rm(tools, { recursive: true, force: true });
  await mkdir(tools, { recursive: true });
  const fpm = path.join(tools, 'fpm');
  await script(fpm, `exec ${shellWord(process.execPath)} ${shellWord(path.join(ours, 'fpm.ts'))} "$@"`);
  process.env['CUSTOM_FPM_PATH'] ??= fpm;
  const seven = programPath('7za');
  if (seven !== undefined) process.env['ELECTRON_BUILDER_7ZIP_PATH'] ??= seven;
  if (kinds.includes('AppImage')) process.env['APPIMAGE_TOOLS_PATH'] ??= await appImageTools(fast);
};
