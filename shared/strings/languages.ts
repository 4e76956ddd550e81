/** The languages KooSync speaks, and how one is chosen. */
import type { Preferences } from '../preferences.ts';
import { en } from './en/index.ts';
import { zh } from './zh/index.ts';

export type Language = 'en' | 'zh';

/** In the form i18next wants. */
export const resources = { en: { translation: en }, zh: { translation: zh } } as const;

/** What Intl and `<html lang>` want. */
export const languageTags = { en: 'en', zh: 'zh-CN' } as const satisfies Record<Language, string>;

/** Any Chinese system gets Chinese, also the traditional ones: nearer to what they read than English is. */
export function chooseLanguage(preference: Preferences['language'], systemTag: string): Language {
  if (preference !== 'system') return preference;
  return /^zh\b/i.test(systemTag) ? 'zh' : 'en';
}
