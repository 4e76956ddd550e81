import { expect, it } from 'vitest';
import { colouredLines, languageOf } from './colours.ts';

it.each([
  ['src/a.tsx', 'tsx'],
  ['Dockerfile', 'dockerfile'],
  ['a.yml', 'yml'],
  ['a.conf', 'ini'],
  ['.bashrc', 'bash'],
  ['notes.txt', undefined],
  ['README', undefined],
  ['a.constructor', undefined],
])('%s is coloured as %s', (name, language) => {
  expect(languageOf(name)).toBe(language);
});

it('gives the text back, line by line, whatever it colours', () => {
  const text = '/* two\nlines */\nconst a = `x${1}\ny`;\n\n// 中文\n';
  const lines = colouredLines(text, 'typescript') ?? [];
  expect(lines.map((line) => line.map((part) => part.text).join('')).join('\n')).toBe(text);
  expect(lines[0]).toEqual([{ text: '/* two', colour: 'comment' }]);
  expect(lines[1]).toEqual([{ text: 'lines */', colour: 'comment' }]);
});
