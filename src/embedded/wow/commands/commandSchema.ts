/** What the command side keeps beside snapshots and events. A migration of `wow.db`: never changed once released. */
export const COMMAND_TABLES = `
-- Each start of a server takes the next number as its machine id, so that ids stay unique over restarts.
CREATE TABLE serverStart (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  startedAt INTEGER NOT NULL
) STRICT;

-- Aggregates whose snapshot is behind their events: written with the event when snapshots lag, gone with the snapshot.
CREATE TABLE pendingSnapshot (
  aggregateId TEXT PRIMARY KEY,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`

/** Where this store begins to count its starts, so that ids of two stores do not meet either. Room is left for a million. */
export const INSTALLATION = `
CREATE TABLE installation (
  firstMachine INTEGER NOT NULL
) STRICT;
INSERT INTO installation VALUES (abs(random() % 13000000));
`
