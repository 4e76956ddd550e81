/**
 * The durable queue of paths that may differ from what the server holds, one entry per path. Owns the table `pending`.
 *
 * Invariant 1 (nothing is dropped in silence): an entry is removed only by `ack` with the version that was taken, so a
 * change that is noticed while its predecessor is being synced stays pending. Invariant 4 (state advances only after
 * the work is whole): engine/commit.ts calls `ack` in the transaction that writes the outcome down.
 * Attacked by: pending-changes.test.ts, main/engine/scheduler.test.ts, tests/scenarios/real-life.test.ts, and after
 * every seed by checks 1 and 5 of tests/simulation/check.ts.
 */
import { isErrorCode, type ErrorCode } from '../../../shared/error-codes.ts';
import type { KooError } from '../../model/errors.ts';
import { absent, type Observation } from '../../model/observation.ts';
import { depthOf, isSameName, parentOf } from '../../model/relative-path.ts';
import { numberIn } from '../../storage/columns.ts';
import type { Database } from '../../storage/database.ts';
import { atOrAbove, atOrBelow, below, renamed, upwards } from '../../storage/subtree.ts';
import {
  aboveFailed,
  awaitedRow,
  hasFailed,
  pendingChangeOf,
  priorities,
  problemRow,
  retryCodes,
  type FailedChange,
  type PendingChange,
  type Priority,
} from './pending-change.ts';

/**
 * How a change was noticed: an event, or a user's asking, clears an earlier failure; a scan does not. Found: by a scan, and
 * something stands there.
 */
export type NoticedBy = 'event' | 'scan' | 'found';

/** A change as it was taken from the queue. */
export type TakenChange = Pick<PendingChange, 'pairId' | 'path' | 'version'>;

/** Many failures of one cause; epoch ms. */
export type AlikeFailures = { readonly code: ErrorCode; readonly count: number; readonly at: number };

/** What an event on the file itself does not mend: it may be the last one, though, and so asks for a look. */
const movingCodes = "'FILE_CHANGED', 'FILE_BUSY'";

/**
 * A look costs little, and comes after this time. The problem of a folder is written down within it, or there is none any
 * more; a file that was written while it was read may be quiet (plan/settling.ts says so, and reads it no sooner).
 */
const lookAgainMs = 1000;

/** An event, or something found, where nothing was found last time: something came, and that it did is a change of its own. */
const cameAgain = `?7 AND code IS NULL AND seen_fingerprint = '${absent}'`;

const enqueueSql = `
  INSERT INTO pending (pair_id, path, depth, rank, turn, noticed_at, due_at) VALUES (?1, ?2, ?3, ?4, 1, ?5, ?5)
  ON CONFLICT (pair_id, path) DO UPDATE SET turn = turn + 1, rank = min(rank, ?4),
    noticed_at = CASE WHEN ${cameAgain} THEN ?5 ELSE noticed_at END,
    seen_fingerprint = CASE WHEN ${cameAgain} THEN NULL ELSE seen_fingerprint END,
    due_at = CASE
      WHEN code IN (${movingCodes}) AND ?4 > 0 THEN min(due_at, ?5 + ${String(lookAgainMs)})
      WHEN ?4 > 0 AND code IS NULL AND seen_fingerprint <> '${absent}' THEN due_at
      ELSE ?5 END,
    attempts = CASE WHEN code IN (${movingCodes}) AND ?4 > 0 THEN attempts ELSE 0 END,
    detail = CASE WHEN code IN (${movingCodes}) AND ?4 > 0 THEN detail END,
    failed_at = CASE WHEN code IN (${movingCodes}) AND ?4 > 0 THEN failed_at END,
    code = CASE WHEN code IN (${movingCodes}) AND ?4 > 0 THEN code END
  WHERE ?6 OR code IS NULL`;

/** Of a long queue little waits for a folder; SQLite would read all of it, since it does not know how much that is. */
const byWaiting = 'INDEXED BY pending_waits';
/** Whoever was renamed to such a path is refused there for as long as it has that name (the index names the same codes). */
const refusedRow = `code IN ('NAME_FORBIDDEN', 'NAME_RESERVED', 'NAME_ENDING',
    'NAME_TOO_LONG', 'NAME_REFUSED', 'NAME_TAKEN', 'NAME_CLASH', 'DEPTH_EXCEEDED', 'PATH_TOO_LONG', 'NOT_PERMITTED')`;
const waitsBelow = `pair_id = ?1 AND (?2 = '' OR ${below('path', '?2')}) AND code = '${aboveFailed}'`;

