/**
 * Pairs belong to an account: who is signed in with another one, or at another address, gets nothing of them until a user
 * says so. Their changes are noticed and kept. A pair that nobody knows the account of belongs to who is signed in first.
 */
import type { KooDrive } from '../koodrive/api.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/logger.ts';
import { blockerOf, type Blocker } from '../model/blocker.ts';
import { KooError } from '../model/errors.ts';
import { isSameAccount, type AccountKey, type Pair } from '../model/pair.ts';
import type { Pairs } from '../storage/pairs.ts';

export type PairOwnersDeps = {
  readonly pairs: Pick<Pairs, 'all' | 'adopt' | 'ofOthers'>;
  readonly clock: Pick<Clock, 'now' | 'elapsed'>;
  readonly log: Log;
  /** who is signed in now; undefined: nobody, or that cannot be said */
  signedIn(): AccountKey | undefined;
};

/** The pairs of others are asked for so often, and when somebody signs in here; what is sent meanwhile is checked by itself. */
const lookEveryMs = 1000;

export class PairOwners {
  readonly #deps: PairOwnersDeps;
  #held: { readonly at: number; readonly ids: readonly number[] } | undefined;
  /** since when each pair is held, epoch ms */
  readonly #since = new Map<number, number>();

  constructor(deps: PairOwnersDeps) {
    this.#deps = deps;
  }

  /** Pairs that belonged to nobody belong to who is signed in. Never throws. */
  adopt(): void {
    const account = this.#deps.signedIn();
    this.#held = undefined;
    try {
      if (account) this.#deps.pairs.adopt(account);
    } catch (thrown) {
      // a database that cannot be written now: they are nobody's until the next start, or the next pass
      this.#deps.log.debug({ tag: 'owners', err: thrown }, 'the account was not written down');
    }
  }

  /** Ids of the pairs that are held. */
  held(): readonly number[] {
    const { pairs, clock } = this.#deps;
    const now = clock.elapsed();
    const known = this.#held;
    if (known && now - known.at < lookEveryMs && now >= known.at) return known.ids;
    const account = this.#deps.signedIn();
    const ids = account ? pairs.ofOthers(account) : [];
    this.#held = { at: now, ids };
    return ids;
  }

  /** Who is signed in. Throws SIGN_IN_NEEDED where nobody is. */
  accountNow(): AccountKey {
    const account = this.#deps.signedIn();
    if (!account) throw new KooError('SIGN_IN_NEEDED', 'nobody is signed in');
    return account;
  }

  /** Throws OTHER_ACCOUNT when this pair is another one's. */
  requireOwn(pair: Pair): void {
    const account = this.#deps.signedIn();
    const isOwn = pair.account === undefined || account === undefined || isSameAccount(pair.account, account);
    if (!isOwn) throw otherAccount(pair, pair.account);
  }

  /** What is to be told of the pairs that are held. */
  blockers(): Blocker[] {
    const account = this.#deps.signedIn();
    if (!account) return [];
    return this.#deps.pairs.all().flatMap((pair) => {
      if (pair.account === undefined || isSameAccount(pair.account, account)) {
        this.#since.delete(pair.id);
        return [];
      }
      const since = this.#since.get(pair.id) ?? this.#deps.clock.now();
      this.#since.set(pair.id, since);
      return [blockerOf(otherAccount(pair, pair.account), since, pair.id)];
    });
  }

  /** The same KooDrive, to which nothing is said of a pair that is another one's. */
  guard(koodrive: KooDrive, pair: Pair): KooDrive {
    if (pair.account === undefined) return koodrive;
    return Object.fromEntries(
      Object.entries(koodrive).map(([name, work]) => [name, this.#guarded(name, work as AnyCall, pair)]),
    ) as KooDrive;
  }

  #guarded(name: string, work: AnyCall, pair: Pair): AnyCall {
    if (streams.has(name)) {
      const requireOwn = () => this.requireOwn(pair);
      return async function* (...given: readonly unknown[]) {
        requireOwn();
        yield* work(...given) as AsyncIterable<unknown>;
      };
    }
    return async (...given) => {
      this.requireOwn(pair);
      return work(...given);
    };
  }
}

type AnyCall = (...given: readonly unknown[]) => unknown;
/** What gives one thing after the other. */
const streams: ReadonlySet<string> = new Set<keyof KooDrive>(['listFolder', 'download']);

const otherAccount = ({ folder }: Pair, { server, userId }: AccountKey): KooError =>
  new KooError('OTHER_ACCOUNT', 'the pair belongs to another account', {
    detail: { path: folder, values: { say: 'sentence.otherAccount', user: userId, server } },
  });
