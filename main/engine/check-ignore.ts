/** Is a path left out of syncing, and which rule says so? The rules are read as they stand on disk at the moment. */
import type { Disk } from '../disk/disk.ts';
import { inFolder, pathInside } from '../disk/in-folder.ts';
import type { Clock } from '../lib/clock.ts';
import type { FileStat } from '../model/file-stat.ts';
import { ignoreFileName } from '../model/ignore-file.ts';
import type { LocatedFile } from '../model/located-file.ts';
import { isAtOrBelow, nameOf } from '../model/relative-path.ts';
import type { IgnoreCheck } from './api.ts';
import { readIgnoreRules } from './watch/ignore-rules.ts';
import { isForFolders, leftOut, signPaths } from './watch/signs.ts';
import { below } from '../model/local-path.ts';

export type CheckIgnoreDeps = {
  readonly home: string;
  readonly disk: Disk;
  readonly clock: Pick<Clock, 'now'>;
  readonly fixedRules?: (() => readonly string[]) | undefined;
};

/** `asFolder`: what a path that is not on disk is taken for. */
export async function checkIgnore(
  { home, disk, clock, fixedRules }: CheckIgnoreDeps,
  { pair, relativePath }: Pick<LocatedFile, 'pair' | 'relativePath'>,
  asFolder: boolean,
): Promise<IgnoreCheck> {
  const ruleFile = inFolder(pair.folder, ignoreFileName);
  const own = pathInside(pair.folder, home);
  if (own !== undefined && isAtOrBelow(relativePath, own))
    return { ignored: true, source: { from: 'own-state' }, ruleFile };
  const found = await disk.stat(below(pair.folder, relativePath));
  const rules = await readIgnoreRules(disk, pair.folder, fixedRules?.());
  const stat = found ?? asIfMadeNow(asFolder, clock.now());
  const byName = rules.explain(relativePath, stat.kind === 'folder');
  if (byName.ignored) return { ruleFile, ...byName };
  const out = await leftOut({ root: pair.folder, disk, rules, now: clock.now() }, relativePath, stat);
  const matches = rules.signed(relativePath, stat.kind === 'folder');
  const match = matches.find(({ path }) => path === out?.top) ?? matches.at(-1);
  if (!match) return { ruleFile, ...byName };
  const { signs, ...rule } = match.rule;
  const isFolder = match.path !== relativePath || stat.kind === 'folder';
  const sign = out?.sign?.sign ?? signs.find((one) => isForFolders(one) === isFolder);
  // a rule for files says nothing of a folder of that name
  if (!sign) return { ruleFile, ...byName };
  const names = signPaths(sign, match).map(nameOf);
  return {
    ruleFile,
    ignored: out !== undefined,
    source: { from: 'default', ...rule },
    sign: { kind: sign.sign, names },
  };
}

/** What a path that is not there is taken for: a file that a program begins to write. */
const asIfMadeNow = (isFolder: boolean, now: number): FileStat => ({
  kind: isFolder ? 'folder' : 'file',
  size: 0,
  fingerprint: '',
  localId: undefined,
  quietSince: now,
  coarse: false,
});
