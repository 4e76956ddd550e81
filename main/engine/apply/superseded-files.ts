/**
 * Files that a program saves through: they were synced under names of their own, and stand in the place of a document
 * now. They are not missing, as long as the document is still to be synced; that is a memory only, since looking at the
 * document once more tells it again. The file that a document was before is told by nothing later: it is written down
 * with the next outcome, and before any of its consequences. Owns the table `replaced_file`.
 */
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import { parentOf } from '../../model/relative-path.ts';
import { numberIn, textIn } from '../../storage/columns.ts';
import type { Database } from '../../storage/database.ts';
import { saveWindowMs } from '../plan/save-by-renaming.ts';
import { keyOf } from './path-locks.ts';

/** Another file stood at the document's path than before. */
type Replaced = {
  readonly pairId: number;
  readonly document: string;
  /** file id of what was there */
  readonly localId: string;
  /** and of what was there when it was seen last */
  readonly by: string | undefined;
  /** when that was seen first, epoch ms */
  readonly at: number;
};

/** A document, and the file that was seen there instead of the one that was asked for. */
export type Exchanged = {
  readonly document: string;
  readonly by: string | undefined;
  /** false: who was here before saw it, and what became of the document later may not be known */
  readonly isSeen: boolean;
};

/**
 * Is a file of this id still to be looked at, elsewhere than at the document's path? It may have gone in time, and nobody
 * could look since (an outage).
 */
export type IsAwaited = (pairId: number, localId: string, document: string) => boolean;

export class SupersededFiles {
  readonly #db: Database;
  readonly #documents = new Map<string, string>();
  /** what this process saw, by folder and file id; oldest first */
  readonly #replaced = new Map<string, Replaced>();
  /** the keys of what is not written down yet */
  readonly #unwritten = new Set<string>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** What was known at `paths` stands at `document` now. */
  note(pairId: number, document: string, paths: readonly string[]): void {
    for (const path of paths) this.#documents.set(keyOf(pairId, path), document);
  }

  /** The document through which this path's file lives on. */
  documentOf(pairId: number, path: string): string | undefined {
    return this.#documents.get(keyOf(pairId, path));
  }

  forget(pairId: number, path: string): void {
    this.#documents.delete(keyOf(pairId, path));
  }

  /** At `now` (epoch ms) the file `by` stands at the document's path instead of the one of this file id. */
  replaced(pairId: number, document: string, localId: string, by: string | undefined, now: number): void {
    for (const [key, { at }] of this.#replaced) {
      if (now - at < saveWindowMs) break;
      // what is not written down yet may be asked for later (`write`)
      if (!this.#unwritten.has(key)) this.#replaced.delete(key);
    }
    const key = fileKey(pairId, document, localId);
    const before = this.#replaced.get(key);
    if (before && before.by === by) return;
    const written = before ? undefined : this.#find(pairId, document, localId);
    // what stands there still is what was seen then
    const isSame = by !== undefined && written?.by === by;
    if (written && (isSame || now - written.at < saveWindowMs)) return;
    this.#replaced.set(key, { pairId, document, localId, by, at: before?.at ?? now });
    this.#unwritten.add(key);
  }

  /**
   * Writes down what was seen since, and forgets what no save can come back to. In the transaction of whoever calls; the
   * answer is for `notWritten`, should that be undone.
   */
  write(isAwaited: IsAwaited): readonly string[] {
    const keys = [...this.#unwritten];
    this.#unwritten.clear();
    const written = keys.flatMap((key) => this.#replaced.get(key) ?? []);
    if (written.length === 0) return keys;
    this.#forgetUntil(Math.max(...written.map(({ at }) => at)) - saveWindowMs, isAwaited);
    for (const one of written)
      this.#db.run(
        // the pair may have been removed since: then there is nothing to remember
        `INSERT OR REPLACE INTO replaced_file (pair_id, folder, identity, document, by_identity, at)
           SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE EXISTS (SELECT 1 FROM pair WHERE id = ?1)`,
        one.pairId,
        parentOf(one.document) ?? '',
        one.localId,
        one.document,
        one.by ?? null,
        one.at,
      );
    return keys;
  }

  /** What was seen until then (epoch ms), but what is awaited. */
  #forgetUntil(at: number, isAwaited: IsAwaited): void {
    for (const row of this.#db.all('SELECT * FROM replaced_file WHERE at <= ?', at)) {
      const pairId = Number(row['pair_id']);
      const [localId, document] = [String(row['identity']), String(row['document'])];
      const by = textIn(row, 'by_identity');
      if (isAwaited(pairId, localId, document) || (by !== undefined && isAwaited(pairId, by, document)))
        continue;
      this.#db.run(
        'DELETE FROM replaced_file WHERE pair_id = ? AND folder = ? AND identity = ?',
        pairId,
        String(row['folder']),
        localId,
      );
    }
  }

