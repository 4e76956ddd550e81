import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../../shared/strings/index.ts';
import { noUpdates, updateProblem, type UpdatesView } from '../../../shared/updates.ts';
import { updateWords } from './update-words.ts';

const times = { relative: (at: number) => `T-${String(at)}`, clock: (at: number) => `${String(at)} o'clock` };
const view: UpdatesView = { current: '1.4.2', phase: { kind: 'idle' }, checking: false, asksPassword: false };
const words = (more: Partial<UpdatesView>) =>
  updateWords({ ...view, ...more }, createTranslator('en'), times);
const version = '1.5.0';

describe('what is said of new versions', () => {
  it.each<[Partial<UpdatesView>, string, string | undefined]>([
    [{}, 'You have KooSync 1.4.2. It has not looked for a newer version yet.', 'check'],
    [{ checking: true }, 'Looking for a new version. You have KooSync 1.4.2.', undefined],
    [{ checkedAt: 5 }, 'KooSync 1.4.2 is the newest version. Checked T-5.', 'check'],
    [
      { checkedAt: 5, updatedFrom: '1.4.1' },
      'KooSync 1.4.2 is the newest version. Checked T-5. It was updated from 1.4.1.',
      'check',
    ],
    [{ phase: { kind: 'available', version } }, 'KooSync 1.5.0 is there. You have 1.4.2.', 'download'],
    [
      { phase: { kind: 'downloading', version, percent: 42 } },
      'KooSync 1.5.0 is being fetched: 42 %',
      undefined,
    ],
    [
      { phase: { kind: 'ready', version } },
      'KooSync 1.5.0 is ready. It is installed by a restart of KooSync.',
      'restart',
    ],
    [
      { phase: { kind: 'ready', version }, asksPassword: true },
      'KooSync 1.5.0 is ready. The system asks for your password when it is installed.',
      'restart',
    ],
    [
      { phase: { kind: 'finishing', version } },
      'KooSync restarts as soon as what is being sent has arrived.',
      'putOff',
    ],
    [{ phase: { kind: 'installing', version } }, 'KooSync 1.5.0 is being installed.', undefined],
  ])('%j', (more, state, act) => {
    expect(words(more)).toEqual({ state, act, problem: undefined, isSerious: false });
  });

  it('a feed that is down is told with when it is asked again, and nobody is said to have the newest version', () => {
    const problem = { kind: 'feed-down', at: 7, retryAt: 9 } as const;
    expect(words({ checkedAt: 5, problem })).toEqual({
      state: 'You have KooSync 1.4.2.',
      problem: "The server for new versions did not answer T-7. KooSync tries again at 9 o'clock.",
      isSerious: false,
      act: 'check',
    });
    expect(words({ problem: { kind: 'feed-down', at: 7 } }).problem).toBe(
      'The server for new versions did not answer T-7.',
    );
  });

  it.each([
    ['unsigned', 'The new version that was offered is not signed by the makers of KooSync.'],
    ['corrupt', 'What was fetched was not what had been announced.'],
    ['disk-full', 'There is not enough room on the disk for the new version.'],
    ['read-only', 'The new version could not be written where KooSync lies.'],
    ['declined', 'The password was not given, so the new version was not installed.'],
    ['not-installed', 'The new version could not be installed. KooSync is as it was.'],
  ] as const)('an update that is %s is to be heeded', (kind, sentence) => {
    const told = words({ problem: { kind, at: 7 } });
    expect(told.problem).toContain(sentence);
    expect(told.isSerious).toBe(true);
  });

  it.each([
    [
      'unpacked',
      'KooSync 1.4.2. It was unpacked, not installed, so new versions have to be put there by hand.',
    ],
    ['stand-in', 'KooSync 1.4.2. This is a build to try KooSync out, and it gets no new versions.'],
    ['no-feed', 'KooSync 1.4.2. This build does not know where new versions are.'],
    ['package-manager', "KooSync 1.4.2. New versions come with the system's other packages."],
    [
      'read-only',
      'KooSync 1.4.2. You may not change it where it lies; whoever installed it brings new versions.',
    ],
    ['policy', 'KooSync 1.4.2. Your organisation looks after new versions.'],
  ] as const)('a copy that takes none (%s) says why and offers nothing', (why, sentence) => {
    const told = words({ phase: { kind: 'none', why } });
    expect(told.state).toContain(sentence);
    expect(told.state).toContain('1.4.2');
    expect(told.act).toBeUndefined();
  });

  it.each(['en', 'zh'] as const)('every problem and every reason has its own sentence in %s', (language) => {
    const t = createTranslator(language);
    const problems = updateProblem.options.map(
      (kind) => updateWords({ ...view, problem: { kind, at: 1 } }, t, times).problem,
    );
    const reasons = noUpdates.options.map(
      (why) => updateWords({ ...view, phase: { kind: 'none', why } }, t, times).state,
    );
    expect(new Set([...problems, ...reasons]).size).toBe(problems.length + reasons.length);
  });
});
