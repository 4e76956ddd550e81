/** What the settings say of new versions, and what can be done about them: pure. */
import type { StringKey, Translate } from '../../../shared/strings/index.ts';
import type { NoUpdates, UpdateProblem, UpdatesView } from '../../../shared/updates.ts';

export type UpdateAct = 'check' | 'download' | 'restart' | 'putOff';

export type UpdateWords = {
  readonly state: string;
  /** what kept a new version back, and when that is tried again */
  readonly problem: string | undefined;
  /** to be heeded, not only waited for */
  readonly isSerious: boolean;
  readonly act: UpdateAct | undefined;
};

/** Times as words: "3 minutes ago", "14:05". */
export type Times = { relative(at: number): string; clock(at: number): string };

const none = {
  unpacked: 'updates.none.unpacked',
  'stand-in': 'updates.none.standIn',
  'no-feed': 'updates.none.noFeed',
  'package-manager': 'updates.none.packageManager',
  'read-only': 'updates.none.readOnly',
  policy: 'updates.none.policy',
} as const satisfies Record<NoUpdates, StringKey>;

const problems = {
  'feed-down': 'updates.problem.feedDown',
  unsigned: 'updates.problem.unsigned',
  corrupt: 'updates.problem.corrupt',
  'disk-full': 'updates.problem.diskFull',
  'read-only': 'updates.problem.readOnly',
  declined: 'updates.problem.declined',
  'not-installed': 'updates.problem.notInstalled',
} as const satisfies Record<UpdateProblem, StringKey>;

export function updateWords(view: UpdatesView, t: Translate, times: Times): UpdateWords {
  const { problem, updatedFrom } = view;
  const parts = [stateOf(view, t, times)];
  if (updatedFrom !== undefined && view.phase.kind === 'idle')
    parts.push(t('updates.updated', { from: updatedFrom }));
  return {
    state: parts.join(' '),
    problem: problem && problemOf(problem, t, times),
    isSerious: problem !== undefined && problem.kind !== 'feed-down',
    act: actOf(view),
  };
}

function stateOf(view: UpdatesView, t: Translate, times: Times): string {
  const { current, phase, checking, checkedAt, problem } = view;
  switch (phase.kind) {
    case 'none':
      return t(none[phase.why], { current });
    case 'idle':
      if (checking) return t('updates.state.checking', { current });
      // who got no answer since cannot say that nothing is newer
      if (problem !== undefined) return t('updates.state.have', { current });
      return checkedAt === undefined
        ? t('updates.state.unknown', { current })
        : t('updates.state.current', { current, when: times.relative(checkedAt) });
    case 'available':
      return t('updates.state.available', { current, version: phase.version });
    case 'downloading':
      return t('updates.state.downloading', { version: phase.version, percent: phase.percent });
    case 'ready':
      return view.asksPassword
        ? t('updates.state.readyPassword', { version: phase.version })
        : t('updates.state.ready', { version: phase.version });
    case 'finishing':
      return t('updates.state.finishing');
    case 'installing':
      return t('updates.state.installing', { version: phase.version });
  }
}

function problemOf(problem: NonNullable<UpdatesView['problem']>, t: Translate, times: Times): string {
  const { kind, at, retryAt } = problem;
  const said =
    kind === 'feed-down' ? t('updates.problem.feedDown', { when: times.relative(at) }) : t(problems[kind]);
  return retryAt === undefined ? said : `${said} ${t('updates.retry', { time: times.clock(retryAt) })}`;
}

function actOf({ phase, checking }: UpdatesView): UpdateAct | undefined {
  switch (phase.kind) {
    case 'idle':
      return checking ? undefined : 'check';
    case 'available':
      return 'download';
    case 'ready':
      return 'restart';
    case 'finishing':
      return 'putOff';
    default:
      return undefined;
  }
}
