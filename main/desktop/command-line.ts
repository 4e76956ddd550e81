/**
 * What `koosync-desktop` was started with, before there is a window or even a screen: help, version and mistakes are
 * answered in the terminal. Pure; main/index.ts writes it and ends the process.
 */
import type { StringKey, Translate } from '../../shared/strings/index.ts';
import { parseOpenRequest, type OpenRequest } from './file-manager/open-request.ts';

export type CommandLine =
  /** the app is to do this, in this process or in the one that runs already */
  | { readonly kind: 'start'; readonly request: OpenRequest }
  | { readonly kind: 'answer'; readonly about: 'help' | 'version' | 'crash-reports' }
  /** as far as it can be said which words */
  | { readonly kind: 'mistake'; readonly words: readonly string[] };

const answers: Readonly<Record<string, 'help' | 'version' | 'crash-reports'>> = {
  '--help': 'help',
  '-h': 'help',
  '--version': 'version',
  '-V': 'version',
  '--crash-reports': 'crash-reports',
};

/** `args` and `cwd` as for parseOpenRequest. */
export function readCommandLine(args: readonly string[], cwd: string): CommandLine {
  const request = parseOpenRequest(args, cwd);
  // of a request that makes sense every word is understood, and some may be paths that look like switches
  if (request.kind !== 'unknown') return { kind: 'start', request };
  const { words } = request;
  const about = words.map((word) => answers[word]).find((answer) => answer !== undefined);
  const mistakes = words.filter((word) => answers[word] === undefined);
  return about !== undefined && mistakes.length === 0
    ? { kind: 'answer', about }
    : { kind: 'mistake', words: mistakes };
}

const options = [
  ['--hidden', 'commandLine.hidden'],
  ['--view-versions PATH...', 'commandLine.viewVersions'],
  ['--copy-path PATH...', 'commandLine.copyPath'],
  ['--pause PATH...', 'commandLine.pause'],
  ['--crash-reports', 'commandLine.crashReports'],
  ['-V, --version', 'help.option.version'],
  ['-h, --help', 'help.option.help'],
] as const satisfies readonly (readonly [string, StringKey])[];

/** The whole page, without a line break at its end. */
export function helpPage(translate: Translate): string {
  const widest = Math.max(...options.map(([words]) => words.length));
  return [
    translate('commandLine.about'),
    '',
    `${translate('help.usage')} koosync-desktop ${translate('help.anyOptions')}`,
    '',
    translate('help.options'),
    ...options.map(([words, key]) => `  ${words.padEnd(widest)}  ${translate(key)}`),
    '',
    translate('commandLine.exitCodes'),
  ].join('\n');
}

/** One sentence. */
export const mistakeSentence = (words: readonly string[], translate: Translate): string =>
  translate('cliError.usage', {
    mistake:
      words.length === 0
        ? translate('usage.other')
        : translate('commandLine.unknown', { words: words.slice(0, 5).map(shown).join(' ') }),
    command: 'koosync-desktop',
  });

/** Whatever a word holds, it stays on its line and is no command for a terminal. */
const shown = (word: string): string =>
  word.slice(0, 100).replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '\ufffd');
