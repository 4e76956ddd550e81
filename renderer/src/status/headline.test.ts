import { describe, expect, it } from 'vitest';
import { errorCodes, type ErrorCode } from '../../../shared/error-codes.ts';
import type { EngineState } from '../../../shared/views.ts';
import { createTranslator } from '../../../shared/strings/index.ts';
import { idleStatus } from '../../dev/samples.ts';
import { headlineOf } from './headline.ts';
import { pairStateOf } from './pair-state.ts';
import { remedyOf, remedyWords } from './remedy.ts';
import { shareOf } from './upload-share.ts';

const status = idleStatus(Date.now());
const said = (state: EngineState, language: 'en' | 'zh' = 'en'): string => {
  const headline = headlineOf({ ...status, state });
  return createTranslator(language)(headline.title, { count: headline.count });
};

describe('headlineOf', () => {
  it('says each state in one sentence', () => {
    expect(said({ kind: 'idle' })).toBe('Everything is up to date');
    expect(said({ kind: 'syncing', count: 1 })).toBe('Syncing 1 item');
    expect(said({ kind: 'syncing', count: 1204 })).toBe('Syncing 1,204 items');
    expect(said({ kind: 'paused' })).toBe('Syncing is paused');
    expect(said({ kind: 'offline' })).toBe('KooDrive cannot be reached');
    expect(said({ kind: 'restarting' })).toBe('Syncing stopped and is being started again');
    expect(said({ kind: 'problem', count: 1 })).toBe('1 item needs your attention');
    expect(said({ kind: 'sign-in' })).toBe('Sign in to keep syncing');
    expect(said({ kind: 'problem', count: 3 }, 'zh')).toBe('3 项需要你处理');
  });

  it('says below it what comes next while the engine is started again', () => {
    const { sub } = headlineOf({ ...status, state: { kind: 'restarting' } });
    expect(sub).toBe('subline.restarting');
  });

  it('does not call it up to date while a folder is still being looked through, nor when there is none', () => {
    const pairs = status.pairs.map((pair) => ({ ...pair, scanning: true }));
    expect(headlineOf({ ...status, pairs }).title).toBe('headline.syncing');
    const fresh = status.pairs.map((pair) => ({ ...pair, scanned: false }));
    expect(headlineOf({ ...status, pairs: fresh }).title).toBe('headline.syncing');
    expect(headlineOf({ ...status, pairs: [] }).title).toBe('headline.empty');
  });

  it('offers the way out of each state', () => {
    const action = (state: EngineState) => headlineOf({ ...status, state }).action;
    expect(action({ kind: 'paused' })).toBe('resume');
    expect(action({ kind: 'offline' })).toBe('retry');
    expect(action({ kind: 'sign-in' })).toBe('sign-in');
    expect(action({ kind: 'syncing', count: 2 })).toBe('pause');
  });
});

describe('pairStateOf', () => {
  const calm = { pending: 0, scanning: false, scanned: true, paused: false, problems: [], heldDeletions: 0 };
  it.each([
    [calm, 'idle', 'pair.upToDate'],
    [{ ...calm, pending: 2 }, 'syncing', 'pair.syncing'],
    [{ ...calm, pending: 2 }, 'paused', 'pair.waiting'],
    [{ ...calm, pending: 2 }, 'offline', 'pair.waiting'],
    [{ ...calm, pending: 2 }, 'restarting', 'pair.waiting'],
    [{ ...calm, scanning: true }, 'syncing', 'pair.scanning'],
    [{ ...calm, scanning: true }, 'paused', 'pair.upToDate'],
    [{ ...calm, paused: true }, 'idle', 'pair.paused'],
    [{ ...calm, paused: true, pending: 2 }, 'offline', 'pair.paused'],
  ] as const)('%o while %s is %s', (pair, engine, key) => {
    expect(pairStateOf({ ...pair, problems: [] }, engine)?.key).toBe(key);
  });

  it('never says "up to date" above a problem', () => {
    const problem = { path: 'a', code: 'FILE_UNREADABLE' as const, reason: 'x', since: 0 };
    expect(pairStateOf({ ...calm, problems: [problem] }, 'problem')).toBeUndefined();
    expect(pairStateOf({ ...calm, heldDeletions: 1 }, 'problem')).toBeUndefined();
  });
});

describe('remedyOf', () => {
  it('has a button with words for every code', () => {
    const translate = createTranslator('en');
    for (const code of Object.keys(errorCodes) as ErrorCode[]) {
      expect(translate(remedyWords[remedyOf(code)]), code).toMatch(/^[A-Z]/);
    }
    expect(remedyOf('NAME_FORBIDDEN')).toBe('reveal');
    expect(remedyOf('SIGN_IN_NEEDED')).toBe('signIn');
    expect(remedyOf('FILE_UNREADABLE')).toBe('reveal');
    expect(remedyOf('QUOTA_FULL')).toBe('retry');
    expect(remedyOf('PAIR_RECYCLED')).toBe('bringBack');
    expect(remedyOf('PATH_TOO_LONG')).toBe('reveal');
  });
});

it('shareOf stays between nothing and all', () => {
  expect(shareOf({ sent: 5, size: 10 })).toBe(0.5);
  expect(shareOf({ sent: 11, size: 10 })).toBe(1);
  expect(shareOf({ sent: 0, size: 0 })).toBe(1);
});
