/** The one SQLite file of an emulator: prepared statements by their text, short transactions, schema. */
import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue, StatementSync } from 'node:sqlite';

const schema = `
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS spaces (
  containerId TEXT PRIMARY KEY, type TEXT NOT NULL, status TEXT NOT NULL, ownerId TEXT NOT NULL,
  rootId TEXT NOT NULL, sboxId TEXT NOT NULL, capacity INTEGER NOT NULL, used INTEGER NOT NULL,
  createdAt INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tokens (
  token TEXT PRIMARY KEY, userId TEXT NOT NULL, sessionId TEXT NOT NULL, refreshToken TEXT,
  lifeMs INTEGER NOT NULL, lastUsed INTEGER NOT NULL, idles INTEGER NOT NULL) WITHOUT ROWID;
-- state 0: created, upload not complete (invisible); 1: finished. recycled: in the bin itself (not by an ancestor).
CREATE TABLE IF NOT EXISTS nodes (
  fileId TEXT PRIMARY KEY, containerId TEXT NOT NULL, parentId TEXT, name TEXT NOT NULL, isFolder INTEGER NOT NULL,
  fileType TEXT NOT NULL, mimeType TEXT, state INTEGER NOT NULL, recycled INTEGER NOT NULL DEFAULT 0,
  recycledAt INTEGER, recycledPath TEXT, assetId TEXT NOT NULL, size INTEGER NOT NULL DEFAULT 0, sha256 TEXT,
  createdAt INTEGER NOT NULL, editedAt INTEGER NOT NULL, description TEXT) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS nodes_by_parent ON nodes (parentId, name);
CREATE INDEX IF NOT EXISTS nodes_in_bin ON nodes (containerId, recycledAt) WHERE recycled = 1;
CREATE TABLE IF NOT EXISTS revisions (
  fileId TEXT NOT NULL, version INTEGER NOT NULL, versionId TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL,
  createReason INTEGER NOT NULL, keepForever INTEGER NOT NULL, createdBy TEXT NOT NULL,
  createdAt INTEGER NOT NULL, updatedAt INTEGER NOT NULL, PRIMARY KEY (fileId, version)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS uploads (
  fileId TEXT PRIMARY KEY, uploadId TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, versionId TEXT NOT NULL,
  length INTEGER NOT NULL, sha256 TEXT, preHash TEXT, autoRename INTEGER NOT NULL, keepForever INTEGER NOT NULL,
  userId TEXT NOT NULL) WITHOUT ROWID;
-- words: declared state before the part; endWords: true state after it when begun from words; head: SHA-256 of its first 1,024 bytes
CREATE TABLE IF NOT EXISTS parts (
  uploadId TEXT NOT NULL, number INTEGER NOT NULL, size INTEGER NOT NULL, offset INTEGER, words TEXT,
  stored TEXT, sha256 TEXT, head TEXT, endWords TEXT, PRIMARY KEY (uploadId, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS content (sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, preHash TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS content_by_pre_hash ON content (preHash);
CREATE TABLE IF NOT EXISTS jobs (
  jobId TEXT PRIMARY KEY, userId TEXT NOT NULL, taskType INTEGER NOT NULL, actionType INTEGER, status INTEGER NOT NULL,
  taskResultCode INTEGER, request TEXT NOT NULL, items TEXT NOT NULL, containerId TEXT NOT NULL,
  createdAt INTEGER NOT NULL, beganAt INTEGER, endedAt INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS syncDirs (
  syncDirId TEXT PRIMARY KEY, containerId TEXT NOT NULL, open INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS changes (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, syncDirId TEXT NOT NULL, fileId TEXT NOT NULL, changeType TEXT NOT NULL,
  snapshot TEXT NOT NULL, at INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS changes_by_file ON changes (syncDirId, fileId, changeType, seq);
`;

export type Database = {
  run: (sql: string, ...values: SQLInputValue[]) => void;
  /** The first row, believed to be of type T: the statement's columns decide. */
  get: <T>(sql: string, ...values: SQLInputValue[]) => T | undefined;
  all: <T>(sql: string, ...values: SQLInputValue[]) => T[];
  /** All of `work` or nothing; inner calls join the outer transaction. */
  transaction: <T>(work: () => T) => T;
  /** Runs `work` once the transaction now open has been committed (never if it is rolled back), or at once outside one. */
  afterCommit: (work: () => void) => void;
  close: () => void;
};

/**
 * Opens (and makes) the database at `file`. It is held alone: a second emulator on the same folder throws.
 * synchronous=OFF: a killed process loses nothing, a lost machine may; a test server wants the speed.
 */
export const openDatabase = (file: string): Database => {
  const raw = new DatabaseSync(file);
  try {
    raw.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;');
    raw.exec('BEGIN IMMEDIATE');
    raw.exec(schema);
    raw.exec('COMMIT');
  } catch (error) {
    raw.close();
    throw error;
  }
  const statements = new Map<string, StatementSync>();
  const statement = (sql: string): StatementSync => {
    let found = statements.get(sql);
    if (!found) {
      found = raw.prepare(sql);
      statements.set(sql, found);
    }
    return found;
  };
  let depth = 0;
  let later: (() => void)[] = [];
  return {
    run: (sql, ...values) => void statement(sql).run(...values),
    get: <T>(sql: string, ...values: SQLInputValue[]) => statement(sql).get(...values) as T | undefined,
    all: <T>(sql: string, ...values: SQLInputValue[]) => statement(sql).all(...values) as T[],
    transaction: (work) => {
      if (depth > 0) return work();
      statement('BEGIN IMMEDIATE').run();
      depth = 1;
      let due: (() => void)[];
      let result: ReturnType<typeof work>;
      try {
        result = work();
        statement('COMMIT').run();
        due = later;
      } catch (error) {
        statement('ROLLBACK').run();
        throw error;
      } finally {
        depth = 0;
        later = [];
      }
      for (const one of due) one();
      return result;
    },
    afterCommit: (work) => {
      if (depth > 0) later.push(work);
      else work();
    },
    close: () => {
      raw.close();
    },
  };
};
