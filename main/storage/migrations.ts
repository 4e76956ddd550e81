/**
 * The tables, as numbered steps. A step that has landed is never edited, not even its comments' old words;
 * a change is a new step. Each table has one file that reads and writes it: node and file_count
 * engine/baseline/baseline.ts, pending engine/pending/pending-changes.ts, upload and upload_part
 * engine/apply/upload-intents.ts, renaming engine/apply/rename-intents.ts, recent_rename
 * engine/apply/recent-renames.ts, made_revision engine/apply/made-revisions.ts, deletion
 * engine/deletions/deletion-queue.ts, known_content
 * engine/baseline/known-contents.ts, pair storage/pairs.ts, skip, recent and flag storage/notes.ts, version_list and
 * listed_version history/version-cache.ts.
 */
export const migrations: readonly string[] = [
  `
  -- a folder on this machine and the remote folder it goes to
  CREATE TABLE pair (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    folder TEXT NOT NULL UNIQUE,
    container_id TEXT NOT NULL,
    remote TEXT NOT NULL,
    added_at INTEGER NOT NULL
  );

  -- revisions/: what the server holds for every path (path '' is the pair's own folder)
  CREATE TABLE node (
    id INTEGER PRIMARY KEY,
    pair_id INTEGER NOT NULL REFERENCES pair (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    parent TEXT,
    -- of the name: the same for names that differ in case or normal form alone
    name_key TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('file', 'folder')),
    file_id TEXT NOT NULL,
    -- of the disk content that was brought; NULL: the server holds it, this disk never did
    fingerprint TEXT,
    identity TEXT,
    size INTEGER,
    sha256 TEXT,
    revision_id TEXT,
    synced_at INTEGER,
    streak INTEGER NOT NULL DEFAULT 0,
    gone_at INTEGER,
    -- it lies in the recycle bin; kept for undo
    recycled INTEGER NOT NULL DEFAULT 0,
    UNIQUE (pair_id, path)
  );
  CREATE INDEX node_parent ON node (pair_id, parent, name_key);
  CREATE INDEX node_identity ON node (pair_id, identity);
  CREATE INDEX node_sha256 ON node (sha256);

  -- journal/: what is owed to the server
  CREATE TABLE pending (
    pair_id INTEGER NOT NULL REFERENCES pair (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    depth INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    noticed_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    seen_fingerprint TEXT,
    seen_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    code TEXT,
    detail TEXT,
    failed_at INTEGER,
    PRIMARY KEY (pair_id, path)
  ) WITHOUT ROWID;
  CREATE INDEX pending_due ON pending (rank, due_at, depth, path);

  -- upload/: an upload that was begun and whose end is not known to be whole
  CREATE TABLE upload (
    pair_id INTEGER NOT NULL REFERENCES pair (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('file', 'revision', 'folder')),
    file_id TEXT,
    base_revision_id TEXT,
    fingerprint TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT,
    part_size INTEGER NOT NULL,
    decisive INTEGER NOT NULL DEFAULT 0,
    begun_at INTEGER NOT NULL,
    PRIMARY KEY (pair_id, path)
  ) WITHOUT ROWID;
  CREATE TABLE upload_part (
    pair_id INTEGER NOT NULL,
    path TEXT NOT NULL,
    number INTEGER NOT NULL,
    -- the hasher after this part, to go on from without reading what was sent before
    hasher BLOB NOT NULL,
    PRIMARY KEY (pair_id, path, number),
    FOREIGN KEY (pair_id, path) REFERENCES upload (pair_id, path) ON DELETE CASCADE
  ) WITHOUT ROWID;

  -- journal/: what is gone from disk and is to go on the server too, or did
  CREATE TABLE deletion (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    pair_id INTEGER NOT NULL REFERENCES pair (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('file', 'folder')),
    file_id TEXT NOT NULL,
    files INTEGER NOT NULL,
    noticed_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'held', 'approved', 'sent')),
    reason TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    sent_at INTEGER
  );
  CREATE INDEX deletion_state ON deletion (pair_id, state, path);

  -- upload/: a rename that the server was asked for and that is not written down yet
  CREATE TABLE renaming (
    pair_id INTEGER NOT NULL REFERENCES pair (id) ON DELETE CASCADE,
    from_path TEXT NOT NULL,
    to_path TEXT NOT NULL,
    file_id TEXT NOT NULL,
    PRIMARY KEY (pair_id, from_path)
  ) WITHOUT ROWID;

  -- what is left out on purpose, and why
  CREATE TABLE skip (
    pair_id INTEGER NOT NULL REFERENCES pair (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (pair_id, path)
  ) WITHOUT ROWID;

  -- what reached the server last, for people
  CREATE TABLE recent (
    id INTEGER PRIMARY KEY,
    pair_id INTEGER NOT NULL REFERENCES pair (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL
  );

  CREATE TABLE flag (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  `,
  `
  -- contents that the server held once, the latest of them: sent by their digest when they come back
  CREATE TABLE known_content (
    -- hex
    sha256 TEXT PRIMARY KEY,
    -- when the server was last known to hold it, epoch ms
    held_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX known_content_age ON known_content (held_at);

  -- on which side the change was noticed: on this disk, or on the server
  ALTER TABLE pending ADD COLUMN origin TEXT NOT NULL DEFAULT 'local' CHECK (origin IN ('local', 'remote'));
  `,
  `
  -- of litter that is left out: the pattern of the rule; and the folder that it lies in, of everything left out
  ALTER TABLE skip ADD COLUMN rule TEXT;
  ALTER TABLE skip ADD COLUMN parent TEXT NOT NULL DEFAULT '';
  UPDATE skip SET parent = rtrim(rtrim(path, replace(path, '/', '')), '/');
  CREATE INDEX skip_parent ON skip (pair_id, parent);
  `,
  `
  -- id of the drive that holds the folder, as it was when they were paired; NULL: not known yet
  ALTER TABLE pair ADD COLUMN drive TEXT;
  `,
  `
  -- renames of files within their folder that were done a short time ago: a program that saves by renaming may fill the
  -- old name again, and then the file on the server gets it back
  CREATE TABLE recent_rename (
    pair_id INTEGER NOT NULL REFERENCES pair (id) ON DELETE CASCADE,
    from_path TEXT NOT NULL,
    to_path TEXT NOT NULL,
    file_id TEXT NOT NULL,
    -- when the disk did it, epoch ms
    renamed_at INTEGER NOT NULL,
    PRIMARY KEY (pair_id, from_path)
  ) WITHOUT ROWID;
  CREATE INDEX recent_rename_to ON recent_rename (pair_id, to_path);
  CREATE INDEX recent_rename_age ON recent_rename (renamed_at);

  -- when the disk did the rename that the server is asked for, epoch ms; NULL: not known
  ALTER TABLE renaming ADD COLUMN renamed_at INTEGER;

  -- 1: its content lives on as a version of another file, since a program saved through it
  ALTER TABLE node ADD COLUMN superseded INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE deletion ADD COLUMN superseded INTEGER NOT NULL DEFAULT 0;

  UPDATE recent SET kind = 'concurrent-edit' WHERE kind = 'both-kept';
  `,
  `
  -- revisions of which it was not asked yet whether somebody else's came just before them
  CREATE TABLE made_revision (
    pair_id INTEGER NOT NULL REFERENCES pair (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    file_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    -- id of the newest revision that was there before; NULL: there was none
    base TEXT,
    PRIMARY KEY (pair_id, path)
  ) WITHOUT ROWID;
  `,
  `
  -- files of each pair that the disk held: how many it holds, and how many are missing and not in the bin; asked many times
  -- a second, so the triggers count along
  CREATE TABLE file_count (
    pair_id INTEGER PRIMARY KEY REFERENCES pair (id) ON DELETE CASCADE,
    files INTEGER NOT NULL,
    missing INTEGER NOT NULL
  );
  INSERT INTO file_count (pair_id, files, missing)
    SELECT pair_id, count(*) FILTER (WHERE gone_at IS NULL), count(gone_at) FROM node
      WHERE kind = 'file' AND fingerprint IS NOT NULL AND recycled = 0 GROUP BY pair_id;
  CREATE TRIGGER file_count_in AFTER INSERT ON node
    WHEN NEW.kind = 'file' AND NEW.fingerprint IS NOT NULL AND NEW.recycled = 0
  BEGIN
    INSERT INTO file_count (pair_id, files, missing) VALUES (NEW.pair_id, NEW.gone_at IS NULL, NEW.gone_at IS NOT NULL)
      ON CONFLICT (pair_id) DO UPDATE SET files = files + excluded.files, missing = missing + excluded.missing;
  END;
  CREATE TRIGGER file_count_out AFTER DELETE ON node
    WHEN OLD.kind = 'file' AND OLD.fingerprint IS NOT NULL AND OLD.recycled = 0
  BEGIN
    UPDATE file_count SET files = files - (OLD.gone_at IS NULL), missing = missing - (OLD.gone_at IS NOT NULL)
      WHERE pair_id = OLD.pair_id;
  END;
  CREATE TRIGGER file_count_out_before AFTER UPDATE OF kind, fingerprint, gone_at, recycled ON node
    WHEN OLD.kind = 'file' AND OLD.fingerprint IS NOT NULL AND OLD.recycled = 0
  BEGIN
    UPDATE file_count SET files = files - (OLD.gone_at IS NULL), missing = missing - (OLD.gone_at IS NOT NULL)
      WHERE pair_id = OLD.pair_id;
  END;
  CREATE TRIGGER file_count_in_after AFTER UPDATE OF kind, fingerprint, gone_at, recycled ON node
    WHEN NEW.kind = 'file' AND NEW.fingerprint IS NOT NULL AND NEW.recycled = 0
  BEGIN
    INSERT INTO file_count (pair_id, files, missing) VALUES (NEW.pair_id, NEW.gone_at IS NULL, NEW.gone_at IS NOT NULL)
      ON CONFLICT (pair_id) DO UPDATE SET files = files + excluded.files, missing = missing + excluded.missing;
  END;
  `,
  `
  -- contents that were read so soon after the last stamp of their file that it may have been written since without another
  CREATE TABLE unproven_read (
    pair_id INTEGER NOT NULL REFERENCES pair (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    -- when it is looked at, epoch ms
    due_at INTEGER NOT NULL,
    -- of a file that is written and no event tells: the pause before this look, ms
    pause_ms INTEGER,
    -- 1: its content is known for certain, and its stamps alone are looked at
    proven INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (pair_id, path)
  ) WITHOUT ROWID;
  CREATE INDEX unproven_read_due ON unproven_read (due_at);
  `,
  `
  -- files that were given an earlier version on this disk, and are still to go up
  CREATE TABLE restored (
    pair_id INTEGER NOT NULL REFERENCES pair (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    -- of what they were given, hex
    sha256 TEXT NOT NULL,
    PRIMARY KEY (pair_id, path)
  ) WITHOUT ROWID;

  -- when all of the folder was looked through for the first time, epoch ms; NULL: not yet
  ALTER TABLE pair ADD COLUMN scanned_at INTEGER;
  UPDATE pair SET scanned_at = added_at
    WHERE EXISTS (SELECT 1 FROM node WHERE node.pair_id = pair.id AND node.path <> '');

  -- early builds told of folders, too; nobody does any more, and no screen has words for it
  DELETE FROM recent WHERE kind = 'folder';
  `,
  `
  CREATE INDEX pending_clash ON pending (pair_id) WHERE code = 'NAME_CLASH';

  -- of a folder whose memory is of one drive while another one is there: its fingerprint with that one
  ALTER TABLE node ADD COLUMN other_drive TEXT;
  CREATE INDEX node_other_drive ON node (pair_id) WHERE other_drive IS NOT NULL;
  `,
  `
  -- whose versions are remembered; of the file and not of its path, so that a rename keeps them
  CREATE TABLE version_list (
    id INTEGER PRIMARY KEY,
    container_id TEXT NOT NULL,
    file_id TEXT NOT NULL,
    -- when the server told of the newest of them, epoch ms
    read_at INTEGER NOT NULL,
    -- number of the reading that was begun last
    reading INTEGER NOT NULL,
    -- how many are remembered
    versions INTEGER NOT NULL DEFAULT 0,
    UNIQUE (container_id, file_id)
  );
  CREATE INDEX version_list_age ON version_list (read_at);

  -- versions as the server told of them; NULL: it left that out
  CREATE TABLE listed_version (
    list_id INTEGER NOT NULL REFERENCES version_list (id) ON DELETE CASCADE,
    revision_id TEXT NOT NULL,
    -- the order of the list: newer ones have larger ones
    place INTEGER NOT NULL,
    -- in which it was met last
    reading INTEGER NOT NULL,
    number INTEGER,
    created_at INTEGER,
    size INTEGER,
    -- hex
    sha256 TEXT,
    latest INTEGER,
    keep_forever INTEGER,
    created_by TEXT,
    reason TEXT,
    PRIMARY KEY (list_id, revision_id)
  ) WITHOUT ROWID;
  CREATE INDEX listed_version_place ON listed_version (list_id, place);
  `,
  `
  -- since when a user has paused it, epoch ms; NULL: it is synced
  ALTER TABLE pair ADD COLUMN paused_at INTEGER;
  `,
  `
  -- what KooDrive was found to hold otherwise than the last synced state says
  CREATE TABLE remote_difference (
    pair_id INTEGER NOT NULL REFERENCES pair (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    file_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('in-bin', 'gone', 'renamed', 'newer')),
    -- the other name, or the content (SHA-256, hex) of the newer version
    detail TEXT,
    PRIMARY KEY (pair_id, path)
  ) WITHOUT ROWID;

  -- the folder of a pair that was compared with KooDrive last, and when, epoch ms
  CREATE TABLE comparison (
    pair_id INTEGER PRIMARY KEY REFERENCES pair (id) ON DELETE CASCADE,
    folder TEXT NOT NULL,
    at INTEGER NOT NULL
  );
  `,
  `
  -- where what is taken out of the bin goes when its own name is taken, written down before the server is told
  CREATE TABLE undo_step (
    deletion_id INTEGER NOT NULL REFERENCES deletion (id) ON DELETE CASCADE,
    file_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    to_parent_id TEXT NOT NULL,
    wanted TEXT NOT NULL,
    path TEXT NOT NULL,
    PRIMARY KEY (deletion_id, file_id)
  ) WITHOUT ROWID;

  -- when the recycle bin was found to have it no more, epoch ms; and what it held last, hex
  ALTER TABLE deletion ADD COLUMN lost_at INTEGER;
  ALTER TABLE deletion ADD COLUMN sha256 TEXT;
  `,
  `
  -- ms that it is to wait from when due_at was written, or sent_at, whatever becomes of the clocks; 0: due_at alone counts
  ALTER TABLE deletion ADD COLUMN wait_ms INTEGER NOT NULL DEFAULT 0;
  -- when that is over by the server's clock, epoch ms; NULL: it was not heard since
  ALTER TABLE deletion ADD COLUMN server_due_at INTEGER;
  CREATE INDEX deletion_unheard ON deletion (id) WHERE wait_ms > 0 AND server_due_at IS NULL;
  `,
  `
  -- 1: its parts go up one after another and without the state of the hash; hasher is the digest of all up to a part then
  ALTER TABLE upload ADD COLUMN sequential INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- file id of what is being sent, as in node.identity
  ALTER TABLE upload ADD COLUMN identity TEXT;
  UPDATE upload SET identity = (SELECT identity FROM node WHERE node.pair_id = upload.pair_id AND node.path = upload.path);
  `,
  `
  -- files that stood at a document's path until a program put another one there: one of them may go up under the name that
  -- the program used, and is no file of its own when it goes
  CREATE TABLE replaced_file (
    pair_id INTEGER NOT NULL REFERENCES pair (id) ON DELETE CASCADE,
    folder TEXT NOT NULL,
    -- as in node
    identity TEXT NOT NULL,
    document TEXT NOT NULL,
    -- and what was seen there instead
    by_identity TEXT,
    -- when that was seen, epoch ms
    at INTEGER NOT NULL,
    PRIMARY KEY (pair_id, folder, identity)
  ) WITHOUT ROWID;
  CREATE INDEX replaced_file_age ON replaced_file (at);

  -- when a content of it went up from here last, epoch ms; NULL: what KooDrive has was found there
  ALTER TABLE node ADD COLUMN sent_at INTEGER;
  UPDATE node SET sent_at = synced_at WHERE fingerprint IS NOT NULL;
  `,
  `
  -- what waits for a folder above it: that is asked with every outcome
  CREATE INDEX pending_waits ON pending (pair_id, path) WHERE code = 'ABOVE_FAILED';
  `,
  `
  -- what KooDrive, or its rules, does not take: what a rename brought there is still the file of its old path
  CREATE INDEX pending_refused ON pending (pair_id) WHERE code IN ('NAME_FORBIDDEN', 'NAME_RESERVED', 'NAME_ENDING',
    'NAME_TOO_LONG', 'NAME_REFUSED', 'NAME_TAKEN', 'NAME_CLASH', 'DEPTH_EXCEEDED', 'PATH_TOO_LONG', 'NOT_PERMITTED');
  `,
  `
  -- what failed at and below a path: that is asked with each folder that is looked at
  CREATE INDEX pending_failed ON pending (pair_id, path) WHERE code IS NOT NULL;
  -- what is deleted at and above or below a path: that is asked with each file that is missing
  DROP INDEX deletion_state;
  CREATE INDEX deletion_path ON deletion (pair_id, path);
  `,
  `
  -- what is known by an id of the server: that is asked before a new one is believed
  CREATE INDEX node_file ON node (file_id);
  `,
  `
  -- the account that a pair is synced with; NULL: whoever is signed in first
  ALTER TABLE pair ADD COLUMN server TEXT;
  ALTER TABLE pair ADD COLUMN user_id TEXT;

  -- permission bits of a file; NULL: not known
  ALTER TABLE node ADD COLUMN mode INTEGER;
  `,
  `
  -- folders in which something is known, as a tree: one that is renamed is one row. parent_id 0: it lies in the pair's own folder
  CREATE TABLE dir (
    id INTEGER PRIMARY KEY,
    pair_id INTEGER NOT NULL REFERENCES pair (id) ON DELETE CASCADE,
    parent_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (pair_id, parent_id, name)
  );
  CREATE TEMP TABLE way (
    id INTEGER PRIMARY KEY,
    pair_id INTEGER NOT NULL,
    path TEXT NOT NULL,
    above TEXT,
    UNIQUE (pair_id, path)
  );
  -- what is trimmed off a path is all but its last slash, which goes next
  INSERT INTO way (pair_id, path, above)
    WITH RECURSIVE above (pair_id, path) AS (
      SELECT DISTINCT pair_id, parent FROM node WHERE parent <> ''
      UNION
      SELECT pair_id, rtrim(rtrim(path, replace(path, '/', '')), '/') FROM above WHERE instr(path, '/') > 0)
    SELECT pair_id, path, CASE WHEN instr(path, '/') > 0 THEN rtrim(rtrim(path, replace(path, '/', '')), '/') END FROM above;
  INSERT INTO dir (id, pair_id, parent_id, name)
    SELECT way.id, way.pair_id, coalesce(up.id, 0), substr(way.path, coalesce(length(up.path) + 2, 1))
      FROM way LEFT JOIN way AS up ON up.pair_id = way.pair_id AND up.path = way.above;

  CREATE TABLE placed (
    id INTEGER PRIMARY KEY,
    pair_id INTEGER NOT NULL REFERENCES pair (id) ON DELETE CASCADE,
    -- 0: right in the pair's own folder; -1: that folder itself
    dir_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    -- of the name: the same for names that differ in case or normal form alone
    name_key TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('file', 'folder')),
    file_id TEXT NOT NULL,
    -- of the disk content that was brought; NULL: the server holds it, this disk never did
    fingerprint TEXT,
    identity TEXT,
    size INTEGER,
    sha256 TEXT,
    revision_id TEXT,
    synced_at INTEGER,
    streak INTEGER NOT NULL DEFAULT 0,
    gone_at INTEGER,
    -- it lies in the recycle bin; kept for undo
    recycled INTEGER NOT NULL DEFAULT 0,
    superseded INTEGER NOT NULL DEFAULT 0,
    other_drive TEXT,
    sent_at INTEGER,
    mode INTEGER,
    UNIQUE (pair_id, dir_id, name)
  );
  INSERT INTO placed (id, pair_id, dir_id, name, name_key, kind, file_id, fingerprint, identity, size, sha256, revision_id,
      synced_at, streak, gone_at, recycled, superseded, other_drive, sent_at, mode)
    SELECT node.id, node.pair_id, CASE WHEN node.parent IS NULL THEN -1 ELSE coalesce(way.id, 0) END,
      CASE WHEN node.parent IS NULL THEN '' ELSE substr(node.path, coalesce(length(way.path) + 2, 1)) END,
      name_key, kind, file_id, fingerprint, identity, size, sha256, revision_id,
      synced_at, streak, gone_at, recycled, superseded, other_drive, sent_at, mode
    FROM node LEFT JOIN way ON way.pair_id = node.pair_id AND way.path = node.parent;
  DROP TABLE way;
  DROP TABLE node;
  ALTER TABLE placed RENAME TO node;
  CREATE INDEX node_key ON node (pair_id, dir_id, name_key);
  CREATE INDEX node_identity ON node (pair_id, identity);
  CREATE INDEX node_sha256 ON node (sha256);
  CREATE INDEX node_other_drive ON node (pair_id) WHERE other_drive IS NOT NULL;
  CREATE INDEX node_file ON node (file_id);
  CREATE TRIGGER file_count_in AFTER INSERT ON node
    WHEN NEW.kind = 'file' AND NEW.fingerprint IS NOT NULL AND NEW.recycled = 0 BEGIN
    INSERT INTO file_count (pair_id, files, missing) VALUES (NEW.pair_id, NEW.gone_at IS NULL, NEW.gone_at IS NOT NULL)
      ON CONFLICT (pair_id) DO UPDATE SET files = files + excluded.files, missing = missing + excluded.missing;
  END;
  CREATE TRIGGER file_count_out AFTER DELETE ON node
    WHEN OLD.kind = 'file' AND OLD.fingerprint IS NOT NULL AND OLD.recycled = 0 BEGIN
    UPDATE file_count SET files = files - (OLD.gone_at IS NULL), missing = missing - (OLD.gone_at IS NOT NULL)
      WHERE pair_id = OLD.pair_id;
  END;
  CREATE TRIGGER file_count_out_before AFTER UPDATE OF kind, fingerprint, gone_at, recycled ON node
    WHEN OLD.kind = 'file' AND OLD.fingerprint IS NOT NULL AND OLD.recycled = 0 BEGIN
    UPDATE file_count SET files = files - (OLD.gone_at IS NULL), missing = missing - (OLD.gone_at IS NOT NULL)
      WHERE pair_id = OLD.pair_id;
  END;
  CREATE TRIGGER file_count_in_after AFTER UPDATE OF kind, fingerprint, gone_at, recycled ON node
    WHEN NEW.kind = 'file' AND NEW.fingerprint IS NOT NULL AND NEW.recycled = 0 BEGIN
    INSERT INTO file_count (pair_id, files, missing) VALUES (NEW.pair_id, NEW.gone_at IS NULL, NEW.gone_at IS NOT NULL)
      ON CONFLICT (pair_id) DO UPDATE SET files = files + excluded.files, missing = missing + excluded.missing;
  END;
  -- for who reads very many of them, or looks for a path by a part of it
  CREATE VIEW node_path AS
    WITH RECURSIVE way (pair_id, id, path) AS (
      SELECT id, 0, '' FROM pair
      UNION ALL
      SELECT dir.pair_id, dir.id, way.path || dir.name || '/' FROM way
        JOIN dir ON dir.pair_id = way.pair_id AND dir.parent_id = way.id)
    SELECT node.*, CASE node.dir_id WHEN -1 THEN '' ELSE way.path || node.name END AS path
      FROM node LEFT JOIN way ON way.pair_id = node.pair_id AND way.id = node.dir_id;
  `,
];
