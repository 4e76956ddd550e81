/** What a folder really holds, and trees of real files to try things on. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Every regular file below `folder`: relative path -> SHA-256 (hex). Symlinks are not followed. */
export function diskTree(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  const visit = (path: string) => {
    for (const name of readdirSync(join(folder, path))) {
      const child = path === '' ? name : `${path}/${name}`;
      const stat = lstatSync(join(folder, child));
      if (stat.isDirectory()) visit(child);
      else if (stat.isFile())
        files.set(
          child,
          createHash('sha256')
            .update(readFileSync(join(folder, child)))
            .digest('hex'),
        );
    }
  };
  visit('');
  return files;
}

/** Places of a Debian system that hold many small real files of all kinds, richest in oddities first. */
const sources = [
  '/usr/share/doc',
  '/usr/share/zoneinfo',
  '/usr/share/perl',
  '/usr/share/man',
  '/usr/share/locale',
  '/usr/include',
  '/usr/share/icons',
  '/usr/lib/python3',
];

/** Copies whole system folders into `target` until it holds at least `least` files; returns how many. */
export function copySystemTree(target: string, least: number): number {
  let files = 0;
  for (const source of sources) {
    if (files >= least) break;
    if (!existsSync(source)) continue;
    execFileSync('cp', ['-a', source, target]);
    files = diskTree(target).size;
  }
  if (files < least)
    throw new Error(`this machine has only ${files} files where at least ${least} are looked for`);
  return files;
}
