/**
 * What is missing on the disk and is to go into KooDrive's recycle bin: one row for the topmost path that is missing,
 * kept after it was sent so that it can be undone. Owns the table `deletion`. Nothing is sent from here: recycle.ts does
 * that, after hold-policy.ts had nothing against it. What waits does so for a time that is written down with it, so that
 * no clock that is set ends it (grace-time.ts).
 */
import type { HoldReason } from '../../../shared/views.ts';
import { numberIn, textIn } from '../../storage/columns.ts';
import type { Database, Row } from '../../storage/database.ts';
import { atOrAbove, atOrBelow, below, renamed, upwards } from '../../storage/subtree.ts';

export type DeletionState = 'waiting' | 'held' | 'approved' | 'sent';

export type Deletion = {
  readonly id: number;
  readonly pairId: number;
  readonly path: string;
  readonly kind: 'file' | 'folder';
  readonly fileId: string;
  /** files that it stands for: 1, or all in the folder */
  readonly files: number;
  readonly noticedAt: number;
  readonly dueAt: number;
  /** ms that it waits from when `dueAt` was written; 0: `dueAt` alone counts */
  readonly waitMs: number;
  /** when that is over by the server's clock, epoch ms; undefined: it was not heard since */
  readonly serverDueAt: number | undefined;
  readonly state: DeletionState;
  /** why it is held, or was when the user confirmed it */
  readonly reason: HoldReason | undefined;
  readonly attempts: number;
  /** its content lives on as a version of another file: nobody deleted anything */
  readonly superseded: boolean;
  /** when it went into the recycle bin, epoch ms */
  readonly sentAt: number | undefined;
  /** when the recycle bin was found to have it no more, epoch ms */
  readonly lostAt: number | undefined;
  /** what was lost, hex; undefined: a folder, or not known */
  readonly sha256: string | undefined;
};

/** When something was noticed, and when it is due. */
export type DeletionTimes = Pick<Deletion, 'noticedAt' | 'dueAt' | 'waitMs' | 'serverDueAt'>;

/** Of what is noticed now (epoch ms), and is to wait so long. */
export const timesFrom = (now: number, waitMs: number): DeletionTimes => ({
  noticedAt: now,
  dueAt: now + waitMs,
  waitMs,
  serverDueAt: undefined,
});

/** Undo is offered for so long; KooDrive's own bin may keep it longer. */
export const undoForMs = 30 * 86_400_000;

