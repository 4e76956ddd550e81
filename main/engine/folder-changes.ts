/**
 * What changed in a synced folder and below it, newest first: the last change of each file as the baseline has it, and
 * the changes that are remembered one by one (storage/notes.ts keeps the last of them).
 */
import { resolve } from 'node:path';
import type { FolderChange, RecentChange } from '../../shared/views.ts';
import { inFolder, pathInside } from '../disk/in-folder.ts';
import { KooError } from '../model/errors.ts';
import type { Pair } from '../model/pair.ts';
import type { Database } from '../storage/database.ts';
import type { Baseline } from './baseline/baseline.ts';
import { below } from '../storage/subtree.ts';

type Stores = {
  readonly db: Pick<Database, 'all'>;
  readonly baseline: Pick<Baseline, 'find' | 'inBin' | 'lastChanged'>;
};

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
  stores: Stores,
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
    const told = rememberedChanges(stores, pair.id, within, before);
    const last = lastChanges(stores, pair, within, before, limit + told.length);
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
  { db, baseline }: Stores,
  pairId: number,
  within: string,
  before: number,
): Change[] {
  return db
    .all(
      `SELECT path, kind, at FROM recent WHERE pair_id = ?1 AND ${inside(within)} AND at < ?3
         ORDER BY id DESC LIMIT ${remembered}`,
      pairId,
      within,
      before,
    )
    .flatMap((row) => {
      const kind = kinds[row['kind'] as RecentChange['kind']];
      if (kind === undefined) return [];
      const [path, at] = [String(row['path']), Number(row['at'])];
      const known = baseline.find(pairId, path) ?? baseline.inBin(pairId, path);
      // what it is by now it may not have been then
      const isOfThen = known?.syncedAt !== undefined && known.syncedAt <= at + sameMs;
      return [changeOf(path, kind, at, isOfThen ? known.local?.size : undefined)];
    });
}

function lastChanges(
  { db, baseline }: Stores,
  pair: Pair,
  within: string,
  before: number,
  limit: number,
): Change[] {
  const scannedAt = db.all('SELECT scanned_at FROM pair WHERE id = ?', pair.id)[0]?.['scanned_at'];
  return baseline
    .lastChanged(pair.id, within, before, limit)
    .map(({ path, local, missingSince, syncedAt }) => {
      if (missingSince !== undefined) return changeOf(path, 'deleted', missingSince, undefined);
      const at = syncedAt ?? 0;
      // what went up while the folder was looked through for the first time was new there
      const wasNew = typeof scannedAt !== 'number' || at <= scannedAt;
      return changeOf(path, wasNew ? 'new-file' : 'revision', at, local?.size);
    });
}

const changeOf = (
  relativePath: string,
  kind: FolderChange['kind'],
  at: number,
  size: number | undefined,
): Change => ({
  relativePath,
  kind,
  at,
  ...(size !== undefined && kind !== 'deleted' ? { size } : {}),
});
