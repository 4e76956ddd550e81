/**
 * The desktop entry that starts KooSync with the session (XDG autostart). Pure. Each desktop reads `Exec` in its own way:
 * GNOME's library, dex, openbox and systemd agree on words of plain characters in double quotes, and on nothing else.
 * `npm run test:launchers` tries what is made here with those four.
 */
import { createTranslator } from '../../shared/strings/index.ts';

export type AutostartEntry = {
  /** absolute path */
  readonly executable: string;
  /** before `--hidden` */
  readonly args: readonly string[];
  /** the state folder, where KooSync would not find it by itself */
  readonly state: string | undefined;
};

/** The icon's name, as packages install it: that of the executable (electron-builder.yml). */
const iconName = 'koosync-desktop';

/** The text of the file. */
export function autostartEntry({ executable, args, state }: AutostartEntry): string {
  const start = [executable, ...args, '--hidden'];
  // a word with `=` in it would be taken for a variable by env, and is forbidden as a program by the specification
  const program = executable.includes('=') ? ['nice', '-n', '0', ...start] : start;
  const words = state === undefined ? program : ['env', `KOOSYNC_HOME=${state}`, ...program];
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=KooSync',
    `Comment=${createTranslator('en')('autostart.comment')}`,
    `Comment[zh_CN]=${createTranslator('zh')('autostart.comment')}`,
    // passed over in silence when the app is gone; not where some reader would look for another path
    ...(/[\\\p{Cc}]/u.test(executable) ? [] : [`TryExec=${executable}`]),
    `Exec=${words.every(isPlain) ? words.map(quoted).join(' ') : encoded(words)}`,
    `Icon=${iconName}`,
    'Terminal=false',
    'StartupNotify=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/**
 * Is KooSync started by the entry of this text? Desktops' own tools switch an entry off in one of three ways: a key of the
 * specification, one of GNOME's, or by taking the file away.
 */
export function isSwitchedOn(text: string): boolean {
  const value = (key: string) => new RegExp(`^${key}\\s*=\\s*(.*?)\\s*$`, 'mu').exec(text)?.[1];
  return value('Hidden') !== 'true' && value('X-GNOME-Autostart-enabled') !== 'false';
}

/** Without what any of the readers takes for more than itself. */
const isPlain = (word: string): boolean => !/["`$\\%\p{Cc}\p{Cs}]/u.test(word);

const quoted = (word: string): string => (/^[\w+,./:@=-]+$/u.test(word) ? word : `"${word}"`);

/**
 * The words in base64, for a shell that hands them on: letters that mean the same to every reader. What xargs starts gets
 * each word as it is.
 */
const encoded = (words: readonly string[]): string =>
  `sh -c "echo ${Buffer.from(words.join('\0')).toString('base64')} | base64 -d | xargs -0 nice -n 0"`;
