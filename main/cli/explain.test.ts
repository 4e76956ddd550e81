import { describe, expect, it } from 'vitest';
import { errorCodes, isErrorCode } from '../../shared/error-codes.ts';
import { KooError } from '../model/errors.ts';
import { createWords, languageOf } from '../lib/i18n.ts';
import { sentences } from '../lib/sentences.ts';
import { CliError } from './cli-error.ts';
import { explain } from './explain.ts';
import { createSay } from './words.ts';

const parts = (language: 'en' | 'zh') => ({
  say: createSay(language),
  words: createWords(language),
  command: 'koosync',
  logFile: '/state/logs/koosync.log',
});

describe.each(['en', 'zh'] as const)('in %s', (language) => {
  it('every error is one line without blanks left open, and an exit code of the contract', () => {
    for (const code of Object.keys(errorCodes).filter(isErrorCode)) {
      const { line, exitCode } = explain(
        new KooError(code, 'internals', { detail: { path: '/a/b' } }),
        parts(language),
      );
      expect(line).not.toMatch(/internals|undefined|\{\{|\n/);
      expect(line?.length).toBeGreaterThan(8);
      expect([1, 2, 4]).toContain(exitCode);
    }
  });

  it('the sentences have the same blanks as in English', () => {
    const blanks = (text: string) => [...text.matchAll(/\{\{\w+\}\}/g)].map(([blank]) => blank).toSorted();
    for (const [key, text] of Object.entries(sentences.en))
      expect(blanks(sentences[language][key as keyof typeof sentences.en])).toEqual(blanks(text));
  });
});

it('exit codes follow what is to be done', () => {
  const code = (error: unknown) => explain(error, parts('en')).exitCode;
  expect(code(new KooError('SIGN_IN_NEEDED', ''))).toBe(4);
  expect(code(new KooError('NESTED_PAIR', ''))).toBe(2);
  expect(code(new KooError('WRONG_SERVER', ''))).toBe(2);
  expect(code(new KooError('OFFLINE', ''))).toBe(1);
  expect(code(new CliError('errorNoSpace'))).toBe(2);
  expect(code(new Error('anything'))).toBe(1);
});

it('what was thrown unforeseen is not shown; the log is named', () => {
  const { line, error } = explain(new TypeError('x is not a function'), parts('en'));
  expect(line).toContain('/state/logs/koosync.log');
  expect(line).not.toContain('function');
  expect(error?.code).toBe('UNEXPECTED');
});

it('a sign-in that is refused is told from one that is missing', () => {
  const line = (status?: number) =>
    explain(
      new KooError('SIGN_IN_NEEDED', '', status === undefined ? {} : { detail: { status } }),
      parts('en'),
    ).line;
  expect(line()).toContain('Nobody is signed in');
  expect(line(401)).toContain('did not accept');
});

it('the language of a terminal is that of its first variable', () => {
  expect(languageOf('system', { LANG: 'zh_CN.UTF-8' })).toBe('zh');
  expect(languageOf('system', { LC_ALL: 'C', LANG: 'zh_CN.UTF-8' })).toBe('en');
  expect(languageOf('system', { LC_ALL: '', LANG: 'zh_TW' })).toBe('zh');
  expect(languageOf('en', { LANG: 'zh_CN.UTF-8' })).toBe('en');
  expect(languageOf('system', {})).toBe('en');
});
