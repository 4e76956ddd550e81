/** The data folder is private, as the client's state folder is: contents, tokens and the key of links lie in it. */
import { lstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { notOwn, type NotOwn } from '../../main/own-folder/own-folder.ts';

const saysNotOwn = {
  'of-another': (path) => `${path} belongs to another user`,
  'a-link': (path) => `${path} is a link: name the folder that it leads to`,
  replaceable: (path) => `other users can replace what is in ${path}`,
  'no-file': (path) => `${path} is no plain file`,
} as const satisfies Record<NotOwn['why'], (path: string) => string>;

/** The database's path in the folder, which is there and ours alone then. Throws an Error that says why it is not used. */
export function openDataFolder(dataDir: string, user: number | undefined = process.geteuid?.()): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const refused = notOwn(dataDir, user, () => undefined);
  if (refused) throw new Error(saysNotOwn[refused.why](refused.path));
  const file = join(dataDir, 'emulator.sqlite');
  const there = lstatSync(file, { throwIfNoEntry: false });
  // to open a pipe would wait for ever
  if (there?.isFile() === false) throw new Error(saysNotOwn['no-file'](file));
  return file;
}
