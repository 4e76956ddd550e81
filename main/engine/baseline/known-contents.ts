/**
 * Contents that the server held once, also after a newer revision replaced them: a content that comes back (two files
 * change places, an undo in an editor, a branch that is checked out again) is told to the server by its digest and not
 * sent again. A memory that saves bytes, and nothing more: the server decides whether it still has the content.
 */
import type { Database } from '../../storage/database.ts';

/** So many are kept, the latest: some 5 MB of the database. */
const mostKept = 50_000;
/** Pruned at every so many additions, so that an addition costs no count. */
const pruneEvery = 500;

export class KnownContents {
  readonly #db: Database;
  #added = 0;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The server holds this content (hex SHA-256), or held it until now (epoch ms). */
  remember(sha256: string, now: number): void {
    this.#db.run(
      'INSERT INTO known_content (sha256, held_at) VALUES (?1, ?2) ON CONFLICT (sha256) DO UPDATE SET held_at = max(held_at, ?2)',
      sha256,
      now,
    );
    if (++this.#added % pruneEvery === 0) this.prune(mostKept);
  }

  has(sha256: string): boolean {
    return this.#db.get('SELECT 1 FROM known_content WHERE sha256 = ?', sha256) !== undefined;
  }

  /** Keeps the latest `most`. */
  prune(most: number): void {
    this.#db.run(
      'DELETE FROM known_content WHERE sha256 IN (SELECT sha256 FROM known_content ORDER BY held_at DESC LIMIT -1 OFFSET ?)',
      most,
    );
  }
}
