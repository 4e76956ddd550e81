/** A text as lines, and what a line is compared by. Pure. */

/** A line as it is compared, and as it is written: with what ends it. */
export type Line = { readonly text: string; readonly end: string };

const ending = /\r\n|\n|\r/gu;

/** An end of line at the end of the text begins no further line. */
export function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let from = 0;
  for (const { 0: end, index } of text.matchAll(ending)) {
    lines.push({ text: text.slice(from, index), end });
    from = index + end.length;
  }
  if (from < text.length) lines.push({ text: text.slice(from), end: '' });
  return lines;
}

/** What most lines end with; a text of one line ends with nothing, and a newline serves. */
export function usualEnd(lines: readonly Line[]): string {
  const counts = new Map<string, number>();
  for (const { end } of lines) if (end !== '') counts.set(end, (counts.get(end) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '\n';
}
