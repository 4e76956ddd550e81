/** What is never synced: litter of systems and editors, and what `.koosyncignore` in the pair's folder says (gitignore syntax). */
import ignore from 'ignore';
import { inFolder, type Disk } from '../../disk/disk.ts';

export type DefaultRule = {
  readonly pattern: string;
  /** the program or system that makes such files: names alone, the same in every language */
  readonly madeBy: string;
};

const rulesOf = (madeBy: string, ...patterns: readonly string[]): DefaultRule[] =>
  patterns.map((pattern) => ({ pattern, madeBy }));

/** A user's own rules may take one back with `!pattern`. */
export const defaultRules: readonly DefaultRule[] = [
  // operating systems
  ...rulesOf(
    'macOS',
    '.DS_Store',
    '.AppleDouble',
    '._*',
    '.Spotlight-V100',
    '.Trashes',
    '.fseventsd',
    '.TemporaryItems',
  ),
  ...rulesOf(
    'Windows',
    'Thumbs.db',
    'ehthumbs.db',
    'desktop.ini',
    '$RECYCLE.BIN',
    'System Volume Information',
  ),
  ...rulesOf('KDE', '.directory'),
  ...rulesOf('Linux', '.Trash-*', 'lost+found'),
  ...rulesOf('FUSE', '.fuse_hidden*'),
  ...rulesOf('NFS', '.nfs*'),
  // lock and temporary files of editors and office programs
  ...rulesOf('Microsoft Office', '~$*'),
  ...rulesOf('LibreOffice', '.~lock.*#', '.~*.tmp'),
  ...rulesOf('Vim', '*.sw[opx]', '.*.sw[opx]', '4913'),
  ...rulesOf('Emacs', '.#*', '\\#*#', '*~'),
  ...rulesOf('Kate', '.*.kate-swp'),
  ...rulesOf('Sublime Text', '*.subl*.tmp'),
  ...rulesOf('GNOME', '.goutputstream-*'),
  // downloads under way
  ...rulesOf('Chrome', '*.crdownload', '*.crswap'),
  ...rulesOf('Firefox', '*.part'),
  ...rulesOf('Edge', '*.partial'),
  ...rulesOf('Opera', '*.opdownload'),
  ...rulesOf('Safari', '*.download/'),
  ...rulesOf('uTorrent', '*.!ut'),
  // our own
  ...rulesOf('KooSync', '.koosync-*.tmp'),
];

export const ignoreFileName = '.koosyncignore';

/** Which rule had the last word on a path. `line` counts from 1, in the pair's `.koosyncignore`. */
export type RuleSource =
  | { readonly from: 'default'; readonly pattern: string; readonly madeBy: string }
  | { readonly from: 'file'; readonly pattern: string; readonly line: number };

/** `source` is undefined when no rule speaks of the path; it is a `!pattern` when one takes the path back. */
export type Explanation = { readonly ignored: boolean; readonly source: RuleSource | undefined };

export type IgnoreRules = {
  /** `path` is relative to the pair's folder, `/` between segments. */
  ignores(path: string, isFolder: boolean): boolean;
};

export type ExplainingRules = IgnoreRules & {
  /** The same answer, with the rule it comes from; slower. */
  explain(path: string, isFolder: boolean): Explanation;
};

export const createIgnoreRules = (lines: string): IgnoreRules => createExplainingRules(lines);

export function createExplainingRules(lines: string): ExplainingRules {
  const sources: readonly RuleSource[] = [
    ...defaultRules.map((rule): RuleSource => ({ from: 'default', ...rule })),
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

  return {
    ignores: (path, isFolder) => path !== '' && rules.ignores(written(path, isFolder)),
    explain(path, isFolder) {
      if (path === '') return { ignored: false, source: undefined };
      const asked = written(path, isFolder);
      const { ignored, unignored, rule } = rules.test(asked);
      const source = unignored ? takenBackBy(asked) : sources[Number(rule?.mark ?? Number.NaN)];
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
