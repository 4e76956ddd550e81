/** koosync(1), in the words of groff's man macros. */
import { everyCommand, type ArgumentOf, type CommandOf, type OptionOf } from './tree.ts';

/** Text for groff: its escape character, its commands at a line's beginning, and hyphens that are to be copied. */
const text = (words: string): string =>
  words
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll(/^(?=[.'])/gmu, '\\&');

/** A word of a request's line, where blanks and quotes part words. */
const quoted = (words: string): string => `"${text(words).replaceAll('"', '\\(dq')}"`;

const argument = ({ name, required, variadic }: ArgumentOf): string => {
  const shown = `\\fI${text(name)}\\fR${variadic ? '...' : ''}`;
  return required ? shown : `[${shown}]`;
};

const option = ({ flags, value, about }: OptionOf): string => {
  const shown = flags.map((flag) => `\\fB${text(flag)}\\fR`).join(', ');
  return `.TP\n${shown}${value === undefined ? '' : ` \\fI${text(value)}\\fR`}\n${text(about)}`;
};

const command = (words: readonly string[], one: CommandOf): string[] => {
  const [, ...aliases] = one.names;
  const usage = [
    `\\fBkoosync ${text(words.join(' '))}\\fR`,
    ...(one.options.length > 0 ? ['[\\fIoptions\\fR]'] : []),
    ...one.arguments.map(argument),
  ];
  return [
    `.SS ${quoted(words.join(' '))}`,
    usage.join(' '),
    '.PP',
    text(one.about),
    ...(aliases.length > 0 ? ['.PP', `Also: \\fB${text(aliases.join(', '))}\\fR`] : []),
    ...one.options.filter(({ flags }) => !flags.includes('--help')).map(option),
  ];
};

export type ManPage = {
  readonly program: CommandOf;
  readonly exitCodes: string;
  readonly version: string;
  /** day of the page, as 2026-11-27; the same input gives the same page */
  readonly day: string;
};

/** The page's source. */
export const manPage = ({ program, exitCodes, version, day }: ManPage): string =>
  [
    `.TH KOOSYNC 1 ${quoted(day)} ${quoted(`KooSync ${version}`)} "User Commands"`,
    '.SH NAME',
    'koosync \\- keeps folders on Huawei Cloud KooDrive, every saved change a version',
    '.SH SYNOPSIS',
    '.B koosync',
    '.I command',
    '[\\fIoptions\\fR] [\\fIarguments\\fR]',
    '.SH DESCRIPTION',
    text(program.about),
    '.PP',
    'The window and the tray icon are started with \\fBkoosync\\-desktop\\fR. Both share one state folder.',
    '.SH OPTIONS',
    ...program.options.map(option),
    '.SH COMMANDS',
    ...everyCommand(program).flatMap(({ words, command: one }) => command(words, one)),
    '.SH EXIT STATUS',
    text(exitCodes),
    '.SH ENVIRONMENT',
    '.TP',
    '\\fBKOOSYNC_HOME\\fR',
    'The state folder; without it, \\fIkoosync\\fR below \\fBXDG_DATA_HOME\\fR or \\fI~/.local/share\\fR.',
    '.TP',
    '\\fBKOOSYNC_SERVER\\fR, \\fBKOOSYNC_USER_ID\\fR, \\fBKOOSYNC_TOKEN\\fR, \\fBKOOSYNC_APP_ID\\fR, \\fBKOOSYNC_APP_SECRET\\fR',
    'Address, user and secret where there is no keyring.',
    '.TP',
    '\\fBHTTPS_PROXY\\fR, \\fBHTTP_PROXY\\fR, \\fBNO_PROXY\\fR',
    'The proxy to KooDrive.',
    '.SH FILES',
    '.TP',
    '\\fI~/.local/share/koosync\\fR',
    'Settings, state and logs. They stay when the package is removed or purged.',
    '',
  ].join('\n');
