/**
 * What a script sees of `koosync`: an environment, a line of shell, and what comes of it on stdout, on stderr and as exit
 * code (scripts.test.ts runs them). Each is as whoever knows git and rclone expects it.
 */

export type ScriptRow = {
  readonly about: string;
  /** on top of the world's; '' is an empty variable */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * For `sh`, in an empty working folder. `$FILE` is a file with two versions in the synced folder `$DOCS`, both known
   * where `synced` is said; `$STATE` is the state folder; `tty` runs its one argument at a terminal.
   */
  readonly run: string;
  /** the state folder is the one that knows the synced folder */
  readonly synced?: true;
  /** passes over no permissions, not even as root */
  readonly unprivileged?: true;
  /** default: nothing at all */
  readonly out?: string | RegExp;
  readonly err?: string | RegExp;
  readonly code: number;
};

const noPairs = 'No folder is synced yet. Add one with "koosync add FOLDER".\n';
const noRoom =
  'koosync: The output is not complete, because there is no room where it is written to. Free some room there, then try again.\n';
const noHome =
  'koosync: KooSync does not know your home folder, because HOME holds no absolute path. Set HOME, or name the state folder in KOOSYNC_HOME.\n';
const noWorkingFolder =
  'koosync: The working folder no longer exists. Change to another folder, or give absolute paths.\n';
const gone = 'mkdir gone; cd gone; rmdir ../gone;';
const settings = (text: string) => `mkdir -p "$STATE"; printf '${text}' >"$STATE/settings.json";`;

/** Nobody else reads what is written to a full disk, a closed pipe, or nothing. */
const outputRows: readonly ScriptRow[] = [
  { about: 'JSON to a full disk', run: 'koosync status --json >/dev/full', err: noRoom, code: 1 },
  { about: 'a table to a full disk', run: 'koosync spaces >/dev/full', err: noRoom, code: 1 },
  { about: 'help to a full disk', run: 'koosync --help >/dev/full', err: noRoom, code: 1 },
  { about: 'the version to a full disk', run: 'koosync --version >/dev/full', err: noRoom, code: 1 },
  {
    about: 'bytes of a version to a full disk',
    synced: true,
    run: 'koosync show "$FILE" >/dev/full',
    err: noRoom,
    code: 1,
  },
  {
    about: 'a full disk in Chinese',
    env: { LANG: 'zh_CN.UTF-8' },
    run: 'koosync status --json >/dev/full',
    err: 'koosync: 输出不完整，因为写入的位置没有空间。请在那里释放一些空间，然后重试。\n',
    code: 1,
  },
  {
    about: 'a failure keeps its exit code on a full disk, and loses no result',
    synced: true,
    run: 'koosync versions nothing --json >/dev/full',
    err: /^koosync: \S+nothing is not in a synced folder[^\n]*\n$/,
    code: 2,
  },
  {
    about: 'so does an answer of its own, which is said to be lost',
    synced: true,
    run: 'koosync check-ignore "$FILE" >/dev/full',
    err: noRoom,
    code: 1,
  },
  {
    about: 'words that nobody can be told are no failure',
    run: 'koosync status --json 2>/dev/full',
    out: '[]\n',
    code: 0,
  },
  {
    about: 'a reader that goes away',
    run: '{ sleep 0.1; koosync --help; echo $? >&2; } | true',
    err: '0\n',
    code: 0,
  },
  {
    about: 'a reader that takes one line',
    run: '{ koosync --help; echo $? >&2; } | head -n 1',
    out: 'Usage: koosync [options] [command]\n',
    err: '0\n',
    code: 0,
  },
  { about: 'no stdout, as with git', run: 'koosync status --json >&-', code: 0 },
  { about: 'no stderr', run: 'koosync status --json 2>&-', out: '[]\n', code: 0 },
  { about: 'no stdin', run: 'koosync status --json <&-', out: '[]\n', code: 0 },
  { about: 'none of the three', run: 'koosync status --json <&- >&- 2>&-', code: 0 },
  { about: 'none of the three, and a failure', run: 'koosync frob <&- >&- 2>&-', code: 2 },
  {
    about: 'a secret from a stdin that is a folder',
    env: { KOOSYNC_USER_ID: '', KOOSYNC_TOKEN: '', KOOSYNC_SERVER: '' },
    run: 'koosync sign-in --server http://127.0.0.1:9 --user-id 1 </',
    err: /^koosync: No secret was given\. .*\n$/,
    code: 2,
  },
  {
    about: 'a secret from a stdin that is closed',
    env: { KOOSYNC_USER_ID: '', KOOSYNC_TOKEN: '', KOOSYNC_SERVER: '' },
    run: 'koosync sign-in --server http://127.0.0.1:9 --user-id 1 <&-',
    err: /^koosync: No secret was given\. .*\n$/,
    code: 2,
  },
];

