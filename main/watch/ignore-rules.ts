/** What is never carried: litter of systems and editors, and what `.koosyncignore` in the pair's folder says (gitignore syntax). */
import ignore from 'ignore';
import { inFolder, type Disk } from '../lib/disk.ts';

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
  '\\#*#',
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

/** More than this of a rule file is not read, bytes. */
const longestRuleFile = 1024 * 1024;

/** The rules of a pair's folder, as they stand now; a `.koosyncignore` that is missing or not readable adds nothing. */
export async function readIgnoreRules(disk: Disk, folder: string): Promise<IgnoreRules> {
  const path = inFolder(folder, ignoreFileName);
  try {
    if ((await disk.facts(path))?.kind !== 'file') return createIgnoreRules('');
    const file = await disk.open(path);
    try {
      const bytes = new Uint8Array(Math.min((await file.facts()).size, longestRuleFile));
      const length = await file.read(bytes, 0);
      return createIgnoreRules(new TextDecoder().decode(bytes.subarray(0, length)));
    } finally {
      await file.close();
    }
  } catch {
    return createIgnoreRules('');
  }
}
