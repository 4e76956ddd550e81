import { expect, it } from 'vitest';
import { formatCount, formatSize } from './size.ts';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

it.each([
  [0, '0 B'],
  [-5, '0 B'],
  [999, '999 B'],
  [1000, '0.98 KB'],
  [1024, '1 KB'],
  [1536, '1.5 KB'],
  [10_240, '10 KB'],
  [102_400, '100 KB'],
  [1_047_000, '1 MB'],
  [5 * 2 ** 30, '5 GB'],
  [200 * 2 ** 30, '200 GB'],
  [2 ** 40, '1 TB'],
  [2 ** 63, '8,192 PB'],
])('%d bytes are %s', (bytes, text) => {
  expect(plain(formatSize(bytes, 'en'))).toBe(text);
  expect(plain(formatSize(bytes, 'zh-CN'))).toBe(text);
});

it('writes numbers as the language does', () => {
  expect(plain(formatSize(1536, 'de'))).toBe('1,5 KB');
  expect(formatCount(128_402, 'en')).toBe('128,402');
});
