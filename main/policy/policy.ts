/**
 * The policy in force: read when KooSync opens, looked at again while somebody listens. What was right is remembered beside
 * the settings, so that a mistake made later, even between two starts, gives nothing free that was fixed.
 */
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { atomicWrite } from '../lib/atomic-write.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/logger.ts';
import { toKooError } from '../model/errors.ts';
import { judge, noneFixed, type Checks, type JudgedPolicy } from './judge.ts';
import type { PolicyReading } from './reading.ts';
import type { FixedSettings } from '../settings/fixed-settings.ts';
import { settingsOf, type Policy } from './schema.ts';
import type { PolicyPlaces } from './sources.ts';

export type PolicyInForce = {
  /** What the organisation fixed; keys that are absent are the user's. Never throws. */
  values(): Policy;
  /** The same with where it stands and what is wrong with it. */
  judged(): JudgedPolicy;
  /** Hears of each change, from a timer, until the function it gives is called. Must not throw. */
  onChange(listener: (judged: JudgedPolicy) => void): () => void;
};

export type PolicyParts = {
  readonly places: PolicyPlaces;
  /** the state folder */
  readonly home: string;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info' | 'warn'>;
  readonly checks: Checks;
};

/** Reads it once. Never throws: what is wrong stands in `judged().faults`. */
export const openPolicy = async (parts: PolicyParts): Promise<PolicyInForce> => {
  const followed = new FollowedPolicy(parts);
  await followed.open();
  return followed;
};

/** The policy as the settings want it. */
export const settingsUnder = (policy: PolicyInForce): FixedSettings => {
  let known: { readonly of: Policy; readonly values: ReturnType<typeof settingsOf> } | undefined;
  return {
    values: () => {
      const of = policy.values();
      if (known?.of !== of) known = { of, values: settingsOf(of) };
      return known.values;
    },
    onChange: (listener) => policy.onChange(listener),
  };
};

class FollowedPolicy implements PolicyInForce {
  readonly #parts: PolicyParts;
  readonly #file: string;
  readonly #listeners = new Set<(judged: JudgedPolicy) => void>();
  #judged: JudgedPolicy = noneFixed;
  /** what was right last, of each key */
  #right: Policy = {};
  /** the reading in force */
  #taken = '';
  /** what was read last and is in doubt: it may be in the middle of being written */
  #doubted: string | undefined;
  #following: AbortController | undefined;

  constructor(parts: PolicyParts) {
    this.#parts = parts;
    this.#file = join(parts.home, 'policy-before.json');
  }

  async open(): Promise<void> {
    this.#right = remembered(this.#file, this.#parts.checks);
    await this.#take(await this.#parts.places.source.read());
  }

  values(): Policy {
    return this.#judged.values;
  }

  judged(): JudgedPolicy {
    return this.#judged;
  }

  onChange(listener: (judged: JudgedPolicy) => void): () => void {
    const own = (judged: JudgedPolicy) => listener(judged);
    this.#listeners.add(own);
    if (!this.#following) {
      this.#following = new AbortController();
      void this.#follow(this.#following.signal);
    }
    return () => {
      this.#listeners.delete(own);
      if (this.#listeners.size > 0) return;
      this.#following?.abort();
      this.#following = undefined;
    };
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { clock, places } = this.#parts;
    for (;;) {
      await this.#look(signal);
      await clock.sleep(places.lookEveryMs, signal);
      if (signal.aborted) return;
    }
  }

  async #look(signal: AbortSignal): Promise<void> {
    const reading = await this.#parts.places.source.read();
    const text = JSON.stringify(reading);
    if (signal.aborted) return;
    if (text === this.#taken) {
      this.#doubted = undefined;
      return;
    }
    // a policy that is gone or broken counts when it is so at two looks in a row
    const isInDoubt = reading.kind !== 'found' && this.#doubted !== text;
    this.#doubted = text;
    if (isInDoubt) return;
    await this.#take(reading);
    for (const listener of [...this.#listeners]) listener(this.#judged);
  }

  async #take(reading: PolicyReading): Promise<void> {
    const { log, checks } = this.#parts;
    this.#taken = JSON.stringify(reading);
    this.#judged = judge(reading, this.#right, checks);
    const { path, values, faults } = this.#judged;
    if (path !== undefined || faults.length > 0)
      log.info({ tag: 'policy', path, fixed: Object.keys(values) }, 'policy');
    for (const fault of faults) log.warn({ tag: 'policy', ...fault }, 'the policy has a mistake');
    await this.#remember(this.#judged.right);
  }

  async #remember(right: Policy): Promise<void> {
    const text = JSON.stringify(right);
    if (text === JSON.stringify(this.#right)) return;
    this.#right = right;
    try {
      if (text === '{}') await rm(this.#file, { force: true });
      else await atomicWrite(this.#file, text, 0o600);
    } catch (thrown) {
      this.#parts.log.warn({ tag: 'policy', err: toKooError(thrown) }, 'the policy could not be remembered');
    }
  }
}

/** Checked like a policy: the file is the user's, and may be damaged. */
const remembered = (file: string, checks: Checks): Policy => {
  try {
    const values = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    return judge({ kind: 'found', path: file, values }, {}, checks).right;
  } catch {
    return {};
  }
};
