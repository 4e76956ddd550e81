/**
 * The user's home folder. An empty or relative one would put what belongs there into whatever folder a command is run
 * in, so it is refused.
 */
import { homedir, userInfo } from 'node:os';
import { isAbsolute } from 'node:path';
import { KooError } from '../model/errors.ts';

export type System = {
  readonly platform: NodeJS.Platform;
  /** as the system's list of users has it; throws where the user is not in it */
  readonly homeOfUser: () => string;
};

const thisSystem: System = {
  platform: process.platform,
  homeOfUser: () => (process.platform === 'win32' ? homedir() : userInfo().homedir),
};

/** Absolute: HOME, and where that is unset, what the system has for the user. Throws BAD_USAGE. */
export const userHome = (
  env: Readonly<Record<string, string | undefined>>,
  system: System = thisSystem,
): string => {
  const home = system.platform === 'win32' ? listedHome(system) : (env['HOME'] ?? listedHome(system));
  if (home !== undefined && isAbsolute(home)) return home;
  throw new KooError('BAD_USAGE', 'the home folder is not known', {
    detail: { values: { say: 'sentence.homeUnknown' } },
  });
};

/** A container may run as a user whom no list has. */
const listedHome = ({ homeOfUser }: System): string | undefined => {
  try {
    return homeOfUser();
  } catch {
    return undefined;
  }
};

/** The name that the user signs in to this computer with; undefined where no list has them. */
export const userName = (): string | undefined => {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
};
