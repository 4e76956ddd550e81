/** Where is the app? Named in KOOSYNC_DESKTOP, else around the CLI in an installed app, else on PATH. */
import { access, constants, stat } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import type { Environment } from '../account/environment.ts';
import { absolutePath } from '../lib/working-folder.ts';
import { CliError } from './cli-error.ts';

/** In an installed app the CLI lies some folders below the executable (resources/app.asar.unpacked/out/cli). */
const foldersUp = 6;

/** Absolute path of the executable. Throws CliError cliError.noDesktop. */
export const findDesktop = async (options: {
  readonly env: Environment;
  readonly cwd: string | undefined;
  /** folder of the CLI's own file */
  readonly from: string;
  readonly platform: NodeJS.Platform;
}): Promise<string> => {
  const { env, platform } = options;
  const name = platform === 'win32' ? 'koosync-desktop.exe' : 'koosync-desktop';
  const named = env['KOOSYNC_DESKTOP'];
  if (named !== undefined && named !== '') {
    const path = absolutePath(options.cwd, named);
    if (await isExecutable(path)) return path;
    throw new CliError('cliError.noDesktop');
  }
  const candidates: string[] = [];
  let folder = options.from;
  for (let n = 0; n < foldersUp; n += 1) {
    candidates.push(join(folder, name));
    // in a macOS bundle: Contents/Resources/... and Contents/MacOS/koosync-desktop
    if (platform === 'darwin') candidates.push(join(folder, 'MacOS', name));
    folder = dirname(folder);
  }
  for (const entry of (env['PATH'] ?? env['Path'] ?? '').split(delimiter))
    if (entry !== '') candidates.push(join(entry, name));
  for (const path of candidates) if (await isExecutable(path)) return path;
  throw new CliError('cliError.noDesktop');
};

const isExecutable = async (path: string): Promise<boolean> => {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
};