/** Where the state and the files are. */
const placeRows: readonly ScriptRow[] = [
  { about: 'a deleted working folder', run: `${gone} koosync status`, err: noPairs, code: 0 },
  { about: 'its version there', run: `${gone} koosync --version`, out: /^\d+\.\d+\.\d+\n$/, code: 0 },
  {
    about: 'an absolute path from a deleted working folder',
    synced: true,
    run: `${gone} koosync versions "$FILE" --json`,
    out: /"revisionVersion": 2/,
    code: 0,
  },
  {
    about: 'a relative path from a deleted working folder',
    run: `${gone} koosync add docs`,
    err: noWorkingFolder,
    code: 2,
  },
  {
    about: 'a target that is relative to a deleted working folder',
    synced: true,
    run: `${gone} koosync restore "$FILE" --number 1 --to copy.txt`,
    err: noWorkingFolder,
    code: 2,
  },
  {
    about: 'a state folder that is relative to a deleted working folder',
    env: { KOOSYNC_HOME: 'state' },
    run: `${gone} koosync status`,
    err: noWorkingFolder,
    code: 2,
  },
  { about: 'an empty HOME', env: { HOME: '' }, run: 'koosync status', err: noHome, code: 2 },
  { about: 'a relative HOME', env: { HOME: 'home' }, run: 'koosync status', err: noHome, code: 2 },
  {
    about: 'an empty HOME in Chinese',
    env: { HOME: '', LANG: 'zh_CN.UTF-8' },
    run: 'koosync status',
    err: 'koosync: KooSync 无法确定你的主文件夹，因为 HOME 不是绝对路径。请设置 HOME，或用 KOOSYNC_HOME 指定状态文件夹。\n',
    code: 2,
  },
  {
    about: 'help needs no home',
    env: { HOME: '' },
    run: 'koosync add --help',
    out: /^Usage: koosync add/,
    code: 0,
  },
  {
    about: 'an empty HOME, and a state folder',
    env: { HOME: '' },
    run: 'KOOSYNC_HOME="$STATE" koosync status',
    err: noPairs,
    code: 0,
  },
  {
    about: 'no HOME at all, and a place for data',
    run: 'env -u HOME XDG_DATA_HOME="$HOME/data" koosync status; ls "$HOME"',
    out: 'data\n',
    err: noPairs,
    code: 0,
  },
  {
    about: 'a relative XDG_DATA_HOME is ignored, as its specification says',
    env: { XDG_DATA_HOME: 'data' },
    run: 'koosync status; ls "$HOME/.local/share"',
    out: 'koosync\n',
    err: noPairs,
    code: 0,
  },
  {
    about: 'an empty XDG_DATA_HOME is none',
    env: { XDG_DATA_HOME: '' },
    run: 'koosync status; ls "$HOME/.local/share"',
    out: 'koosync\n',
    err: noPairs,
    code: 0,
  },
  {
    about: 'entries of file managers go nowhere without a home',
    env: { HOME: '' },
    run: 'KOOSYNC_HOME="$STATE" koosync file-manager status',
    err: noHome,
    code: 2,
  },
];

/** settings.json as editors, backups and other users leave it. */
const settingsRows: readonly ScriptRow[] = [
  {
    about: 'settings with the mark that Windows editors put before a text',
    run: `${settings(String.raw`\357\273\277{"language":"zh"}`)} koosync status`,
    err: '尚未同步任何文件夹。请用“koosync add FOLDER”添加。\n',
    code: 0,
  },
  {
    about: 'settings with that mark are written, too',
    run: `${settings(String.raw`\357\273\277{"theme":"dark","mine":1}`)} koosync spaces --default "$SPACE" >/dev/null; grep -o '"mine": *1' "$STATE/settings.json"`,
    out: /^"mine":\s*1\n$/,
    err: /by default/,
    code: 0,
  },
  {
    about: 'settings that may not be read',
    unprivileged: true,
    run: `${settings('{}')} chmod 0 "$STATE/settings.json"; koosync status`,
    err: /^koosync: The settings file \S+settings\.json cannot be read\. Change its owner or its permissions, then try again\.\n$/,
    code: 1,
  },
  {
    about: 'settings of another user',
    unprivileged: true,
    run: `${settings('{}')} chmod 600 "$STATE/settings.json"; give_away "$STATE/settings.json"; koosync status`,
    err: /^koosync: The settings file \S+settings\.json cannot be read\. Change its owner or its permissions, then try again\.\n$/,
    code: 1,
  },
  {
    about: 'a folder in their place',
    run: 'mkdir -p "$STATE/settings.json"; koosync status',
    err: /^koosync: In the place of the settings file \S+settings\.json is something that is not a file\. Move it away, then try again\.\n$/,
    code: 1,
  },
  {
    about: 'a pipe in their place',
    run: 'mkdir -p "$STATE"; mkfifo "$STATE/settings.json"; koosync status',
    err: /^koosync: In the place of the settings file \S+settings\.json is something that is not a file\./,
    code: 1,
  },
  {
    about: 'settings that are no JSON',
    run: `${settings('{"theme": ')} koosync status`,
    err: /^koosync: The settings file \S+settings\.json cannot be understood and was left as it is\. .*\n$/,
    code: 1,
  },
  {
    about: 'an empty settings file',
    run: `${settings('')} koosync status`,
    err: /^koosync: The settings file \S+settings\.json cannot be understood and was left as it is\. .*\n$/,
    code: 1,
  },
  {
    about: 'a value that makes no sense',
    run: `${settings('{"settleMs":"soon"}')} koosync status`,
    err: /^koosync: The settings file \S+settings\.json has a value that KooSync does not understand: settleMs\. Correct it, or remove it to use the default\.\n$/,
    code: 1,
  },
  {
    about: 'settings through a link',
    run: `mkdir -p "$STATE"; printf '{"language":"zh"}' >"$HOME/mine.json"; ln -s "$HOME/mine.json" "$STATE/settings.json"; koosync status`,
    err: '尚未同步任何文件夹。请用“koosync add FOLDER”添加。\n',
    code: 0,
  },
  {
    about: 'a link that leads nowhere is no settings',
    run: 'mkdir -p "$STATE"; ln -s nowhere "$STATE/settings.json"; koosync status',
    err: noPairs,
    code: 0,
  },
];

export const surroundingRows = [...outputRows, ...placeRows, ...settingsRows];
