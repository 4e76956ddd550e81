/** Where the words of a query occur in a text, for drawing those parts stronger. Pure. */
export type Piece = { readonly text: string; readonly hit: boolean };

export function highlight(text: string, query: string): Piece[] {
  const words = query
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
  const lower = text.toLowerCase();
  // some letters change length when lowered; then places no longer match, and nothing is marked
  if (words.length === 0 || lower.length !== text.length) return [{ text, hit: false }];
  const marked = new Array<boolean>(text.length).fill(false);
  for (const word of words)
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + word.length))
      marked.fill(true, at, at + word.length);
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = 1; at <= text.length; at += 1) {
    if (at < text.length && marked[at] === marked[from]) continue;
    pieces.push({ text: text.slice(from, at), hit: marked[from] === true });
    from = at;
  }
  return pieces;
}
