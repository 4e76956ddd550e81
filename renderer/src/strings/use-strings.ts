/** Words and formats for components: one hook, redrawn when the language changes. */
import { useContext, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { languageTags, type Language, type Translate, type Values } from '../../../shared/strings/index.ts';
import { listOf } from '../format/list.ts';
import { formatCount, formatSize } from '../format/size.ts';
import {
  clockTime,
  clockTimeToSecond,
  dayLabel,
  exactTime,
  isRecent,
  periodName,
  preciseTime,
  relativeTime,
} from '../format/time.ts';
import { NowContext } from '../state/now.ts';
import { BridgeContext } from '../state/bridge-context.ts';

/** Formats bound to the language. Dates follow the system's region when it speaks the chosen language. */
export type Formats = {
  readonly tag: string;
  size(bytes: number): string;
  /** as many digits for each, for sizes that stand below each other */
  sizeInList(bytes: number): string;
  count(count: number): string;
  relative(at: number): string;
  recent(at: number): boolean;
  exact(at: number): string;
  precise(at: number): string;
  clock(at: number): string;
  clockToSecond(at: number): string;
  period(at: number, grain: 'day' | 'month' | 'year'): string;
  day(at: number): string;
  /** names as a person lists them: "Thunar and Nemo" */
  list(names: readonly string[]): string;
};

export type Strings = { readonly t: Translate; readonly language: Language; readonly formats: Formats };

/** en-GB stays en-GB for English; a German system that shows English gets plain English dates. */
const formatTag = (language: Language, systemTag: string): string =>
  systemTag.toLowerCase().startsWith(`${language}-`) ? systemTag : languageTags[language];

export function useStrings(): Strings {
  const { t: translate, i18n } = useTranslation();
  const now = useContext(NowContext);
  const { systemLanguage } = useContext(BridgeContext);
  const language: Language = i18n.language === 'zh' ? 'zh' : 'en';
  return useMemo(() => {
    const fill: (key: string, values: Values) => string = translate;
    const t: Translate = (key, ...values) => fill(key, { ...values[0] });
    const tag = formatTag(language, systemLanguage);
    const justNow = t('common.justNow');
    const words = { today: t('history.today'), yesterday: t('history.yesterday') };
    const formats: Formats = {
      tag,
      size: (bytes) => formatSize(bytes, tag),
      sizeInList: (bytes) => formatSize(bytes, tag, true),
      count: (count) => formatCount(count, tag),
      relative: (at) => relativeTime(at, now, tag, justNow),
      recent: (at) => isRecent(at, now),
      exact: (at) => exactTime(at, tag),
      precise: (at) => preciseTime(at, tag),
      clock: (at) => clockTime(at, tag),
      clockToSecond: (at) => clockTimeToSecond(at, tag),
      period: (at, grain) => periodName(at, grain, tag),
      day: (at) => dayLabel(at, now, tag, words),
      list: (names) => listOf(names, tag),
    };
    return { t, language, formats };
  }, [translate, language, systemLanguage, now]);
}
