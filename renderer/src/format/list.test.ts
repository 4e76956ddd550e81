import { expect, it } from 'vitest';
import { listOf } from './list.ts';

it('lists names as the language does', () => {
  expect(listOf(['Thunar'], 'en-GB')).toBe('Thunar');
  expect(listOf(['Thunar', 'Nemo'], 'en-GB')).toBe('Thunar and Nemo');
  expect(listOf(['Thunar', 'Nemo', 'Caja'], 'zh-CN')).toBe('Thunar、Nemo 和 Caja');
  expect(listOf(['服务器', '语言', '更新'], 'zh-CN')).toBe('服务器、语言和更新');
  expect(listOf(['服务器', 'Nemo'], 'zh-CN')).toBe('服务器和 Nemo');
});
