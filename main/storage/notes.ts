/** Small things that status shows and that must be seen from another process too: what is skipped, what happened last, flags. */
import type { Database } from './database.ts';
import type { RecentChange, Skipped } from '../../shared/views.ts';

const recentKept = 200;

export type Notes = {
  skip(pairId: number, path: string, reason: Skipped['reason']): void;
  unskip(pairId: number, path: string): void;
  skips(pairId: number, limit: number): Skipped[];
  happened(pairId: number, change: RecentChange): void;
  recent(limit: number): (RecentChange & { pairId: number })[];
  flag(name: 'paused'): boolean;
  setFlag(name: 'paused', on: boolean): void;
};

export function openNotes(state: Database): Notes {
  return {
    skip(pairId, path, reason) {
      state.run(
        'INSERT INTO skip (pair_id, path, reason) VALUES (?, ?, ?) ON CONFLICT (pair_id, path) DO UPDATE SET reason = excluded.reason',
        pairId,
        path,
        reason,
      );
    },
    unskip(pairId, path) {
      state.run('DELETE FROM skip WHERE pair_id = ? AND path = ?', pairId, path);
    },
    skips: (pairId, limit) =>
      state
        .all(
          'SELECT path, reason FROM skip WHERE pair_id = ? ORDER BY path LIMIT ?',
          pairId,
          Number.isFinite(limit) ? limit : -1,
        )
        .map((row) => ({ path: String(row['path']), reason: row['reason'] as Skipped['reason'] })),
    happened(pairId, change) {
      state.run(
        'INSERT INTO recent (pair_id, path, kind, at) VALUES (?, ?, ?, ?)',
        pairId,
        change.path,
        change.kind,
        change.at,
      );
      state.run('DELETE FROM recent WHERE id <= (SELECT max(id) FROM recent) - ?', recentKept);
    },
    recent: (limit) =>
      state.all('SELECT * FROM recent ORDER BY id DESC LIMIT ?', limit).map((row) => ({
        pairId: Number(row['pair_id']),
        path: String(row['path']),
        kind: row['kind'] as RecentChange['kind'],
        at: Number(row['at']),
      })),
    flag: (name) => state.get('SELECT value FROM flag WHERE name = ?', name)?.['value'] === '1',
    setFlag(name, on) {
      state.run('INSERT OR REPLACE INTO flag (name, value) VALUES (?, ?)', name, on ? '1' : '0');
    },
  };
}
