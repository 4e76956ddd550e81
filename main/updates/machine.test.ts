import { describe, expect, it } from 'vitest';
import type { UpdateMode } from '../../shared/updates.ts';
import {
  firstState,
  installsOnQuit,
  problemOf,
  step,
  usualTiming,
  type Act,
  type MachineEvent,
  type MachineState,
} from './machine.ts';

const timing = { ...usualTiming, firstCheckMs: 10, everyMs: 10_000, retryMs: 100, unattendedMs: 500 };
const busy = { kind: 'tick', inFlight: 2, seen: false } as const;
const seen = { kind: 'tick', inFlight: 0, seen: true } as const;
const alone = { kind: 'tick', inFlight: 0, seen: false } as const;

/** A machine that time is told to. */
const machine = (mode: UpdateMode, more: { asksPassword?: boolean; failed?: 'not-installed' } = {}) => {
  const { asksPassword = false } = more;
  let at = 0;
  const context = () => ({ at, timing, random: 0, asksPassword });
  let state: MachineState = firstState(mode, more.failed, context());
  const acts: Act[] = [];
  return {
    /** gives what is to be done */
    on: (...events: readonly MachineEvent[]): Act[] => {
      for (const event of events) {
        const next = step(state, event, context());
        state = next.state;
        acts.push(...next.acts);
      }
      return acts.splice(0);
    },
    after: (ms: number) => {
      at += ms;
    },
    get state() {
      return state;
    },
    get phase() {
      return state.phase.kind;
    },
  };
};
const readyMachine = (mode: UpdateMode, more: { asksPassword?: boolean; failed?: 'not-installed' } = {}) => {
  const made = machine(mode, more);
  made.on(
    { kind: 'check' },
    { kind: 'found', version: '2.0.0' },
    { kind: 'download' },
    { kind: 'downloaded' },
  );
  expect(made.phase).toBe('ready');
  return made;
};

describe('checking', () => {
  it('begins a while after the start, and again a while after an answer', () => {
    const m = machine('automatic');
    expect(m.on(seen)).toEqual([]);
    m.after(10);
    expect(m.on(seen)).toEqual(['check']);
    expect(m.on(seen, { kind: 'check' })).toEqual([]);
    m.on({ kind: 'nothing-new' });
    m.after(9_999);
    expect(m.on(seen)).toEqual([]);
    m.after(1);
    expect(m.on(seen)).toEqual(['check']);
  });

  it('is done less and less often where nobody answers, never less than usual, and told until there is an answer', () => {
    const m = machine('ask');
    const waits: number[] = [];
    for (let i = 0; i < 10; i++) {
      m.on({ kind: 'check' }, { kind: 'check-failed', problem: 'feed-down' });
      waits.push(m.state.nextCheckAt);
    }
    expect(waits).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000, 10_000]);
    expect(problemOf(m.state)).toEqual({ kind: 'feed-down', at: 0, times: 10 });
    m.on({ kind: 'check' }, { kind: 'nothing-new' });
    expect(problemOf(m.state)).toBeUndefined();
  });

  it('is left to the user where updates are off', () => {
    const m = machine('off');
    m.after(1_000_000);
    expect(m.on(seen)).toEqual([]);
    expect(m.on({ kind: 'check' })).toEqual(['check']);
    expect(m.on({ kind: 'found', version: '2.0.0' })).toEqual([]);
    expect(m.phase).toBe('available');
    expect(m.on({ kind: 'download' })).toEqual(['download']);
  });

  it('goes on while a version waits, takes a newer one, and lets go of one that was withdrawn', () => {
    const m = readyMachine('automatic');
    m.after(20_000);
    expect(m.on(seen)).toEqual(['check']);
    expect(m.on({ kind: 'found', version: '2.0.0' })).toEqual([]);
    expect(m.phase).toBe('ready');
    expect(m.on({ kind: 'check' }, { kind: 'found', version: '2.0.1' })).toEqual(['check', 'download']);
    m.on({ kind: 'downloaded' });
    expect(m.state.phase).toEqual({ kind: 'ready', version: '2.0.1' });
    m.on({ kind: 'check' }, { kind: 'nothing-new' });
    expect(m.phase).toBe('idle');
  });

  it('is not done while bytes come', () => {
    const m = machine('automatic');
    m.on({ kind: 'check' }, { kind: 'found', version: '2.0.0' });
    m.after(1_000_000);
    expect(m.on(seen, { kind: 'check' })).toEqual([]);
    expect(m.phase).toBe('downloading');
  });
});

describe('fetching', () => {
  it('happens by itself when updates are automatic, and when asked for otherwise', () => {
    expect(machine('automatic').on({ kind: 'check' }, { kind: 'found', version: '2.0.0' })).toEqual([
      'check',
      'download',
    ]);
    const m = machine('ask');
    expect(m.on({ kind: 'check' }, { kind: 'found', version: '2.0.0' })).toEqual(['check']);
    expect(m.on({ kind: 'download' }, { kind: 'progress', percent: 40 })).toEqual(['download']);
    expect(m.state.phase).toEqual({ kind: 'downloading', version: '2.0.0', percent: 40 });
  });

  it('is tried again less and less often, although the feed answers each time', () => {
    const m = machine('automatic');
    const waits: number[] = [];
    for (let i = 0; i < 4; i++) {
      expect(m.on({ kind: 'check' }, { kind: 'found', version: '2.0.0' })).toEqual(['check', 'download']);
      m.on({ kind: 'download-failed', problem: 'corrupt' });
      expect(m.phase).toBe('available');
      waits.push(m.state.nextCheckAt);
    }
    expect(waits).toEqual([100, 200, 400, 800]);
    expect(problemOf(m.state)?.kind).toBe('corrupt');
    m.on({ kind: 'check' }, { kind: 'found', version: '2.0.0' }, { kind: 'downloaded' });
    expect(problemOf(m.state)).toBeUndefined();
  });
});

