/** What a script sees of `koosync`, as in script-rows.ts: words that are wrong, languages, and terminals. */
import type { ScriptRow } from './script-rows.ts';

const usage = (mistake: string, command = 'koosync') =>
  `koosync: ${mistake}. Run "${command} --help" to see the usage.\n`;
const emptyArgument = (name: string) => `koosync: The argument ${name} is empty. Give it a value.\n`;
const emptyOption = (option: string) =>
  `koosync: The value of ${option} is empty. Give one, or leave the option out.\n`;
const chinese = '尚未同步任何文件夹。请用“koosync add FOLDER”添加。\n';
const english = 'No folder is synced yet. Add one with "koosync add FOLDER".\n';

/** One exit code for whatever was written wrong, and one sentence. */
const wordRows: readonly ScriptRow[] = [
  { about: 'no command', run: 'koosync', err: /^Usage: koosync /, code: 2 },
  { about: 'an unknown command', run: 'koosync frob', err: usage('Unknown command "frob"'), code: 2 },
  {
    about: 'an unknown command to be helped with',
    run: 'koosync help frob',
    err: usage('Unknown command "frob"'),
    code: 2,
  },
  {
    about: 'a group of commands alone',
    run: 'koosync file-manager',
    err: /^Usage: koosync file-manager/,
    code: 2,
  },
  {
    about: 'an unknown option',
    run: 'koosync status --frob=1',
    err: usage('Unknown option "--frob=1"', 'koosync status'),
    code: 2,
  },
  {
    about: 'an unknown letter',
    run: 'koosync status -x',
    err: usage('Unknown option "-x"', 'koosync status'),
    code: 2,
  },
  {
    about: 'an option before its command',
    run: 'koosync --json status',
    err: usage('Unknown option "--json"'),
    code: 2,
  },
  {
    about: 'an option without its value',
    run: 'koosync log --limit',
    err: usage('The option --limit <N> needs a value', 'koosync log'),
    code: 2,
  },
  {
    about: 'a value for an option that takes none',
    run: 'koosync status --json=yes',
    err: /^koosync: .*--json.*\n$/,
    code: 2,
  },
  {
    about: 'an option that is given twice',
    run: 'koosync status --json --json',
    out: '[]\n',
    code: 0,
  },
  {
    about: 'of two values the last one counts',
    synced: true,
    run: 'koosync log --limit 0 --limit 1 --json | grep -c path',
    out: '1\n',
    code: 0,
  },
  {
    about: 'what follows -- is no option',
    synced: true,
    run: 'cd "$DOCS"; koosync versions --json -- -dash.txt | grep -c revisionId',
    out: '1\n',
    code: 0,
  },
  {
    about: 'and without it is one',
    synced: true,
    run: 'cd "$DOCS"; koosync versions -dash.txt',
    err: usage('Unknown option "-dash.txt"', 'koosync versions'),
    code: 2,
  },
  {
    about: 'an empty folder would be the working folder',
    run: 'koosync add ""',
    err: emptyArgument('FOLDER'),
    code: 2,
  },
  { about: 'an empty file', run: 'koosync versions ""', err: emptyArgument('FILE'), code: 2 },
  {
    about: 'an empty one among several',
    run: 'koosync check-ignore a "" b',
    err: emptyArgument('PATH'),
    code: 2,
  },
  { about: 'an empty id', run: 'koosync deletions undo ""', err: emptyArgument('ID'), code: 2 },
  { about: 'an empty command', run: 'koosync ""', err: usage('Unknown command ""'), code: 2 },
  {
    about: 'an empty remote name',
    run: 'koosync add . --remote ""',
    err: emptyOption('--remote <NAME>'),
    code: 2,
  },
  {
    about: 'an empty space',
    run: 'koosync add . --space=',
    err: emptyOption('--space <CONTAINER_ID>'),
    code: 2,
  },
  { about: 'an empty time', run: 'koosync restore f --at ""', err: emptyOption('--at <WHEN>'), code: 2 },
  {
    about: 'an empty target',
    run: 'koosync restore f --number 1 --to ""',
    err: emptyOption('--to <PATH>'),
    code: 2,
  },
  {
    about: 'an empty number among two',
    run: 'koosync diff f --number 1 --number ""',
    err: emptyOption('--number <N>'),
    code: 2,
  },
  {
    about: 'an empty argument in Chinese',
    env: { LC_ALL: 'zh_CN.UTF-8' },
    run: 'koosync add ""',
    err: 'koosync: 参数 FOLDER 为空。请提供一个值。\n',
    code: 2,
  },
  ...['a:b', 'con', 'end.', ' ', 'x'.repeat(300), '..', '.'].map((name) => ({
    about: `a remote name that cannot be: ${name.slice(0, 9)}`,
    run: `mkdir "$HOME/new"; koosync add "$HOME/new" --remote '${name}'`,
    err: /^koosync: [^\n]+\n$/,
    code: 2,
  })),
  {
    about: 'a name that would steer the terminal',
    run: String.raw`koosync add "$(printf 'a\033[31mb')"`,
    err: /^koosync: There is no folder \S+a\\x1b\[31mb\. .*\n$/,
    code: 2,
  },
  {
    about: 'a folder that would steer it, and is there',
    run: String.raw`new="$HOME/$(printf 'a\033[31mb')"; mkdir "$new"; koosync add "$new" --remote new`,
    out: /^\S+a\\x1b\[31mb is now synced with "new"\. .*\n$/,
    code: 0,
  },
  {
    about: 'a failure with --json says nothing on stdout',
    synced: true,
    run: 'koosync versions "$DOCS/none" --json',
    err: /^koosync: There is no file .*\n$/,
    code: 2,
  },
  {
    about: 'a number that is none',
    synced: true,
    run: 'koosync restore "$FILE" --number -1 --to copy',
    err: /^koosync: There is no version -1 of .*\n$/,
    code: 2,
  },
  {
    about: 'a server that is away',
    env: { KOOSYNC_SERVER: 'http://127.0.0.1:9' },
    run: 'koosync spaces --json',
    err: /^koosync: [^\n]+\n$/,
    code: 1,
  },
  {
    about: 'a sign-in that is refused',
    env: { KOOSYNC_TOKEN: 'no' },
    run: 'koosync spaces --json',
    err: /^koosync: KooDrive did not accept the sign-in\. .*\n$/,
    code: 4,
  },
];

const languageRows: readonly ScriptRow[] = [
  { about: 'the C locale', env: { LANG: '', LC_ALL: 'C' }, run: 'koosync status', err: english, code: 0 },
  {
    about: 'the POSIX locale',
    env: { LANG: 'zh_CN.UTF-8', LC_ALL: 'POSIX' },
    run: 'koosync status',
    err: english,
    code: 0,
  },
  { about: 'no locale', run: 'env -u LANG koosync status', err: english, code: 0 },
  { about: 'a Chinese locale', env: { LANG: 'zh_CN.UTF-8' }, run: 'koosync status', err: chinese, code: 0 },
  {
    about: 'a Chinese locale without an encoding',
    env: { LANG: 'zh_CN' },
    run: 'koosync status',
    err: chinese,
    code: 0,
  },
  {
    about: 'words alone in Chinese',
    env: { LC_MESSAGES: 'zh_CN.UTF-8' },
    run: 'koosync status',
    err: chinese,
    code: 0,
  },
  {
    about: 'a locale that there is not',
    env: { LANG: 'xx_YY.FROB' },
    run: 'koosync status',
    err: english,
    code: 0,
  },
];

// eslint-disable-next-line no-control-regex -- an escape is what is looked for
const noEscapes = /^[^\u001B]+$/;

/** `tty` gives what stands on the terminal, stdout and stderr in one. */
const terminalRows: readonly ScriptRow[] = [
  {
    about: 'a terminal that can be written over has a line that tells how far it is',
    env: { TERM: 'xterm' },
    synced: true,
    run: `tty 'koosync restore "$FILE" --number 1 --to copy; rm copy'`,
    // eslint-disable-next-line no-control-regex -- an escape is what is looked for
    out: /\r\u001B\[K[^\n]*%/,
    code: 0,
  },
  ...[{ TERM: 'dumb' }, { TERM: '' }].map((env): ScriptRow => ({
    about: `a terminal that cannot has none: TERM is "${env.TERM}"`,
    env,
    synced: true,
    run: `tty 'koosync restore "$FILE" --number 1 --to copy; rm copy'`,
    out: noEscapes,
    code: 0,
  })),
  {
    about: 'where stderr goes to a file the line does not',
    env: { TERM: 'xterm' },
    synced: true,
    run: `tty 'koosync restore "$FILE" --number 1 --to copy 2>log; cat log; rm copy log'`,
    out: noEscapes,
    code: 0,
  },
  ...[{ NO_COLOR: '1' }, { CLICOLOR: '0' }, { CLICOLOR_FORCE: '1' }, { FORCE_COLOR: '1' }].map(
    (env): ScriptRow => ({
      about: `there is no colour to be asked for or forbidden: ${Object.keys(env).join('')}`,
      env: { TERM: 'xterm-256color', ...(env as Record<string, string>) },
      run: `tty 'koosync --help; koosync frob'`,
      out: noEscapes,
      code: 2,
    }),
  ),
  {
    about: 'help is as wide as its terminal',
    run: `tty 'stty cols 120; koosync --help' | awk 'length > 90' | grep -c .`,
    out: /^[1-9]\d*\n$/,
    code: 0,
  },
  {
    about: 'and as COLUMNS says, where it says something',
    env: { COLUMNS: '120' },
    run: `koosync --help | awk 'length > 90' | grep -c .; COLUMNS=junk koosync --help | head -n 30 | awk 'length > 80'`,
    out: /^[1-9]\d*\n$/,
    code: 0,
  },
  {
    about: 'a narrow terminal has a short line that tells how far it is',
    env: { TERM: 'xterm', COLUMNS: '12' },
    synced: true,
    run: `tty 'koosync restore "$FILE" --number 1 --to copy >/dev/null; rm copy'`,
    // eslint-disable-next-line no-control-regex -- an escape is what is looked for
    out: /^(?:\r\u001B\[K[^\r\n\u001B]{0,11})+$/,
    code: 0,
  },
  {
    about: 'a terminal without a width',
    run: `tty 'stty cols 0; koosync --help' | head -n 1 | tr -d '\\r'`,
    out: 'Usage: koosync [options] [command]\n',
    code: 0,
  },
];

export const wordAndTerminalRows = [...wordRows, ...languageRows, ...terminalRows];
