import { expect, test } from 'vitest';
import { filled } from './fill.ts';

const document = 'before\n<!-- bench:table -->\nold\n<!-- /bench:table -->\nafter\n';

test('what lies between the marks is replaced, the rest stays', () => {
  const once = filled(document, 'table', '| new |\n');
  expect(once).toBe('before\n<!-- bench:table -->\n\n| new |\n\n<!-- /bench:table -->\nafter\n');
  expect(filled(once, 'table', '| new |')).toBe(once);
});

test.each([
  ['no marks', 'text'],
  ['no end', '<!-- bench:table -->'],
  ['the end first', '<!-- /bench:table --><!-- bench:table -->'],
  ['two of them', document + document],
])('%s is refused', (_, text) => {
  expect(() => filled(text, 'table', 'x')).toThrow('bench:table');
});
