/**
 * What was begun and has an unknown end: the connection was cut, or the process was killed, after the server was told
 * something that may have made a file, a revision or a folder. Before anything is repeated the server is asked
 * (invariant 3), and what is not there is given the time to arrive: a request may still be on its way when the
 * process that sent it is long dead.
 * Attacked by: unknown-outcomes.test.ts, tests/scenarios/killed.test.ts, tests/simulation (seeds 120, 540, 4727), tests/torture.
 */
import type { KooDrive, ListedRevision, RemoteEntry } from '../../koodrive/api.ts';
import type { Clock } from '../../lib/clock.ts';
import { NEEDS_REREAD, type BaselineUpdate, type RemoteState } from '../../model/baseline-entry.ts';
import { isGoneRemotely, isRefusal, toKooError } from '../../model/errors.ts';
import type { FileStat } from '../../model/file-stat.ts';
import type { AccountContext } from '../contexts.ts';
import { isRootAway } from '../root-guard.ts';
import { keyOf } from './path-locks.ts';
import { isNamedAs } from './remote-place.ts';
import type { UploadIntent, UploadIntents } from './upload-intents.ts';

/** A request of which we heard nothing is carried out by the server within this time, or not at all. */
export const lateMs = 5000;

export type UnknownOutcomeRequest = {
  readonly account: Pick<AccountContext, 'koodrive'>;
  readonly pair: { readonly id: number; readonly containerId: string };
  readonly path: string;
  /** what stands there now */
  readonly stat: FileStat | undefined;
  /** id of the remote folder that holds it, if that is known */
  readonly parentId: string | undefined;
  readonly signal: AbortSignal;
};

export type ResolvedUpload =
  | { readonly kind: 'made'; readonly update: BaselineUpdate }
  /** `keepParts`: parts that were sent may still serve */
  | { readonly kind: 'not-made'; readonly keepParts: boolean };

export type Resolution =
  | ResolvedUpload
  /** nothing is open */
  | { readonly kind: 'none' }
  /** it may still arrive: ask again at this time, epoch ms */
  | { readonly kind: 'wait'; readonly until: number };

export type UnknownOutcomesDeps = {
  readonly uploads: Pick<UploadIntents, 'find'>;
  readonly clock: Pick<Clock, 'now' | 'elapsed'>;
};

export class UnknownOutcomes {
  readonly #deps: UnknownOutcomesDeps;
  /** what is not there, by pair and path: until when it may still arrive, by `elapsed`: a request waits for no clock that is set */
  readonly #arriving = new Map<string, number>();

  constructor(deps: UnknownOutcomesDeps) {
    this.#deps = deps;
  }

  /** Asks what became of what was begun at this path. Throws network codes. */
  async resolve(request: UnknownOutcomeRequest): Promise<Resolution> {
    const { uploads, clock } = this.#deps;
    const { account, pair, path, stat } = request;
    const key = keyOf(pair.id, path);
    const intent = uploads.find(pair.id, path);
    if (!intent || (intent.kind !== 'folder' && !intent.outcomeUnknown)) return { kind: 'none' };
    const remote = await findMade(account.koodrive, request, intent);
    if (remote) {
      this.#arriving.delete(key);
      return { kind: 'made', update: updateOf(intent, remote) };
    }
    const now = clock.elapsed();
    const until = this.#arriving.get(key) ?? now + lateMs;
    if (now < until) {
      this.#arriving.set(key, until);
      return { kind: 'wait', until: clock.now() + until - now };
    }
    this.#arriving.delete(key);
    const inParts = intent.kind !== 'folder' && intent.partSize < intent.size;
    return { kind: 'not-made', keepParts: inParts && intent.fingerprint === stat?.fingerprint };
  }
}

const updateOf = (intent: UploadIntent, remote: RemoteState): BaselineUpdate => ({
  kind: intent.kind === 'folder' ? 'folder' : 'file',
  // by its id it is still recognised where it was renamed meanwhile, or is what a save has left over
  local: { fingerprint: NEEDS_REREAD, localId: intent.localId, size: intent.size },
  remote,
});

/** What the server holds of this intent, if it made it. */
async function findMade(
  koodrive: KooDrive,
  request: UnknownOutcomeRequest,
  intent: UploadIntent,
): Promise<RemoteState | undefined> {
  const { sha256 } = intent;
  try {
    let { fileId } = intent;
    if (fileId === undefined) {
      const { parentId } = request;
      const entry = parentId === undefined ? undefined : await findEntry(koodrive, request, parentId);
      if (entry?.isFolder !== (intent.kind === 'folder')) return undefined;
      fileId = entry.fileId;
    }
    if (intent.kind === 'folder') return { fileId, revisionId: undefined, sha256 };
    for (const revision of await newestRevisions(koodrive, request, fileId)) {
      if (revision.revisionId === intent.baseRevisionId) return undefined;
      if (revision.sha256 === sha256) return { fileId, revisionId: revision.revisionId, sha256 };
    }
    return undefined;
  } catch (thrown) {
    // a file that was created and never completed is not there for anybody
    const error = toKooError(thrown);
    // in a folder that is away it may lie all the same
    const isNowhere = intent.kind === 'file' && isRefusal(error) && !isRootAway(error.code);
    if (isGoneRemotely(error) || isNowhere) return undefined;
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
  { pair, signal }: Asking,
  fileId: string,
): Promise<readonly ListedRevision[]> {
  const { containerId } = pair;
  const page = await koodrive.listRevisions({ containerId, fileId, pageSize: lookBack }, { signal });
  const newest: ListedRevision[] = [];
  for (const revision of page.revisions) {
    const { revisionId } = revision;
    newest.push(
      revision.sha256 === undefined
        ? await koodrive.getRevision({ containerId, fileId, revisionId }, { signal })
        : revision,
    );
  }
  return newest;
}

/** What a remote folder holds under the name of this path, outside of the recycle bin. */
export async function findEntry(
  koodrive: KooDrive,
  { pair, path, signal }: Asking & { readonly path: string },
  parentId: string,
): Promise<RemoteEntry | undefined> {
  for await (const entry of koodrive.listFolder(pair.containerId, parentId, { signal }))
    if (isNamedAs(entry, path) && !entry.recycled) return entry;
  return undefined;
}
