import type { ErrorCode } from '../error-codes.ts';
import { en } from './en.ts';
import type { Translate, Values } from './translator.ts';

const exact: Readonly<Partial<Record<ErrorCode, string>>> = en.errorWith;

/** The names of the blanks in a sentence: both languages have the same ones, so English tells. */
const blanksOf = (sentence: string): string[] =>
  [...sentence.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].flatMap(([, name]) => name ?? []);

/**
 * The sentence a person reads for an error: the exact one when `values` fills all its blanks, else the plain one, so
 * that nobody ever meets an empty pair of quotes.
 */
export function explainError(translate: Translate, code: ErrorCode, values: Values = {}): string {
  const sentence = exact[code];
  const filled = sentence !== undefined && blanksOf(sentence).every((name) => values[name] !== undefined);
  return filled
    ? translate(`errorWith.${code as keyof typeof en.errorWith}`, values)
    : translate(`error.${code}`);
}
