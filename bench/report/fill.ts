/** What a document has between two marks: `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`. */

/** The text with `content` between the marks of `name`, and blank lines around it. Throws where there is not one pair of marks. */
export function filled(text: string, name: string, content: string): string {
  const [begin, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const [before = '', rest, ...more] = text.split(begin);
  const [, after, ...further] = rest?.split(end) ?? [];
  if (after === undefined || more.length > 0 || further.length > 0)
    throw new Error(`the document needs ${begin} and ${end} once each, in this order`);
  return `${before}${begin}\n\n${content.trim()}\n\n${end}${after}`;
}
