/** What is never carried: litter of systems and editors, and what `.koosyncignore` in the pair's folder says (gitignore syntax). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ignore from 'ignore';

/** Each with what makes it; a person's own rules may take one back with `!pattern`. */
export const defaultRules: readonly string[] = [
  // operating systems
  '.DS_Store',
  '.AppleDouble',
  '._*',
  '.Spotlight-V100',
  '.Trashes',
  '.fseventsd',
  '.TemporaryItems',
  'Thumbs.db',
  'ehthumbs.db',
  'desktop.ini',
  '$RECYCLE.BIN',
  'System Volume Information',
  '.directory',
  '.Trash-*',
  'lost+found',
  '.fuse_hidden*',
  '.nfs*',
  // lock and temporary files of editors and office programs
  '~$*',
  '.~lock.*#',
  '.~*.tmp',
  '*.sw[opx]',
  '.*.sw[opx]',
  '4913',
  '.#*',
  '#*#',
  '*~',
  '.*.kate-swp',
  '*.subl*.tmp',
  '.goutputstream-*',
  // downloads under way
  '*.crdownload',
  '*.part',
  '*.partial',
  '*.opdownload',
  '*.download/',
  '*.!ut',
  '*.crswap',
  // our own
  '.koosync-*.tmp',
];

export const ignoreFileName = '.koosyncignore';

export type IgnoreRules = {
  /** `path` is relative to the pair's folder, `/` between segments. */
  ignores(path: string, isFolder: boolean): boolean;
};

export function createIgnoreRules(lines: string): IgnoreRules {
  const rules = ignore({ allowRelativePaths: true })
    .add([...defaultRules])
    .add(lines);
  return {
    ignores: (path, isFolder) => path !== '' && rules.ignores(isFolder ? `${path}/` : path),
  };
}

/** The rules of a pair's folder, as they stand now; a missing `.koosyncignore` adds nothing. */
export function readIgnoreRules(folder: string): IgnoreRules {
  let lines = '';
  try {
    lines = readFileSync(join(folder, ignoreFileName), 'utf8');
  } catch {
    // none there, or not readable: the defaults hold
  }
  return createIgnoreRules(lines);
}
