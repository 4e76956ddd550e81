/** The words of the main process and the command line: shared/strings, and the exact sentences of errors. */
import {
  chooseLanguage,
  createTranslator,
  explainError,
  type Language,
  type Translate,
} from '../../shared/strings/index.ts';
import type { ErrorCode } from '../../shared/error-codes.ts';
import type { KooError } from '../model/errors.ts';
import { isSentenceKey, sentences, type SentenceKey } from './sentences.ts';

export type Words = {
  readonly language: Language;
  readonly translate: Translate;
  /** One or more whole sentences for a person: what happened and what to do. Holds nothing of `message`. */
  sentence(error: KooError): string;
};

export const createWords = (language: Language): Words => {
  const translate = createTranslator(language);
  return {
    language,
    translate,
    sentence: (error) => {
      // most errors about a file or folder name it as `path` alone; sentences call it what it is there
      const { path } = error.detail;
      const values = { ...(path === undefined ? {} : { path, folder: path }), ...error.detail.values };
      const say =
        error.detail.values?.['say'] ?? (path === undefined ? undefined : exactWithPath[error.code]);
      return isSentenceKey(say)
        ? fill(sentences[language][say], values)
        : explainError(translate, error.code, values);
    },
  };
};

/** Codes whose sentence can say more as soon as the path is known. */
const exactWithPath: Readonly<Partial<Record<ErrorCode, SentenceKey>>> = {
  STATE_BROKEN: 'stateBroken',
  STATE_NEWER: 'stateNewer',
};

/** The language of a terminal: the first of the variables that says one, as POSIX orders them; `C` is English. */
export const languageOf = (
  preference: 'system' | Language,
  env: Readonly<Record<string, string | undefined>>,
): Language => {
  const tag = ['LC_ALL', 'LC_MESSAGES', 'LANG'].map((name) => env[name]).find((value) => value);
  return chooseLanguage(preference, (tag ?? 'en').replaceAll('_', '-'));
};

const fill = (sentence: string, values: Readonly<Record<string, string | number>>): string =>
  sentence.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));