export class DeletionQueue {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The path is missing; what was noted below it is part of it now. Nothing happens when it is part of another. */
  note(
    item: Pick<Deletion, 'pairId' | 'path' | 'kind' | 'fileId' | 'files'>,
    { noticedAt, dueAt, waitMs, serverDueAt }: DeletionTimes,
  ): void {
    const { pairId, path } = item;
    this.#db.transaction(() => {
      if (this.over(pairId, path)) return;
      this.#db.run(
        `DELETE FROM deletion WHERE pair_id = ?1 AND state <> 'sent' AND ${below('path', '?2')}`,
        pairId,
        path,
      );
      this.#db.run(
        `INSERT INTO deletion
           (pair_id, path, kind, file_id, files, noticed_at, due_at, wait_ms, server_due_at, state)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting')`,
        pairId,
        path,
        item.kind,
        item.fileId,
        item.files,
        noticedAt,
        dueAt,
        waitMs,
        serverDueAt ?? null,
      );
    });
  }

  /** The missing file lives on as a version of another one: it goes after `waitMs`, and counts for no hold. */
  supersede(
    item: Pick<Deletion, 'pairId' | 'path' | 'kind' | 'fileId' | 'files'>,
    now: number,
    waitMs: number,
  ): void {
    this.#db.transaction(() => {
      this.note(item, timesFrom(now, waitMs));
      this.#db.run(
        `UPDATE deletion SET state = 'approved', reason = NULL, superseded = 1,
           due_at = ?3 + ?4, wait_ms = ?4, server_due_at = NULL
           WHERE pair_id = ?1 AND path = ?2 AND state <> 'sent'`,
        item.pairId,
        item.path,
        now,
        waitMs,
      );
    });
  }

  /** It is missing like everything else, and due after `waitMs`. */
  notSuperseded(id: number, now: number, waitMs: number): void {
    this.#db.run(
      `UPDATE deletion SET state = 'waiting', attempts = 0, superseded = 0,
         due_at = ?2 + ?3, wait_ms = ?3, server_due_at = NULL WHERE id = ?1 AND state = 'approved'`,
      id,
      now,
      waitMs,
    );
  }

  /** Not sent yet, oldest first. */
  open(pairId: number): Deletion[] {
    return this.#all("WHERE pair_id = ? AND state <> 'sent' ORDER BY id", pairId);
  }

  /** When the first of those that wait for nobody is due, epoch ms. */
  nextDue(): number | undefined {
    const row = this.#db.get(
      "SELECT min(due_at) AS due_at FROM deletion WHERE state IN ('waiting', 'approved')",
    );
    return numberIn(row ?? {}, 'due_at');
  }

  /** The open one that is of this path or of a folder above it. */
  over(pairId: number, path: string): Deletion | undefined {
    return this.#all(
      `WHERE pair_id = ?1 AND state <> 'sent' AND ${atOrAbove('path', '?2')}`,
      pairId,
      upwards(path),
    )[0];
  }

  /** Newest first: all that are open, and as many as `limit` that were sent. */
  all(limit: number): Deletion[] {
    return this.#all(
      `WHERE state <> 'sent'
         OR id IN (SELECT id FROM deletion WHERE state = 'sent' ORDER BY id DESC LIMIT ?) ORDER BY id DESC`,
      limit,
    );
  }

  find(id: number): Deletion | undefined {
    return this.#all('WHERE id = ?', id)[0];
  }

  /** Sent ones of paths below this one. Another item may have such a path since: the file id tells. */
  sentBelow(pairId: number, path: string): Deletion[] {
    return this.#all(`WHERE pair_id = ?1 AND state = 'sent' AND ${below('path', '?2')}`, pairId, path);
  }

  /** Is the path, or something below it, being undone, or was to be, and is not back on the disk yet? */
  isComingBack(pairId: number, path: string): boolean {
    return (
      this.#all(
        `WHERE pair_id = ?1 AND ${atOrBelow('path', '?2')} AND state = 'held' AND reason = 'not-back-yet' LIMIT 1`,
        pairId,
        path,
      ).length > 0
    );
  }

  /** They wait for the user's confirmation, for this reason. */
  hold(ids: readonly number[], reason: HoldReason): void {
    this.#db.transaction(() => {
      for (const id of ids)
        this.#db.run("UPDATE deletion SET state = 'held', reason = ? WHERE id = ?", reason, id);
    });
  }

  /** They are held no longer: they wait by themselves, and are judged anew. */
  waitAgain(ids: readonly number[], now: number, waitMs: number): void {
    this.#db.transaction(() => {
      for (const id of ids)
        this.#db.run(
          // what was tried before it was held is not due when something else is out of the way
          `UPDATE deletion SET state = 'waiting', reason = NULL, attempts = 0,
             due_at = ?2 + ?3, wait_ms = ?3, server_due_at = NULL WHERE id = ?1 AND state = 'held'`,
          id,
          now,
          waitMs,
        );
    });
  }

  /** Something stood at the path and went once more: what waits there does so from now on. */
  missingAgain(pairId: number, path: string, { noticedAt, dueAt, waitMs }: DeletionTimes): void {
    this.#db.run(
      `UPDATE deletion SET noticed_at = ?3, due_at = ?4, wait_ms = ?5, server_due_at = NULL, attempts = 0
         WHERE pair_id = ?1 AND path = ?2 AND state = 'waiting'`,
      pairId,
      path,
      noticedAt,
      dueAt,
      waitMs,
    );
  }

  /**
   * Something was renamed: what is missing in it is missing at its new path, and comes back there out of the bin. What was
   * sent of the old path itself was another item, and what is missing below a file was of a folder that had the name before.
   */
  move(pairId: number, from: string, to: string, kind: 'file' | 'folder'): void {
    this.#db.run(
      `UPDATE deletion SET path = ${renamed('path', '?2', '?3')}
         WHERE pair_id = ?1 AND ${atOrBelow('path', '?2')}
           AND CASE path WHEN ?2 THEN state <> 'sent' ELSE ?4 = 'folder' END`,
      pairId,
      from,
      to,
      kind,
    );
  }

  /** The user confirmed it. */
  approve(id: number): void {
    this.#db.run(
      "UPDATE deletion SET state = 'approved', due_at = 0, wait_ms = 0 WHERE id = ? AND state <> 'sent'",
      id,
    );
  }

  /** An attempt failed, after its grace time: once more at `dueAt`. */
  again(id: number, dueAt: number): void {
    this.#db.run(
      'UPDATE deletion SET attempts = attempts + 1, due_at = ?, wait_ms = 0 WHERE id = ?',
      dueAt,
      id,
    );
  }

  /** What was tried in vain is due now: what was in its way is gone. */
  retry(now: number): void {
    this.#db.run(
      "UPDATE deletion SET due_at = ?1 WHERE state IN ('waiting', 'approved') AND attempts > 0 AND due_at > ?1",
      now,
    );
  }

  /** It lies in the recycle bin. */
  sent(id: number, now: number): void {
    this.#db.run(
      `UPDATE deletion SET state = 'sent', sent_at = ?, reason = NULL, wait_ms = ?, server_due_at = NULL
         WHERE id = ?`,
      now,
      undoForMs,
      id,
    );
  }

  /** It was brought out of the bin under this path, and is not on this disk yet. Gives its id. */
  addHeld(
    item: Pick<Deletion, 'pairId' | 'path' | 'kind' | 'fileId' | 'files' | 'noticedAt'>,
    reason: HoldReason,
  ): number {
    const { pairId, path, kind, fileId, files, noticedAt } = item;
    return this.#db.transaction(() => {
      this.#db.run("DELETE FROM deletion WHERE pair_id = ? AND path = ? AND state <> 'sent'", pairId, path);
      this.#db.run(
        `INSERT INTO deletion (pair_id, path, kind, file_id, files, noticed_at, due_at, state, reason)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, 'held', ?7)`,
        pairId,
        path,
        kind,
        fileId,
        files,
        noticedAt,
        reason,
      );
      const row = this.#db.get(
        'SELECT max(id) AS id FROM deletion WHERE pair_id = ? AND path = ?',
        pairId,
        path,
      );
      return Number(row?.['id']);
    });
  }

  /** The recycle bin has it no more; `sha256` is what it held. It stays in the list as such. */
  lost(id: number, now: number, sha256: string | undefined): void {
    this.#db.run(
      `UPDATE deletion SET reason = NULL, lost_at = ?2, sha256 = ?3,
         server_due_at = CASE WHEN state = 'sent' THEN server_due_at END, wait_ms = ?4,
         state = 'sent', sent_at = coalesce(sent_at, ?2) WHERE id = ?1`,
      id,
      now,
      sha256 ?? null,
      undoForMs,
    );
  }

  /** Does the list say that something of this path is lost? */
  isLost(pairId: number, path: string): boolean {
    const lost = 'SELECT 1 FROM deletion WHERE pair_id = ? AND path = ? AND lost_at IS NOT NULL LIMIT 1';
    return this.#db.get(lost, pairId, path) !== undefined;
  }

  drop(id: number): void {
    this.#db.run('DELETE FROM deletion WHERE id = ?', id);
  }

  /** What has this very path and this file id, sent or not, is not in the bin and not to go there. */
  dropOf(pairId: number, path: string, fileId: string): void {
    this.#db.run('DELETE FROM deletion WHERE pair_id = ? AND path = ? AND file_id = ?', pairId, path, fileId);
  }

  /** Another grace time holds, for those too that wait by themselves and were not tried yet. */
  setGrace(graceMs: number): void {
    this.#db.run(
      `UPDATE deletion SET due_at = noticed_at + ?1, wait_ms = ?1, server_due_at = server_due_at - wait_ms + ?1
         WHERE state = 'waiting' AND attempts = 0`,
      graceMs,
    );
  }

  /** The clock went back: what was noticed in what is now the future counts from now on; nothing waits beyond `latest`. */
  clockSetBack(now: number, latest: number): void {
    this.#db.run(
      'UPDATE deletion SET due_at = ?1 + (due_at - noticed_at), noticed_at = ?1 WHERE noticed_at > ?1',
      now,
    );
    // tried again later and later, before the clock went back
    this.#db.run('UPDATE deletion SET due_at = ?1 WHERE due_at > ?1', latest);
  }

  /** The server says what time it is (epoch ms): by its clock, what waits does so from now on. */
  heard(server: number): void {
    this.#db.run(
      'UPDATE deletion SET server_due_at = ? + wait_ms WHERE wait_ms > 0 AND server_due_at IS NULL',
      server,
    );
  }

  /**
   * Forgets what can be undone no longer, now that it is `now`, and `server` by the server's clock (epoch ms): both must say
   * so. It can be undone in KooDrive's own recycle bin alone then.
   */
  forgetSent(now: number, server: number): void {
    this.#db.run(
      `DELETE FROM deletion WHERE state = 'sent' AND sent_at < ?1 AND (wait_ms = 0 OR server_due_at < ?2)`,
      now - undoForMs,
      server,
    );
  }

  #all(where: string, ...values: (string | number)[]): Deletion[] {
    return this.#db.all(`SELECT * FROM deletion ${where}`, ...values).map(deletionOf);
  }
}

function deletionOf(row: Row): Deletion {
  return {
    id: Number(row['id']),
    pairId: Number(row['pair_id']),
    path: String(row['path']),
    kind: row['kind'] === 'folder' ? 'folder' : 'file',
    fileId: String(row['file_id']),
    files: Number(row['files']),
    noticedAt: Number(row['noticed_at']),
    dueAt: Number(row['due_at']),
    waitMs: Number(row['wait_ms']),
    serverDueAt: numberIn(row, 'server_due_at'),
    state: row['state'] as DeletionState,
    reason: textIn(row, 'reason') as HoldReason | undefined,
    attempts: Number(row['attempts']),
    superseded: row['superseded'] === 1,
    sentAt: numberIn(row, 'sent_at'),
    lostAt: numberIn(row, 'lost_at'),
    sha256: textIn(row, 'sha256'),
  };
}
