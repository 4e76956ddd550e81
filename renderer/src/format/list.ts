const endsInHan = /\p{Script=Han}$/u;
const beginsWithHan = /^\p{Script=Han}/u;

/** Names as a person lists them: "Thunar and Nemo". Chinese has a space between its "and" and a name in Latin letters. */
export const listOf = (names: readonly string[], tag: string): string =>
  new Intl.ListFormat(tag, { type: 'conjunction' })
    .formatToParts(names)
    .map(({ type, value }, nth, parts) => {
      if (type !== 'literal' || !/\p{Script=Han}/u.test(value)) return value;
      const before = endsInHan.test(parts[nth - 1]?.value ?? '') ? '' : ' ';
      const after = beginsWithHan.test(parts[nth + 1]?.value ?? '') ? '' : ' ';
      return `${before}${value}${after}`;
    })
    .join('');