describe('putting in place', () => {
  it('waits for what is on its way, then ends the app', () => {
    const m = readyMachine('ask');
    expect(m.on({ kind: 'restart' })).toEqual(['hold']);
    m.after(60_000);
    expect(m.on(busy)).toEqual([]);
    expect(m.on(seen)).toEqual(['quit']);
    expect(m.state.phase).toEqual({ kind: 'installing', version: '2.0.0', hidden: false });
    expect(m.on(seen, alone, { kind: 'check' })).toEqual([]);
  });

  it('does not wait for ever', () => {
    const m = readyMachine('ask');
    m.on({ kind: 'restart' });
    m.after(timing.finishMs - 1);
    expect(m.on(busy)).toEqual([]);
    m.after(1);
    expect(m.on(busy)).toEqual(['quit']);
  });

  it('can be put off while it waits, and is not taken up again at once', () => {
    const m = readyMachine('automatic');
    m.on({ kind: 'restart' });
    expect(m.on({ kind: 'put-off' })).toEqual(['let-go']);
    expect(m.phase).toBe('ready');
    expect(m.on(alone)).toEqual([]);
  });

  it('happens by itself when nobody has looked and nothing was sent for a while, and the app comes back hidden', () => {
    const m = readyMachine('automatic');
    expect(m.on(alone)).toEqual([]);
    m.after(499);
    expect(m.on(alone, seen)).toEqual([]);
    m.after(1);
    expect(m.on(alone, busy, alone)).toEqual([]);
    m.after(500);
    expect(m.on(alone)).toEqual(['hold']);
    expect(m.on(alone)).toEqual(['quit']);
    expect(m.state.phase).toEqual({ kind: 'installing', version: '2.0.0', hidden: true });
  });

  it.each([
    ['the user is to be asked', readyMachine('ask')],
    ['the system asks for a password', readyMachine('automatic', { asksPassword: true })],
    ['the life before failed at it', readyMachine('automatic', { failed: 'not-installed' })],
  ])('never happens by itself where %s', (_, m) => {
    m.on(alone);
    m.after(9_000);
    expect(m.on(alone)).toEqual([]);
    expect(installsOnQuit(m.state, m.state.mode === 'automatic')).toBe(false);
  });

  it('happens when the user quits where updates are automatic', () => {
    const m = readyMachine('automatic');
    expect(installsOnQuit(m.state, false)).toBe(true);
    expect(installsOnQuit(m.state, true)).toBe(false);
    expect(installsOnQuit(machine('automatic').state, false)).toBe(false);
  });

  it('that failed is told through later answers of the feed, and what was held goes on', () => {
    const m = readyMachine('automatic');
    m.on({ kind: 'restart' }, seen);
    expect(m.on({ kind: 'not-installed', problem: 'declined' })).toEqual(['let-go']);
    expect(m.phase).toBe('ready');
    m.on({ kind: 'check' }, { kind: 'found', version: '2.0.0' });
    m.on({ kind: 'check' }, { kind: 'check-failed', problem: 'feed-down' });
    expect(problemOf(m.state)?.kind).toBe('declined');
    m.on(alone);
    m.after(9_000);
    expect(m.on(alone)).toEqual(['check']);
    m.on({ kind: 'found', version: '2.0.0' });
    expect(m.on(alone)).toEqual([]);
    expect(m.on({ kind: 'restart' })).toEqual(['hold']);
  });
});

describe('other wishes', () => {
  it('end what they no longer want', () => {
    const downloading = machine('automatic');
    downloading.on({ kind: 'check' }, { kind: 'found', version: '2.0.0' });
    expect(downloading.on({ kind: 'wishes', mode: 'off', otherChannel: false })).toEqual(['cancel']);
    expect(downloading.phase).toBe('idle');
    const finishing = readyMachine('ask');
    finishing.on({ kind: 'restart' });
    expect(finishing.on({ kind: 'wishes', mode: 'off', otherChannel: false })).toEqual(['let-go']);
    expect(finishing.phase).toBe('idle');
  });

  it('of another channel forget what was found on the one before, and ask at once', () => {
    const m = readyMachine('ask');
    m.on({ kind: 'check' });
    expect(m.on({ kind: 'wishes', mode: 'ask', otherChannel: true })).toEqual(['cancel']);
    expect(m.phase).toBe('idle');
    expect(m.on(seen)).toEqual(['check']);
  });

  it('for automatic ones fetch what was only told of', () => {
    const m = machine('ask');
    m.on({ kind: 'check' }, { kind: 'found', version: '2.0.0' });
    expect(m.on({ kind: 'wishes', mode: 'automatic', otherChannel: false })).toEqual(['download']);
  });

  it('after off ask at once', () => {
    const m = machine('off');
    m.on({ kind: 'wishes', mode: 'automatic', otherChannel: false });
    expect(m.on(seen)).toEqual(['check']);
  });

  it('change nothing once the app is ending', () => {
    const m = readyMachine('automatic');
    m.on({ kind: 'restart' }, seen);
    expect(m.on({ kind: 'wishes', mode: 'off', otherChannel: true })).toEqual([]);
    expect(m.phase).toBe('installing');
  });
});

it('what comes too late changes nothing', () => {
  const m = machine('ask');
  const before = m.state;
  m.on(
    { kind: 'progress', percent: 3 },
    { kind: 'downloaded' },
    { kind: 'restart' },
    { kind: 'put-off' },
    { kind: 'not-installed', problem: 'declined' },
    { kind: 'download-failed', problem: 'corrupt' },
  );
  expect(m.state).toEqual(before);
});