/** The index says of which pair an entry is: those of paused pairs are passed over without being read. */
const notOf = (pairs: readonly number[]): string =>
  pairs.length === 0 ? '' : `AND pair_id NOT IN (${pairs.map(Number).join(', ')})`;

/** Names a change that is due; `rank`: of its priority. */
export type DueKey = { readonly pairId: number; readonly path: string; readonly rank: number };

export class PendingChanges {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Something happened, or may have, to this path. An event clears an earlier failure, for the path has changed since;
   * a scan only found that it still differs, which is no reason to try again sooner. That a file keeps changing is
   * itself the failure of one that could not be read in peace: only a user's asking clears that.
   */
  enqueue(pairId: number, path: string, priority: Priority, now: number, by: NoticedBy = 'event'): void {
    const rank = priorities[priority];
    // what failed keeps its time, and what is due already needs no other one; but what is under way now must not count as the
    // answer to this
    if (by !== 'event') {
      const sql = `UPDATE pending SET turn = turn + 1 WHERE pair_id = ?1 AND path = ?2
        AND (code IS NOT NULL OR (due_at <= ?3 AND rank <= ?4 AND NOT (?5 AND seen_fingerprint IS '${absent}')))`;
      if (this.#db.run(sql, pairId, path, now, rank, by === 'found' ? 1 : 0) > 0) return;
    }
    const [isEvent, isThere] = [by === 'event' ? 1 : 0, by === 'scan' ? 0 : 1];
    this.#db.run(enqueueSql, pairId, path, depthOf(path), rank, now, isEvent, isThere);
  }

  /**
   * A look found something that nobody told of: it came `at` this time, as the disk says, and `after` another had left. That
   * counts as noticed then, unless something was noticed between the two. Epoch ms.
   */
  enqueueCome(
    pairId: number,
    path: string,
    { after, at }: { readonly after: number; readonly at: number },
    now: number,
  ): void {
    this.#db.transaction(() => {
      this.enqueue(pairId, path, 'scanned', now, 'found');
      this.#db.run(
        'UPDATE pending SET noticed_at = ?4 WHERE pair_id = ?1 AND path = ?2 AND noticed_at NOT BETWEEN ?3 AND ?4',
        pairId,
        path,
        after,
        at,
      );
    });
  }

  /** `by`: of all of them, or of each. */
  enqueueAll(
    pairId: number,
    paths: Iterable<string>,
    priority: Priority,
    now: number,
    by: NoticedBy | ((path: string) => NoticedBy),
  ): void {
    const how = typeof by === 'function' ? by : () => by;
    this.#db.transaction(() => {
      for (const path of paths) this.enqueue(pairId, path, priority, now, how(path));
    });
  }

  /** Failures that stand at this path and below; of the whole pair for ''. */
  failures(
    pairId: number,
    path: string,
  ): {
    readonly path: string;
    readonly code: ErrorCode;
    readonly at: number;
    /** fingerprint of what stood there when it failed; undefined: it failed before anybody could look */
    readonly seen: string | undefined;
  }[] {
    return this.#db
      .all(
        `SELECT * FROM pending INDEXED BY pending_failed
           WHERE pair_id = ?1 AND code IS NOT NULL AND (?2 = '' OR ${atOrBelow('path', '?2')})`,
        pairId,
        path,
      )
      .map(pendingChangeOf)
      .filter(hasFailed)
      .map(({ path: at, failure, observed }) => ({
        path: at,
        code: failure.code,
        at: failure.at,
        seen: observed?.fingerprint,
      }));
  }

  /**
   * A scan met something that it could not look at: that is pending, and failed, at once; since when stays as it is. What was
   * to be done about it keeps its time, where that comes sooner: a folder that cannot be listed can be renamed.
   */
  enqueueFailed(pairId: number, path: string, error: KooError, now: number, dueAt: number): void {
    this.#db.transaction(() => {
      const again = this.#db.run(
        'UPDATE pending SET turn = turn + 1, due_at = min(due_at, ?4) WHERE pair_id = ?1 AND path = ?2 AND code = ?3 AND attempts >= 3',
        pairId,
        path,
        error.code,
        dueAt,
      );
      if (again > 0) return;
      // what failed otherwise is over, or was met again in spite of it: it is looked at now
      const waiting = this.#db.get(
        'SELECT iif(code IS NULL OR code = ?3, due_at, ?4) AS due_at FROM pending WHERE pair_id = ?1 AND path = ?2',
        pairId,
        path,
        error.code,
        now,
      );
      this.enqueue(pairId, path, 'scanned', now);
      this.#db.run(
        'UPDATE pending SET attempts = 3, code = ?3, detail = ?4, failed_at = ?5, due_at = ?6 WHERE pair_id = ?1 AND path = ?2',
        pairId,
        path,
        error.code,
        JSON.stringify(error.detail.values ?? {}),
        now,
        Math.min(dueAt, numberIn(waiting ?? {}, 'due_at') ?? dueAt),
      );
    });
  }

  /** Due changes, most pressing first, then those that waited longest; of all pairs but these. The index alone is read. */
  due(now: number, limit: number, except: readonly number[] = []): DueKey[] {
    const keys: DueKey[] = [];
    const others = notOf(except);
    // one seek of the index per priority: a long backlog of one never makes the others slow
    for (const rank of Object.values(priorities)) {
      if (keys.length >= limit) break;
      const rows = this.#db.all(
        `SELECT pair_id, path FROM pending WHERE rank = ? AND due_at <= ? ${others} ORDER BY due_at, depth, path LIMIT ?`,
        rank,
        now,
        limit - keys.length,
      );
      for (const row of rows) keys.push({ pairId: Number(row['pair_id']), path: String(row['path']), rank });
    }
    return keys;
  }

  /** The rank of the most pressing change that is due, of all pairs but these; undefined: none is. */
  dueRank(now: number, except: readonly number[] = []): number | undefined {
    const isDue = this.#ofEachRank((row) => `EXISTS (SELECT 1 ${row} AND due_at <= ?1)`, notOf(except), now);
    const rank = isDue.indexOf(1);
    return rank < 0 ? undefined : rank;
  }

  /** When the next change is due, of all pairs but these; undefined when nothing is pending. */
  nextDue(except: readonly number[] = []): number | undefined {
    const times = this.#ofEachRank((row) => `(SELECT min(due_at) ${row})`, notOf(except));
    const known = times.filter((at) => at !== undefined);
    return known.length > 0 ? Math.min(...known) : undefined;
  }

  /** A number for each rank, by one statement: the call of a statement costs more than a seek of the index. */
  #ofEachRank(
    ask: (row: string) => string,
    others: string,
    ...values: readonly number[]
  ): readonly (number | undefined)[] {
    const ranks = Object.values(priorities);
    const asked = ranks.map((rank) => `${ask(`FROM pending WHERE rank = ${rank} ${others}`)} AS rank${rank}`);
    const row = this.#db.get(`SELECT ${asked.join(', ')}`, ...values) ?? {};
    return ranks.map((rank) => numberIn(row, `rank${rank}`));
  }

  /** As it is now, for who takes it: undefined where nothing is pending. */
  versionOf(pairId: number, path: string): number | undefined {
    return numberIn(
      this.#db.get('SELECT turn FROM pending WHERE pair_id = ? AND path = ?', pairId, path) ?? {},
      'turn',
    );
  }

  find(pairId: number, path: string): PendingChange | undefined {
    const row = this.#db.get('SELECT * FROM pending WHERE pair_id = ? AND path = ?', pairId, path);
    return row && pendingChangeOf(row);
  }

  /**
   * What is not given up, no more than `limit` of it: without failure, or due again after one and not tried since, or
   * with one that time may mend and fewer than `tries` tries. What is missing and may come back is not waited for.
   */
  open(
    tries: number,
    limit: number,
    except: readonly number[] = [],
  ): { readonly pairId: number; readonly path: string }[] {
    return this.#db
      .all(
        `SELECT pair_id, path FROM pending WHERE ((code IS NULL AND NOT ${awaitedRow}) OR (code IS NOT NULL AND attempts = 0)
           OR (attempts < ? AND code IN (SELECT value FROM json_each(?)))) ${notOf(except)} LIMIT ?`,
        tries,
        retryCodes,
        limit,
      )
      .map((row) => ({ pairId: Number(row['pair_id']), path: String(row['path']) }));
  }

  /** The change is done, if nothing was noticed since it was taken; otherwise it starts afresh. */
  ack({ pairId, path, version }: TakenChange, now: number): void {
    this.#db.transaction(() => {
      const removed = this.#db.run(
        'DELETE FROM pending WHERE pair_id = ? AND path = ? AND turn = ?',
        pairId,
        path,
        version,
      );
      if (removed > 0) return;
      // a failure that stands there was told since, or is forgiven: till then it stays, and its time with it
      this.#db.run(
        `UPDATE pending SET noticed_at = ?3, due_at = CASE WHEN code IS NULL THEN ?3 ELSE due_at END,
           seen_fingerprint = NULL, seen_at = NULL WHERE pair_id = ?1 AND path = ?2`,
        pairId,
        path,
        now,
      );
    });
  }

  /**
   * Not yet; look again at `dueAt`. A failure, if there was one, still stands. What a user asked for while it was looked at
   * (another version than was taken) keeps its own time: the look knew nothing of the user.
   */
  postpone(
    {
      pairId,
      path,
      version,
    }: Pick<TakenChange, 'pairId' | 'path'> & { readonly version?: number | undefined },
    dueAt: number,
    observed: Observation | undefined,
  ): void {
    this.#db.run(
      `UPDATE pending SET seen_fingerprint = ?4, seen_at = ?5,
         due_at = CASE WHEN rank = ?6 AND turn <> ?7 THEN min(due_at, ?3) ELSE ?3 END
         WHERE pair_id = ?1 AND path = ?2`,
      pairId,
      path,
      dueAt,
      observed?.fingerprint ?? null,
      observed?.at ?? null,
      priorities.urgent,
      version ?? null,
    );
  }

  /** This is what stood there at the last look; it is not waited for. */
  observe(pairId: number, path: string, observed: Observation): void {
    this.#db.run(
      'UPDATE pending SET seen_fingerprint = ?3, seen_at = ?4 WHERE pair_id = ?1 AND path = ?2',
      pairId,
      path,
      observed.fingerprint,
      observed.at,
    );
  }

  /** What it waited for is there: it is due now. */
  hasten({ pairId, path }: Pick<TakenChange, 'pairId' | 'path'>, now: number): void {
    this.#db.run(
      'UPDATE pending SET due_at = ?3 WHERE pair_id = ?1 AND path = ?2 AND due_at > ?3',
      pairId,
      path,
      now,
    );
  }

  /** Other waiting times hold: what waits without a failure is looked at now, and waits on if it has to. */
  recheckWaiting(now: number): void {
    this.#db.run('UPDATE pending SET due_at = ?1 WHERE code IS NULL AND due_at > ?1', now);
  }

  fail({ pairId, path, version }: TakenChange, error: KooError, now: number, dueAt: number): void {
    if (error.code === aboveFailed && !this.#hasFailedAbove(pairId, path)) {
      // that folder was settled meanwhile, or is about to fail: nobody would wake what waits for it
      this.#db.run(
        'UPDATE pending SET attempts = 0, due_at = ?3 WHERE pair_id = ?1 AND path = ?2',
        pairId,
        path,
        now + lookAgainMs,
      );
      return;
    }
    this.#db.run(
      `UPDATE pending SET attempts = attempts + 1, code = ?3, detail = ?4, failed_at = coalesce(failed_at, ?5),
         due_at = CASE WHEN turn = ?6 THEN ?7 ELSE ?5 END WHERE pair_id = ?1 AND path = ?2`,
      pairId,
      path,
      error.code,
      JSON.stringify(error.detail.values ?? {}),
      now,
      version,
      dueAt,
    );
  }

  /** It was done after all: a failure of before this time is none any more. One that was told since stands. */
  forgive({ pairId, path }: Pick<TakenChange, 'pairId' | 'path'>, before: number): void {
    this.#db.run(
      `UPDATE pending SET code = NULL, detail = NULL, failed_at = NULL, attempts = 0, due_at = min(due_at, ?3)
         WHERE pair_id = ?1 AND path = ?2 AND code IS NOT NULL AND failed_at <= ?3`,
      pairId,
      path,
      before,
    );
  }

  /** The uppermost folder above this path that is about to be looked at, and has not failed. */
  awaitedAbove(pairId: number, path: string): string | undefined {
    const row = this.#db.get(
      `SELECT path FROM pending WHERE pair_id = ?1 AND ${atOrAbove('path', '?2')} AND path <> ?3 AND code IS NULL
         ORDER BY depth LIMIT 1`,
      pairId,
      upwards(path),
      path,
    );
    return row && String(row['path']);
  }

  /** Does a folder above it stand in the queue with a failure of its own? */
  #hasFailedAbove(pairId: number, path: string): boolean {
    for (let above = parentOf(path); above !== undefined; above = parentOf(above)) {
      const code = this.find(pairId, above)?.failure?.code;
      if (code !== undefined && code !== aboveFailed) return true;
    }
    return false;
  }

  /** What waited for a folder above it is looked at again: that folder stands on the server, or is there no more. */
  wakeBelow(pairId: number, path: string, now: number): void {
    this.#db.run(
      `UPDATE pending ${byWaiting} SET due_at = ?3, attempts = 0 WHERE ${waitsBelow}`,
      pairId,
      path,
      now,
    );
  }

  /** What could not stand beside this path is looked at again: the path is free. */
  wakeClashing(pairId: number, path: string, now: number): void {
    for (const row of this.#db.all(
      "SELECT path FROM pending WHERE pair_id = ? AND code = 'NAME_CLASH'",
      pairId,
    )) {
      const other = String(row['path']);
      if (other !== path && isSameName(other, path)) this.wakeClash(pairId, other, now);
    }
  }

  /** If this path could not stand beside another one, it is looked at again. A look that is under way saw what was before. */
  wakeClash(pairId: number, path: string, now: number): void {
    this.#db.run(
      `UPDATE pending SET due_at = ?3, attempts = 0, turn = turn + 1
         WHERE pair_id = ?1 AND path = ?2 AND code = 'NAME_CLASH'`,
      pairId,
      path,
      now,
    );
  }

  /**
   * Something was renamed: what is pending at and below `from` is pending at and below `to` as well. It is looked at once
   * more: what it waits for may be told to the old path alone, and what failed may be at either place, or nowhere.
   */
  move(pairId: number, from: string, to: string, now: number): void {
    this.#db.transaction(() => {
      const subtree = `pair_id = ?1 AND ${atOrBelow('path', '?2')}`;
      // what stands at the old place may be something new, noticed while the rename was under way: it stays pending
      // there too, and costs a look; what was noticed at the new place already is the newer word
      this.#db.run(
        `INSERT OR IGNORE INTO pending (pair_id, path, depth, rank, turn, noticed_at, due_at, seen_fingerprint, seen_at,
           attempts, code, detail, failed_at, origin)
         SELECT pair_id, ${renamed('path', '?2', '?3')}, depth + ?4, rank, turn, noticed_at,
           min(due_at, ?5), seen_fingerprint, seen_at, attempts, code, detail, failed_at, origin FROM pending WHERE ${subtree}`,
        pairId,
        from,
        to,
        depthOf(to) - depthOf(from),
        now,
      );
      this.#db.run(
        `UPDATE pending SET turn = turn + 1, due_at = iif(code IS NULL, due_at, min(due_at, ?3)) WHERE ${subtree}`,
        pairId,
        from,
        now,
      );
    });
  }

  /** What failed at this path is due now. */
  retry(pairId: number, path: string, now: number): void {
    this.#db.run(
      'UPDATE pending SET due_at = ?3, attempts = 0 WHERE pair_id = ?1 AND path = ?2 AND code IS NOT NULL',
      pairId,
      path,
      now,
    );
  }

  /** Everything that failed is due now: the user asked, or the machine woke. */
  retryAll(now: number): void {
    this.#db.run('UPDATE pending SET due_at = ?, attempts = 0 WHERE code IS NOT NULL', now);
  }

  /** A user asks for what failed by one of these codes: it is due now, and urgent. */
  urge(codes: readonly ErrorCode[], now: number): void {
    this.#db.run(
      `UPDATE pending SET due_at = ?2, attempts = 0, rank = ?3
         WHERE code IN (SELECT value FROM json_each(?1))`,
      JSON.stringify(codes),
      now,
      priorities.urgent,
    );
  }

  /** What failed by one of these codes is due now: what was in its way is gone. */
  retryFailed(codes: readonly ErrorCode[], now: number): void {
    this.#db.run(
      'UPDATE pending SET due_at = ?2 WHERE due_at > ?2 AND code IN (SELECT value FROM json_each(?1))',
      JSON.stringify(codes),
      now,
    );
  }

  /** The pair's own folder is there: what failed since it was not is due now. */
  rootBack(pairId: number, now: number): void {
    this.#db.run(
      "UPDATE pending SET due_at = ?2 WHERE pair_id = ?1 AND code = 'FOLDER_MISSING' AND due_at > ?2",
      pairId,
      now,
    );
  }

  /** What failed by one of these codes did so for a cause that is not its own: it counts as not tried, and is due. */
  excuse(codes: readonly ErrorCode[], now: number): void {
    this.#db.run(
      `UPDATE pending SET due_at = min(due_at, ?2), attempts = 0, code = NULL, detail = NULL, failed_at = NULL
         WHERE code IN (SELECT value FROM json_each(?1))`,
      JSON.stringify(codes),
      now,
    );
  }

  /** The clock was set back: no time that is written down may lie ahead of `now`, or nothing would be due for long. */
  clockSetBack(now: number): void {
    this.#db.run(
      `UPDATE pending SET due_at = min(due_at, ?1), noticed_at = min(noticed_at, ?1), seen_at = min(seen_at, ?1)
         WHERE due_at > ?1 OR noticed_at > ?1 OR seen_at > ?1`,
      now,
    );
  }

  /** Was something noticed after this time (epoch ms)? Reads all that is pending. */
  isAhead(now: number): boolean {
    return this.#db.get('SELECT 1 FROM pending WHERE noticed_at > ? LIMIT 1', now) !== undefined;
  }

  counts(pairId: number): { readonly pending: number; readonly failed: number } {
    const row = this.#db.get(
      `SELECT count(*) FILTER (WHERE NOT ${awaitedRow}) AS every, count(code) AS failed FROM pending WHERE pair_id = ?`,
      pairId,
    );
    const failed = Number(row?.['failed'] ?? 0);
    return { pending: Number(row?.['every'] ?? 0) - failed, failed };
  }

  /** Is there a path that KooDrive, or its rules, does not take? */
  hasRefused(pairId: number): boolean {
    const row = this.#db.get(
      `SELECT 1 FROM pending INDEXED BY pending_refused WHERE pair_id = ? AND ${refusedRow} LIMIT 1`,
      pairId,
    );
    return row !== undefined;
  }

  /** Paths that KooDrive, or its rules, does not take, where a file or folder of this inode may have been seen. */
  refused(pairId: number, inode: string): string[] {
    return this.#db
      .all(
        `SELECT path FROM pending INDEXED BY pending_refused
           WHERE pair_id = ? AND ${refusedRow} AND seen_fingerprint GLOB '*:' || ? || '*'`,
        pairId,
        inode,
      )
      .map((row) => String(row['path']));
  }

  /** How many of what lies below this folder wait for it. */
  waitingBelow(pairId: number, path: string): number {
    const row = this.#db.get(
      `SELECT count(*) AS n FROM pending ${byWaiting} WHERE ${waitsBelow}`,
      pairId,
      path,
    );
    return Number(row?.['n']);
  }

  /** What is pending, or has failed and is no problem (yet), by path; not what waits for a folder that is one. */
  unsynced(pairId: number): string[] {
    const told = this.problemCount(pairId) > 0 ? `AND code IS NOT '${aboveFailed}'` : '';
    return this.#db
      .all(
        `SELECT path FROM pending WHERE pair_id = ?1 AND NOT (${problemRow}) ${told} ORDER BY path`,
        pairId,
        retryCodes,
      )
      .map((row) => String(row['path']));
  }

  /** How many of the failed are problems, see isProblem. */
  problemCount(pairId: number): number {
    const row = this.#db.get(
      `SELECT count(*) AS n FROM pending INDEXED BY pending_failed WHERE pair_id = ?1 AND ${problemRow}`,
      pairId,
      retryCodes,
    );
    return Number(row?.['n']);
  }

  /** Of the problems with these codes: which code has at least so many, how many, and since when. */
  alike(pairId: number, codes: readonly ErrorCode[], atLeast: number): readonly AlikeFailures[] {
    return this.#db
      .all(
        `SELECT code, count(*) AS n, min(failed_at) AS at FROM pending INDEXED BY pending_failed WHERE pair_id = ?1 AND ${problemRow}
           AND code IN (SELECT value FROM json_each(?3)) GROUP BY code HAVING n >= ?4 ORDER BY code`,
        pairId,
        retryCodes,
        JSON.stringify(codes),
        atLeast,
      )
      .flatMap(({ code, n, at }) => (isErrorCode(code) ? [{ code, count: Number(n), at: Number(at) }] : []));
  }

  /** What has failed and is a problem, by path; `except`: but for what failed by these. */
  problems(pairId: number, limit: number, except: readonly ErrorCode[] = []): FailedChange[] {
    return this.#db
      .all(
        `SELECT * FROM pending INDEXED BY pending_failed WHERE pair_id = ?1 AND ${problemRow}
           AND code NOT IN (SELECT value FROM json_each(?4)) ORDER BY path LIMIT ?3`,
        pairId,
        retryCodes,
        Number.isFinite(limit) ? limit : -1,
        JSON.stringify(except),
      )
      .map(pendingChangeOf)
      .filter(hasFailed);
  }
}
