/**
 * What this computer knows of the versions of files: lists as the server told them, so that a history opens at once and
 * offline. Owns the tables `version_list` and `listed_version`. A cache: whatever is lost of it the server tells again.
 *
 * A list is told newest first, page by page, and may change meanwhile. Each reading of it has a number that grows, and
 * what it meets gets places above all that only earlier readings met: at any moment the list stands in its order, and
 * what was not met yet stands at its end. What a reading did not meet at all is dropped once the reading is whole.
 * Attacked by: read-history.test.ts, tests/scenarios/history.test.ts.
 */
import type { ListedVersion } from '../../shared/views.ts';
import type { ListedRevision } from '../koodrive/api.ts';
import { numberIn, textIn } from '../storage/columns.ts';
import type { Database, Row } from '../storage/database.ts';
import type { RemoteFile } from './remote-file.ts';

/** More than any list has: places of one reading never reach those of another. */
const placesOfAReading = 10_000_000;
/** So many are remembered over all files; the lists that were not read for the longest time go first. */
const rememberedVersions = 500_000;

export type KnownPage = {
  readonly versions: readonly ListedVersion[];
  /** place of the last one where more follow */
  readonly next: string | undefined;
  readonly readAt: number | undefined;
};

export class VersionCache {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Newest first; `after` is the `next` of a page before. */
  page(file: RemoteFile, after: string | undefined, limit: number): KnownPage {
    const list = this.#list(file);
    if (!list) return { versions: [], next: undefined, readAt: undefined };
    const rows = this.#db.all(
      'SELECT * FROM listed_version WHERE list_id = ? AND place < ? ORDER BY place DESC LIMIT ?',
      list.id,
      after === undefined ? Number.MAX_SAFE_INTEGER : this.#placeOf(list.id, after),
      limit + 1,
    );
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      versions: shown.map(versionOf),
      next:
        rows.length > limit && last ? `${Number(last['place'])}:${String(last['revision_id'])}` : undefined,
      readAt: list.readAt,
    };
  }

  /** When the server told of the newest ones; undefined: never. */
  readAt(file: RemoteFile): number | undefined {
    return this.#list(file)?.readAt;
  }

  /** Those of these ids that are known, in no order. */
  some(file: RemoteFile, revisionIds: readonly string[]): ListedVersion[] {
    const list = this.#list(file);
    if (!list) return [];
    return this.#rows(list.id, revisionIds).map(versionOf);
  }

  /** Those of these versions that this reading has met. */
  metIn(file: RemoteFile, reading: number, revisionIds: readonly string[]): ReadonlySet<string> {
    const list = this.#list(file);
    return list ? this.#metIn(list.id, reading, revisionIds) : new Set();
  }

  /** A reading begins at the newest: gives its number. */
  beginReading(file: RemoteFile, now: number): number {
    return this.#db.transaction(() => {
      this.#db.run(
        `INSERT INTO version_list (container_id, file_id, read_at, reading) VALUES (?1, ?2, ?3, 1)
           ON CONFLICT (container_id, file_id) DO UPDATE SET read_at = ?3, reading = reading + 1`,
        file.containerId,
        file.fileId,
        now,
      );
      return this.#list(file)?.reading ?? 1;
    });
  }

  /**
   * A page of a reading; `from` is how many came before it. Gives how many of it this reading had met before: then the
   * list has grown since the reading began.
   */
  put(file: RemoteFile, reading: number, from: number, revisions: readonly ListedRevision[]): number {
    return this.#db.transaction(() => {
      const list = this.#list(file);
      if (!list) return 0;
      const met = this.#metIn(
        list.id,
        reading,
        revisions.map(({ revisionId }) => revisionId),
      );
      for (const [i, revision] of revisions.entries())
        this.#write(list.id, reading, reading * placesOfAReading - (from + i), {
          ...revision,
          // newest first by the document; where the list leaves out which one is the latest, it is the first
          latest: revision.latest ?? from + i === 0,
        });
      this.#count(list.id);
      return met.size;
    });
  }

  /**
   * A reading came to its end: what it did not meet is not there any more. Nothing is dropped where the list was known to
   * change meanwhile, or another reading has begun: that one sees to it.
   */
  endReading(file: RemoteFile, reading: number): void {
    this.#db.transaction(() => {
      const list = this.#list(file);
      if (list?.reading !== reading) return;
      this.#db.run('DELETE FROM listed_version WHERE list_id = ? AND reading < ?', list.id, reading);
      this.#count(list.id);
      this.#forgetOldest(list.id);
    });
  }

  /** What getRevision told of one that is known. */
  learn(file: RemoteFile, revision: ListedRevision): void {
    const list = this.#list(file);
    const row =
      list &&
      this.#db.get(
        'SELECT place, reading FROM listed_version WHERE list_id = ? AND revision_id = ?',
        list.id,
        revision.revisionId,
      );
    if (list && row) this.#write(list.id, Number(row['reading']), Number(row['place']), revision);
  }

  setKept(file: RemoteFile, revisionId: string, keep: boolean): void {
    const list = this.#list(file);
    if (!list) return;
    this.#db.run(
      'UPDATE listed_version SET keep_forever = ? WHERE list_id = ? AND revision_id = ?',
      keep ? 1 : 0,
      list.id,
      revisionId,
    );
  }

  /** That one is not there any more. A reading that is under way may have lost its place by it, and drops nothing. */
  drop(file: RemoteFile, revisionId: string): void {
    const list = this.#list(file);
    if (!list) return;
    this.#db.transaction(() => {
      this.#db.run('DELETE FROM listed_version WHERE list_id = ? AND revision_id = ?', list.id, revisionId);
      this.#db.run('UPDATE version_list SET reading = reading + 1 WHERE id = ?', list.id);
      this.#count(list.id);
    });
  }

  /** in one question: a page has a hundred of them, and each question costs more than its row */
  #rows(listId: number, revisionIds: readonly string[]): Row[] {
    return this.#db.all(
      'SELECT * FROM listed_version WHERE list_id = ? AND revision_id IN (SELECT value FROM json_each(?))',
      listId,
      JSON.stringify(revisionIds),
    );
  }

  #metIn(listId: number, reading: number, revisionIds: readonly string[]): ReadonlySet<string> {
    const met = this.#rows(listId, revisionIds).filter((row) => Number(row['reading']) === reading);
    return new Set(met.map((row) => String(row['revision_id'])));
  }

  #list({ containerId, fileId }: RemoteFile): { id: number; readAt: number; reading: number } | undefined {
    const row = this.#db.get(
      'SELECT id, read_at, reading FROM version_list WHERE container_id = ? AND file_id = ?',
      containerId,
      fileId,
    );
    return row && { id: Number(row['id']), readAt: Number(row['read_at']), reading: Number(row['reading']) };
  }

  /** `after` names a place and who had it: a reading since then may have moved that one up. */
  #placeOf(listId: number, after: string): number {
    const at = after.indexOf(':');
    const row = this.#db.get(
      'SELECT place FROM listed_version WHERE list_id = ? AND revision_id = ?',
      listId,
      after.slice(at + 1),
    );
    const place = Number(row?.['place'] ?? after.slice(0, at));
    return Number.isSafeInteger(place) ? place : 0;
  }

  /** What it leaves out stays as it was told before. A reading that began earlier takes nothing back from a later one. */
  #write(listId: number, reading: number, place: number, revision: ListedRevision): void {
    const { revisionId, revisionVersion, createdAt, size, sha256, latest, keepForever } = revision;
    const bit = (value: boolean | undefined) => (value === undefined ? null : value ? 1 : 0);
    this.#db.run(
      `INSERT INTO listed_version (list_id, revision_id, place, reading, number, created_at, size, sha256, latest,
         keep_forever, created_by, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (list_id, revision_id) DO UPDATE SET place = max(place, excluded.place),
         reading = max(reading, excluded.reading), number = coalesce(excluded.number, number),
         created_at = coalesce(excluded.created_at, created_at), size = coalesce(excluded.size, size),
         sha256 = coalesce(excluded.sha256, sha256), latest = coalesce(excluded.latest, latest),
         keep_forever = coalesce(excluded.keep_forever, keep_forever),
         created_by = coalesce(excluded.created_by, created_by), reason = coalesce(excluded.reason, reason)`,
      listId,
      revisionId,
      place,
      reading,
      revisionVersion ?? null,
      createdAt ?? null,
      size ?? null,
      sha256?.toLowerCase() ?? null,
      bit(latest),
      bit(keepForever),
      revision.createdBy ?? null,
      revision.createReason ?? null,
    );
    if (latest === true)
      this.#db.run(
        'UPDATE listed_version SET latest = 0 WHERE list_id = ? AND latest = 1 AND revision_id <> ?',
        listId,
        revisionId,
      );
  }

  #count(listId: number): void {
    this.#db.run(
      'UPDATE version_list SET versions = (SELECT count(*) FROM listed_version WHERE list_id = ?1) WHERE id = ?1',
      listId,
    );
  }

  #forgetOldest(keep: number): void {
    const all = () => Number(this.#db.get('SELECT sum(versions) AS n FROM version_list')?.['n'] ?? 0);
    while (all() > rememberedVersions) {
      const oldest = this.#db.get('SELECT id FROM version_list WHERE id <> ? ORDER BY read_at LIMIT 1', keep);
      if (!oldest) return;
      this.#db.run('DELETE FROM version_list WHERE id = ?', Number(oldest['id']));
    }
  }
}

function versionOf(row: Row): ListedVersion {
  const bit = (name: string) => (row[name] === null ? undefined : row[name] === 1);
  const reason = textIn(row, 'reason');
  return given({
    revisionId: String(row['revision_id']),
    revisionVersion: numberIn(row, 'number'),
    createdAt: numberIn(row, 'created_at'),
    size: numberIn(row, 'size'),
    sha256: textIn(row, 'sha256'),
    latest: bit('latest'),
    keepForever: bit('keep_forever'),
    createdBy: textIn(row, 'created_by'),
    reason: reason === 'created' || reason === 'restored' ? reason : undefined,
  });
}

/** Without what is not known. */
const given = (fields: { readonly revisionId: string } & { readonly [K in keyof ListedVersion]: unknown }) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as ListedVersion;
