/** Where another program is: on PATH, or where `npm run bench:peers` put it. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { versionOf } from './version.ts';

export type PeerName = 'rclone' | 'syncthing';

export type Peer = { readonly executable: string; readonly version: string };

/** Packages are unpacked here. */
export const peersFolder = join(import.meta.dirname, '..', '..', '.cache', 'peers');

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** undefined: it is not here, or it does not tell its version as we know it. */
export function findPeer(name: PeerName): Peer | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), join(peersFolder, 'usr', 'bin')];
  for (const folder of folders) {
    const executable = join(folder, name);
    if (folder === '' || !isExecutable(executable)) continue;
    // one without a version flag of its own is another program of that name
    const said = execFileSync(executable, [name === 'rclone' ? 'version' : '--version'], {
      encoding: 'utf8',
    });
    const version = versionOf(name, said);
    if (version !== undefined) return { executable, version };
  }
  return undefined;
}
