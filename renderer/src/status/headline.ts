/** The one truth at the top of the window, as words and colours. Pure. */
import type { StringKey } from '../../../shared/strings/index.ts';
import type { EngineState, EngineStatus } from '../../../shared/views.ts';
import type { IconName } from '../ui/icon.tsx';

type HeadlineKind = EngineState['kind'] | 'empty' | 'scanning';

const titles = {
  idle: 'headline.idle',
  syncing: 'headline.syncing',
  paused: 'headline.paused',
  offline: 'headline.offline',
  problem: 'headline.problem',
  'sign-in': 'headline.sign-in',
  empty: 'headline.empty',
  scanning: 'headline.scanning',
} as const satisfies Record<HeadlineKind, StringKey>;

const sublines = {
  idle: 'subline.idle',
  syncing: 'subline.syncing',
  paused: 'subline.paused',
  offline: 'subline.offline',
  problem: 'subline.problem',
  'sign-in': 'subline.sign-in',
  empty: 'subline.empty',
  scanning: 'subline.scanning',
} as const satisfies Record<HeadlineKind, StringKey>;

export type Tone = 'good' | 'busy' | 'quiet' | 'problem';

export type Headline = {
  readonly title: (typeof titles)[HeadlineKind];
  readonly sub: (typeof sublines)[HeadlineKind];
  readonly count: number;
  readonly tone: Tone;
  readonly icon: IconName;
  /** the one thing to do about it here, if there is one */
  readonly action: 'pause' | 'resume' | 'sign-in' | 'retry' | undefined;
};

export function headlineOf({ state, pairs }: EngineStatus): Headline {
  const of = (
    kind: HeadlineKind,
    tone: Tone,
    icon: IconName,
    action: Headline['action'],
    count = 0,
  ): Headline => ({ title: titles[kind], sub: sublines[kind], tone, icon, action, count });

  switch (state.kind) {
    case 'sign-in':
      return of('sign-in', 'problem', 'key', 'sign-in');
    case 'offline':
      return of('offline', 'quiet', 'offline', 'retry');
    case 'paused':
      return of('paused', 'quiet', 'pause', 'resume');
    case 'problem':
      return of('problem', 'problem', 'alert', 'pause', state.count);
    case 'syncing':
      return of('syncing', 'busy', 'sync', 'pause', state.count);
    case 'idle':
      if (pairs.length === 0) return of('empty', 'quiet', 'folder', undefined);
      if (pairs.some((pair) => pair.scanning)) return of('scanning', 'busy', 'sync', 'pause');
      return of('idle', 'good', 'check', 'pause');
  }
}
