/** The words of the main process and the command line: a translator, and the sentences of errors. */
import {
  chooseLanguage,
  createTranslator,
  explainError,
  type Language,
  type Translate,
} from '../../shared/strings/index.ts';
import type { KooError } from '../model/errors.ts';

export type Words = {
  readonly language: Language;
  readonly translate: Translate;
  /** One or more whole sentences for a user: what happened and what to do. Holds nothing of `message`. */
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
      return explainError(translate, error.code, values);
    },
  };
};

/** The language of a terminal: the first of the variables that says one, as POSIX orders them; `C` is English. */
export const languageOf = (
  preference: 'system' | Language,
  env: Readonly<Record<string, string | undefined>>,
): Language => {
  const tag = ['LC_ALL', 'LC_MESSAGES', 'LANG'].map((name) => env[name]).find((value) => value);
  return chooseLanguage(preference, (tag ?? 'en').replaceAll('_', '-'));
};
