import type { ErrorCode } from '../error-codes.ts';
import { en } from './en/index.ts';
import type { SentenceKey, StringKey } from './key-types.ts';
import type { Translate, Values } from './translator.ts';

const isSentenceKey = (value: unknown): value is SentenceKey =>
  typeof value === 'string' && value.startsWith('sentence.') && Object.hasOwn(en.sentence, value.slice(9));

const exact: Readonly<Record<string, string>> = en.errorWith;

/** The names of the blanks in a sentence: both languages have the same ones, so English tells. */
const blanksOf = (sentence: string): string[] =>
  [...sentence.matchAll(/\{\{\s*(\w+)/g)].flatMap(([, name]) => name ?? []);

/**
 * The sentence a user reads for an error: the one that the error asks for (`say`), else the exact one of its code when
 * `values` fills all its blanks, else the plain one, so that nobody ever meets an empty pair of quotes.
 */
export function explainError(translate: Translate, code: ErrorCode, values: Values = {}): string {
  // The blanks are compared here, where the values of errors are known only at run time.
  const fill = translate as (key: StringKey, values: Values) => string;
  const { say } = values;
  if (isSentenceKey(say)) return fill(say, values);
  const sentence = exact[code] ?? exact[`${code}_other`];
  const filled = sentence !== undefined && blanksOf(sentence).every((name) => values[name] !== undefined);
  return filled ? fill(`errorWith.${code}` as StringKey, values) : fill(`error.${code}`, {});
}
