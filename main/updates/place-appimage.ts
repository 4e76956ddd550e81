/**
 * Puts a new AppImage where the old one lies. electron-updater takes the old one away first and moves the new one there
 * then: a full disk in between leaves the user without the app. Here the new one is written beside the old one, checked,
 * and takes its place by one rename.
 */
import { realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { copyVerified } from './verified-copy.ts';

export type NewAppImage = {
  /** what was fetched */
  readonly file: string;
  /** base64, as the feed says it */
  readonly sha512: string;
};

/** A name with a version in it would say a wrong one from now on. */
export const nameAfterUpdate = (current: string, fetched: string): string =>
  /\d+\.\d+\.\d+/u.test(basename(current)) ? join(dirname(current), basename(fetched)) : current;

/**
 * `current` is the AppImage that runs. Gives the path of the new one, which may have another name. Throws UpdateFailure
 * 'corrupt', or what node:fs throws; the old one stands as it was then.
 */
export async function placeAppImage(current: string, { file, sha512 }: NewAppImage): Promise<string> {
  const old = await realpath(current);
  const target = nameAfterUpdate(old, file);
  const beside = join(dirname(old), `.${basename(target)}.koosync-update`);
  // who may run the old one may run the new one
  const { mode } = await stat(old);
  await copyVerified(file, beside, sha512, (mode & 0o777) | 0o100);
  try {
    await rename(beside, target);
  } catch (thrown) {
    await rm(beside, { force: true });
    throw thrown;
  }
  // the new one is in place: an old one that cannot be taken away is no reason to fail
  if (target !== old) await rm(old, { force: true }).catch(() => undefined);
  return target;
}
