/**
 * The names that are left out without anybody's asking: litter of systems, locks and half-finished files of programs.
 * A name that other programs give to work is left out only with a sign that it is litter. The table for users is
 * docs/ignore.md, and tests/conformance/ignore-table.test.ts holds the two to each other.
 */

/** What tells litter from work of the same name; each is of one look at the disk. */
export type Sign =
  /** one of these files stands beside it; `*` stands for what it stands for in the pattern of the rule */
  | { readonly sign: 'beside'; readonly names: readonly string[] }
  /** it is a folder, and this file is in it */
  | { readonly sign: 'inside'; readonly name: string }
  /** it is a file that changed within the last day */
  | { readonly sign: 'fresh' }
  /** it is an empty file */
  | { readonly sign: 'empty' };

export type DefaultRule = {
  /** As in `.gitignore`. One with signs is a name, or `*` and the end of a name. */
  readonly pattern: string;
  /** the program or system that makes such files: names alone, the same in every language */
  readonly madeBy: string;
  /** who else gives such names, for litter or for work: names alone */
  readonly alsoUsedBy?: string;
  /** left out only while one of these is there; undefined: always */
  readonly signs?: readonly Sign[];
};

const rulesOf = (madeBy: string, ...patterns: readonly string[]): DefaultRule[] =>
  patterns.map((pattern) => ({ pattern, madeBy }));

const fresh: Sign = { sign: 'fresh' };
const beside = (...names: readonly string[]): Sign => ({ sign: 'beside', names });

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
  // lock and temporary files of office programs; the last rule that fits a name is the one that is named
  ...rulesOf('WPS Office', '.~*'),
  ...rulesOf('LibreOffice', '.~lock.*#', '.~*.tmp'),
  ...rulesOf('Microsoft Office', '~$*'),
  ...rulesOf('Microsoft Word', '~WRL*.tmp', '~WRD*.tmp'),
  ...rulesOf('Microsoft Access', '*.laccdb'),
  {
    pattern: '*.ldb',
    madeBy: 'Microsoft Access',
    alsoUsedBy: 'LevelDB',
    signs: [beside('*.mdb', '*.mde')],
  },
  // of programs for drawing, layout and film
  ...rulesOf('AutoCAD', '*.dwl', '*.dwl2'),
  ...rulesOf('Adobe InDesign', '*.idlk'),
  ...rulesOf('Adobe Premiere Pro', '*.prlock'),
  // of editors
  ...rulesOf('Vim', '.*.sw[opx]'),
  ...['*.swp', '*.swo', '*.swx'].map((pattern) => ({
    pattern,
    madeBy: 'Vim',
    alsoUsedBy: 'SolidWorks',
    signs: [beside('*')],
  })),
  { pattern: '4913', madeBy: 'Vim', alsoUsedBy: 'Claws Mail', signs: [{ sign: 'empty' }] },
  ...rulesOf('Emacs', '.#*', '\\#*#', '*~'),
  ...rulesOf('Kate', '.*.kate-swp'),
  ...rulesOf('Sublime Text', '*.subl*.tmp'),
  ...rulesOf('GNOME', '.goutputstream-*'),
  // downloads under way
  ...rulesOf('Chrome', '*.crdownload', '*.crswap'),
  { pattern: '*.part', madeBy: 'Firefox', alsoUsedBy: 'Transmission, KGet, yt-dlp', signs: [fresh] },
  { pattern: '*.partial', madeBy: 'Edge', alsoUsedBy: 'Handlebars', signs: [fresh] },
  ...rulesOf('Opera', '*.opdownload'),
  {
    pattern: '*.download',
    madeBy: 'Safari',
    alsoUsedBy: 'Chrome',
    signs: [{ sign: 'inside', name: 'Info.plist' }, fresh],
  },
  ...rulesOf('Xunlei', '*.xltd'),
  { pattern: '*.td', madeBy: 'Xunlei', alsoUsedBy: 'LLVM TableGen', signs: [beside('*.td.cfg')] },
  { pattern: '*.td.cfg', madeBy: 'Xunlei', alsoUsedBy: 'td', signs: [beside('*.td')] },
  ...rulesOf('Baidu Netdisk', '*.baiduyun.p.downloading'),
  ...rulesOf('aria2', '*.aria2'),
  ...rulesOf('qBittorrent', '*.!qB'),
  ...rulesOf('uTorrent', '*.!ut'),
  ...rulesOf('WinSCP', '*.filepart'),
  // our own
  ...rulesOf('KooSync', '.koosync-*.tmp'),
];
