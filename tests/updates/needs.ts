/** What it takes to update a package that runs: `npm run test:updates`. */
import { spawnSync } from 'node:child_process';
import { missingFor } from '../../scripts/package/tools.ts';

export type Lack = { readonly what: string; readonly debian: string };

/** Nothing is installed into the machine itself: packages go into a copy of it that is thrown away. */
const mayLayer = (): boolean => {
  const line =
    'mount -t tmpfs none /mnt && mkdir /mnt/u /mnt/w /mnt/r && mount -t overlay none -o lowerdir=/,upperdir=/mnt/u,workdir=/mnt/w /mnt/r';
  return (
    spawnSync('unshare', ['-m', '--propagation', 'private', 'sh', '-c', line], { stdio: 'ignore' }).status ===
    0
  );
};

export const canInstall: boolean = process.getuid?.() === 0 && mayLayer();

/** What is missing here. */
export const lacking = (): readonly Lack[] => [
  ...[...missingFor('AppImage', true), ...missingFor('deb', true)].map(({ program, debian }) => ({
    what: program,
    debian,
  })),
  ...(canInstall ? [] : [{ what: 'root with overlay mounts, to install a deb in', debian: 'util-linux' }]),
];
