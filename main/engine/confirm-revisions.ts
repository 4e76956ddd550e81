/**
 * What completing an upload does not tell is asked afterwards, outside the hot path: the id of the new revision (API
 * section 9), and whether somebody else's came between it and the one it was made upon (open point 22). Nothing depends
 * on it: before the next revision the server is looked at anyway. So what is not asked yet is forgotten with the process.
 */
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/logger.ts';
import { toKooError } from '../model/errors.ts';
import type { Pair } from '../model/pair.ts';
import { keyOf } from './apply/path-locks.ts';
import type { MadeRevision } from './apply/path-outcome.ts';
import type { PairContext } from './contexts.ts';
import type { Baseline } from './baseline/baseline.ts';

export type RevisionConfirmerDeps = {
  readonly clock: Pick<Clock, 'sleep'>;
  readonly log: Log;
  readonly baseline: Pick<Baseline, 'find' | 'setRevision'>;
  /** nothing more pressing is under way */
  idle(): boolean;
  /** somebody else's revision lies between ours and the one it was made upon */
  concurrentEdit(pair: Pair, path: string): void;
};

type Waiting = { readonly context: PairContext; readonly path: string; readonly made: MadeRevision };

const lookEveryMs = 1000;
/** Far back enough to meet the base behind a few of others. */
const lookBack = 5;
/** More than this is not worth remembering: the next look at the server tells the rest. */
const mostWaiting = 500;

export class RevisionConfirmer {
  readonly #deps: RevisionConfirmerDeps;
  readonly #waiting = new Map<string, Waiting>();

  constructor(deps: RevisionConfirmerDeps) {
    this.#deps = deps;
  }

  add(context: PairContext, path: string, made: MadeRevision): void {
    if (this.#waiting.size < mostWaiting)
      this.#waiting.set(keyOf(context.pair.id, path), { context, path, made });
  }

  /** Asks for all that waits, oldest first; ends early when the signal fires or the server cannot be asked. */
  async flush(signal: AbortSignal): Promise<void> {
    for (const [key, waiting] of this.#waiting) {
      if (signal.aborted) return;
      this.#waiting.delete(key);
      try {
        await this.#ask(waiting, signal);
      } catch (thrown) {
        const error = toKooError(thrown);
        const facts = { tag: 'confirm', path: waiting.path, code: error.code };
        this.#deps.log.debug(facts, 'the new revision was not asked for');
        if (error.response !== 'user') return;
      }
    }
  }

  /** Flushes whenever nothing is being synced, until the signal fires. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#deps.clock.sleep(lookEveryMs, signal);
      if (this.#deps.idle()) await this.flush(signal);
    }
  }

  async #ask({ context, path, made }: Waiting, signal: AbortSignal): Promise<void> {
    const { baseline } = this.#deps;
    const { account, pair } = context;
    const { revisions } = await account.koodrive.listRevisions(
      { containerId: pair.containerId, fileId: made.fileId, pageSize: lookBack },
      { signal },
    );
    const ours = revisions.findIndex((revision) => revision.sha256 === made.sha256);
    const revision = revisions[ours];
    if (!revision) return;
    const remote = baseline.find(pair.id, path)?.remote;
    // it has gone on meanwhile: then this is of no interest any more
    if (remote?.fileId !== made.fileId || remote.sha256 !== made.sha256) return;
    baseline.setRevision(pair.id, path, revision.revisionId);
    const below = revisions[ours + 1];
    if (below && made.base !== undefined && below.revisionId !== made.base)
      this.#deps.concurrentEdit(pair, path);
  }
}
