import { expect, it } from 'vitest';
import { highlight } from './highlight.ts';

const marked = (text: string, query: string): string =>
  highlight(text, query)
    .map((piece) => (piece.hit ? `[${piece.text}]` : piece.text))
    .join('');

it.each([
  ['Proposal.docx', 'pro', '[Pro]posal.docx'],
  ['框架协议.docx', '协议', '框架[协议].docx'],
  ['a.txt', '', 'a.txt'],
  ['a.txt', ' ', 'a.txt'],
  ['a.txt', 'b', 'a.txt'],
  ['abc', 'ABC', '[abc]'],
  // lowering this letter makes it longer: better no mark than a wrong one
  ['İstanbul.txt', 'bul', 'İstanbul.txt'],
])('%s marked by %s', (text, query, expected) => {
  expect(marked(text, query)).toBe(expected);
});
