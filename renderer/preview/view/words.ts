/** Words and numbers in the language that the window asked for. */
import { createContext, useContext } from 'react';
import { createTranslator, type Translate } from '../../../shared/strings/index.ts';
import { formatCount, formatSize } from '../../src/format/size.ts';
import type { FrameView } from '../protocol.ts';

export type Words = {
  readonly t: Translate;
  readonly size: (bytes: number) => string;
  readonly count: (count: number) => string;
  readonly date: (at: number) => string;
};

const translators = new Map<string, Translate>();

export function wordsOf({ language, tag }: Pick<FrameView, 'language' | 'tag'>): Words {
  const t = translators.get(language) ?? createTranslator(language);
  translators.set(language, t);
  return {
    t,
    size: (bytes) => formatSize(bytes, tag),
    count: (count) => formatCount(count, tag),
    date: (at) => new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' }).format(at),
  };
}

export const WordsContext = createContext<Words>(wordsOf({ language: 'en', tag: 'en' }));

export const useWords = (): Words => useContext(WordsContext);
