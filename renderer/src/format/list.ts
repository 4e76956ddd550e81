/** Names as a person lists them: "Thunar and Nemo". Between Latin names Chinese has a space on both sides of its "and". */
export const listOf = (names: readonly string[], tag: string): string =>
  new Intl.ListFormat(tag, { type: 'conjunction' })
    .formatToParts(names)
    .map(({ type, value }) => (type === 'literal' && /\p{Script=Han}/u.test(value) ? ` ${value} ` : value))
    .join('');
