/**
 * What is done about new versions, and when: pure. An event goes in, the next state and what is to be done come out;
 * update-keeper.ts does it. `at` is ms of a steady clock (Clock.elapsed), so that a clock that is set hurries nothing.
 */
import type { UpdateMode, UpdateProblem } from '../../shared/updates.ts';

export type Phase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'available'; readonly version: string }
  | { readonly kind: 'downloading'; readonly version: string; readonly percent: number }
  | { readonly kind: 'ready'; readonly version: string }
  /** nothing new is sent, and what is on its way is waited for; `hidden`: the app comes back without its window */
  | { readonly kind: 'finishing'; readonly version: string; readonly since: number; readonly hidden: boolean }
  /** the app ends, the new version is put in place, and it is started */
  | { readonly kind: 'installing'; readonly version: string; readonly hidden: boolean };

export type Problem = {
  readonly kind: UpdateProblem;
  readonly at: number;
  /** times in a row */
  readonly times: number;
};

/** What failed last, of each: it stands until that has worked. */
type Problems = { readonly [attempt in 'check' | 'download' | 'install']?: Problem | undefined };

export type MachineState = {
  readonly phase: Phase;
  readonly mode: UpdateMode;
  readonly checking: boolean;
  readonly nextCheckAt: number;
  readonly checkedAt: number | undefined;
  readonly problems: Problems;
  /** since when nobody has looked at the app and nothing has been sent; undefined: that is not so */
  readonly unattendedSince: number | undefined;
};

export type MachineEvent =
  /** time has gone by; `inFlight`: contents that are on their way; `seen`: the window is open */
  | { readonly kind: 'tick'; readonly inFlight: number; readonly seen: boolean }
  /** the user's wishes changed; `otherChannel`: what was found before is of no interest now */
  | { readonly kind: 'wishes'; readonly mode: UpdateMode; readonly otherChannel: boolean }
  // the user asks
  | { readonly kind: 'check' | 'download' | 'restart' | 'put-off' }
  // what came of it
  | { readonly kind: 'found'; readonly version: string }
  | { readonly kind: 'nothing-new' }
  | { readonly kind: 'check-failed' | 'download-failed'; readonly problem: UpdateProblem }
  | { readonly kind: 'progress'; readonly percent: number }
  | { readonly kind: 'downloaded' }
  /** the app goes on: it could not be ended, or was not meant to be */
  | { readonly kind: 'not-installed'; readonly problem: UpdateProblem };

/**
 * cancel: the check or download under way is of no interest any more, and no event comes of it; hold: nothing new is sent
 * from now on; let-go: it is sent again; quit: the app ends, and installs as its last act.
 */
export type Act = 'check' | 'download' | 'cancel' | 'hold' | 'let-go' | 'quit';

export type Timing = {
  readonly firstCheckMs: number;
  /** from one answer of the feed to the next question */
  readonly everyMs: number;
  /** after a first failure; doubled by each more, up to `everyMs` */
  readonly retryMs: number;
  /** nobody looked and nothing was sent for so long: a restart goes unnoticed */
  readonly unattendedMs: number;
  /** what is on its way is waited for so long; what is not through by then is sent again by the next life */
  readonly finishMs: number;
};

export const usualTiming: Timing = {
  firstCheckMs: 60_000,
  everyMs: 6 * 3_600_000,
  retryMs: 5 * 60_000,
  unattendedMs: 15 * 60_000,
  finishMs: 10 * 60_000,
};

export type MachineContext = {
  readonly at: number;
  readonly timing: Timing;
  /** 0 to 1, anew for each event: not all copies of the app ask at the same moment */
  readonly random: number;
  /** the system asks for a password: nothing is put in place by itself then */
  readonly asksPassword: boolean;
};

export type Step = { readonly state: MachineState; readonly acts: readonly Act[] };

/** `failed` is what the life before could not install. */
export const firstState = (
  mode: UpdateMode,
  failed: UpdateProblem | undefined,
  { at, timing, random }: MachineContext,
): MachineState => ({
  phase: { kind: 'idle' },
  mode,
  checking: false,
  nextCheckAt: at + spread(timing.firstCheckMs, random),
  checkedAt: undefined,
  problems: failed === undefined ? {} : { install: { kind: failed, at, times: 1 } },
  unattendedSince: undefined,
});

export function step(state: MachineState, event: MachineEvent, context: MachineContext): Step {
  const { phase } = state;
  switch (event.kind) {
    case 'tick':
      return tick(state, event, context);
    case 'wishes':
      return wished(state, event, context);
    case 'check':
      return mayCheck(state) ? begin({ ...state, checking: true }, 'check') : stay(state);
    case 'download':
      return phase.kind === 'available' ? fetch(state, phase.version) : stay(state);
    case 'restart':
      return phase.kind === 'ready' ? finish(state, phase.version, false, context) : stay(state);
    case 'put-off':
      if (phase.kind !== 'finishing') return stay(state);
      // the wish is the user's: nothing is put in place before nobody has looked for a while again
      return begin({ ...state, phase: ready(phase.version), unattendedSince: undefined }, 'let-go');
    case 'found':
      return found(state, event.version, context);
    case 'nothing-new':
      // a version that the feed names no more was withdrawn
      return stay({
        ...answered(state, context),
        phase: isOffered(phase) ? { kind: 'idle' } : phase,
        problems: { install: state.problems.install },
      });
    case 'check-failed':
      return stay(failed({ ...state, checking: false }, 'check', event.problem, context));
    case 'download-failed':
      if (phase.kind !== 'downloading') return stay(state);
      return stay({
        ...failed(state, 'download', event.problem, context),
        phase: { kind: 'available', version: phase.version },
      });
    case 'progress':
      if (phase.kind !== 'downloading') return stay(state);
      return stay({ ...state, phase: { ...phase, percent: event.percent } });
    case 'downloaded':
      if (phase.kind !== 'downloading') return stay(state);
      return stay({
        ...state,
        phase: ready(phase.version),
        problems: { ...state.problems, download: undefined },
      });
    case 'not-installed':
      if (phase.kind !== 'installing' && phase.kind !== 'finishing') return stay(state);
      return begin(
        { ...failed(state, 'install', event.problem, context), phase: ready(phase.version) },
        'let-go',
      );
  }
}

