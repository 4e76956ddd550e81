/** Faults on demand: rules that are tried in the order they were given. */
import { operations } from './operations.ts';
import type { Operation } from './operations.ts';

export type FaultMatch = {
  /** name of operations.ts */
  operation?: Operation | undefined;
  /** regular expression over the path (text over HTTP) */
  path?: string | RegExp | undefined;
  method?: string | undefined;
  /** exact name of the file that the call is about, wherever the emulator can tell */
  fileName?: string | undefined;
  /** only requests whose body is longer than so many bytes */
  bodyOver?: number | undefined;
};

/**
 * `answer`, `html`, `throttle`: instead of the handling, or after it when `after` is true.
 * `delay`: waits, then goes on (also to later rules). `hold`: the same until `release`, even when the rule is gone by
 * then; in process alone. `dropBefore`: socket destroyed, nothing done.
 * `dropAfter`: done, socket destroyed before the answer. `truncate`: done, half of the answer, then destroyed.
 * `cutAnswer`: a download whose connection breaks when so many bytes of it went out; a shorter one passes.
 * `corrupt`: a download with one byte changed, or an upload part stored with one byte changed.
 * `expire`: a presigned link is refused as expired.
 * `cut`: the connection breaks when so many bytes of the request's body have come; a shorter body passes.
 * `gzip`: done, the answer packed, unless the request asks for none of that; with `always` even then.
 */
export type FaultAction =
  | { kind: 'answer'; status: number; body?: unknown; headers?: Record<string, string>; after?: boolean }
  | { kind: 'html'; status?: number; after?: boolean }
  | { kind: 'throttle'; retryAfterS: number }
  | { kind: 'delay'; ms: number }
  | { kind: 'hold' }
  | { kind: 'dropBefore' }
  | { kind: 'dropAfter' }
  | { kind: 'truncate' }
  | { kind: 'cutAnswer'; atByte: number }
  | { kind: 'corrupt' }
  | { kind: 'expire' }
  | { kind: 'cut'; atByte: number }
  | { kind: 'gzip'; always?: boolean };

export type FaultRule = {
  match?: FaultMatch | undefined;
  /** how often it strikes; absent: until cleared */
  times?: number | undefined;
  /** matches let through first */
  skip?: number | undefined;
  action: FaultAction;
};

export type FaultSubject = {
  operation: Operation;
  path: string;
  method: string;
  fileName: () => string | undefined;
  /** length of the request's body, as the request says */
  bodyBytes: number;
};

export type ArmedFault = {
  readonly id: number;
  /** how often it struck */
  readonly struck: () => number;
  readonly remove: () => void;
  /** Lets go on what a `hold` stopped, and what it will stop. */
  readonly release: () => void;
};

export type Faults = {
  add: (rule: FaultRule) => ArmedFault;
  clear: () => void;
  /** any rule at all? the cheap question asked on every request */
  any: () => boolean;
  /** Uses up the rules that match: the sum of delays, the holds, and the first other action. */
  strike: (subject: FaultSubject) => {
    delayMs: number;
    holds: Promise<void>[];
    action: FaultAction | undefined;
  };
  list: () => { id: number; struck: number; rule: FaultRule }[];
};

type Armed = {
  id: number;
  rule: FaultRule;
  path: RegExp | undefined;
  passed: number;
  struck: number;
  released: Promise<void>;
};

export const makeFaults = (): Faults => {
  let rules: Armed[] = [];
  let serial = 0;
  const spent = (armed: Armed): boolean => armed.rule.times !== undefined && armed.struck >= armed.rule.times;
  const matches = ({ rule: { match, action }, path }: Armed, subject: FaultSubject): boolean =>
    (match?.operation === undefined || match.operation === subject.operation) &&
    (path === undefined || path.test(subject.path)) &&
    (match?.method === undefined || match.method.toUpperCase() === subject.method) &&
    (match?.bodyOver === undefined || subject.bodyBytes > match.bodyOver) &&
    (action.kind !== 'cut' || subject.bodyBytes > action.atByte) &&
    (match?.fileName === undefined || match.fileName === subject.fileName());
  return {
    add: (rule) => {
      const operation = rule.match?.operation;
      if (operation !== undefined && !Object.hasOwn(operations, operation)) {
        throw new Error(`no operation is called ${operation}`);
      }
      const given = rule.match?.path;
      // Without g and y: those make test() remember where it was.
      const path =
        given === undefined
          ? undefined
          : typeof given === 'string'
            ? new RegExp(given)
            : new RegExp(given.source, given.flags.replace(/[gy]/g, ''));
      let release = (): void => undefined;
      const released = new Promise<void>((resolve) => (release = resolve));
      const armed: Armed = { id: (serial += 1), rule, path, passed: 0, struck: 0, released };
      rules.push(armed);
      return {
        id: armed.id,
        struck: () => armed.struck,
        remove: () => {
          rules = rules.filter((other) => other !== armed);
        },
        release: () => {
          release();
        },
      };
    },
    clear: () => {
      rules = [];
    },
    any: () => rules.length > 0,
    strike: (subject) => {
      let delayMs = 0;
      const holds: Promise<void>[] = [];
      for (const armed of rules) {
        if (spent(armed) || !matches(armed, subject)) continue;
        if (armed.passed < (armed.rule.skip ?? 0)) {
          armed.passed += 1;
          continue;
        }
        armed.struck += 1;
        const { action } = armed.rule;
        if (action.kind === 'delay') delayMs += action.ms;
        else if (action.kind === 'hold') holds.push(armed.released);
        else return { delayMs, holds, action };
      }
      return { delayMs, holds, action: undefined };
    },
    list: () => rules.map(({ id, rule, struck }) => ({ id, rule, struck })),
  };
};
