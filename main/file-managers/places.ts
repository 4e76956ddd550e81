/** Where file managers look for what users add to them: the XDG base directories on Linux, the library on macOS. */
import { delimiter, isAbsolute, join } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

export type Places = {
  readonly platform: NodeJS.Platform;
  /** the user's home, absolute */
  readonly home: string;
  readonly config: string;
  readonly data: string;
  /** the folders of the system's own configuration, first one first */
  readonly systemConfig: readonly string[];
  /** where programs are looked for */
  readonly programs: readonly string[];
  /** where programs keep what extends them */
  readonly libraries: readonly string[];
  /** the state folder of KooSync, absolute */
  readonly state: string;
  /** it is not where KooSync would look for it by itself: whoever starts the app has to name it */
  readonly isStateNamed: boolean;
};

export type PlacesInput = Pick<Places, 'platform' | 'home' | 'state'> & { readonly env: Environment };

export function placesOf({ platform, home, state, env }: PlacesInput): Places {
  // the base directory specification: a relative one is to be ignored
  const base = (name: string, otherwise: string) => {
    const named = env[name];
    return named !== undefined && isAbsolute(named) ? named : join(home, otherwise);
  };
  const list = (name: string, otherwise: string) =>
    (env[name] || otherwise).split(delimiter).filter((folder) => isAbsolute(folder));
  return {
    platform,
    home,
    state,
    config: base('XDG_CONFIG_HOME', '.config'),
    data: base('XDG_DATA_HOME', join('.local', 'share')),
    systemConfig: list('XDG_CONFIG_DIRS', '/etc/xdg'),
    libraries: ['/usr/lib', '/usr/lib64', '/usr/local/lib'],
    programs: list('PATH', '/usr/local/bin:/usr/bin:/bin'),
    isStateNamed: (env['KOOSYNC_HOME'] ?? '') !== '',
  };
}

/** What every entry is started by (launcher.ts); in the state folder, so that the entries stay when the app moves. */
export const ownFolder = (places: Pick<Places, 'state'>): string => join(places.state, 'file-managers');
export const launcherFile = (places: Pick<Places, 'state'>): string => join(ownFolder(places), 'open');
/** says whether paths are in synced folders */
export const insideFile = (places: Pick<Places, 'state'>): string => join(ownFolder(places), 'inside');
/** what is started, for who has to know whether it is still there */
export const programFile = (places: Pick<Places, 'state'>): string => join(ownFolder(places), 'program.json');
