/** Listing, details, folders and names (API sections 5 and 10). */
import type { Clock } from '../lib/clock.ts';
import { KooError } from '../model/errors.ts';
import type { CallOptions, KooDrive, RemoteEntry, Space } from './api.ts';
import { FOLDER_TYPE } from './file-type.ts';
import { assertName, isSafeId } from './names.ts';
import type { Caller } from './request.ts';
import { entryPage, newFolder, nothing, oneEntry, type EntryPage } from './schemas.ts';
import { isClosedCall } from './server-errors.ts';

const PAGE_SIZE = 100;
/** More than any folder holds that KooSync is for: a list that goes on is not one of KooDrive's. */
const mostEntries = 2_000_000;
const mostPages = 40_000;
const mostEmptyPages = 100;
const longestListMs = 3_600_000;
/** renameMode: refuse on a clash; 2 would let the server choose a name */
const REFUSE = 3;

export type FileCalls = Pick<KooDrive, 'listFolder' | 'detail' | 'createFolder' | 'rename'>;

/** Whether a list comes to an end: whoever answers may go on for ever. */
class ListEnd {
  readonly #clock: Pick<Clock, 'elapsed'>;
  readonly #begunAt: number;
  readonly #cursors = new Set<string>();
  #entries = 0;
  #emptyPages = 0;

  constructor(clock: Pick<Clock, 'elapsed'>) {
    this.#clock = clock;
    this.#begunAt = clock.elapsed();
  }

  /** After each page: how many entries it had, and where the next one is said to begin. Throws BAD_ANSWER. */
  check(entries: number, cursor: string | undefined): void {
    if (cursor === undefined) return;
    this.#entries += entries;
    this.#emptyPages = entries > 0 ? 0 : this.#emptyPages + 1;
    const isEndless =
      this.#cursors.has(cursor) ||
      this.#entries > mostEntries ||
      this.#cursors.size >= mostPages ||
      this.#emptyPages > mostEmptyPages ||
      this.#clock.elapsed() - this.#begunAt > longestListMs;
    this.#cursors.add(cursor);
    if (!isEndless) return;
    const values = { say: 'sentence.listEndless' } as const;
    throw new KooError('BAD_ANSWER', 'listFolder: the list does not end', { detail: { values } });
  }
}

/** `space` tells a space's kind: team spaces are listed under another path (section 5). */
class Listing {
  readonly #caller: Caller;
  readonly #space: (containerId: string, options?: CallOptions) => Promise<Space>;
  readonly #teams = new Map<string, { groupId: string; teamType: string } | undefined>();

  constructor(caller: Caller, space: (containerId: string, options?: CallOptions) => Promise<Space>) {
    this.#caller = caller;
    this.#space = space;
  }

  async *entries(
    containerId: string,
    folderId: string,
    options: CallOptions | undefined,
  ): AsyncGenerator<RemoteEntry, void, undefined> {
    const { clock, log } = this.#caller.connection;
    const ends = new ListEnd(clock);
    let cursor: string | undefined;
    let unusable = 0;
    try {
      do {
        const got = await this.#page(containerId, folderId, cursor, options);
        for (const entry of got.entries) {
          if (entry.name === undefined) unusable++;
          yield entry.parentId === undefined ? { ...entry, parentId: folderId } : entry;
        }
        cursor = got.nextCursor;
        ends.check(got.entries.length, cursor);
      } while (cursor !== undefined);
    } finally {
      if (unusable > 0)
        log.warn({ call: 'listFolder', folderId, unusable }, 'entries with names that no path may have');
    }
  }

  async #page(
    containerId: string,
    folderId: string,
    cursor: string | undefined,
    options: CallOptions | undefined,
  ): Promise<EntryPage> {
    const team = await this.#teamOf(containerId, options);
    return this.#caller.call(
      {
        call: 'listFolder',
        path: team === undefined ? ['v1', 'files', '0'] : ['v1', 'files', team.groupId, '0'],
        query: { team_type: team?.teamType },
        body: {
          containerId,
          parentFileId: folderId,
          pageInfo: { pageSize: PAGE_SIZE, ...(cursor === undefined ? {} : { pageCursor: cursor }) },
          // by name: the order does not change under our feet as it does by time
          sortInfo: { sortType: 1, sortDirection: 1 },
        },
        schema: entryPage,
      },
      options,
    );
  }

  /** Team id and kind of a department (0) or group (2) space; undefined for an individual one. */
  async #teamOf(containerId: string, options: CallOptions | undefined) {
    const teams = this.#teams;
    if (!teams.has(containerId))
      try {
        const { type, ownerId } = await this.#space(containerId, options);
        const ofTeam = (type === '0' || type === '2') && ownerId !== '';
        // it becomes part of an address, where `..` would lead to another call
        if (ofTeam && !isSafeId(ownerId)) throw new KooError('BAD_ANSWER', "the team's id is not an id");
        teams.set(containerId, ofTeam ? { groupId: ownerId, teamType: type } : undefined);
      } catch (error) {
        // who may list a space need not be allowed to look it up; most spaces are individual
        if (!isClosedCall(error)) throw error;
        teams.set(containerId, undefined);
      }
    return teams.get(containerId);
  }
}

export function createFiles(
  caller: Caller,
  space: (containerId: string, options?: CallOptions) => Promise<Space>,
): FileCalls {
  const listing = new Listing(caller, space);
  return {
    listFolder: (containerId, folderId, options) => listing.entries(containerId, folderId, options),

    detail: (containerId, fileId, options) =>
      caller.call(
        { call: 'detail', path: ['v1', 'files', fileId, 'detail'], body: { containerId }, schema: oneEntry },
        options,
      ),

    async createFolder({ containerId, parentId, name }, options) {
      assertName(name);
      const made = await caller.call(
        {
          call: 'createFolder',
          path: ['v1', 'directory'],
          body: {
            fileName: name,
            fileType: FOLDER_TYPE,
            containerId,
            parentFolder: [parentId],
            renameMode: REFUSE,
          },
          schema: newFolder,
          named: true,
        },
        options,
      );
      return {
        fileId: made.fileId,
        name: made.name ?? name,
        isFolder: true,
        recycled: false,
        parentId: made.parentId ?? parentId,
        size: undefined,
        sha256: undefined,
        editedAt: undefined,
      };
    },

    async rename({ containerId, fileId, name }, options) {
      assertName(name);
      await caller.call(
        {
          call: 'rename',
          path: ['v1', 'files', 'rename', fileId],
          body: { containerId, name, renameMode: REFUSE },
          schema: nothing,
          named: true,
        },
        options,
      );
    },
  };
}
