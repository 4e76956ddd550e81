/** What the system knows of how this copy of the app came here: the facts that install-kind.ts decides by. */
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { UpdateBuild } from './build-config.ts';
import { namesRepository, type Place } from './install-kind.ts';
import type { Run } from './install-deb.ts';

export type PlaceParts = {
  readonly platform: NodeJS.Platform;
  /** where the AppImage lies that this process runs from; undefined: from none */
  readonly appImage: string | undefined;
  readonly isPackaged: boolean;
  readonly version: string;
  readonly build: UpdateBuild | undefined;
  /** the running executable */
  readonly executable: string;
  readonly isRoot: boolean;
  /** the app's resources */
  readonly resources: string;
  readonly run: Run;
};

/** Never throws: what cannot be found out is taken for no. */
export async function findPlace(parts: PlaceParts): Promise<Place> {
  const { platform, appImage, executable, resources, run } = parts;
  const packageType = platform === 'linux' ? readWord(join(resources, 'package-type')) : undefined;
  return {
    platform,
    isPackaged: parts.isPackaged,
    version: parts.version,
    build: parts.build,
    appImage,
    appImageWritable: appImage !== undefined && isWritable(appImage) && isWritable(dirname(appImage)),
    packageType,
    fromRepository: packageType === 'deb' && (await hasRepository(executable, run)),
    mayInstallPackages:
      packageType === 'deb' && (parts.isRoot || (await run('pkexec', ['--version'])).status === 0),
    hasUninstaller: existsSync(join(dirname(executable), 'Uninstall KooSync.exe')),
  };
}

function readWord(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

async function hasRepository(executable: string, run: Run): Promise<boolean> {
  // "koosync: /opt/KooSync/koosync-desktop"
  const owner = await run('dpkg-query', ['--search', executable]);
  const name = /^([a-z0-9][a-z0-9+.:-]*): /u.exec(owner.output)?.[1];
  if (owner.status !== 0 || name === undefined) return false;
  return namesRepository((await run('apt-cache', ['policy', name])).output);
}
