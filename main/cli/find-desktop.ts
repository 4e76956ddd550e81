/** Where is the app? Named in KOOSYNC_DESKTOP, else in the package that this command line is a part of, else on PATH. */
import { access, constants, stat } from 'node:fs/promises';
import { basename, delimiter, isAbsolute, join, resolve } from 'node:path';
import type { Environment } from '../account/environment.ts';
import { CliError } from './cli-error.ts';

/** Absolute path of the executable. Throws CliError cliError.noDesktop. */
export const findDesktop = async (options: {
  readonly env: Environment;
  /** folder of the CLI's own file */
  readonly from: string;
  readonly platform: NodeJS.Platform;
}): Promise<string> => {
  const { env, from, platform } = options;
  const named = env['KOOSYNC_DESKTOP'];
  const candidates =
    named !== undefined && named !== ''
      ? [named]
      : [...inOwnPackage(from, platform), ...onPath(env['PATH'] ?? env['Path'] ?? '', platform)];
  for (const path of candidates) if (isAbsolute(path) && (await isExecutable(path))) return path;
  throw new CliError('cliError.noDesktop');
};

const nameOn = (platform: NodeJS.Platform): string =>
  platform === 'win32' ? 'koosync-desktop.exe' : 'koosync-desktop';

/**
 * As electron-builder lays a package out: resources/app.asar.unpacked/out/cli, with the executable beside resources/, or in
 * a bundle of macOS in Contents/MacOS. Anywhere else the folders above are not our own.
 */
const inOwnPackage = (from: string, platform: NodeJS.Platform): string[] => {
  const unpacked = resolve(from, '..', '..');
  const resources = resolve(unpacked, '..');
  if (basename(unpacked) !== 'app.asar.unpacked' || basename(resources).toLowerCase() !== 'resources')
    return [];
  return [
    platform === 'darwin'
      ? join(resources, '..', 'MacOS', 'KooSync')
      : join(resources, '..', nameOn(platform)),
  ];
};

/** An entry of PATH that is not absolute stands for the working folder, in which a stranger may write. */
const onPath = (path: string, platform: NodeJS.Platform): string[] =>
  path.split(delimiter).map((folder) => join(folder, nameOn(platform)));

const isExecutable = async (path: string): Promise<boolean> => {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
};
