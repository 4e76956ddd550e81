/** The types that hold keys, blanks and languages together: a missing string, or a blank left open, does not compile. */
import type { en } from './en/index.ts';

/** Languages without a singular form have no `_one`. */
type WithoutSingular<K> = K extends `${string}_one` ? never : K;

/** The same keys as `T`, with other words in them. */
export type Localised<T> = {
  readonly [K in keyof T as WithoutSingular<K>]: T[K] extends string ? string : Localised<T[K]>;
};

type PluralEnding = 'zero' | 'one' | 'other';
type WithoutPlural<K extends string> = K extends `${infer Stem}_${PluralEnding}` ? Stem : K;

/** Every key that can be asked for: a dotted path, plural endings taken off. */
type KeyOf<T, Before extends string = ''> = {
  [K in keyof T & string]: T[K] extends string
    ? `${Before}${WithoutPlural<K>}`
    : KeyOf<T[K], `${Before}${K}.`>;
}[keyof T & string];

export type StringKey = KeyOf<typeof en>;

/** A sentence that an error asks for by name, in the value `say`. */
export type SentenceKey = Extract<StringKey, `sentence.${string}`>;

/** The sentence (or its plural forms) under a key. */
type At<T, K extends string> = K extends `${infer Head}.${infer Rest}`
  ? Head extends keyof T
    ? At<T[Head], Rest>
    : never
  : T[(K | `${K}_${PluralEnding}`) & keyof T];

/** The names of the blanks in a sentence: `{{name}}`, or `{{count, number}}` with its format. */
type BlanksIn<S> = S extends `${string}{{${infer Inside}}}${infer Rest}`
  ? (Inside extends `${infer Name},${string}` ? Name : Inside) | BlanksIn<Rest>
  : never;

/** What a plural is chosen by counts as a blank, whether it is shown or not. */
type CountOf<T, K extends string> = K extends `${infer Head}.${infer Rest}`
  ? Head extends keyof T
    ? CountOf<T[Head], Rest>
    : never
  : `${K}_other` extends keyof T
    ? 'count'
    : never;

/** Of a union of keys, the blanks of all of them: whichever is asked for, none stays open. */
export type BlanksOf<K extends StringKey> = BlanksIn<At<typeof en, K>> | CountOf<typeof en, K>;

export type ValuesOf<K extends StringKey> = {
  readonly [Blank in BlanksOf<K>]: Blank extends 'count' ? number : string | number;
};

/** The sentences that have blanks, which these are enough for. */
export type SentenceWith<Blank extends string> = {
  [K in SentenceKey]: [BlanksOf<K>] extends [never] ? never : [BlanksOf<K>] extends [Blank] ? K : never;
}[SentenceKey];

/** What is given beside a key: nothing where the sentence has no blanks. */
export type ValuesArgument<K extends StringKey> = [BlanksOf<K>] extends [never] ? [] : [ValuesOf<K>];
