/** The shapes that hold the languages together: a missing or surplus string is a type error. */

/** Languages without a singular form have no `_one`. */
type WithoutSingular<K> = K extends `${string}_one` ? never : K;

/** The same keys as `T`, with other words in them. */
export type Localised<T> = {
  readonly [K in keyof T as WithoutSingular<K>]: T[K] extends string ? string : Localised<T[K]>;
};

type WithoutPlural<K extends string> = K extends `${infer Stem}_${'one' | 'other'}` ? Stem : K;

/** Every key that can be asked for: a dotted path, plural endings taken off. */
export type KeyOf<T, Before extends string = ''> = {
  [K in keyof T & string]: T[K] extends string
    ? `${Before}${WithoutPlural<K>}`
    : KeyOf<T[K], `${Before}${K}.`>;
}[keyof T & string];
