/** Is a path left out? The rules say so by its name, or by its name and a sign on the disk (default-rules.ts). */
import type { Disk } from '../../disk/disk.ts';
import type { FileStat } from '../../model/file-stat.ts';
import { childOf, nameOf, parentOf } from '../../model/relative-path.ts';
import type { DefaultRule, Sign } from './default-rules.ts';
import { stemOf, type IgnoreRules, type SignedMatch } from './ignore-rules.ts';
import { below } from '../../model/local-path.ts';

export type LeftOut = {
  /** the path itself, or the folder above it that is left out */
  readonly top: string;
  /** undefined: a rule of the user's own */
  readonly rule: DefaultRule | undefined;
  /** by which sign; undefined: by its name alone */
  readonly sign?: SignThere;
};

/** A sign that is there: the path that shows it, or until when it holds (epoch ms). */
export type SignThere = { readonly sign: Sign; readonly path?: string; readonly until?: number };

export type SignsDeps = {
  /** absolute path of the pair's folder */
  readonly root: string;
  readonly disk: Pick<Disk, 'stat'>;
  readonly rules: IgnoreRules;
  /** epoch ms */
  readonly now: number;
};

const dayMs = 86_400_000;

/** `stat` is of the path itself. A look or two at the disk for a name that wants a sign, and none for any other. */
export async function leftOut(deps: SignsDeps, path: string, stat: FileStat): Promise<LeftOut | undefined> {
  const isFolder = stat.kind === 'folder';
  const { rules } = deps;
  if (rules.ignores(path, isFolder))
    return { top: topOf(rules, path), rule: rules.defaultRule(path, isFolder) };
  for (const match of rules.signed(path, isFolder)) {
    const sign = await signOf(deps, match, match.path === path ? stat : undefined);
    if (sign) return { top: match.path, rule: match.rule, sign };
  }
  return undefined;
}

/** The first of the path and the folders on the way to it that is left out by its name. */
function topOf(rules: IgnoreRules, path: string): string {
  const above = parentOf(path);
  return above !== undefined && rules.ignores(above, true) ? topOf(rules, above) : path;
}

export const isForFolders = ({ sign }: Sign): boolean => sign === 'inside';

/** Without `stat` it is a folder. */
async function signOf(
  deps: SignsDeps,
  match: SignedMatch,
  stat: FileStat | undefined,
): Promise<SignThere | undefined> {
  const kind = stat?.kind ?? 'folder';
  for (const sign of match.rule.signs) {
    if (kind !== (isForFolders(sign) ? 'folder' : 'file')) continue;
    if (sign.sign === 'empty' && stat?.size === 0) return { sign };
    if (sign.sign === 'fresh' && stat && Math.abs(deps.now - stat.quietSince) < dayMs)
      return { sign, until: stat.quietSince + dayMs };
    for (const name of signPaths(sign, match))
      for (const path of spellings(name))
        if ((await lookAt(deps, path))?.kind === 'file') return { sign, path };
  }
  return undefined;
}

/** The files that are the sign, where it is one of files. */
export function signPaths(sign: Sign, { path, rule }: SignedMatch): string[] {
  if (sign.sign === 'inside') return [childOf(path, sign.name)];
  if (sign.sign !== 'beside') return [];
  const stem = stemOf(rule, nameOf(path)) ?? '';
  return sign.names.map((name) => childOf(parentOf(path) ?? '', `${stem}${name.slice(1)}`));
}

/** Some systems write endings in capitals. */
function spellings(path: string): string[] {
  const dot = path.lastIndexOf('.');
  const inCapitals = `${path.slice(0, dot)}${path.slice(dot).toUpperCase()}`;
  return dot < 0 || inCapitals === path ? [path] : [path, inCapitals];
}

/** A sign that cannot be looked at is not there: what is left out wrongly is lost, what goes up wrongly is litter. */
const lookAt = ({ disk, root }: SignsDeps, path: string): Promise<FileStat | undefined> =>
  disk.stat(below(root, path)).catch(() => undefined);
