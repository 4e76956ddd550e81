/**
 * Which packages are in the bundles, as the bundlers themselves say: a bill of materials is made of this, and no guess from
 * the lockfile. Kept in out/bundled/, a file for each part, which is never packed.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Metafile } from 'esbuild';

/** What packages these files are of, each by its folder below the checkout: node_modules/a/node_modules/b. Sorted. Pure. */
export const packageFolders = (files: Iterable<string>): readonly string[] => {
  const found = new Set<string>();
  for (const file of files) {
    // of a bundler's own modules the path begins with a zero, and what is behind a `?` is how it is asked for
    const name = file.replaceAll('\\', '/').replace(/^\0+/u, '').replace(/\?.*$/su, '');
    const [, folder] =
      /(?:^|\/)(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/@][^/]*)\//u.exec(name) ?? [];
    if (folder !== undefined) found.add(folder);
  }
  return [...found].sort();
};

/** Files of which at least a byte is in what esbuild wrote. Pure. */
export const bundledFiles = (metafiles: readonly Metafile[]): readonly string[] =>
  metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
    ),
  );

const noteOf = (part: string): string =>
  path.join(path.dirname(part), 'bundled', `${path.basename(part)}.json`);

/** `part`: the folder that was built into. */
export const noteBundled = async (part: string, files: Iterable<string>): Promise<void> => {
  const note = noteOf(part);
  await mkdir(path.dirname(note), { recursive: true });
  await writeFile(note, `${JSON.stringify(packageFolders(files), null, 1)}\n`);
};

/** Of several parts together. Throws where one was never built. */
export const bundledPackages = async (parts: readonly string[]): Promise<readonly string[]> => {
  const all = new Set<string>();
  for (const part of parts) {
    if (!existsSync(noteOf(part))) throw new Error(`It is not known what is in ${part}: build it first.`);
    for (const folder of JSON.parse(await readFile(noteOf(part), 'utf8')) as string[]) all.add(folder);
  }
  return [...all].sort();
};
