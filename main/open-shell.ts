/**
 * What every shell has, and needs no engine for: state folder, log, policy, settings, and words in the language of the
 * settings. Two processes may have the same open: each follows what another writes.
 */
import { chooseLanguage, type Translate } from '../shared/strings/index.ts';
import { realClock } from './lib/clock.ts';
import { createWords, languageOf, type Words } from './lib/i18n.ts';
import type { LogTrouble } from './lib/log-destination.ts';
import { logLevelFrom, openLog, type LogFile } from './lib/logger.ts';
import { asksForAnyCertificate } from './lib/own-environment.ts';
import type { KooError } from './model/errors.ts';
import { openMachinePolicy } from './open-policy.ts';
import { settingsUnder, type PolicyInForce } from './policy/policy.ts';
import type { PolicyPlaces } from './policy/sources.ts';
import { openSettings, type Settings } from './settings/settings.ts';
import { openStateFolder } from './storage/state-folder.ts';

export type ShellOptions = {
  /** state folder; made when it is not there */
  readonly home: string;
  /** what others had a right to in it, when somebody opened it before there was a log; default: nothing */
  readonly closed?: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** language tag for `language: 'system'`; default: as the environment says (LC_ALL, LC_MESSAGES, LANG) */
  readonly systemLanguage?: string | undefined;
  /** where the policy of this machine stands; default: where each system has it */
  readonly policy?: PolicyPlaces | undefined;
};

export type Shell = {
  /** the state folder, absolute */
  readonly home: string;
  readonly settings: Settings;
  /** what the organisation fixed on this machine */
  readonly policy: PolicyInForce;
  /** whoever opened the shell closes it */
  readonly log: LogFile;
  /** Tells, once, that the log cannot be written, in a sentence for users; at once, where that is known already. */
  onLogTrouble(tell: (sentence: string) => void): void;
  /** in the language of the settings as they are now, as are the two below */
  readonly words: () => Words;
  readonly translate: Translate;
  /** what a user reads for an error */
  sentence(error: KooError): string;
};

/** Throws FOLDER_UNREADABLE, NOT_A_FOLDER (the state folder), SETTINGS_BROKEN, STATE_NEWER (the settings). */
export const openShell = async (options: ShellOptions): Promise<Shell> => {
  const { env } = options;
  const closed = [...(options.closed ?? [])];
  const home = openStateFolder(options.home, (path) => closed.push(path));
  const log = openLog({ stateFolder: home, level: logLevelFrom(env) });
  for (const path of closed)
    log.warn({ tag: 'state', path }, 'others had a right to this, which was taken away');
  if (asksForAnyCertificate(env))
    log.warn({ tag: 'network' }, 'NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored: certificates count');
  try {
    const policy = await openMachinePolicy({ home, env, log, places: options.policy });
    const settings = openSettings(home, realClock, settingsUnder(policy));
    const words = liveWords(settings, options);
    return {
      home,
      settings,
      policy,
      log,
      onLogTrouble: (tell) => {
        log.onTrouble((trouble) => {
          tell(logSentence(words().translate, trouble));
        });
      },
      words,
      translate: (key, ...values) => words().translate(key, ...values),
      sentence: (error) => words().sentence(error),
    };
  } catch (thrown) {
    log.close();
    throw thrown;
  }
};

const logSentence = (translate: Translate, { path, system, isFull }: LogTrouble): string =>
  isFull ? translate('sentence.logFull', { path }) : translate('sentence.logUnusable', { path, system });

/** Words for the settings of the moment, made anew only when the language changed. */
const liveWords = (settings: Settings, { env, systemLanguage }: ShellOptions): (() => Words) => {
  let words: Words | undefined;
  return () => {
    // a settings file that breaks while we run must not take the words away with which that is told
    const preference = settings.latest().language;
    const language =
      systemLanguage === undefined ? languageOf(preference, env) : chooseLanguage(preference, systemLanguage);
    if (words?.language !== language) words = createWords(language);
    return words;
  };
};
