/**
 * The versions of a file in pages: at once out of the cache, or from the server, which is asked for one page at a time.
 * Over all files two lists are read at a time, and six details: a long history must not keep uploads from the server.
 */
import type { HistoryPage, ListedVersion } from '../../shared/views.ts';
import type { KooDrive, ListedRevision, RemoteUser, Revision, RevisionPage } from '../koodrive/api.ts';
import { KooError } from '../model/errors.ts';
import { createGate } from './gate.ts';
import type { VersionCache } from './version-cache.ts';
import type { VersionNotes } from './version-notes.ts';
import type { RemoteFile } from './remote-file.ts';

export type ReadParts = {
  readonly koodrive: Pick<KooDrive, 'listRevisions' | 'getRevision' | 'detail'>;
  readonly cache: VersionCache;
  readonly notes: Pick<VersionNotes, 'on'>;
  /** who is signed in; '' where nobody is */
  readonly userId: () => string;
  readonly now: () => number;
};

export type HistoryReader = {
  known(file: RemoteFile, after?: string): HistoryPage;
  read(file: RemoteFile, after?: string, signal?: AbortSignal): Promise<HistoryPage>;
  details(file: RemoteFile, revisionIds: readonly string[], signal?: AbortSignal): Promise<ListedVersion[]>;
  /** Of one version all that is known or told; asks only where something is not known yet. */
  one(file: RemoteFile, revisionId: string, signal?: AbortSignal): Promise<ListedVersion>;
};

/** as many as the server gives at most (section 9) */
const pageSize = 100;
const knownPage = 500;
const listCalls = 2;
const detailCalls = 6;
/** Within a reading: what stood on top of the list when it ended. A list that grows faster than that is never whole. */
const catchUpPages = 5;

export function createHistoryReader(parts: ReadParts): HistoryReader {
  const { cache } = parts;
  const authors = createAuthors(parts);
  const detail = createDetails(parts);
  const list = createLists(parts);
  const shown = (file: RemoteFile, versions: readonly ListedVersion[]) =>
    parts.notes.on(file, versions).map((version) => authors.named(file, version));

  return {
    known(file, after) {
      const { versions, next, readAt } = cache.page(file, after, knownPage);
      return pageOf(shown(file, versions), next, readAt);
    },

    async read(file, after, signal) {
      // at once with the list: its first rows come after one round trip, and with names
      const named = authors.ask(file, signal);
      const { revisions, next } = await list(file, after, signal);
      await authors.learn(file, revisions, named, signal);
      const ids = revisions.map(({ revisionId }) => revisionId);
      const known = new Map(cache.some(file, ids).map((version) => [version.revisionId, version]));
      const versions = ids.flatMap((id) => known.get(id) ?? []);
      return pageOf(shown(file, versions), next, cache.readAt(file));
    },

    async details(file, revisionIds, signal) {
      const ids = [...new Set(revisionIds)];
      const known = new Map(cache.some(file, ids).map((version) => [version.revisionId, version]));
      const found = await Promise.all(
        ids.map(async (id): Promise<ListedVersion[]> => {
          const version = known.get(id);
          if (version && isComplete(version)) return [version];
          try {
            return [await detail(file, id, signal)];
          } catch (thrown) {
            // one that was cleared away since the list was read is left out, and is no failure of the others
            if (!(thrown instanceof KooError) || thrown.code !== 'NOT_FOUND') throw thrown;
            cache.drop(file, id);
            return [];
          }
        }),
      );
      return shown(file, found.flat());
    },

    async one(file, revisionId, signal) {
      const [known] = cache.some(file, [revisionId]);
      return known && isComplete(known) ? known : detail(file, revisionId, signal);
    },
  };
}

/** One version from the server, which is written down. */
function createDetails({ koodrive, cache }: Pick<ReadParts, 'koodrive' | 'cache'>) {
  const gate = createGate(detailCalls);
  return (file: RemoteFile, revisionId: string, signal: AbortSignal | undefined): Promise<ListedVersion> =>
    gate(async () => {
      signal?.throwIfAborted();
      const revision = await koodrive.getRevision({ ...file, revisionId }, { signal });
      if (revision.revisionId !== revisionId)
        throw new KooError('NOT_FOUND', `asked for revision ${revisionId}, got ${revision.revisionId}`);
      cache.learn(file, revision);
      return viewOf(revision);
    });
}

