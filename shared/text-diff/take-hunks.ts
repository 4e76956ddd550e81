/** The newer text with chosen parts of the older one. Pure. */
import type { Differing } from './compare-texts.ts';
import { usualEnd, type Line } from './lines.ts';

/** In each chosen hunk stands what stood there before; everything else is the newer text, byte for byte. */
export function takeHunks({ before, after, hunks }: Differing, chosen: ReadonlySet<number>): string {
  const end = usualEnd(after);
  const lines: Line[] = [];
  let at = 0;
  for (const hunk of hunks) {
    lines.push(...after.slice(at, hunk.after.from));
    lines.push(
      ...(chosen.has(hunk.id)
        ? // lines from a text with other ends of line take on those of the text they come into
          before
            .slice(hunk.before.from, hunk.before.to)
            .map((line) => (line.end === '' ? line : { ...line, end }))
        : after.slice(hunk.after.from, hunk.after.to)),
    );
    at = hunk.after.to;
  }
  lines.push(...after.slice(at));
  // a last line without an end may have come to stand before others
  return lines
    .map((line, index) => line.text + (line.end === '' && index < lines.length - 1 ? end : line.end))
    .join('');
}
