import { describe, expect, it } from 'vitest';
import { errorCodes, isErrorCode } from '../../shared/error-codes.ts';
import { KooError } from '../model/errors.ts';
import { createWords, languageOf } from '../lib/i18n.ts';
import { CliError } from './cli-error.ts';
import { explain } from './explain.ts';

const parts = (language: 'en' | 'zh') => ({
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
      expect([1, 2, 4, 130]).toContain(exitCode);
    }
  });
});

it('an error that asks for a sentence of its own gets it, with its blanks filled', () => {
  const taken = new KooError('NAME_TAKEN', '', {
    detail: { values: { say: 'sentence.remoteTaken', name: 'docs' } },
  });
  expect(explain(taken, parts('en')).line).toMatch(/^Another synced folder already uses the folder "docs"/);
});

it('exit codes follow what is to be done', () => {
  const code = (error: unknown) => explain(error, parts('en')).exitCode;
  expect(code(new KooError('SIGN_IN_NEEDED', ''))).toBe(4);
  expect(code(new KooError('NESTED_PAIR', ''))).toBe(2);
  expect(code(new KooError('WRONG_SERVER', ''))).toBe(2);
  expect(code(new KooError('OFFLINE', ''))).toBe(1);
  expect(code(new CliError('cliError.noSpace'))).toBe(2);
  expect(code(new CliError('cliError.desktopFailed', { app: '/app' }))).toBe(1);
  expect(code(new Error('anything'))).toBe(1);
});

it('a name that cannot be ends with the same code, whatever is wrong with it', () => {
  for (const name of Object.keys(errorCodes).filter(isErrorCode))
    if (/^(NAME_|PATH_TOO|DEPTH_)/u.test(name))
      expect(explain(new KooError(name, ''), parts('en')).exitCode, name).toBe(2);
});

it('what was stopped ends as Ctrl-C does', () => {
  expect(explain(new KooError('CANCELLED', ''), parts('en')).exitCode).toBe(130);
});

it('what was thrown unforeseen is not shown; the log is named', () => {
  const { line, error } = explain(new TypeError('x is not a function'), parts('en'));
  expect(line).toContain('/state/logs/koosync.log');
  expect(line).not.toContain('function');
  expect(error?.code).toBe('UNEXPECTED');
});

it('where no log took it, what was thrown is said, without secrets', () => {
  const { line } = explain(new Error('refused Bearer topsecret1'), { ...parts('en'), logFile: undefined });
  expect(line).toContain('(refused Bearer [redacted])');
  expect(line).not.toContain('The details are in');
});

it('a sign-in that is refused is told from one that is missing', () => {
  const line = (status?: number) =>
    explain(
      new KooError('SIGN_IN_NEEDED', '', status === undefined ? {} : { detail: { status } }),
      parts('en'),
    ).line;
  expect(line()).toContain('You are not signed in');
  expect(line(401)).toContain('did not accept');
});

it('the language of a terminal is that of its first variable', () => {
  expect(languageOf('system', { LANG: 'zh_CN.UTF-8' })).toBe('zh');
  expect(languageOf('system', { LC_ALL: 'C', LANG: 'zh_CN.UTF-8' })).toBe('en');
  expect(languageOf('system', { LC_ALL: '', LANG: 'zh_TW' })).toBe('zh');
  expect(languageOf('en', { LANG: 'zh_CN.UTF-8' })).toBe('en');
  expect(languageOf('system', {})).toBe('en');
});