/** One page of a list from the server, which is written down. */
function createLists({ koodrive, cache, now }: Pick<ReadParts, 'koodrive' | 'cache' | 'now'>) {
  const gate = createGate(listCalls);
  const ask = async (file: RemoteFile, cursor: string | undefined, signal: AbortSignal | undefined) =>
    gate(async () => {
      signal?.throwIfAborted();
      return koodrive.listRevisions({ ...file, pageSize, cursor }, { signal });
    });

  /** New ones came on top while the list was read: they are read too, until one is met that is known. */
  const catchUp = async (file: RemoteFile, signal: AbortSignal | undefined): Promise<void> => {
    const reading = cache.beginReading(file, now());
    let cursor: string | undefined;
    for (let page = 0, from = 0; page < catchUpPages; page += 1) {
      const { revisions, nextCursor } = await ask(file, cursor, signal);
      const ids = revisions.map(({ revisionId }) => revisionId);
      const isKnown = cache.some(file, ids).length > 0;
      cache.put(file, reading, from, revisions);
      if (isKnown || nextCursor === undefined) return;
      from += revisions.length;
      cursor = nextCursor;
    }
  };

  /**
   * Others deleted newer versions since the page before was read: what came next has moved into that page. It is read once
   * more, and gives what was not met yet; undefined: nothing has moved, those between are really gone.
   */
  const askForMissed = async (
    file: RemoteFile,
    { before, reading }: Token,
    signal: AbortSignal | undefined,
  ): Promise<RevisionPage | undefined> => {
    const { revisions, nextCursor } = await ask(file, before === '' ? undefined : before, signal);
    const met = cache.metIn(
      file,
      reading,
      revisions.map(({ revisionId }) => revisionId),
    );
    const fresh = revisions.filter(({ revisionId }) => !met.has(revisionId));
    return fresh.length === 0 ? undefined : { revisions: fresh, nextCursor };
  };

  return async (
    file: RemoteFile,
    after: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly revisions: readonly ListedRevision[]; readonly next: string | undefined }> => {
    const began = after === undefined ? undefined : readToken(after);
    const page = await ask(file, began?.cursor, signal);
    const { reading, from } = began ?? { reading: cache.beginReading(file, now()), from: 0 };
    const isShifted = began && isGap(began.last, page.revisions[0]);
    const missed = isShifted ? await askForMissed(file, began, signal) : undefined;
    const { revisions, nextCursor } = missed ?? page;
    const met = cache.put(file, reading, from, revisions);
    const grown = met > 0 || (began?.grown ?? false);
    // a cursor that leads to itself would never end
    if (nextCursor !== undefined && (missed || nextCursor !== began?.cursor)) {
      const before = missed ? (began?.before ?? '') : (began?.cursor ?? '');
      const last = revisions.at(-1)?.revisionVersion ?? began?.last;
      return {
        revisions,
        next: tokenOf({ reading, from: from + revisions.length, grown, cursor: nextCursor, before, last }),
      };
    }
    // a list that grew has moved what was to come, and nothing of it is lost: what went is seen the next time
    if (grown) await catchUp(file, signal);
    else cache.endReading(file, reading);
    return { revisions, next: undefined };
  };
}

const pageOf = (
  versions: readonly ListedVersion[],
  next: string | undefined,
  readAt: number | undefined,
): HistoryPage => ({
  versions: [...versions],
  ...(next === undefined ? {} : { next }),
  ...(readAt === undefined ? {} : { readAt }),
});

type Token = {
  readonly reading: number;
  readonly from: number;
  /** the list has grown since the reading began */
  readonly grown: boolean;
  readonly cursor: string;
  /** cursor of the page before; '' for the first */
  readonly before: string;
  /** number of the oldest version that was met, where lists tell it */
  readonly last: number | undefined;
};

