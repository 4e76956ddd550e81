/**
 * What is never synced: litter of systems and programs (default-rules.ts), and what `.koosyncignore` in the pair's folder
 * says (as git reads it: ignore-lines.ts, wildcards.ts). Whether the sign of a rule is there is asked of the disk in
 * signs.ts.
 */
import type { Disk } from '../../disk/disk.ts';
import { ignoreFileName } from '../../model/ignore-file.ts';
import { nameOf, parentOf } from '../../model/relative-path.ts';
import { defaultRules, type DefaultRule, type Sign } from './default-rules.ts';
import { boundedRules, longestRuleFile, type RuleFault } from './ignore-bounds.ts';
import { askedPath, patternOf, readIgnoreLine, type IgnoreLine } from './ignore-lines.ts';
import { below, type LocalPath } from '../../model/local-path.ts';

/** Which rule had the last word on a path. `line` counts from 1, in the pair's `.koosyncignore`. */
export type RuleSource =
  | ({ readonly from: 'default' } & Omit<DefaultRule, 'signs'>)
  | { readonly from: 'file'; readonly pattern: string; readonly line: number }
  /** set by the organisation */
  | { readonly from: 'policy'; readonly pattern: string };

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
  signed(path: string, isFolder: boolean): readonly SignedMatch[];
};

export type ExplainingRules = IgnoreRules & {
  /** what of the rule file is not used, and why */
  readonly faults: readonly RuleFault[];
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

type Rule = IgnoreLine & { readonly source: RuleSource };
type Verdict = { readonly ignored: boolean; readonly rule: Rule | undefined };
const noVerdict: Verdict = { ignored: false, rule: undefined };

/** Ours mean what programs call their files, and no file system's spelling of it. */
const ofDefaults = defaultRules
  .filter((rule) => !isSigned(rule))
  .flatMap((rule) => toRule(rule.pattern, true, { from: 'default', ...rule }));
const defaultPatterns = new Set(defaultRules.map(({ pattern }) => pattern));

function toRule(line: string, foldsCase: boolean, source: RuleSource): Rule[] {
  const read = readIgnoreLine(line, foldsCase);
  return read ? [{ ...read, source }] : [];
}

/** What takes back a default rule by its pattern takes back all that the rule leaves out. */
const isOfDefault = (line: string): boolean => {
  const read = patternOf(line);
  return read?.takesBack === true && defaultPatterns.has(read.pattern);
};

/** So many folders are remembered with what rules say of them: a scan asks about all that is in one. */
const rememberedFolders = 4096;

export const createIgnoreRules = (text: string, foldsCase = false): IgnoreRules =>
  createExplainingRules(text, foldsCase);

/**
 * `text`: of a rule file. `foldsCase`: the folder's file system takes capitals for small letters, and so its rules do.
 * `fixed`: lines of the organisation, which come after it and so have the last word; capitals do not matter in them.
 * `isCut`: the file goes on after the text.
 */
export function createExplainingRules(
  text: string,
  foldsCase = false,
  fixed: readonly string[] = [],
  isCut = false,
): ExplainingRules {
  const { lines, faults } = boundedRules(text, isCut);
  const rules: readonly Rule[] = [
    ...ofDefaults,
    ...lines.flatMap(({ pattern, line }) =>
      toRule(pattern, foldsCase || isOfDefault(pattern), { from: 'file', pattern, line }),
    ),
    ...fixed.flatMap((pattern) => toRule(pattern, true, { from: 'policy', pattern })),
  ];
  const folders = new Map<string, Verdict>();

  /** The last rule that fits has the last word; nothing is taken back below a folder that is left out. */
  const judge = (path: string, isFolder: boolean): Verdict => {
    const above = parentOf(path);
    const verdict = above === undefined || above === '' ? noVerdict : judgeFolder(above);
    if (verdict.ignored) return verdict;
    const asked = askedPath(path, isFolder);
    const rule = rules.findLast((one) => one.fits(asked));
    return rule ? { ignored: !rule.takesBack, rule } : noVerdict;
  };
  const judgeFolder = (path: string): Verdict => {
    const known = folders.get(path);
    if (known) return known;
    const verdict = judge(path, true);
    if (folders.size >= rememberedFolders) folders.clear();
    folders.set(path, verdict);
    return verdict;
  };

  const signed = (path: string, isFolder: boolean): readonly SignedMatch[] => {
    if (!anySigned.test(path)) return none;
    const found: SignedMatch[] = [];
    for (let end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
      const part = end < 0 ? path : path.slice(0, end);
      const rule = signedRules.find((one) => stemOf(one, nameOf(part)) !== undefined);
      const isTakenBack = () => judge(part, end >= 0 || isFolder).rule?.takesBack === true;
      if (rule && !isTakenBack()) found.push({ path: part, rule });
      if (end < 0) return found;
    }
  };

  return {
    faults,
    ignores: (path, isFolder) => path !== '' && judge(path, isFolder).ignored,
    defaultRule(path, isFolder) {
      if (path === '') return undefined;
      const { ignored, rule } = judge(path, isFolder);
      return ignored && rule?.source.from === 'default' ? rule.source : undefined;
    },
    signed,
    explain(path, isFolder) {
      const { ignored, rule } = path === '' ? noVerdict : judge(path, isFolder);
      return { ignored, source: rule?.source };
    },
  };
}

/** The rules of a pair's folder, as they stand now; a `.koosyncignore` that is missing or not readable adds nothing. */
export const readIgnoreRules = async (
  disk: Disk,
  folder: string,
  fixed: readonly string[] = [],
): Promise<ExplainingRules> => {
  const { text, isCut } = await readText(disk, below(folder, ignoreFileName));
  return createExplainingRules(text, text !== '' && (await foldsCase(disk, folder)), fixed, isCut);
};

type RuleText = { readonly text: string; readonly isCut: boolean };
const noText: RuleText = { text: '', isCut: false };

async function readText(disk: Disk, at: LocalPath): Promise<RuleText> {
  try {
    if ((await disk.stat(at))?.kind !== 'file') return noText;
    const file = await disk.open(at);
    try {
      const { size } = await file.stat();
      const bytes = new Uint8Array(Math.min(size, longestRuleFile));
      const length = await file.read(bytes, 0);
      // half a line would be another rule
      const isCut = size > longestRuleFile;
      const end = isCut ? bytes.lastIndexOf(0x0a) + 1 : length;
      return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, end)), isCut };
    } finally {
      await file.close();
    }
  } catch {
    return noText;
  }
}

/**
 * Does the folder take capitals for small letters? Its rule file is there, so it is asked for in capitals. Only the folder
 * itself can tell: one system may have folders of both kinds, and drives of both.
 */
async function foldsCase(disk: Disk, folder: string): Promise<boolean> {
  const inCapitals = ignoreFileName.toUpperCase();
  try {
    if ((await disk.stat(below(folder, inCapitals))) === undefined) return false;
    // a file of its own, maybe
    const { names } = await disk.list(below(folder, ''));
    return !(names.includes(ignoreFileName) && names.includes(inCapitals));
  } catch {
    return false;
  }
}
