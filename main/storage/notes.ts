/** Small things that status shows and that must be seen from another process too: what is skipped, what happened last, flags. */
import * as z from 'zod';
import type { RecentChange, Skipped } from '../../shared/views.ts';
import { parentOf } from '../model/relative-path.ts';
import type { Database, Row } from './database.ts';

const recentKept = 200;
/** What is older is taken out so often, the first time included: more than that are never told. */
const trimmedEvery = 20;

/** What is left out on purpose; `rule` is the pattern that leaves litter out. */
export type Skip = {
  readonly path: string;
  readonly reason: Skipped['reason'];
  readonly rule?: string | undefined;
};

export type Notes = {
  skip(pairId: number, skip: Skip): void;
  unskip(pairId: number, path: string): void;
  /** Of what lies right in `folder` these are skipped, and nothing else is. */
  skipIn(pairId: number, folder: string, skips: readonly Skip[]): void;
  /** Whatever is noted of other folders than these is there no more. */
  skipOnlyIn(pairId: number, folders: ReadonlySet<string>): void;
  skips(pairId: number, limit: number): Skip[];
  skipCount(pairId: number): number;
  happened(pairId: number, change: RecentChange): void;
  /** it did not happen after all */
  forget(pairId: number, path: string, kind: RecentChange['kind']): void;
  recent(limit: number): (RecentChange & { pairId: number })[];
  flag(name: 'paused'): boolean;
  setFlag(name: 'paused', on: boolean): void;
  /** When the storage was found to take no parts in sequence, epoch ms; undefined: it was not. */
  sequenceRefused(): number | undefined;
  setSequenceRefused(at: number): void;
  /** Which database this is: state-origin.ts. */
  origin(): Origin | undefined;
  setOrigin(origin: Origin): void;
  /** It is used from here on, or was until now: a copy of before is an older one. On the disk when this returns. */
  countUse(): void;
  /** What it was mended for last. */
  mended(): NotedMended | undefined;
  setMended(mended: NotedMended): void;
  /** Writes what says nothing. Throws DISK_FULL, STATE_LOCKED when nothing can be written. */
  touch(): void;
};

const skipOf = (row: Row): Skip => {
  const rule = row['rule'];
  return {
    path: String(row['path']),
    reason: row['reason'] as Skipped['reason'],
    ...(typeof rule === 'string' ? { rule } : {}),
  };
};

const origin = z.object({
  id: z.string(),
  /** grows with its use */
  turn: z.number(),
  /** inode and birth time of the file; absent where they do not last */
  file: z.string().optional(),
  machines: z.array(z.string()),
});
export type Origin = z.infer<typeof origin>;

const sequenceRefused = z.object({ at: z.number() });

const mended = z.object({
  /** what judge-state.ts found */
  why: z.enum(['lost', 'list-lost', 'foreign', 'older', 'copied', 'other-machine']),
  /** of `foreign`: where that one was put */
  kept: z.string().optional(),
});
export type Mended = z.infer<typeof mended>;
/** `at`: epoch ms; `pairIds`: the pairs that it concerned */
const notedMended = mended.extend({ at: z.number(), pairIds: z.array(z.number()) });
export type NotedMended = z.infer<typeof notedMended>;

/** Undefined where it was never written down, or cannot be understood. */
function parsed<T>(state: Database, name: string, schema: z.ZodType<T>): T | undefined {
  try {
    const value = state.get('SELECT value FROM flag WHERE name = ?', name)?.['value'];
    return schema.parse(JSON.parse(String(value)));
  } catch {
    return undefined;
  }
}

function setParsed(state: Database, name: string, value: object): void {
  state.run('INSERT OR REPLACE INTO flag (name, value) VALUES (?, ?)', name, JSON.stringify(value));
}

const isSame = (one: Skip, other: Skip | undefined): boolean =>
  other !== undefined && one.reason === other.reason && one.rule === other.rule;

/** SQLite would read all of a pair: it does not know how much that is. */
const ofFolder = 'INDEXED BY skip_parent WHERE pair_id = ? AND parent = ?';

