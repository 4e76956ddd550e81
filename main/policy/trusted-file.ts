/**
 * Reads a file that an administrator alone can have written: it, every folder above it and every link on the way belong to
 * root, and nobody else may write them. So a user cannot lift a policy, and another user cannot plant one.
 */
import { constants } from 'node:fs';
import { lstat, open, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fsCodeOf } from '../lib/fs-errors.ts';
import type { PolicyReading } from './reading.ts';
import { noPolicy } from './reading.ts';

/** Uids that may own what leads to a policy; 'any': the system has no such owners, and the place itself is protected. */
export type Owners = ReadonlySet<number> | 'any';

const writableByOthers = 0o022;
const sticky = 0o1000;
/** More than this is no policy, bytes. */
const longest = 1024 * 1024;

/** The bytes of the file; or why there are none. Never throws. */
export async function readTrusted(path: string, owners: Owners): Promise<Buffer | PolicyReading> {
  try {
    await lstat(path);
    const real = await realpath(path);
    const at = owners === 'any' ? undefined : await firstUntrusted([...above(path), ...above(real)], owners);
    if (at !== undefined) return { kind: 'unusable', path, why: 'untrusted', at };
    return await bytesOf(path, real, owners);
  } catch (thrown) {
    const system = fsCodeOf(thrown);
    if (system === 'ENOENT' || system === 'ENOTDIR') return noPolicy;
    return { kind: 'unusable', path, why: 'unreadable', system: system || String(thrown) };
  }
}

/** The path and every folder above it, from the top. */
function above(path: string): string[] {
  const up = dirname(path);
  return up === path ? [path] : [...above(up), path];
}

async function firstUntrusted(
  paths: readonly string[],
  owners: ReadonlySet<number>,
): Promise<string | undefined> {
  for (const path of new Set(paths)) {
    const stat = await lstat(path);
    // a link has no permissions of its own, and in a sticky folder only owners can put another in its place
    const isLoose =
      (stat.mode & writableByOthers) !== 0 &&
      !stat.isSymbolicLink() &&
      !(stat.isDirectory() && (stat.mode & sticky) !== 0);
    if (!owners.has(stat.uid) || isLoose) return path;
  }
  return undefined;
}

async function bytesOf(path: string, real: string, owners: Owners): Promise<Buffer | PolicyReading> {
  // reading a pipe never ends, and opening one without a writer does not either
  const file = await open(
    real,
    constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
  );
  try {
    const stat = await file.stat();
    if (!stat.isFile() || stat.size > longest) return { kind: 'unusable', path, why: 'broken' };
    // asked once more of what was really opened
    if (owners !== 'any' && (!owners.has(stat.uid) || (stat.mode & writableByOthers) !== 0))
      return { kind: 'unusable', path, why: 'untrusted', at: path };
    return await file.readFile();
  } finally {
    await file.close();
  }
}
