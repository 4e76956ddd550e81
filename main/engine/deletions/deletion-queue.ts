/**
 * What is gone from disk and is to go into KooDrive's recycle bin: one row for the topmost path that is gone, kept
 * after it was sent so that it can be undone. Nothing is sent from here; engine/deletions/recycle.ts does that, after
 * engine/deletions/hold-policy.ts had nothing against it.
 */
import type { Database, Row } from '../../storage/database.ts';
import { isInside } from '../../model/relative-path.ts';
import type { HoldReason } from '../../../shared/views.ts';

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
  readonly state: DeletionState;
  /** why it is held, or was when a person said yes */
  readonly reason: HoldReason | undefined;
  readonly attempts: number;
  readonly sentAt: number | undefined;
};

export type DeletionQueue = {
  /** The path is gone; what was noted below it is part of it now. Nothing happens when it is part of another. */
  note(
    deletion: Pick<Deletion, 'pairId' | 'path' | 'kind' | 'fileId' | 'files'>,
    now: number,
    dueAt: number,
  ): void;
  /** Not sent yet, oldest first. */
  open(pairId: number): Deletion[];
  /** The open one that is of this path or of a folder above it. */
  over(pairId: number, path: string): Deletion | undefined;
  /** Newest first: all that are open, and as many as `limit` that were sent. */
  all(limit: number): Deletion[];
  find(id: number): Deletion | undefined;
  /** Sent ones of paths below this one. */
  sentBelow(pairId: number, path: string): Deletion[];
  hold(ids: readonly number[], reason: HoldReason): void;
  /** Something was renamed: what is gone from it is gone from its new path. */
  move(pairId: number, from: string, to: string): void;
  approve(id: number): void;
  again(id: number, dueAt: number): void;
  sent(id: number, now: number): void;
  drop(id: number): void;
  /** The clock went back: what was noticed in what is now the future counts from now on; nothing waits beyond `latest`. */
  clockSetBack(now: number, latest: number): void;
  /** Forgets those that were sent before `time`; they can be undone in KooDrive's own recycle bin alone then. */
  forgetSentBefore(time: number): void;
};

export function openDeletionQueue(state: Database): DeletionQueue {
  const open = (pairId: number) =>
    state
      .all("SELECT * FROM deletion WHERE pair_id = ? AND state <> 'sent' ORDER BY id", pairId)
      .map(deletionOf);
  const over = (pairId: number, path: string) =>
    state
      .all(
        `SELECT * FROM deletion WHERE pair_id = ?1 AND state <> 'sent'
           AND (path = ?2 OR substr(?2, 1, length(path) + 1) = path || '/')`,
        pairId,
        path,
      )
      .map(deletionOf)
      .find((one) => one.path === path || isInside(path, one.path));
  const drop = (id: number) => void state.run('DELETE FROM deletion WHERE id = ?', id);
  return {
    open,
    over,
    drop,
    note(deletion, now, dueAt) {
      const { pairId, path } = deletion;
      state.transaction(() => {
        if (over(pairId, path)) return;
        state.run(
          "DELETE FROM deletion WHERE pair_id = ?1 AND state <> 'sent' AND substr(path, 1, length(?2) + 1) = ?2 || '/'",
          pairId,
          path,
        );
        state.run(
          `INSERT INTO deletion (pair_id, path, kind, file_id, files, noticed_at, due_at, state)
           VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting')`,
          pairId,
          path,
          deletion.kind,
          deletion.fileId,
          deletion.files,
          now,
          dueAt,
        );
      });
    },
    all: (limit) =>
      state
        .all(
          `SELECT * FROM deletion WHERE state <> 'sent'
             OR id IN (SELECT id FROM deletion WHERE state = 'sent' ORDER BY id DESC LIMIT ?) ORDER BY id DESC`,
          limit,
        )
        .map(deletionOf),
    find(id) {
      const row = state.get('SELECT * FROM deletion WHERE id = ?', id);
      return row && deletionOf(row);
    },
    sentBelow: (pairId, path) =>
      state
        .all(
          "SELECT * FROM deletion WHERE pair_id = ?1 AND state = 'sent' AND substr(path, 1, length(?2) + 1) = ?2 || '/'",
          pairId,
          path,
        )
        .map(deletionOf),
    hold: (ids, reason) =>
      state.transaction(() => {
        for (const id of ids)
          state.run("UPDATE deletion SET state = 'held', reason = ? WHERE id = ?", reason, id);
      }),
    move(pairId, from, to) {
      state.run(
        `UPDATE deletion SET path = ?3 || substr(path, length(?2) + 1) WHERE pair_id = ?1 AND state <> 'sent'
           AND (path = ?2 OR substr(path, 1, length(?2) + 1) = ?2 || '/')`,
        pairId,
        from,
        to,
      );
    },
    approve(id) {
      state.run("UPDATE deletion SET state = 'approved', due_at = 0 WHERE id = ? AND state <> 'sent'", id);
    },
    again(id, dueAt) {
      state.run('UPDATE deletion SET attempts = attempts + 1, due_at = ? WHERE id = ?', dueAt, id);
    },
    sent(id, now) {
      state.run("UPDATE deletion SET state = 'sent', sent_at = ?, reason = NULL WHERE id = ?", now, id);
    },
    clockSetBack(now, latest) {
      state.run(
        'UPDATE deletion SET due_at = ?1 + (due_at - noticed_at), noticed_at = ?1 WHERE noticed_at > ?1',
        now,
      );
      // tried again later and later, before the clock went back
      state.run('UPDATE deletion SET due_at = ?1 WHERE due_at > ?1', latest);
    },
    forgetSentBefore(time) {
      state.run("DELETE FROM deletion WHERE state = 'sent' AND sent_at < ?", time);
    },
  };
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
    state: row['state'] as DeletionState,
    reason: typeof row['reason'] === 'string' ? (row['reason'] as HoldReason) : undefined,
    attempts: Number(row['attempts']),
    sentAt: typeof row['sent_at'] === 'number' ? row['sent_at'] : undefined,
  };
}
