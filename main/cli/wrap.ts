/** Lines for a terminal, broken where a language breaks them: at spaces, and in Chinese between characters. */
import { columnsOf } from './output.ts';

/**
 * What stays together: a run of Latin, or one Chinese character, with the marks that may not begin a line after it and
 * those that may not end one before it.
 */
const pieces =
  /[“（]*(?:\p{Script=Han}|[^\s\p{Script=Han}“（”）、，。：；！？]+)[”）、，。：；！？]*|\s+|./gu;

/** Lines of at most `width` columns, as far as pieces allow. Line ends in the text stay. */
export const wrap = (text: string, width: number): string =>
  text
    .split('\n')
    .map((line) => wrapLine(line, width))
    .join('\n');

const wrapLine = (text: string, width: number): string => {
  const lines: string[] = [];
  let line = '';
  for (const [piece] of text.matchAll(pieces)) {
    const isSpace = piece.trim() === '';
    if (line !== '' && !isSpace && columnsOf(line) + columnsOf(piece) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    if (line !== '' || !isSpace) line += piece;
  }
  return [...lines, line.trimEnd()].join('\n');
};
