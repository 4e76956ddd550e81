/**
 * What is owed to the server: one entry per path that may differ from what the server holds.
 *
 * Invariant 1 (nothing is dropped in silence): an entry is removed only by `settle` with the turn it was taken at, so
 * a change that is noticed while its predecessor is being carried stays owed. Invariant 4 (state advances only after
 * the work is whole): `settle` runs in the same transaction as the change of the node it stands for.
 * Attacked by: pending-changes.test.ts, main/engine/scheduler.test.ts, tests/scenarios/real-life.test.ts, and after every seed by checks 1
 * and 5 of tests/simulation/check.ts.
 */
import type { Database, Row } from '../../storage/database.ts';
import { errorCodes, isErrorCode, type ErrorCode } from '../../../shared/error-codes.ts';
import type { KooError } from '../../model/errors.ts';
import { depthOf } from '../../model/relative-path.ts';
import { absent, type Observation } from '../../model/observation.ts';

/** Lower goes first: what a person waits for, what was just saved, what a scan found. */
export const priorities = { urgent: 0, noticed: 1, scanned: 2 } as const;
export type Priority = keyof typeof priorities;

export type PendingChange = {
  readonly pairId: number;
  readonly path: string;
  readonly priority: Priority;
  /** grows with every hint; tells whether something was noticed since the entry was taken */
  readonly version: number;
  readonly noticedAt: number;
  readonly dueAt: number;
  readonly observed: Observation | undefined;
  readonly attempts: number;
  readonly failure: Failure | undefined;
};
export type Failure = {
  readonly code: ErrorCode;
  readonly values: Readonly<Record<string, string | number>>;
  readonly at: number;
};

export type PendingChanges = {
  /**
   * Something happened, or may have, to this path. An event clears an earlier failure, for the path has changed since;
   * a scan only found that it still differs, which is no reason to try again sooner. That a file keeps changing is
   * itself the failure of one that could not be read in peace: only a person's asking clears that.
   */
  enqueue(pairId: number, path: string, rank: Priority, now: number, by?: 'event' | 'scan'): void;
  enqueueAll(
    pairId: number,
    paths: Iterable<string>,
    rank: Priority,
    now: number,
    by: 'event' | 'scan',
  ): void;
  /** Due entries, most pressing first, then those that waited longest. */
  due(now: number, limit: number): PendingChange[];
  /** When the next entry is due; undefined when nothing is owed. */
  nextDue(): number | undefined;
  find(pairId: number, path: string): PendingChange | undefined;
  /**
   * Is there anything that is not given up: without failure, or due again after one and not tried since, or with one
   * that time may mend and fewer than `tries` tries?
   */
  hasOpen(tries: number): boolean;
  /** The entry is done, if nothing was noticed since; otherwise it starts afresh. */
  ack(entry: PendingChange, now: number): void;
  /** Not yet; look again at `dueAt`. A failure, if there was one, still stands. */
  postpone(entry: PendingChange, dueAt: number, seen: Observation | undefined): void;
  fail(entry: PendingChange, error: KooError, now: number, dueAt: number): void;
  /** A scan met something that it could not look at: that is owed, and failed, at once. */
  enqueueFailed(pairId: number, path: string, error: KooError, now: number, dueAt: number): void;
  /** Something was renamed: what is owed at and below `from` is owed at and below `to` as well. */
  move(pairId: number, from: string, to: string): void;
  /** Everything is due now: the person asked, or the machine woke. */
  retryAll(now: number): void;
  /** The clock was set back: no time that is written down may lie ahead of `now`, or nothing would be due for long. */
  clockSetBack(now: number): void;
  counts(pairId: number): { pending: number; failed: number };
  /** How many of the failed are problems, see isProblem. */
  problemCount(pairId: number): number;
  /** What has failed and is a problem, by path. */
  problems(pairId: number, limit: number): (PendingChange & { failure: Failure })[];
  pendingPaths(pairId: number, limit: number): string[];
};

const retryable = JSON.stringify(
  Object.entries(errorCodes).flatMap(([code, { response }]) => (response === 'retry' ? [code] : [])),
);

/** So long a wait is none of the work's own: who reads "on its way" would wonder. */
const longWaitMs = 60_000;
/** So many failures in a row no longer pass by themselves. */
const manyAttempts = 3;

/** A failure that passes by itself is told only when it has not passed for a while, or will not for a while. */
export const isProblem = ({
  failure,
  attempts,
  dueAt,
}: PendingChange & { readonly failure: Failure }): boolean =>
  errorCodes[failure.code].response !== 'retry' ||
  attempts >= manyAttempts ||
  dueAt - failure.at >= longWaitMs;

