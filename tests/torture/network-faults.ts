/** Faults between client and server: bursts of random ones, with calm between them. Counts what struck. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultAction, FaultRule, Operation } from '../../emulator/index.ts';
import { defaults } from '../../emulator/index.ts';
import type { Random } from '../harness/simulated/random.ts';
import type { EmulatorProcess } from './emulator-process.ts';

export type NetworkFaults = {
  /** how often each kind struck */
  readonly struck: ReadonlyMap<string, number>;
  /** Faults off, the server as it was; resolves when that is so. */
  clear(): Promise<void>;
};

/** The calls a sync is made of, with weights: those that decide are hit most. */
const operations = {
  createFile: 3,
  completeFile: 4,
  createRevision: 3,
  completeRevision: 4,
  putPart: 4,
  getPartLinks: 1,
  createFolder: 2,
  rename: 3,
  createJob: 3,
  getJob: 1,
  listFolder: 2,
  listRevisions: 2,
  getRevision: 1,
  getDetail: 2,
  getSpace: 1,
} satisfies Partial<Record<Operation, number>>;

export function startNetworkFaults(emulator: EmulatorProcess, random: Random): NetworkFaults {
  const struck = new Map<string, number>();
  const count = (kind: string, times = 1) => {
    if (times > 0) struck.set(kind, (struck.get(kind) ?? 0) + times);
  };
  const stop = new AbortController();

  const takeFaults = async () => {
    for (const { struck: times, rule } of await emulator.clearFaults()) count(kindOf(rule.action), times);
  };

  /** What is no fault of one call: gives the way back. */
  const states = {
    async tokens() {
      await emulator.tokens(false);
      count('token death');
      return () => emulator.tokens(true);
    },
    async uploads() {
      await emulator.dropUploads();
      count('lost upload tasks');
      return () => Promise.resolve();
    },
    async clock() {
      await emulator.clockOffset(random.pick([-7_200_000, -60_000, 60_000, 7_200_000]));
      count('server clock off');
      return () => emulator.clockOffset(0);
    },
    async quota() {
      await emulator.quota(1);
      count('quota full');
      return () => emulator.quota(defaults.capacity);
    },
  };

  const burst = async () => {
    const back: (() => Promise<void>)[] = [];
    try {
      if (random.chance(0.25))
        back.push(await states[random.weighted({ tokens: 2, uploads: 4, clock: 1, quota: 1 })]());
      for (let rules = random.int(1, 4); rules > 0; rules--) await emulator.fault(ruleFrom(random));
      await sleep(random.int(300, 3500), undefined, { signal: stop.signal }).catch(() => undefined);
    } finally {
      await takeFaults();
      for (const one of back) await one();
    }
  };
  const bursts = (async () => {
    while (!stop.signal.aborted) {
      await sleep(random.int(200, 3500), undefined, { signal: stop.signal }).catch(() => undefined);
      if (!stop.signal.aborted) await burst();
    }
  })();
  // told by clear(), which everybody awaits; until then nobody does
  bursts.catch(() => undefined);

  return {
    struck,
    async clear() {
      stop.abort();
      await bursts;
    },
  };
}

function ruleFrom(random: Random): FaultRule {
  const action = actionFrom(random);
  const operation: Operation | undefined =
    action.kind === 'expire' || action.kind === 'corrupt' || action.kind === 'cut'
      ? 'putPart'
      : random.chance(0.3)
        ? undefined
        : random.weighted(operations);
  return {
    match: operation === undefined ? {} : { operation },
    skip: random.int(0, 2),
    times: action.kind === 'delay' ? random.int(5, 40) : random.int(1, 6),
    action,
  };
}

function actionFrom(random: Random): FaultAction {
  const after = random.chance(0.5);
  switch (
    random.weighted({
      dropBefore: 3,
      dropAfter: 5,
      busy: 4,
      html: 2,
      throttle: 2,
      delay: 3,
      truncate: 3,
      expire: 2,
      corrupt: 2,
      cut: 2,
      gzip: 1,
    })
  ) {
    case 'dropBefore':
      return { kind: 'dropBefore' };
    case 'dropAfter':
      return { kind: 'dropAfter' };
    case 'busy':
      return { kind: 'answer', status: random.pick([500, 502, 503, 504]), after };
    case 'html':
      return { kind: 'html', status: random.pick([200, 502]), after };
    case 'throttle':
      return { kind: 'throttle', retryAfterS: random.int(0, 2) };
    case 'delay':
      return { kind: 'delay', ms: random.int(50, 1500) };
    case 'truncate':
      return { kind: 'truncate' };
    case 'expire':
      return { kind: 'expire' };
    case 'corrupt':
      return { kind: 'corrupt' };
    case 'cut':
      return { kind: 'cut', atByte: random.pick([2_000, 60_000, 6_000_000]) };
    case 'gzip':
      return { kind: 'gzip', always: random.chance(0.5) };
  }
}

function kindOf(action: FaultAction): string {
  switch (action.kind) {
    case 'answer':
      return action.after ? '5xx after the effect' : '5xx';
    case 'html':
      return action.after ? 'HTML after the effect' : 'HTML';
    case 'dropBefore':
      return 'cut before';
    case 'dropAfter':
      return 'cut after the effect';
    case 'throttle':
      return '429';
    case 'truncate':
      return 'half an answer';
    case 'expire':
      return 'expired link';
    case 'cut':
      return 'cut within the body';
    case 'gzip':
      return 'packed answer';
    case 'delay':
    case 'hold':
    case 'corrupt':
    case 'cutAnswer':
      return action.kind;
  }
}
