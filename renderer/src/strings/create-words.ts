import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { translatorOptions, type Language } from '../../../shared/strings/index.ts';

/** The window's i18next, ready when this returns; changeLanguage() on it redraws the page. */
export function createWords(language: Language): i18n {
  const words = createInstance().use(initReactI18next);
  void words.init({ ...translatorOptions(language), react: { useSuspense: false } });
  return words;
}
