/** The one truth at the top of the window, as words and colours. Pure. */
import type { StringKey } from '../../../shared/strings/index.ts';
import { standingOf, type Standing } from '../../../shared/standing.ts';
import type { EngineStatus } from '../../../shared/views.ts';
import type { IconName } from '../ui/icon.tsx';

type HeadlineKind = Standing['kind'];

const titles = {
  restarting: 'headline.restarting',
  idle: 'headline.idle',
  syncing: 'headline.syncing',
  paused: 'headline.paused',
  'some-paused': 'headline.some-paused',
  offline: 'headline.offline',
  problem: 'headline.problem',
  'sign-in': 'headline.sign-in',
  empty: 'headline.empty',
} as const satisfies Record<HeadlineKind, StringKey>;

const sublines = {
  restarting: 'subline.restarting',
  idle: 'subline.idle',
  syncing: 'subline.syncing',
  paused: 'subline.paused',
  'some-paused': 'subline.some-paused',
  offline: 'subline.offline',
  problem: 'subline.problem',
  'sign-in': 'subline.sign-in',
} as const satisfies Record<Exclude<HeadlineKind, 'empty'>, StringKey>;

export type Tone = 'good' | 'busy' | 'quiet' | 'problem';

export type Headline = {
  readonly title: (typeof titles)[HeadlineKind];
  /** undefined where no folder is synced: the page for that has words of its own */
  readonly sub: (typeof sublines)[keyof typeof sublines] | undefined;
  readonly count: number;
  readonly tone: Tone;
  readonly icon: IconName;
  /** the one thing to do about it here, if there is one */
  readonly action: 'pause' | 'resume' | 'sign-in' | 'retry' | undefined;
};

const looks: Record<HeadlineKind, Pick<Headline, 'tone' | 'icon' | 'action'>> = {
  restarting: { tone: 'quiet', icon: 'sync', action: undefined },
  'sign-in': { tone: 'problem', icon: 'key', action: 'sign-in' },
  offline: { tone: 'quiet', icon: 'offline', action: 'retry' },
  paused: { tone: 'quiet', icon: 'pause', action: 'resume' },
  'some-paused': { tone: 'quiet', icon: 'pause', action: 'resume' },
  problem: { tone: 'problem', icon: 'alert', action: 'pause' },
  syncing: { tone: 'busy', icon: 'sync', action: 'pause' },
  empty: { tone: 'quiet', icon: 'folder', action: undefined },
  idle: { tone: 'good', icon: 'check', action: 'pause' },
};

export function headlineOf(status: EngineStatus): Headline {
  const { kind, count } = standingOf(status);
  return { title: titles[kind], sub: kind === 'empty' ? undefined : sublines[kind], count, ...looks[kind] };
}
