/** What starts this app anew: for entries that the system keeps and follows later. */
import { realpathSync } from 'node:fs';
import { sep } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

export type OwnProgram = {
  /** absolute path */
  readonly executable: string;
  /** before ours: the app itself, where the executable is an Electron that is given one */
  readonly args: readonly string[];
};

/** `executable` is the running one, `app` the folder that it was given, undefined where it is packaged. */
export function ownProgram(given: {
  readonly env: Environment;
  readonly executable: string;
  readonly app: string | undefined;
}): OwnProgram {
  return {
    executable: imageOf(given.env, given.executable) ?? given.executable,
    args: given.app === undefined ? [] : [given.app],
  };
}

/**
 * An AppImage runs from a mount that is another one each time; $APPIMAGE is where it really lies. A program that an
 * AppImage starts inherits its $APPIMAGE: it is ours only when we run from the mount that $APPDIR names.
 */
export function imageOf(env: Environment, executable: string): string | undefined {
  const { APPIMAGE: image, APPDIR: mount } = env;
  if (image?.startsWith('/') !== true || mount?.startsWith('/') !== true) return undefined;
  return `${real(executable)}${sep}`.startsWith(`${real(mount)}${sep}`) ? image : undefined;
}

/** As it is, where it cannot be followed. */
const real = (path: string): string => {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
};
