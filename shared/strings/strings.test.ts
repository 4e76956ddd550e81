import { describe, expect, it } from 'vitest';
import { errorCodes, type ErrorCode } from '../error-codes.ts';
import { en } from './en.ts';
import { chooseLanguage, createTranslator, explainError } from './index.ts';
import { zh } from './zh.ts';

type Tree = { readonly [key: string]: string | Tree };

/** `tray.state.idle` -> sentence */
function flatten(tree: Tree, before = ''): Map<string, string> {
  const leaves = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') leaves.set(before + key, value);
    else for (const [path, leaf] of flatten(value, `${before}${key}.`)) leaves.set(path, leaf);
  }
  return leaves;
}

const blanks = (sentence: string): string[] =>
  [...new Set([...sentence.matchAll(/\{\{(\w+)(?:, number)?\}\}/g)].map(([, name]) => name ?? ''))].sort();

const english = flatten(en);
const chinese = flatten(zh);
const codes = Object.keys(errorCodes) as ErrorCode[];

describe('the strings', () => {
  it('say every error code in both languages, without blanks', () => {
    for (const code of codes)
      for (const language of [english, chinese]) {
        const sentence = language.get(`error.${code}`);
        expect(sentence, code).toMatch(/\S/);
        expect(blanks(sentence ?? ''), code).toEqual([]);
      }
  });

  it('know no error that does not exist', () => {
    expect(Object.keys(en.error).sort()).toEqual([...codes].sort());
    expect(Object.keys(en.errorWith).filter((code) => !codes.includes(code as ErrorCode))).toEqual([]);
  });

  it('have the same keys, but for the singular that Chinese has not', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].filter((k) => !k.endsWith('_one')).sort());
  });

  it('have the same blanks under the same key', () => {
    for (const [key, sentence] of chinese)
      expect(blanks(sentence), key).toEqual(blanks(english.get(key) ?? ''));
  });

  it('are never the English ones by oversight', () => {
    const same = [...chinese].filter(([key, sentence]) => sentence === english.get(key));
    expect(same).toEqual([]);
  });

  it('have a singular for every plural', () => {
    const plurals = [...english.keys()].filter((key) => key.endsWith('_other'));
    for (const key of plurals) expect(english.has(key.replace(/_other$/, '_one')), key).toBe(true);
  });
});

describe('createTranslator', () => {
  it('chooses the plural form by count', () => {
    const translate = createTranslator('en');
    expect(translate('tray.state.syncing', { count: 1 })).toBe('Syncing 1 item');
    expect(translate('tray.state.syncing', { count: 2 })).toBe('Syncing 2 items');
    expect(createTranslator('zh')('tray.state.syncing', { count: 1 })).toBe('正在同步 1 项');
  });

  it('leaves names as they are', () => {
    expect(createTranslator('en')('history.of', { name: 'a & <b>.txt' })).toBe('Versions of a & <b>.txt');
  });
});

describe('explainError', () => {
  const translate = createTranslator('en');

  it('is exact when all blanks can be filled', () => {
    expect(explainError(translate, 'NAME_FORBIDDEN', { chars: ':', proposal: 'a-b.txt' })).toBe(
      'The name holds a character that KooDrive does not allow (:). Rename it, for example to "a-b.txt".',
    );
  });

  it('is plain when a blank would stay empty', () => {
    expect(explainError(translate, 'NAME_FORBIDDEN', { chars: ':' })).toBe(en.error.NAME_FORBIDDEN);
    expect(explainError(translate, 'OFFLINE', { server: 'x' })).toBe(en.error.OFFLINE);
  });
});

describe('chooseLanguage', () => {
  it.each([
    ['system', 'zh-CN', 'zh'],
    ['system', 'zh', 'zh'],
    ['system', 'zh-Hant-TW', 'zh'],
    ['system', 'zha', 'en'],
    ['system', 'de-DE', 'en'],
    ['system', '', 'en'],
    ['en', 'zh-CN', 'en'],
    ['zh', 'en-GB', 'zh'],
  ] as const)('%s on a system that speaks %s is %s', (preference, tag, language) => {
    expect(chooseLanguage(preference, tag)).toBe(language);
  });
});
