import { expect, test } from 'vitest';
import { errorCodes, type ErrorCode } from '../../shared/error-codes.ts';
import { createTranslator } from '../../shared/strings/index.ts';
import { choiceWords, failureChoices } from './failure-choices.ts';

test('a damaged database can be repaired from the dialog, everything else tried again', () => {
  expect(failureChoices('STATE_BROKEN')).toEqual(['repair', 'open-folder', 'quit']);
  for (const code of Object.keys(errorCodes) as ErrorCode[])
    if (code !== 'STATE_BROKEN' && code !== 'BAD_USAGE')
      expect(failureChoices(code)).toEqual(['try-again', 'open-folder', 'quit']);
});

test('a folder that nobody knows is not offered', () => {
  expect(failureChoices('BAD_USAGE')).toEqual(['try-again', 'quit']);
});

test('every choice has its words', () => {
  const translate = createTranslator('zh');
  expect(Object.values(choiceWords).map((key) => translate(key))).toEqual([
    '修复',
    '重试',
    '显示 KooSync 的文件夹',
    '退出',
  ]);
});
