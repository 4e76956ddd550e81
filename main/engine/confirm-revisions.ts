/**
 * What completing an upload does not tell is asked afterwards, outside the hot path: the id of the new revision (API
 * section 9), and whether somebody else's came between it and the one it was made upon (open point 22). Nothing depends
 * on it: before the next revision the server is looked at anyway. So what is not asked yet is forgotten with the process.
 */
import type { EngineDeps } from './api.ts';
import { toKooError } from '../model/errors.ts';
import type { Pair } from '../model/pair.ts';
import type { Components } from './wiring.ts';
import type { MadeRevision } from './apply/upload-file.ts';

export type RevisionConfirmer = {
  add(pair: Pair, path: string, made: MadeRevision): void;
  /** Asks for all that waits, oldest first; ends early when the signal fires or the server cannot be asked. */
  flush(signal: AbortSignal): Promise<void>;
  /** Flushes whenever nothing is being carried, until the signal fires. */
  run(signal: AbortSignal): Promise<void>;
};

export type RevisionConfirmerDeps = {
  readonly engine: EngineDeps;
  readonly components: Pick<Components, 'baseline'>;
  /** nothing more pressing is under way */
  idle(): boolean;
  /** somebody else's revision lies between ours and the one it was made upon */
  concurrentEdit(pair: Pair, path: string): void;
};

const lookEveryMs = 1000;
/** Far back enough to meet the base behind a few of others. */
const lookBack = 5;
/** More than this is not worth remembering: the next look at the server tells the rest. */
const mostWaiting = 500;

export function createRevisionConfirmer(parts: RevisionConfirmerDeps): RevisionConfirmer {
  const { koodrive, clock, log } = parts.engine;
  const { baseline } = parts.components;
  const waiting = new Map<
    string,
    { readonly pair: Pair; readonly path: string; readonly made: MadeRevision }
  >();

  const ask = async (pair: Pair, path: string, made: MadeRevision, signal: AbortSignal) => {
    const { revisions } = await koodrive.listRevisions(
      { containerId: pair.containerId, fileId: made.fileId, pageSize: lookBack },
      { signal },
    );
    const ours = revisions.findIndex((revision) => revision.sha256 === made.sha256);
    const revision = revisions[ours];
    if (!revision) return;
    const known = baseline.find(pair.id, path);
    // it has gone on meanwhile: then this is of no interest any more
    if (known?.fileId !== made.fileId || known.sha256 !== made.sha256) return;
    baseline.setRevision(pair.id, path, revision.revisionId);
    const below = revisions[ours + 1];
    if (below && made.base !== undefined && below.revisionId !== made.base) parts.concurrentEdit(pair, path);
  };

  const flush = async (signal: AbortSignal) => {
    for (const [key, { pair, path, made }] of waiting) {
      if (signal.aborted) return;
      waiting.delete(key);
      try {
        await ask(pair, path, made, signal);
      } catch (thrown) {
        const error = toKooError(thrown);
        log.debug({ tag: 'learn', path, code: error.code }, 'the new revision was not asked for');
        if (error.response !== 'user') return;
      }
    }
  };

  return {
    add(pair, path, made) {
      if (waiting.size < mostWaiting) waiting.set(`${pair.id}:${path}`, { pair, path, made });
    },
    flush,
    async run(signal) {
      while (!signal.aborted) {
        await clock.sleep(lookEveryMs, signal);
        if (parts.idle()) await flush(signal);
      }
    },
  };
}
