/**
 * What completing an upload does not tell is asked afterwards, outside the hot path: the id of the new revision (API
 * section 9), and whether somebody else's came between it and the one it was made upon (open point 22). What is not asked
 * yet stands in the database, and is asked by the next life.
 */
import type { Log } from '../lib/logger.ts';
import { isRefusal, toKooError, type KooError } from '../model/errors.ts';
import type { Pair } from '../model/pair.ts';
import type { MadeRevisions, UnconfirmedRevision } from './apply/made-revisions.ts';
import type { Commit } from './commit.ts';
import type { PairContexts } from './contexts.ts';
import type { Baseline } from './baseline/baseline.ts';
import type { Stirring } from '../lib/stirring.ts';

export type RevisionConfirmerDeps = {
  readonly stirring: Pick<Stirring, 'sleep'>;
  readonly log: Log;
  readonly contexts: Pick<PairContexts, 'find'>;
  readonly baseline: Pick<Baseline, 'find'>;
  readonly made: Pick<MadeRevisions, 'all' | 'end' | 'isEmpty'>;
  readonly commit: Pick<Commit, 'revisionConfirmed'>;
  /** nothing more pressing is under way */
  idle(): boolean;
  /** a failure may concern more than one file: whoever judges it holds the work back, and says so */
  judge(error: KooError, pairId: number, signal: AbortSignal): Promise<unknown>;
  /** it was found, and written down, that somebody else's revision lies between ours and the one it was made upon */
  concurrentEdit(pair: Pair, path: string): void;
};

const lookEveryMs = 1000;
/** Far back enough to meet the base behind a few of others. */
const lookBack = 5;

export class RevisionConfirmer {
  readonly #deps: RevisionConfirmerDeps;

  constructor(deps: RevisionConfirmerDeps) {
    this.#deps = deps;
  }

  /** Asks for all that waits; ends early when the signal fires or the server cannot be asked. */
  async flush(signal: AbortSignal): Promise<void> {
    for (const waiting of this.#deps.made.all()) {
      if (signal.aborted) return;
      try {
        await this.#ask(waiting, signal);
      } catch (thrown) {
        const error = toKooError(thrown);
        const { code } = error;
        const facts = { tag: 'confirm', path: waiting.path, code };
        this.#deps.log.debug(facts, 'the new revision was not asked for');
        // what is another account's by now is asked for when it is ours again
        if (code === 'OTHER_ACCOUNT') continue;
        if (!isRefusal(error)) {
          if (code !== 'CANCELLED') await this.#deps.judge(error, waiting.pairId, signal);
          return;
        }
        // the file is there no more, or not ours to see
        this.#deps.made.end(waiting);
      }
    }
  }

  /** Flushes whenever nothing is being synced, until the signal fires. */
  async run(signal: AbortSignal): Promise<void> {
    const { made, stirring } = this.#deps;
    while (!signal.aborted) {
      await stirring.sleep(lookEveryMs, () => (made.isEmpty() ? undefined : lookEveryMs), signal);
      if (this.#deps.idle()) await this.flush(signal);
    }
  }

  async #ask(waiting: UnconfirmedRevision, signal: AbortSignal): Promise<void> {
    const { baseline, contexts, made, commit, concurrentEdit } = this.#deps;
    const { pairId, path, fileId, sha256, base } = waiting;
    const context = contexts.find(pairId);
    if (!context) return made.end(waiting);
    const { account, pair } = context;
    const { revisions } = await account.koodrive.listRevisions(
      { containerId: pair.containerId, fileId, pageSize: lookBack },
      { signal },
    );
    const ours = revisions.findIndex((revision) => revision.sha256 === sha256);
    const revision = revisions[ours];
    const remote = baseline.find(pairId, path)?.remote;
    // it has gone on meanwhile: then this is of no interest any more
    if (!revision || remote?.fileId !== fileId || remote.sha256 !== sha256) return made.end(waiting);
    const below = revisions[ours + 1];
    const isConcurrent = below !== undefined && base !== undefined && below.revisionId !== base;
    commit.revisionConfirmed(waiting, revision.revisionId, isConcurrent);
    if (isConcurrent) concurrentEdit(pair, path);
  }
}
