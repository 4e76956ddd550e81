/**
 * For whom the engine works. What depends on the account stands in its context, and whoever acts for a pair is handed
 * the pair's context: a second account is another context, and nothing below has to know of it.
 */
import type { KooDrive } from '../koodrive/api.ts';
import type { Pair } from '../model/pair.ts';
import type { Pairs } from '../storage/pairs.ts';
import type { EngineSettings } from './api.ts';
import type { Breakers } from './breakers.ts';
import type { RoundTrip } from './round-trip.ts';
import type { TransferLimit } from './transfer-limit.ts';
import type { UploadModes } from './upload-modes.ts';

export type AccountContext = {
  /** signed in as this account; its calls mind the breakers */
  readonly koodrive: KooDrive;
  /** one for each host that the account works with, and for what is wider or narrower than a host */
  readonly breakers: Breakers;
  /** what size of a body gets through */
  readonly limit: TransferLimit;
  /** how parts go up to its storage */
  readonly modes: UploadModes;
  /** to its server */
  readonly roundTrip: RoundTrip;
  /** as they are now */
  settings(): EngineSettings;
};

export type PairContext = { readonly account: AccountContext; readonly pair: Pair };

/** The pairs, each with the account that it is synced with. */
export class PairContexts {
  readonly #pairs: Pick<Pairs, 'all' | 'find'>;
  readonly #accountOf: (pair: Pair) => AccountContext;
  /** asked for with each change: the calls of a pair are put together when something of it is another */
  readonly #known = new Map<number, { readonly as: string; readonly context: PairContext }>();

  constructor(pairs: Pick<Pairs, 'all' | 'find'>, accountOf: (pair: Pair) => AccountContext) {
    this.#pairs = pairs;
    this.#accountOf = accountOf;
  }

  all(): PairContext[] {
    return this.#pairs.all().map((pair) => this.#of(pair));
  }

  find(pairId: number): PairContext | undefined {
    const pair = this.#pairs.find(pairId);
    return pair && this.#of(pair);
  }

  #of(pair: Pair): PairContext {
    const as = JSON.stringify(pair);
    const known = this.#known.get(pair.id);
    if (known?.as === as) return known.context;
    const context = { account: this.#accountOf(pair), pair };
    this.#known.set(pair.id, { as, context });
    return context;
  }
}