/** Versions are numbered without gaps: do some between these two lack? They may have been deleted, or missed. */
const isGap = (last: number | undefined, next: ListedRevision | undefined): boolean => {
  // the oldest has the number 1: a page without any may lack some, too
  const number = next === undefined ? 0 : next.revisionVersion;
  return last !== undefined && number !== undefined && number < last - 1;
};

const tokenOf = ({ reading, from, grown, cursor, before, last }: Token): string =>
  [reading, from, grown ? 1 : 0, last ?? '', Buffer.from(before).toString('base64url'), cursor].join('.');

/** Throws BAD_USAGE for what is no token of ours. */
function readToken(text: string): Token {
  const [, reading, from, grown, last = '', before = '', cursor] =
    /^(\d{1,9})\.(\d{1,7})\.([01])\.(\d{0,12})\.([\w-]*)\.(.+)$/su.exec(text) ?? [];
  if (reading === undefined || from === undefined || cursor === undefined)
    throw new KooError('BAD_USAGE', 'no page of a history');
  return {
    reading: Number(reading),
    from: Number(from),
    grown: grown === '1',
    cursor,
    before: Buffer.from(before, 'base64url').toString(),
    last: last === '' ? undefined : Number(last),
  };
}

const viewOf = (revision: Revision): ListedVersion => {
  const { revisionId, revisionVersion, createdAt, size, sha256, latest, keepForever } = revision;
  const { createdBy, createReason } = revision;
  return {
    ...{ revisionId, revisionVersion, createdAt, size, sha256, latest, keepForever },
    ...(createdBy === undefined ? {} : { createdBy }),
    ...(createReason === undefined ? {} : { reason: createReason }),
  };
};

/** Who made it and why is shown where it is known. */
const isComplete = (version: ListedVersion): boolean =>
  version.revisionVersion !== undefined &&
  version.createdAt !== undefined &&
  version.size !== undefined &&
  version.sha256 !== undefined &&
  version.latest !== undefined &&
  version.keepForever !== undefined;

/**
 * Names of those who made versions. The only names that the server gives are of a file's owners and last editor, whose
 * ids are not documented: a name counts where the ids match, or where it is said to be of whoever is signed in.
 */
function createAuthors({ koodrive, userId }: Pick<ReadParts, 'koodrive' | 'userId'>) {
  const users = new Map<string, readonly RemoteUser[]>();
  const keyOf = ({ containerId, fileId }: RemoteFile) => `${containerId} ${fileId}`;
  /** the lists of this server say who made a version; undefined: none was read yet */
  let areToldOf: boolean | undefined;
  const askNow = async (file: RemoteFile, signal: AbortSignal | undefined): Promise<void> => {
    const key = keyOf(file);
    if (users.has(key)) return;
    if (users.size > 1000) users.clear();
    users.set(key, []);
    try {
      users.set(key, (await koodrive.detail(file.containerId, file.fileId, { signal })).users ?? []);
    } catch {
      users.delete(key);
    }
  };
  return {
    /** Asks once for each file, where names may be of use. Never rejects: a history is shown without them as well. */
    ask: (file: RemoteFile, signal: AbortSignal | undefined): Promise<void> =>
      areToldOf === false ? Promise.resolve() : askNow(file, signal),
    /** The names of those who made these; `asked`: what `ask` gave. */
    async learn(
      file: RemoteFile,
      revisions: readonly ListedRevision[],
      asked: Promise<void>,
      signal: AbortSignal | undefined,
    ) {
      if (revisions.some(({ createdBy }) => createdBy !== undefined)) {
        const isAsked = areToldOf !== false;
        areToldOf = true;
        await (isAsked ? asked : askNow(file, signal));
      } else if (revisions.length > 0) areToldOf ??= false;
    },
    named(file: RemoteFile, version: ListedVersion): ListedVersion {
      const { createdBy } = version;
      if (createdBy === undefined) return version;
      const user = users
        .get(keyOf(file))
        ?.find((one) => one.userId === createdBy || (one.me && createdBy === userId()));
      return user ? { ...version, author: user.name } : version;
    },
  };
}
