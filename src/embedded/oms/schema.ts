/**
 * Tables of `oms.db`. Times are epoch milliseconds; what the engine needs beside the wire's own fields stands last.
 * `trans` because SQL keeps the word transaction to itself.
 */
const FIRST = `
CREATE TABLE trans (
  row INTEGER PRIMARY KEY,
  setId INTEGER NOT NULL,
  id INTEGER NOT NULL,
  appId INTEGER,
  zoneId INTEGER,
  type INTEGER NOT NULL,
  status INTEGER NOT NULL,
  reason INTEGER NOT NULL,
  num INTEGER NOT NULL,
  idName TEXT NOT NULL,
  data TEXT NOT NULL,
  memo TEXT NOT NULL,
  createUser TEXT NOT NULL,
  createTime INTEGER NOT NULL,
  updateTime INTEGER NOT NULL,
  canRedo INTEGER NOT NULL,
  canSuspend INTEGER NOT NULL,
  canRollback INTEGER NOT NULL,
  extendInfo TEXT NOT NULL,
  maxConcurrentCount INTEGER NOT NULL CHECK (maxConcurrentCount BETWEEN 1 AND 10),
  -- JSON of the AffectedZoneList that failovers have.
  affectedZones TEXT,
  -- How the answer is written: as newer OMS do, as older ones do, or with the misspelt key of one of them.
  form TEXT NOT NULL CHECK (form IN ('new', 'old', 'misspelt')),
  -- The only address that may operate its table; null: every one.
  onlyCaller TEXT,
  -- When the engine moves it next; null: it stays as it is until a person acts.
  dueAt INTEGER,
  UNIQUE (setId, id)
) STRICT;
CREATE INDEX transDue ON trans (dueAt) WHERE dueAt IS NOT NULL;
CREATE INDEX transByType ON trans (type, status);

CREATE TABLE action (
  trans INTEGER NOT NULL REFERENCES trans (row) ON DELETE CASCADE,
  id INTEGER NOT NULL,
  type INTEGER NOT NULL,
  status INTEGER NOT NULL,
  reason INTEGER NOT NULL,
  num INTEGER NOT NULL,
  idName TEXT NOT NULL,
  data TEXT NOT NULL,
  context TEXT NOT NULL,
  createTime INTEGER NOT NULL,
  executeTime INTEGER,
  updateTime INTEGER NOT NULL,
  -- The plan: what a run of this action will do is settled before it begins, so nothing that happens meanwhile changes it.
  durationMs INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  failureText TEXT NOT NULL,
  skipped INTEGER NOT NULL,
  -- How often it was begun.
  runs INTEGER NOT NULL,
  -- When what runs now will have ended; null: nothing runs.
  endsAt INTEGER,
  PRIMARY KEY (trans, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX actionByStatus ON action (trans, status, id);
CREATE INDEX actionRunning ON action (trans, endsAt) WHERE endsAt IS NOT NULL;
`

/** In order; a released one is never changed, the next one is added. */
export const MIGRATIONS = [FIRST] as const
