/**
 * Opening a file of a user's for reading, and no link that has its name. On macOS no link on the way down from the folder
 * either, which the door cannot keep out there by itself; nobody has tried this on a Mac yet.
 */
import { constants } from 'node:fs';
import { open, realpath, type FileHandle } from 'node:fs/promises';
import type { LocalPath } from '../model/local-path.ts';
import { inFolder } from './in-folder.ts';

/** Of Darwin's fcntl.h: a link anywhere in the path is an error (ELOOP). Node has no word for it. */
const O_NOFOLLOW_ANY = 0x2000_0000;

type System = {
  readonly platform: NodeJS.Platform;
  open(path: string, flags: number): Promise<FileHandle>;
  realpath(path: string): Promise<string>;
};

const ofNode: System = { platform: process.platform, open, realpath };

/** Windows has no such flags, and replaces no file that is open. A pipe must not block. */
export const toRead = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** `here`: the path that the door gave for `at`. Links above `at.folder` are its owner's affair. Errors are node's own. */
export async function openToRead(at: LocalPath, here: string, system = ofNode): Promise<FileHandle> {
  if (system.platform !== 'darwin') return system.open(here, toRead);
  return system.open(inFolder(await system.realpath(at.folder), at.path), toRead | O_NOFOLLOW_ANY);
}