/** The one that is told: what came furthest. */
export const problemOf = ({ problems }: MachineState): Problem | undefined =>
  problems.install ?? problems.download ?? problems.check;

/** Is the new version put in place when the user quits the app? Without a start after it. */
export const installsOnQuit = (state: MachineState, asksPassword: boolean): boolean =>
  state.phase.kind === 'ready' && mayInstall(state, asksPassword);

/** By itself. One that could not be put in place is not tried again so: the user is told, and may. */
const mayInstall = ({ mode, problems }: MachineState, asksPassword: boolean): boolean =>
  mode === 'automatic' && !asksPassword && problems.install === undefined;

const stay = (state: MachineState): Step => ({ state, acts: [] });
const begin = (state: MachineState, ...acts: readonly Act[]): Step => ({ state, acts });
const ready = (version: string): Phase => ({ kind: 'ready', version });

const fetch = (state: MachineState, version: string): Step =>
  begin({ ...state, phase: { kind: 'downloading', version, percent: 0 } }, 'download');

const finish = (state: MachineState, version: string, hidden: boolean, { at }: MachineContext): Step =>
  begin({ ...state, phase: { kind: 'finishing', version, since: at, hidden } }, 'hold');

/** Nothing is asked while bytes come or the app is about to end. */
const mayCheck = ({ checking, phase }: MachineState): boolean =>
  !checking && (phase.kind === 'idle' || isOffered(phase));

const isOffered = (phase: Phase): phase is Extract<Phase, { kind: 'available' | 'ready' }> =>
  phase.kind === 'available' || phase.kind === 'ready';

function tick(
  before: MachineState,
  { inFlight, seen }: Extract<MachineEvent, { kind: 'tick' }>,
  context: MachineContext,
): Step {
  const { at, timing, asksPassword } = context;
  const isUnattended = inFlight === 0 && !seen;
  const state = { ...before, unattendedSince: isUnattended ? (before.unattendedSince ?? at) : undefined };
  const { phase, mode, unattendedSince } = state;
  if (phase.kind === 'finishing') {
    if (inFlight > 0 && at < phase.since + timing.finishMs) return stay(state);
    const { version, hidden } = phase;
    return begin({ ...state, phase: { kind: 'installing', version, hidden } }, 'quit');
  }
  if (mode !== 'off' && at >= state.nextCheckAt && mayCheck(state))
    return begin({ ...state, checking: true }, 'check');
  const isDue = unattendedSince !== undefined && at >= unattendedSince + timing.unattendedMs;
  if (phase.kind === 'ready' && isDue && mayInstall(state, asksPassword))
    return finish(state, phase.version, true, context);
  return stay(state);
}

function wished(
  before: MachineState,
  { mode, otherChannel }: Extract<MachineEvent, { kind: 'wishes' }>,
  { at }: MachineContext,
): Step {
  const { phase } = before;
  // what was fetched stays at hand, unless it is of the other channel
  const forgets = (otherChannel || mode === 'off') && phase.kind !== 'installing';
  const cancels = (forgets && phase.kind === 'downloading') || (otherChannel && before.checking);
  const turnedOn = before.mode === 'off' && mode !== 'off';
  const state: MachineState = {
    ...before,
    mode,
    phase: forgets ? { kind: 'idle' } : phase,
    checking: before.checking && !otherChannel,
    nextCheckAt: otherChannel || turnedOn ? at : before.nextCheckAt,
    // nothing is tried again of what failed there
    problems: mode === 'off' || otherChannel ? {} : before.problems,
  };
  if (cancels) return begin(state, 'cancel');
  if (forgets && phase.kind === 'finishing') return begin(state, 'let-go');
  if (!forgets && phase.kind === 'available' && before.mode !== 'automatic' && mode === 'automatic')
    return fetch(state, phase.version);
  return stay(state);
}

function found(before: MachineState, version: string, context: MachineContext): Step {
  const state = answered(before, context);
  const { phase, mode } = state;
  if (phase.kind !== 'idle' && !isOffered(phase)) return stay(state);
  // what is at hand already stays so; what failed to come is asked for again
  if (phase.kind === 'ready' && phase.version === version) return stay(state);
  if (mode === 'automatic') return fetch(state, version);
  return stay({ ...state, phase: { kind: 'available', version } });
}

const answered = (state: MachineState, { at, timing, random }: MachineContext): MachineState => ({
  ...state,
  checking: false,
  checkedAt: at,
  nextCheckAt: at + spread(timing.everyMs, random),
  problems: { ...state.problems, check: undefined },
});

const failed = (
  state: MachineState,
  attempt: keyof Problems,
  kind: UpdateProblem,
  { at, timing, random }: MachineContext,
): MachineState => {
  const times = (state.problems[attempt]?.times ?? 0) + 1;
  const wait = Math.min(timing.retryMs * 2 ** Math.min(times - 1, 20), timing.everyMs);
  return {
    ...state,
    nextCheckAt: at + spread(wait, random),
    problems: { ...state.problems, [attempt]: { kind, at, times } },
  };
};

/** From `ms` to a quarter more. */
const spread = (ms: number, random: number): number => ms * (1 + random / 4);
