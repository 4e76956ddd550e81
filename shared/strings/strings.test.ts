/** The catalogue itself: nothing missing in a language, and one way to write. tests/conformance/strings.test.ts holds its use. */
import { describe, expect, it } from 'vitest';
import { errorCodes, isErrorCode, type ErrorCode } from '../error-codes.ts';
import { en } from './en/index.ts';
import { chooseLanguage, createTranslator, explainError } from './index.ts';
import { zh } from './zh/index.ts';

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
const stem = (key: string): string => key.replace(/_(zero|one|other)$/, '');

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
    for (const key of Object.keys(en.errorWith)) expect(isErrorCode(stem(key)), key).toBe(true);
  });

  it('have the same keys, but for the singular that Chinese has not', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].filter((k) => !k.endsWith('_one')).sort());
  });

  it('have the same blanks under the same key, and fill numbers in alike', () => {
    for (const [key, sentence] of chinese) {
      expect(blanks(sentence), key).toEqual(blanks(english.get(key) ?? ''));
      expect(sentence.includes('{{count}}'), key).toBe(false);
    }
  });

  it('have blanks that i18next reads: a name, and `number` at most', () => {
    for (const sentence of [...english.values(), ...chinese.values()])
      expect(sentence.replaceAll(/\{\{\w+(?:, number)?\}\}/g, '')).not.toMatch(/[{}]/);
  });

  it('are plural in each language wherever they count, with all its forms', () => {
    for (const [language, strings] of [
      ['en', english],
      ['zh', chinese],
    ] as const) {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      const plurals = new Set([...strings.keys()].filter((key) => stem(key) !== key).map(stem));
      for (const key of plurals)
        for (const form of forms) expect(strings.has(`${key}_${form}`), `${language} ${key}`).toBe(true);
      for (const [key, sentence] of strings)
        if (blanks(sentence).includes('count')) expect(stem(key), `${language} ${key}`).not.toBe(key);
    }
  });

  it('are never the English ones by oversight', () => {
    const letters = /\p{L}/u;
    const same = [...chinese].filter(
      ([key, sentence]) =>
        sentence === english.get(key) && letters.test(sentence.replaceAll(/\{\{.*?\}\}/g, '')),
    );
    expect(same.map(([key]) => key)).toEqual([
      'column.sha256',
      'preview.kind.markdown',
      'preview.kind.pdf',
      'preview.fact.sha256',
    ]);
  });
});

describe('the sentences of errors', () => {
  it('are each one of their own: two causes are never told in the same words', () => {
    for (const strings of [english, chinese]) {
      const said = [...strings].filter(([key]) => key.startsWith('error.')).map(([, sentence]) => sentence);
      expect(new Set(said).size).toBe(said.length);
    }
  });
});

describe('the style', () => {
  const offenders = (strings: ReadonlyMap<string, string>, pattern: RegExp): string[] =>
    [...strings].filter(([, sentence]) => pattern.test(sentence)).map(([key, s]) => `${key}: ${s}`);

  it('has no blanks at the ends, no double ones, no three dots, no exclamations', () => {
    for (const strings of [english, chinese])
      expect(offenders(strings, /^\s|\s$|\s\s|\.\.\.|[^ ]!$/)).toEqual([]);
  });

  it('has one English word for one thing', () => {
    expect(
      offenders(
        english,
        /\byour word\b|\bpersons?\b|\b(bring|brings|brought|give|gives|gave|came|comes|come) back\b|\bgone\b|\bleft out\b|\bon (its|their) way\b|\bgo(es)? up\b|\bgoing up\b|\buser id\b|\bapp id\b|\bstdout\b/,
      ),
    ).toEqual([]);
  });

  it('restores versions, and undoes deletions', () => {
    const restoring = offenders(english, /\brestor/i).map((line) => line.split(':')[0]);
    expect(restoring.filter((key) => key?.startsWith('deletions.') === true)).toEqual([]);
    expect(offenders(english, /\brestore\b.*\bdeletion|\bdeletion.*\brestore\b/i)).toEqual([]);
  });

  it('has one Chinese word for one thing', () => {
    expect(
      offenders(chinese, /您|计算机|还原|取回|回来|机密|安静|稳定|第一分钟|钥匙串(?!（macOS）)/),
    ).toEqual([]);
  });

  it('has Chinese punctuation within Chinese, and a space between Chinese and Latin', () => {
    const han = '[\\p{Script=Han}]';
    expect(offenders(chinese, new RegExp(`${han}[,:;!?()"]|[,;!?("]${han}`, 'u'))).toEqual([]);
    expect(offenders(chinese, new RegExp(`${han}[A-Za-z0-9]|[A-Za-z0-9]${han}`, 'u'))).toEqual([]);
  });
});

describe('createTranslator', () => {
  it('chooses the plural form by count', () => {
    const translate = createTranslator('en');
    expect(translate('tray.state.syncing', { count: 1 })).toBe('Syncing 1 item');
    expect(translate('tray.state.syncing', { count: 1204 })).toBe('Syncing 1,204 items');
    expect(translate('cli.problems', { count: 0 })).toBe('no problems');
    expect(createTranslator('zh')('tray.state.syncing', { count: 1 })).toBe('正在同步 1 项');
  });

  it('leaves names as they are', () => {
    expect(createTranslator('en')('history.of', { name: 'a & <b> {{c}} $t(x).txt' })).toBe(
      'Versions of a & <b> {{c}} $t(x).txt',
    );
  });

  it('does not compile where a blank would stay open, or a key does not exist', () => {
    const translate = createTranslator('en');
    // @ts-expect-error: `name` is missing
    translate('history.of');
    // @ts-expect-error: `name` is misspelt
    translate('history.of', { nam: 'a' });
    // @ts-expect-error: a plural is chosen by a count
    translate('cli.problems', {});
    // @ts-expect-error: there is no such key
    translate('history.off', { name: 'a' });
  });
});

describe('explainError', () => {
  const translate = createTranslator('en');

  it('is exact when all blanks can be filled', () => {
    expect(explainError(translate, 'NAME_FORBIDDEN', { chars: ':', proposal: 'a-b.txt' })).toBe(
      'The name contains a character that KooDrive does not allow (:). Rename the file or folder, for example to "a-b.txt".',
    );
    expect(explainError(translate, 'DELETIONS_HELD', { count: 1 })).toMatch(/^1 file is missing/);
    expect(explainError(translate, 'DELETIONS_HELD', { count: 412 })).toMatch(/^412 files are missing/);
  });

  it('is plain when a blank would stay empty', () => {
    expect(explainError(translate, 'NAME_FORBIDDEN', { chars: ':' })).toBe(en.error.NAME_FORBIDDEN);
    expect(explainError(translate, 'OFFLINE', { server: 'x' })).toBe(en.error.OFFLINE);
  });

  it('is the sentence that the error asks for, and the code’s own where that is unknown', () => {
    expect(explainError(translate, 'BAD_USAGE', { say: 'sentence.targetNoFile', path: '/a' })).toBe(
      '/a is not an ordinary file. Choose another place.',
    );
    for (const say of ['sentence.none', 'sentence.', 'error.OFFLINE', 1])
      expect(explainError(translate, 'BAD_USAGE', { say })).toBe(en.error.BAD_USAGE);
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