  /** These do not lie in the database after all. */
  notWritten(keys: readonly string[]): void {
    for (const key of keys) if (this.#replaced.has(key)) this.#unwritten.add(key);
  }

  /** What was here is gone: it is the document of no file that was exchanged with it, should it come back. */
  gone(pairId: number, path: string): void {
    for (const [key, one] of this.#replaced)
      if (one.pairId === pairId && one.document === path) {
        this.#replaced.delete(key);
        this.#unwritten.delete(key);
      }
    const where = 'FROM replaced_file WHERE pair_id = ? AND folder = ? AND document = ?';
    const values = [pairId, parentOf(path) ?? '', path] as const;
    if (this.#db.get(`SELECT 1 ${where} LIMIT 1`, ...values)) this.#db.run(`DELETE ${where}`, ...values);
  }

  /**
   * The document beside this file that was this file until a program exchanged the two; undefined: none was. It went up
   * after that was seen, under the name that the program used, and was gone soon after: at `goneAt` (epoch ms, as is `now`).
   * What went up before may be another name of the document (a hard link), or a backup that is to stay; so may what was
   * found on the server, which never went up from here.
   */
  exchangedWith(
    pairId: number,
    { path, kind, local, sentAt }: BaselineEntry,
    goneAt: number,
    now: number,
  ): Exchanged | undefined {
    // a file id that was a folder's may be given to a new file, on a disk whose birth times are coarse
    if (kind !== 'file' || local?.localId === undefined || sentAt === undefined) return undefined;
    const replaced = this.#find(pairId, path, local.localId);
    // the document itself is nobody's left over, though its version may have gone up at the very moment
    if (replaced === undefined || replaced.document === path) return undefined;
    // a time ahead of the clock was written down before that was set back
    const isAfter = sentAt >= replaced.at && sentAt <= now;
    const isSoon = isAfter && goneAt - replaced.at < saveWindowMs;
    return isSoon ? replaced : undefined;
  }

  /**
   * The document beside this file that this file became: it took the document's place after it had gone up under the name
   * that a program used, and whatever stood there afterwards was gone soon after, at `goneAt` (epoch ms). Another name of
   * the document, a hard link, goes up later. Where another file was seen there than the one that the document was, the two
   * were not exchanged: this file became a backup, and its name was filled again.
   */
  becameDocument(
    pairId: number,
    { path, kind, local, sentAt }: BaselineEntry,
    goneAt: number,
  ): string | undefined {
    const by = local?.localId;
    if (kind !== 'file' || by === undefined || sentAt === undefined) return undefined;
    const seen = this.#find(pairId, path, by);
    const filledBy = seen?.document === path ? seen.by : undefined;
    const isIt = (one: Pick<Replaced, 'document' | 'at' | 'localId'>) =>
      one.document !== path &&
      sentAt <= one.at &&
      goneAt - one.at < saveWindowMs &&
      (filledBy === undefined || filledBy === one.localId);
    for (const one of this.#replaced.values())
      if (one.pairId === pairId && one.by === by && parentOf(one.document) === parentOf(path) && isIt(one))
        return one.document;
    return this.#db
      .all(
        'SELECT document, identity, at FROM replaced_file WHERE pair_id = ? AND folder = ? AND by_identity = ?',
        pairId,
        parentOf(path) ?? '',
        by,
      )
      .map((row) => ({
        document: String(row['document']),
        localId: String(row['identity']),
        at: numberIn(row, 'at') ?? 0,
      }))
      .find(isIt)?.document;
  }

  /** The document in the folder of `path` that was the file of this id. */
  #find(pairId: number, path: string, localId: string): (Exchanged & { readonly at: number }) | undefined {
    const seen = this.#replaced.get(fileKey(pairId, path, localId));
    if (seen) return { ...seen, isSeen: true };
    const row = this.#db.get(
      'SELECT document, by_identity, at FROM replaced_file WHERE pair_id = ? AND folder = ? AND identity = ?',
      pairId,
      parentOf(path) ?? '',
      localId,
    );
    return (
      row && {
        document: String(row['document']),
        by: textIn(row, 'by_identity'),
        at: numberIn(row, 'at') ?? 0,
        isSeen: false,
      }
    );
  }
}

const fileKey = (pairId: number, path: string, localId: string): string =>
  `${keyOf(pairId, parentOf(path) ?? '')}\0${localId}`;
