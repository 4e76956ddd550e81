import { expect, it } from 'vitest';
import { columnsOf } from './output.ts';
import { wrap } from './wrap.ts';

it('breaks English at spaces', () => {
  expect(wrap('watch the folders and send every change', 17)).toBe(
    'watch the folders\nand send every\nchange',
  );
});

it('breaks Chinese between characters, never before a comma or after an opening bracket', () => {
  const wrapped = wrap('列出文件，确认（或撤销）删除', 10);
  expect(wrapped).toBe('列出文件，\n确认（或撤\n销）删除');
  expect(wrapped.split('\n').every((line) => columnsOf(line) <= 10)).toBe(true);
});

it('keeps Latin words and options whole within Chinese', () => {
  expect(wrap('与 --to 一起使用', 8)).toBe('与 --to\n一起使用');
});

it('keeps line ends and short lines, and lets a word that is too long stand out', () => {
  expect(wrap('a\n\nb', 5)).toBe('a\n\nb');
  expect(wrap('a incomprehensible b', 5)).toBe('a\nincomprehensible\nb');
});
