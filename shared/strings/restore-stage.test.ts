import { expect, it } from 'vitest';
import type { RestoreStage } from '../views.ts';
import { createTranslator, restoreStageText } from './index.ts';

it.each<[RestoreStage, string]>([
  [{ kind: 'fetching', bytes: 1, size: 3 }, 'Fetching the version: 33%'],
  [{ kind: 'fetching', bytes: 1, size: 3, waits: true }, 'The connection broke at 33%. Trying to go on…'],
  [{ kind: 'keeping' }, 'Keeping the present content first'],
  [
    { kind: 'keeping', waitsFor: { kind: 'turn' } },
    'Keeping the present content first. Waiting for its turn',
  ],
  [
    { kind: 'keeping', waitsFor: { kind: 'writing' } },
    'Keeping the present content first. Waiting until nothing writes to the file',
  ],
  [
    { kind: 'keeping', waitsFor: { kind: 'upload', sent: 1, size: 2 } },
    'Keeping the present content first. 50% uploaded',
  ],
])('%o', (stage, words) => {
  expect(restoreStageText(stage, createTranslator('en'))).toBe(words);
});
