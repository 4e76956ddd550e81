/**
 * Does a program have a file open for writing? Linux tells it of the programs of one user (proc(5): what /proc/PID/fd leads to,
 * and the flags and the inode in /proc/PID/fdinfo). It takes a while where many files are open, so a thread of its own asks
 * (read-content.worker.ts).
 */
import { lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { fsCodeOf, fsFailureOf } from '../lib/fs-errors.ts';
import type { LocalPath } from '../model/local-path.ts';
import { nameOf, parentOf } from '../model/relative-path.ts';
import type { Door } from './door.ts';
import { driveOf } from './drive.ts';
import { inFolder } from './in-folder.ts';

/** What is read of the system; each throws where it cannot be. */
export type ProcessReads = {
  names(path: string): readonly string[];
  link(path: string): string;
  text(path: string): string;
  owner(path: string): number;
};

export const systemReads: ProcessReads = {
  names: (path) => readdirSync(path),
  link: (path) => readlinkSync(path),
  text: (path) => readFileSync(path, 'utf8'),
  owner: (path) => statSync(path).uid,
};

/** The namespace of processes in which all others lie (PROC_PID_INIT_INO in Linux): from within another one not all are seen. */
export const allProcesses = 'pid:[4026531836]';

/** A container on an overlay shows other inodes there than a look at the file does, so that the name counts as well. */
type Wanted = { readonly inode: string; readonly name: string };

/**
 * Has any process of `user` a file with this inode, or with this name, open for writing? Undefined: it cannot be told, for there
 * is no /proc, or not all processes are to be seen in it. Of one that has more rights than we have the system tells nothing, whoever
 * its user is: those are parts of the system, and no program that saves documents.
 */
export function hasOpenWriter(
  wanted: Wanted,
  user: number,
  reads: ProcessReads = systemReads,
): boolean | undefined {
  try {
    if (reads.link('/proc/self/ns/pid') !== allProcesses) return undefined;
    return reads
      .names('/proc')
      .filter((name) => /^\d+$/.test(name))
      .some((pid) => isWriter(`/proc/${pid}`, wanted, user, reads));
  } catch {
    return undefined;
  }
}

function isWriter(process: string, wanted: Wanted, user: number, reads: ProcessReads): boolean {
  const found = unlessHidden(() => {
    // the system's administrator sees, and may be, everybody
    if (user !== 0 && reads.owner(process) !== user) return [];
    return reads.names(`${process}/fd`);
  });
  return (found ?? []).some((fd) => unlessHidden(() => isOpenAt(process, fd, wanted, reads)) === true);
}

function isOpenAt(process: string, fd: string, { inode, name }: Wanted, reads: ProcessReads): boolean {
  const path = reads.link(`${process}/fd/${fd}`);
  // pipes, sockets and devices are most of what is open
  if (!path.startsWith('/') || path.startsWith('/dev/') || path.startsWith('/proc/')) return false;
  const info = reads.text(`${process}/fdinfo/${fd}`);
  const isFor = Number.parseInt(/^flags:\s*([0-7]+)/m.exec(info)?.[1] ?? '2', 8) & 3;
  if (isFor === 0) return false;
  return basename(path) === name || /^ino:\s*(\d+)/m.exec(info)?.[1] === inode;
}

/** Processes end and files are closed while we look, and what is the system's own is not told. */
function unlessHidden<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (thrown) {
    const failure = fsFailureOf(thrown);
    if (failure === 'absent' || failure === 'denied' || fsCodeOf(thrown) === 'ESRCH') return undefined;
    throw thrown;
  }
}

/**
 * The same of the file that stands at a path, through the door. Undefined too where that is another file than the one with this
 * inode, where it is another user's, whose programs we may not see, and on a drive that other machines write to.
 */
export async function isOpenForWriting(
  door: Door,
  at: LocalPath,
  inode: string,
  reads?: ProcessReads,
): Promise<boolean | undefined> {
  const user = process.geteuid?.();
  if (process.platform !== 'linux' || user === undefined) return undefined;
  try {
    const found = await door.entry(at, 'look', (here) => Promise.resolve(lstatSync(here, { bigint: true })));
    const isOwn = user === 0 || Number(found.uid) === user;
    if (!found.isFile() || `${found.ino}` !== inode || !isOwn) return undefined;
    const drive = await driveOf(inFolder(at.folder, parentOf(at.path) ?? ''));
    if (drive === undefined || drive.isShared) return undefined;
    return hasOpenWriter({ inode, name: nameOf(at.path) }, user, reads);
  } catch {
    return undefined;
  }
}