export function openNotes(state: Database): Notes {
  const skip: Notes['skip'] = (pairId, { path, reason, rule }) => {
    state.run(
      `INSERT INTO skip (pair_id, path, parent, reason, rule) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (pair_id, path) DO UPDATE SET reason = excluded.reason, rule = excluded.rule`,
      pairId,
      path,
      parentOf(path) ?? '',
      reason,
      rule ?? null,
    );
  };
  const unskip: Notes['unskip'] = (pairId, path) => {
    state.run('DELETE FROM skip WHERE pair_id = ? AND path = ?', pairId, path);
  };
  return {
    skip,
    unskip,
    skipIn(pairId, folder, skips) {
      const noted = new Map(
        state
          .all(`SELECT path, reason, rule FROM skip ${ofFolder}`, pairId, folder)
          .map((row) => [String(row['path']), skipOf(row)]),
      );
      const fresh = skips.filter((one) => !isSame(one, noted.get(one.path)));
      for (const { path } of skips) noted.delete(path);
      // scanned again and again, and mostly nothing came or went
      if (fresh.length === 0 && noted.size === 0) return;
      state.transaction(() => {
        for (const one of fresh) skip(pairId, one);
        for (const path of noted.keys()) unskip(pairId, path);
      });
    },
    skipOnlyIn(pairId, folders) {
      const gone = state
        .all('SELECT DISTINCT parent FROM skip WHERE pair_id = ?', pairId)
        .map((row) => String(row['parent']))
        .filter((parent) => !folders.has(parent));
      if (gone.length === 0) return;
      state.transaction(() => {
        for (const parent of gone) state.run(`DELETE FROM skip ${ofFolder}`, pairId, parent);
      });
    },
    skips: (pairId, limit) =>
      state
        .all(
          'SELECT path, reason, rule FROM skip WHERE pair_id = ? ORDER BY path LIMIT ?',
          pairId,
          Number.isFinite(limit) ? limit : -1,
        )
        .map(skipOf),
    skipCount: (pairId) =>
      Number(state.get('SELECT count(*) AS n FROM skip WHERE pair_id = ?', pairId)?.['n']),
    ...openRecent(state),
    flag: (name) => state.get('SELECT value FROM flag WHERE name = ?', name)?.['value'] === '1',
    setFlag(name, on) {
      state.run('INSERT OR REPLACE INTO flag (name, value) VALUES (?, ?)', name, on ? '1' : '0');
    },
    sequenceRefused: () => parsed(state, 'sequence-refused', sequenceRefused)?.at,
    setSequenceRefused: (at) => setParsed(state, 'sequence-refused', { at }),
    origin: () => parsed(state, 'origin', origin),
    setOrigin: (value) => setParsed(state, 'origin', value),
    countUse() {
      state.durably(() => {
        const known = parsed(state, 'origin', origin);
        if (known) setParsed(state, 'origin', { ...known, turn: known.turn + 1 });
      });
    },
    mended: () => parsed(state, 'mended', notedMended),
    setMended: (value) => setParsed(state, 'mended', value),
    touch() {
      state.run("INSERT OR REPLACE INTO flag (name, value) VALUES ('touched', random())");
    },
  };
}

/** What happened last. */
function openRecent(state: Database): Pick<Notes, 'happened' | 'forget' | 'recent'> {
  let noted = 0;
  return {
    happened(pairId, change) {
      state.run(
        'INSERT INTO recent (pair_id, path, kind, at) VALUES (?, ?, ?, ?)',
        pairId,
        change.path,
        change.kind,
        change.at,
      );
      if (noted++ % trimmedEvery === 0)
        state.run('DELETE FROM recent WHERE id <= (SELECT max(id) FROM recent) - ?', recentKept);
    },
    forget(pairId, path, kind) {
      state.run('DELETE FROM recent WHERE pair_id = ? AND path = ? AND kind = ?', pairId, path, kind);
    },
    recent: (limit) =>
      state.all('SELECT * FROM recent ORDER BY id DESC LIMIT ?', Math.min(limit, recentKept)).map((row) => ({
        pairId: Number(row['pair_id']),
        path: String(row['path']),
        kind: row['kind'] as RecentChange['kind'],
        at: Number(row['at']),
      })),
  };
}
