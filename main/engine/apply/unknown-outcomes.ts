/**
 * What was begun and has an unknown end: the connection was cut, or the process was killed, after the server was told
 * something that may have made a file, a revision or a folder. Before anything is repeated the server is asked
 * (invariant 3), and what is not there is given the time to arrive: a request may still be on its way when the
 * process that sent it is long dead.
 * Attacked by: unknown-outcomes.test.ts, tests/scenarios/killed.test.ts, tests/simulation (seeds 120, 540, 4727), tests/torture.
 */
import type { KooDrive, ListedRevision, RemoteEntry } from '../../koodrive/api.ts';
import type { Clock } from '../../lib/clock.ts';
import { toKooError } from '../../model/errors.ts';
import { remoteNameOf } from '../../model/relative-path.ts';
import type { FileStat } from '../../model/file-stat.ts';
import type { Chunking } from '../plan/part-size.ts';
import { NEEDS_REREAD, type BaselineForApply } from '../baseline/baseline-types.ts';
import type { UploadIntent, UploadIntents } from './upload-intents.ts';

/** A request of which we heard nothing is carried out by the server within this time, or not at all. */
export const lateMs = 5000;

export type UnknownOutcomeRequest = {
  readonly pair: { readonly id: number; readonly containerId: string };
  readonly path: string;
  /** what stands there now */
  readonly stat: FileStat | undefined;
  /** id of the remote folder that holds it, if that is known */
  readonly parentId: string | undefined;
  readonly signal: AbortSignal;
};

export type UnknownOutcomes = {
  /**
   * Asks what became of what was begun at this path, and writes down what the server says. Returns the time (epoch ms)
   * at which to ask again, for it may still arrive; undefined when nothing is open any more. Throws network codes.
   */
  resolve(job: UnknownOutcomeRequest): Promise<number | undefined>;
};

export type UnknownOutcomesDeps = {
  readonly koodrive: KooDrive;
  readonly intents: UploadIntents;
  readonly baseline: BaselineForApply;
  readonly clock: Clock;
  readonly chunking: Chunking;
};

export function createUnknownOutcomes(parts: UnknownOutcomesDeps): UnknownOutcomes {
  const { koodrive, intents, baseline, clock } = parts;
  /** what is not there, by pair and path: until when it may still arrive */
  const arriving = new Map<string, number>();

  const write = ({ pair, path, stat }: UnknownOutcomeRequest, task: UploadIntent, done: Outcome) => {
    const localId =
      stat === undefined
        ? // by it a rename of what was there is still recognised
          baseline.find(pair.id, path)?.localId
        : task.fingerprint === stat.fingerprint
          ? stat.localId
          : undefined;
    const kind = task.kind === 'folder' ? 'folder' : 'file';
    const now = { fingerprint: NEEDS_REREAD, localId, size: task.size };
    baseline.put(pair.id, path, { kind, ...done, sha256: task.sha256, stat: now }, clock.now());
    intents.end(pair.id, path);
  };

  return {
    async resolve(job) {
      const { pair, path, stat } = job;
      const key = `${pair.id}:${path}`;
      const task = intents.find(pair.id, path);
      if (!task || (task.kind !== 'folder' && !task.outcomeUnknown)) return undefined;
      const done = await findOutcome(koodrive, job, task);
      if (done) {
        arriving.delete(key);
        write(job, task, done);
        return undefined;
      }
      const now = clock.now();
      // a clock that was set back makes nobody wait longer
      const until = Math.min(arriving.get(key) ?? Number.POSITIVE_INFINITY, now + lateMs);
      if (now < until) {
        arriving.set(key, until);
        return until;
      }
      arriving.delete(key);
      // parts that were sent may still serve
      const inParts = task.kind !== 'folder' && task.size > parts.chunking.singlePartUpTo;
      if (inParts && task.fingerprint === stat?.fingerprint) intents.reopen(pair.id, path);
      else intents.end(pair.id, path);
      return undefined;
    },
  };
}

type Outcome = { readonly fileId: string; readonly revisionId: string | undefined };

/** What this task made, if it made it. */
async function findOutcome(
  koodrive: KooDrive,
  job: UnknownOutcomeRequest,
  task: UploadIntent,
): Promise<Outcome | undefined> {
  try {
    let { fileId } = task;
    if (fileId === undefined) {
      const entry = job.parentId === undefined ? undefined : await findEntry(koodrive, job, job.parentId);
      if (entry?.isFolder !== (task.kind === 'folder')) return undefined;
      fileId = entry.fileId;
    }
    if (task.kind === 'folder') return { fileId, revisionId: undefined };
    for (const { revisionId, sha256 } of await newestRevisions(koodrive, job, fileId)) {
      if (revisionId === task.baseRevisionId) return undefined;
      if (sha256 === task.sha256) return { fileId, revisionId };
    }
    return undefined;
  } catch (thrown) {
    const error = toKooError(thrown);
    const isAway = error.code === 'NOT_FOUND' || error.code === 'REMOTE_RECYCLED';
    // a file that was created and never completed is not there for anybody
    if (isAway || (task.kind === 'file' && error.response === 'user')) return undefined;
    throw error;
  }
}

type Asking = {
  readonly pair: { readonly containerId: string };
  readonly signal: AbortSignal;
};

/** How far back the newest revisions are read to find our own among others'. */
const lookBack = 10;

/** Newest first, each with its digest: the list may leave it out, getRevision has it (API section 9). */
export async function newestRevisions(
  koodrive: KooDrive,
  job: Asking,
  fileId: string,
): Promise<readonly ListedRevision[]> {
  const { containerId } = job.pair;
  const options = { signal: job.signal };
  const page = await koodrive.listRevisions({ containerId, fileId, pageSize: lookBack }, options);
  const newest: ListedRevision[] = [];
  for (const revision of page.revisions) {
    newest.push(
      revision.sha256 === undefined
        ? await koodrive.getRevision({ containerId, fileId, revisionId: revision.revisionId }, options)
        : revision,
    );
  }
  return newest;
}

/** What a remote folder holds under the name of this path. */
export async function findEntry(
  koodrive: KooDrive,
  { pair, path, signal }: Asking & { readonly path: string },
  parentId: string,
): Promise<RemoteEntry | undefined> {
  for await (const entry of koodrive.listFolder(pair.containerId, parentId, { signal }))
    if (entry.name.normalize('NFC') === remoteNameOf(path) && !entry.recycled) return entry;
  return undefined;
}
