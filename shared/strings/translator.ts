/** i18next set up the one way KooSync uses it, without React: for the tray, the command line and the main process. */
import { createInstance, type InitOptions } from 'i18next';
import { visibleText } from '../visible-text.ts';
import type { StringKey, ValuesArgument } from './key-types.ts';
import { resources, type Language } from './languages.ts';

export type Values = Readonly<Record<string, string | number>>;

/** From a key and the values of its blanks to words. */
export type Translate = <K extends StringKey>(key: K, ...values: ValuesArgument<K>) => string;

/**
 * No string ever becomes HTML: React and terminals take text. What fills a blank may be anybody's name, and is shown as what
 * it is.
 */
export const translatorOptions = (language: Language): InitOptions => ({
  lng: language,
  fallbackLng: 'en',
  resources,
  interpolation: { escapeValue: true, escape: visibleText },
  // the words are part of the program, so the instance is ready when this returns
  initAsync: false,
});

/** Cheap; make a new one when the language changes. */
export function createTranslator(language: Language): Translate {
  const instance = createInstance();
  void instance.init(translatorOptions(language));
  // i18next infers blanks from what it is called with; here they are checked by Translate already
  const t: (key: string, values: Values) => string = instance.t;
  return (key, ...values) => t(key, { ...values[0] });
}
