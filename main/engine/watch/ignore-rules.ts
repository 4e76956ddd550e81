/**
 * What is never synced: litter of systems and programs (default-rules.ts), and what `.koosyncignore` in the pair's folder
 * says (gitignore syntax). Pure: whether the sign of a rule is there is asked of the disk in signs.ts.
 */
import ignore from 'ignore';
import { inFolder, type Disk } from '../../disk/disk.ts';
import { ignoreFileName } from '../../model/ignore-file.ts';
import { nameOf } from '../../model/relative-path.ts';
import { defaultRules, type DefaultRule, type Sign } from './default-rules.ts';

/** Which rule had the last word on a path. `line` counts from 1, in the pair's `.koosyncignore`. */
export type RuleSource =
  | ({ readonly from: 'default' } & Omit<DefaultRule, 'signs'>)
  | { readonly from: 'file'; readonly pattern: string; readonly line: number };

/** `source` is undefined when no rule speaks of the path; it is a `!pattern` when one takes the path back. */
export type Explanation = { readonly ignored: boolean; readonly source: RuleSource | undefined };

export type SignedRule = DefaultRule & { readonly signs: readonly Sign[] };

/** A path, or a folder above one, that a rule leaves out while a sign of it is there. */
export type SignedMatch = { readonly path: string; readonly rule: SignedRule };

export type IgnoreRules = {
  /** Left out, whatever the disk shows? `path` is relative to the pair's folder, `/` between segments. */
  ignores(path: string, isFolder: boolean): boolean;
  /** The default rule by which `ignores` says so; undefined for a user's own rules. */
  defaultRule(path: string, isFolder: boolean): DefaultRule | undefined;
  /** What leaves the path out where a sign is there, from the top; what a user's own rule takes back is not among it. */
  signed(path: string): readonly SignedMatch[];
};

export type ExplainingRules = IgnoreRules & {
  /** The answer of `ignores`, with the rule it comes from; slower. */
  explain(path: string, isFolder: boolean): Explanation;
};

const isSigned = (rule: DefaultRule): rule is SignedRule => rule.signs !== undefined;
const signedRules = defaultRules.filter(isSigned);

/** What the `*` of a signed rule stands for in this name; '' for a rule without one, undefined where it does not fit. */
export function stemOf({ pattern }: DefaultRule, name: string): string | undefined {
  const ending = pattern.replace(/^\*/, '').toLowerCase();
  const fits = pattern.startsWith('*') ? name.toLowerCase().endsWith(ending) : name.toLowerCase() === ending;
  return fits ? name.slice(0, name.length - ending.length) : undefined;
}

/** Mostly no name on the way to a path ends as one of a signed rule does, and that is told at once. */
const anySigned = new RegExp(
  `(?:${signedRules.map(({ pattern }) => pattern.replace(/^\*/, '').replaceAll('.', '\\.')).join('|')})(?:/|$)`,
  'i',
);
const none: readonly SignedMatch[] = [];

export const createIgnoreRules = (lines: string): IgnoreRules => createExplainingRules(lines);

export function createExplainingRules(lines: string): ExplainingRules {
  const sources: readonly RuleSource[] = [
    ...defaultRules
      .filter((rule) => !isSigned(rule))
      .map((rule): RuleSource => ({ from: 'default', ...rule })),
    ...lines
      .replace(/\r$/, '')
      .split(/\r?\n/)
      .map((pattern, i): RuleSource => ({ from: 'file', pattern, line: i + 1 })),
  ];
  // each rule is marked with its place in `sources`
  const upTo = (end: number) =>
    ignore({ allowRelativePaths: true }).add(
      sources.slice(0, end).map(({ pattern }, i) => ({ pattern, mark: String(i) })),
    );
  const rules = upTo(sources.length);
  const written = (path: string, isFolder: boolean) => (isFolder ? `${path}/` : path);

  /** The package does not name a rule that takes back: it is the first one after which the path stays taken back. */
  const takenBackBy = (path: string): RuleSource | undefined => {
    let found: RuleSource | undefined;
    for (let i = sources.length - 1; i >= 0; i--) {
      if (sources[i]?.pattern.startsWith('!') !== true) continue;
      const before = upTo(i).test(path);
      if (upTo(i + 1).test(path).unignored) found = sources[i];
      if (!before.unignored) break;
    }
    return found;
  };

  const sourceOf = (mark: string | undefined) => sources[Number(mark ?? Number.NaN)];

  const signed = (path: string): readonly SignedMatch[] => {
    if (!anySigned.test(path)) return none;
    const found: SignedMatch[] = [];
    for (let end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
      const part = end < 0 ? path : path.slice(0, end);
      const rule = signedRules.find((one) => stemOf(one, nameOf(part)) !== undefined);
      if (rule && !rules.test(part).unignored) found.push({ path: part, rule });
      if (end < 0) return found;
    }
  };

  return {
    ignores: (path, isFolder) => path !== '' && rules.ignores(written(path, isFolder)),
    defaultRule(path, isFolder) {
      if (path === '') return undefined;
      const { ignored, rule } = rules.test(written(path, isFolder));
      const source = ignored ? sourceOf(rule?.mark) : undefined;
      return source?.from === 'default' ? source : undefined;
    },
    signed,
    explain(path, isFolder) {
      if (path === '') return { ignored: false, source: undefined };
      const asked = written(path, isFolder);
      const { ignored, unignored, rule } = rules.test(asked);
      const source = unignored ? takenBackBy(asked) : sourceOf(rule?.mark);
      return { ignored, source };
    },
  };
}

/** More than this of a rule file is not read, bytes. */
const longestRuleFile = 1024 * 1024;

/** The rules of a pair's folder, as they stand now; a `.koosyncignore` that is missing or not readable adds nothing. */
export const readIgnoreRules = async (disk: Disk, folder: string): Promise<ExplainingRules> =>
  createExplainingRules(await readLines(disk, inFolder(folder, ignoreFileName)));

async function readLines(disk: Disk, path: string): Promise<string> {
  try {
    if ((await disk.stat(path))?.kind !== 'file') return '';
    const file = await disk.open(path);
    try {
      const bytes = new Uint8Array(Math.min((await file.stat()).size, longestRuleFile));
      const length = await file.read(bytes, 0);
      return new TextDecoder().decode(bytes.subarray(0, length));
    } finally {
      await file.close();
    }
  } catch {
    return '';
  }
}
