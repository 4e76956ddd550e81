/** How this copy of the app came here, and so who brings it up to date: pure, from facts that place.ts finds. */
import type { NoUpdates } from '../../shared/updates.ts';
import type { UpdateBuild } from './build-config.ts';

export type InstallKind =
  | { readonly kind: 'appimage'; readonly file: string }
  | { readonly kind: 'deb' | 'nsis' | 'mac' }
  | { readonly kind: 'none'; readonly why: NoUpdates };

export type Place = {
  readonly platform: NodeJS.Platform;
  readonly isPackaged: boolean;
  readonly version: string;
  readonly build: UpdateBuild | undefined;
  /** where the AppImage lies that this process runs from; undefined: from none */
  readonly appImage: string | undefined;
  /** may a file be put beside the AppImage? */
  readonly appImageWritable: boolean;
  /** what electron-builder wrote into packages of a package manager: deb, rpm, pacman */
  readonly packageType: string | undefined;
  /** some repository that the system knows has this package, so it comes and goes with the others */
  readonly fromRepository: boolean;
  /** the user is root, or can be asked for a password */
  readonly mayInstallPackages: boolean;
  /** the uninstaller lies beside the app: it was installed, not unpacked */
  readonly hasUninstaller: boolean;
};

export function installKind(place: Place): InstallKind {
  const { platform, isPackaged, version, build } = place;
  if (!isPackaged) return none('unpacked');
  if (build === undefined) return none('no-feed');
  if (/-.*standin/u.test(version) && !build.standIn) return none('stand-in');
  if (platform === 'win32') return place.hasUninstaller ? { kind: 'nsis' } : none('unpacked');
  if (platform === 'darwin') return { kind: 'mac' };
  if (place.appImage !== undefined)
    return place.appImageWritable ? { kind: 'appimage', file: place.appImage } : none('read-only');
  switch (place.packageType) {
    case undefined:
      return none('unpacked');
    case 'deb':
      if (place.fromRepository) return none('package-manager');
      return place.mayInstallPackages ? { kind: 'deb' } : none('read-only');
    default:
      return none('package-manager');
  }
}

const none = (why: NoUpdates): InstallKind => ({ kind: 'none', why });

/**
 * Does `apt-cache policy PACKAGE` (in the C locale) name a place that the package comes from, beside what dpkg has
 * installed here? Sources stand as `500 http://...` below each version.
 */
export const namesRepository = (policy: string): boolean =>
  policy
    .split('\n')
    .some((line) => /^\s+-?\d+ \S/u.test(line) && !/^\s+-?\d+ \/var\/lib\/dpkg\/status/u.test(line));
