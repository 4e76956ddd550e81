/** i18next set up the one way KooSync uses it, without React: for the tray, the command line and the main process. */
import { createInstance, type InitOptions } from 'i18next';
import { resources, type Language, type StringKey } from './languages.ts';

export type Values = Readonly<Record<string, string | number>>;
export type Translate = (key: StringKey, values?: Values) => string;

/** Nothing is escaped: no string ever becomes HTML; React and terminals take text. */
export const translatorOptions = (language: Language): InitOptions => ({
  lng: language,
  fallbackLng: 'en',
  resources,
  interpolation: { escapeValue: false },
  // the words are part of the program, so the instance is ready when this returns
  initAsync: false,
});

/** A function from key to words. Cheap; make a new one when the language changes. */
export function createTranslator(language: Language): Translate {
  const instance = createInstance();
  void instance.init(translatorOptions(language));
  return (key, values) => instance.t(key, { ...values });
}
