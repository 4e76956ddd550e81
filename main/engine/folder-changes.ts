/**
 * What changed in a synced folder and below it, newest first: the last change of each file as the baseline has it, and
 * the changes that are remembered one by one (storage/notes.ts keeps the last of them).
 */
import { resolve } from 'node:path';
import type { FolderChange, RecentChange } from '../../shared/views.ts';
import { inFolder, pathInside } from '../disk/in-folder.ts';
import { KooError } from '../model/errors.ts';
import type { Pair } from '../model/pair.ts';
import type { Database, Row } from '../storage/database.ts';
import { below } from '../storage/subtree.ts';

type Change = Omit<FolderChange, 'path'> & { readonly relativePath: string };

/** A change is remembered and written into the baseline in one breath. */
const sameMs = 2_000;
/** as many as storage/notes.ts keeps */
const remembered = 200;

const kinds: Partial<Record<RecentChange['kind'], FolderChange['kind']>> = {
  'new-file': 'new-file',
  revision: 'revision',
  restored: 'revision',
  'concurrent-edit': 'revision',
  deleted: 'deleted',
};

/** `folder` is absolute; `before` is epoch ms. Throws NOT_IN_A_PAIR. */
export function folderChanges(
  db: Pick<Database, 'all'>,
  pairs: readonly Pair[],
  folder: string,
  {
    before = Number.MAX_SAFE_INTEGER,
    limit,
  }: { readonly before?: number | undefined; readonly limit: number },
): FolderChange[] {
  const absolute = resolve(folder);
  for (const pair of pairs) {
    const within = pathInside(pair.folder, absolute);
    if (within === undefined) continue;
    const told = rememberedChanges(db, pair.id, within, before);
    const last = lastChanges(db, pair, within, before, limit + told.length);
    return [...told, ...last.filter((one) => !told.some((other) => isSame(one, other)))]
      .sort((a, b) => b.at - a.at || (a.relativePath < b.relativePath ? -1 : 1))
      .slice(0, limit)
      .map(({ relativePath, ...change }) => ({ path: inFolder(pair.folder, relativePath), ...change }));
  }
  throw new KooError('NOT_IN_A_PAIR', 'the folder is in no pair', { detail: { path: absolute } });
}

const isSame = (a: Change, b: Change): boolean =>
  a.relativePath === b.relativePath &&
  (a.kind === 'deleted') === (b.kind === 'deleted') &&
  Math.abs(a.at - b.at) < sameMs;

/** '' is the pair's own folder, and all lies below it. */
const inside = (within: string): string => (within === '' ? "path <> '' AND ?2 = ''" : below('path', '?2'));

function rememberedChanges(
  db: Pick<Database, 'all'>,
  pairId: number,
  within: string,
  before: number,
): Change[] {
  return db
    .all(
      `SELECT path, kind, at,
         (SELECT size FROM node WHERE node.pair_id = recent.pair_id AND node.path = recent.path
            AND node.synced_at <= recent.at + ${sameMs}) AS size
       FROM recent WHERE pair_id = ?1 AND ${inside(within)} AND at < ?3 ORDER BY id DESC LIMIT ${remembered}`,
      pairId,
      within,
      before,
    )
    .flatMap((row) => {
      const kind = kinds[row['kind'] as RecentChange['kind']];
      return kind === undefined ? [] : [changeOf(row, kind, Number(row['at']))];
    });
}

function lastChanges(
  db: Pick<Database, 'all'>,
  pair: Pair,
  within: string,
  before: number,
  limit: number,
): Change[] {
  const rows = db.all(
    `SELECT path, size, synced_at, gone_at, coalesce(gone_at, synced_at) AS at,
       (SELECT scanned_at FROM pair WHERE id = ?1) AS scanned_at
     FROM node WHERE pair_id = ?1 AND ${inside(within)} AND kind = 'file' AND superseded = 0
       AND coalesce(gone_at, synced_at) < ?3
     ORDER BY coalesce(gone_at, synced_at) DESC LIMIT ?4`,
    pair.id,
    within,
    before,
    limit,
  );
  return rows.map((row) => {
    const at = Number(row['at']);
    if (row['gone_at'] !== null) return changeOf(row, 'deleted', at);
    // what went up while the folder was looked through for the first time was new there
    const wasNew = typeof row['scanned_at'] !== 'number' || at <= row['scanned_at'];
    return changeOf(row, wasNew ? 'new-file' : 'revision', at);
  });
}

const changeOf = (row: Row, kind: FolderChange['kind'], at: number): Change => ({
  relativePath: String(row['path']),
  kind,
  at,
  ...(typeof row['size'] === 'number' && kind !== 'deleted' ? { size: row['size'] } : {}),
});
