/** Is a path left out of syncing, and which rule says so? The rules are read as they stand on disk at the moment. */
import { inFolder, pathInside, type Disk } from '../disk/disk.ts';
import type { LocatedFile } from '../model/located-file.ts';
import type { IgnoreCheck } from './api.ts';
import { ignoreFileName, readIgnoreRules } from './watch/ignore-rules.ts';

/** `asFolder`: what a path that is not on disk is taken for. */
export async function checkIgnore(
  { home, disk }: { readonly home: string; readonly disk: Disk },
  { pair, relativePath }: Pick<LocatedFile, 'pair' | 'relativePath'>,
  asFolder: boolean,
): Promise<IgnoreCheck> {
  const ruleFile = inFolder(pair.folder, ignoreFileName);
  const own = pathInside(pair.folder, home);
  if (own !== undefined && (relativePath === own || relativePath.startsWith(`${own}/`)))
    return { ignored: true, source: { from: 'own-state' }, ruleFile };
  const found = await disk.stat(inFolder(pair.folder, relativePath));
  const isFolder = found === undefined ? asFolder : found.kind === 'folder';
  const rules = await readIgnoreRules(disk, pair.folder);
  return { ruleFile, ...rules.explain(relativePath, isFolder) };
}
