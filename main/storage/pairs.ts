/** The pairs: which folder of this machine goes to which folder of which space. */
import { textIn } from './columns.ts';
import type { Database, Row } from './database.ts';
import type { AccountKey, Pair } from '../model/pair.ts';

export type Pairs = {
  all(): Pair[];
  find(id: number): Pair | undefined;
  /** Ids of those that are paused. */
  paused(): readonly number[];
  add(pair: Omit<Pair, 'id' | 'isScanned' | 'isPaused'>, now: number): Pair;
  /** One that was known before, in the transaction of whoever calls. */
  putBack(pair: Pick<Pair, 'folder' | 'containerId' | 'remote' | 'isPaused' | 'account'>, now: number): void;
  /** Those that belong to no account belong to this one from here on. */
  adopt(account: AccountKey): void;
  /** Ids of those that belong to another account than this one. */
  ofOthers(account: AccountKey): readonly number[];
  /**
   * A pair that nothing is known of, in the place of one of another account: with its folder, under another id, so that what
   * still works for the former one finds it gone. What was listed of the space was that of the other account.
   */
  beginAnew(id: number, to: Pick<Required<Pair>, 'containerId'> & { account: AccountKey }, now: number): void;
  /** The drive that holds the folder from here on. */
  setDrive(id: number, drive: string): void;
  /** All of the folder was looked through (epoch ms): the first time counts. */
  setScanned(id: number, now: number): void;
  /** Paused since this time (epoch ms); undefined: it is not. */
  setPaused(id: number, since: number | undefined): void;
  remove(id: number): void;
};

export function openPairs(state: Database): Pairs {
  const find = (id: number) => {
    const row = state.get('SELECT * FROM pair WHERE id = ?', id);
    return row && pairOf(row);
  };
  const insert: Pairs['putBack'] = ({ folder, containerId, remote, isPaused, account }, now) => {
    state.run(
      'INSERT INTO pair (folder, container_id, remote, added_at, paused_at, server, user_id) VALUES (?, ?, ?, ?, ?, ?, ?)',
      folder,
      containerId,
      remote,
      now,
      isPaused === true ? now : null,
      account?.server ?? null,
      account?.userId ?? null,
    );
  };
  return {
    all: () => state.all('SELECT * FROM pair ORDER BY id').map(pairOf),
    find,
    paused: () =>
      state.all('SELECT id FROM pair WHERE paused_at IS NOT NULL').map((row) => Number(row['id'])),
    add(pair, now) {
      // a user was told that it is added: a power cut must not take that back
      const row = state.durably(() =>
        state.get(
          'INSERT INTO pair (folder, container_id, remote, added_at, drive, server, user_id) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *',
          pair.folder,
          pair.containerId,
          pair.remote,
          now,
          pair.drive ?? null,
          pair.account?.server ?? null,
          pair.account?.userId ?? null,
        ),
      );
      return pairOf(row ?? {});
    },
    putBack: insert,
    adopt({ server, userId }) {
      // asked with each start and pass, and mostly nothing is written for it
      if (!state.get('SELECT 1 FROM pair WHERE server IS NULL LIMIT 1')) return;
      state.run('UPDATE pair SET server = ?, user_id = ? WHERE server IS NULL', server, userId);
    },
    ofOthers: ({ server, userId }) =>
      state
        .all('SELECT id FROM pair WHERE server IS NOT NULL AND (server <> ? OR user_id <> ?)', server, userId)
        .map((row) => Number(row['id'])),
    beginAnew(id, { account, containerId }, now) {
      state.durably(() => {
        const former = find(id);
        if (!former) return;
        state.run('DELETE FROM pair WHERE id = ?', id);
        state.run('DELETE FROM version_list');
        insert({ ...former, containerId, account }, now);
        state.run('UPDATE pair SET drive = ? WHERE folder = ?', former.drive ?? null, former.folder);
      });
    },
    setDrive(id, drive) {
      state.run('UPDATE pair SET drive = ? WHERE id = ?', drive, id);
    },
    setScanned(id, now) {
      state.run('UPDATE pair SET scanned_at = ? WHERE id = ? AND scanned_at IS NULL', now, id);
    },
    setPaused(id, since) {
      state.run('UPDATE pair SET paused_at = ? WHERE id = ?', since ?? null, id);
    },
    remove(id) {
      state.run('DELETE FROM pair WHERE id = ?', id);
    },
  };
}

const pairOf = (row: Row): Pair => ({
  account: accountOf(textIn(row, 'server'), textIn(row, 'user_id')),
  id: Number(row['id']),
  folder: String(row['folder']),
  containerId: String(row['container_id']),
  remote: String(row['remote']),
  drive: textIn(row, 'drive'),
  isScanned: typeof row['scanned_at'] === 'number',
  isPaused: typeof row['paused_at'] === 'number',
});

const accountOf = (server: string | undefined, userId: string | undefined): AccountKey | undefined =>
  server === undefined || userId === undefined ? undefined : { server, userId };