/** The same of a row, with the retryable codes for its parameter. */
const problemRow = `code IS NOT NULL AND (code NOT IN (SELECT value FROM json_each(?2))
  OR attempts >= ${manyAttempts} OR due_at - failed_at >= ${longWaitMs})`;

/** What an event on the file itself does not mend. */
const movingCodes = "'FILE_CHANGED', 'FILE_BUSY'";

export function openPendingChanges(state: Database): PendingChanges {
  const hint = (
    pairId: number,
    path: string,
    rank: Priority,
    now: number,
    by: 'event' | 'scan' = 'event',
  ) => {
    // what failed keeps its time, but what is under way now must not count as the answer to this
    if (by === 'scan')
      state.run(
        'UPDATE pending SET turn = turn + 1 WHERE pair_id = ? AND path = ? AND code IS NOT NULL',
        pairId,
        path,
      );
    state.run(
      `INSERT INTO pending (pair_id, path, depth, rank, turn, noticed_at, due_at) VALUES (?1, ?2, ?3, ?4, 1, ?5, ?5)
       ON CONFLICT (pair_id, path) DO UPDATE SET turn = turn + 1, rank = min(rank, ?4),
         due_at = CASE
           WHEN code IN (${movingCodes}) AND ?4 > 0 THEN due_at
           WHEN code IS NULL AND seen_fingerprint <> '${absent}' THEN due_at
           ELSE ?5 END,
         attempts = CASE WHEN code IN (${movingCodes}) AND ?4 > 0 THEN attempts ELSE 0 END,
         detail = CASE WHEN code IN (${movingCodes}) AND ?4 > 0 THEN detail END,
         failed_at = CASE WHEN code IN (${movingCodes}) AND ?4 > 0 THEN failed_at END,
         code = CASE WHEN code IN (${movingCodes}) AND ?4 > 0 THEN code END
       WHERE ?6 OR code IS NULL`,
      pairId,
      path,
      depthOf(path),
      priorities[rank],
      now,
      by === 'event' ? 1 : 0,
    );
  };
  return {
    enqueue: hint,
    enqueueAll: (pairId, paths, rank, now, by) =>
      state.transaction(() => {
        for (const path of paths) hint(pairId, path, rank, now, by);
      }),
    due(now, limit) {
      const entries: PendingChange[] = [];
      // one seek of the index per rank: a long backlog of one never makes the others slow
      for (const rank of Object.values(priorities)) {
        if (entries.length >= limit) break;
        // asked many times a second, and mostly nothing is due: a look that costs a tenth of the reading
        if (!state.get('SELECT 1 FROM pending WHERE rank = ? AND due_at <= ? LIMIT 1', rank, now)) continue;
        const rows = state.all(
          'SELECT * FROM pending WHERE rank = ? AND due_at <= ? ORDER BY due_at, depth, path LIMIT ?',
          rank,
          now,
          limit - entries.length,
        );
        entries.push(...rows.map(pendingChangeOf));
      }
      return entries;
    },
    nextDue() {
      const times = Object.values(priorities)
        .map((rank) => state.get('SELECT min(due_at) AS at FROM pending WHERE rank = ?', rank)?.['at'])
        .filter((at): at is number => typeof at === 'number');
      return times.length > 0 ? Math.min(...times) : undefined;
    },
    find(pairId, path) {
      const row = state.get('SELECT * FROM pending WHERE pair_id = ? AND path = ?', pairId, path);
      return row && pendingChangeOf(row);
    },
    hasOpen: (tries) =>
      state.get(
        `SELECT 1 FROM pending WHERE code IS NULL OR attempts = 0
           OR (attempts < ? AND code IN (SELECT value FROM json_each(?))) LIMIT 1`,
        tries,
        retryable,
      ) !== undefined,
    ack(entry, now) {
      state.transaction(() => {
        const removed = state.run(
          'DELETE FROM pending WHERE pair_id = ? AND path = ? AND turn = ?',
          entry.pairId,
          entry.path,
          entry.version,
        );
        if (removed > 0) return;
        // a failure that stands there was told since: it stays, and its time with it
        state.run(
          `UPDATE pending SET noticed_at = ?3, due_at = CASE WHEN code IS NULL THEN ?3 ELSE due_at END,
             seen_fingerprint = NULL, seen_at = NULL WHERE pair_id = ?1 AND path = ?2`,
          entry.pairId,
          entry.path,
          now,
        );
      });
    },
    postpone(entry, dueAt, seen) {
      state.run(
        'UPDATE pending SET due_at = ?3, seen_fingerprint = ?4, seen_at = ?5 WHERE pair_id = ?1 AND path = ?2',
        entry.pairId,
        entry.path,
        dueAt,
        seen?.fingerprint ?? null,
        seen?.at ?? null,
      );
    },
    fail(entry, error, now, dueAt) {
      state.run(
        `UPDATE pending SET attempts = attempts + 1, code = ?3, detail = ?4, failed_at = coalesce(failed_at, ?5),
           due_at = CASE WHEN turn = ?6 THEN ?7 ELSE ?5 END WHERE pair_id = ?1 AND path = ?2`,
        entry.pairId,
        entry.path,
        error.code,
        JSON.stringify(error.detail.values ?? {}),
        now,
        entry.version,
        dueAt,
      );
    },
    enqueueFailed(pairId, path, error, now, dueAt) {
      state.transaction(() => {
        hint(pairId, path, 'scanned', now);
        state.run(
          'UPDATE pending SET attempts = 3, code = ?3, detail = ?4, failed_at = ?5, due_at = ?6 WHERE pair_id = ?1 AND path = ?2',
          pairId,
          path,
          error.code,
          JSON.stringify(error.detail.values ?? {}),
          now,
          dueAt,
        );
      });
    },
    move(pairId, from, to) {
      state.transaction(() => {
        // what stands at the old place may be something new, noticed while the rename was under way: it stays owed
        // there too, and costs a look; what was noticed at the new place already is the newer word
        const below = `pair_id = ?1 AND (path = ?2 OR substr(path, 1, length(?2) + 1) = ?2 || '/')`;
        state.run(
          `INSERT OR IGNORE INTO pending (pair_id, path, depth, rank, turn, noticed_at, due_at, seen_fingerprint, seen_at,
             attempts, code, detail, failed_at)
           SELECT pair_id, ?3 || substr(path, length(?2) + 1), depth + ?4, rank, turn, noticed_at, due_at,
             seen_fingerprint, seen_at, attempts, code, detail, failed_at FROM pending WHERE ${below}`,
          pairId,
          from,
          to,
          depthOf(to) - depthOf(from),
        );
        state.run(`UPDATE pending SET turn = turn + 1 WHERE ${below}`, pairId, from);
      });
    },
    retryAll(now) {
      state.run('UPDATE pending SET due_at = ?, attempts = 0 WHERE code IS NOT NULL', now);
    },
    clockSetBack(now) {
      state.run(
        `UPDATE pending SET due_at = min(due_at, ?1), noticed_at = min(noticed_at, ?1), seen_at = min(seen_at, ?1)
           WHERE due_at > ?1 OR noticed_at > ?1 OR seen_at > ?1`,
        now,
      );
    },
    counts(pairId) {
      const row = state.get(
        'SELECT count(*) AS every, count(code) AS failed FROM pending WHERE pair_id = ?',
        pairId,
      );
      const failed = Number(row?.['failed'] ?? 0);
      return { pending: Number(row?.['every'] ?? 0) - failed, failed };
    },
    problemCount: (pairId) =>
      Number(
        state.get(
          `SELECT count(*) AS n FROM pending WHERE pair_id = ?1 AND ${problemRow}`,
          pairId,
          retryable,
        )?.['n'],
      ),
    problems: (pairId, limit) =>
      state
        .all(
          `SELECT * FROM pending WHERE pair_id = ?1 AND ${problemRow} ORDER BY path LIMIT ?3`,
          pairId,
          retryable,
          Number.isFinite(limit) ? limit : -1,
        )
        .map(pendingChangeOf)
        .filter((entry): entry is PendingChange & { failure: Failure } => entry.failure !== undefined),
    pendingPaths: (pairId, limit) =>
      state
        .all(
          'SELECT path FROM pending WHERE pair_id = ? AND code IS NULL ORDER BY rank, due_at LIMIT ?',
          pairId,
          limit,
        )
        .map((row) => String(row['path'])),
  };
}

function pendingChangeOf(row: Row): PendingChange {
  const code = row['code'];
  return {
    pairId: Number(row['pair_id']),
    path: String(row['path']),
    priority: row['rank'] === 0 ? 'urgent' : row['rank'] === 1 ? 'noticed' : 'scanned',
    version: Number(row['turn']),
    noticedAt: Number(row['noticed_at']),
    dueAt: Number(row['due_at']),
    observed:
      typeof row['seen_fingerprint'] === 'string'
        ? { fingerprint: row['seen_fingerprint'], at: Number(row['seen_at']) }
        : undefined,
    attempts: Number(row['attempts']),
    failure: isErrorCode(code)
      ? {
          code,
          values: JSON.parse(String(row['detail'] ?? '{}')) as Record<string, string | number>,
          at: Number(row['failed_at']),
        }
      : undefined,
  };
}
