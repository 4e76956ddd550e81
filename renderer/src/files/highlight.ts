/** Where the query occurs in a text, for drawing that part stronger. Pure. */
export type Piece = { readonly text: string; readonly hit: boolean };

export function highlight(text: string, query: string): Piece[] {
  const wanted = query.trim().toLowerCase();
  const lower = text.toLowerCase();
  // some letters change length when lowered; then places no longer match, and nothing is marked
  const at = wanted === '' || lower.length !== text.length ? -1 : lower.indexOf(wanted);
  if (at < 0) return [{ text, hit: false }];
  return [
    { text: text.slice(0, at), hit: false },
    { text: text.slice(at, at + wanted.length), hit: true },
    { text: text.slice(at + wanted.length), hit: false },
  ].filter((piece) => piece.text !== '');
}
