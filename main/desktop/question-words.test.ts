import { describe, expect, it } from 'vitest';
import type { StringKey, Translate } from '../../shared/strings/index.ts';
import { createWords } from '../lib/i18n.ts';
import type { Question } from './ipc/questions.ts';
import { questionWords } from './question-words.ts';

const server = 'https://koo.example';
const folder = '/home/ann/Documents';
/** Each question, its words, and the names and counts that it must tell. */
const questions: readonly (readonly [Question, readonly StringKey[], readonly string[]])[] = [
  [
    { ask: 'signIn', server, before: 'https://old.example', count: 2 },
    ['question.signIn', 'question.signInDetail', 'question.signInAction'],
    [server, 'https://old.example', '2'],
  ],
  [
    { ask: 'approve', count: 1234, folder, server },
    ['deletions.approveTitle', 'deletions.title', 'question.approveDetail', 'deletions.approve'],
    ['1,234', folder, server],
  ],
  [
    { ask: 'undo', count: 12, folder, server },
    ['question.undo', 'question.undoDetail', 'question.undoAction'],
    ['12', folder, server],
  ],
  [
    { ask: 'bringBack', count: 7, folder, server },
    ['question.bringBack', 'question.bringBackDetail', 'pair.bringBack'],
    ['7', folder, server],
  ],
  [
    { ask: 'remove', folder, server },
    ['settings.removeTitle', 'question.removeDetail', 'settings.remove'],
    [folder, server],
  ],
  [
    { ask: 'takeOver', count: 2, folder, user: 'bob', server },
    ['question.takeOver', 'question.takeOverDetail', 'pair.takeOver'],
    ['2', folder, 'bob', server],
  ],
];

describe.each(['en', 'zh'] as const)('in %s', (language) => {
  const { translate } = createWords(language);
  it.each(questions)('%j says what it is about', (question, keys, told) => {
    const { message, detail, action } = questionWords(question, translate);
    for (const one of told) expect(`${message} ${detail}`).toContain(one);
    expect(`${message}${detail}${action}`).not.toMatch(/\{\{|undefined|question\./u);
    expect(message).toMatch(/[?？]$/u);
    const asked: string[] = [];
    questionWords(question, ((key) => {
      asked.push(key);
      return key;
    }) as Translate);
    expect(asked).toEqual(keys);
  });
});
