import { COMMAND_TABLES, INSTALLATION } from './commands/commandSchema.ts'

/**
 * Tables of `wow.db`. The narrow snapshot table answers filters and lists; the whole document, mostly a stack trace, is
 * read only by who asks for it. The three wide indexes hold everything that the views ask, so that counts and pages of
 * a view never touch the table (figures in the design notes: page 0.6 to 6 ms, count 75 ms at 1,000,000).
 */
const VIEW_FACTS = 'status, recoverable, isRetryable, isBelowRetryThreshold, timeoutAt'

const FIRST = `
CREATE TABLE snapshot (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  deleted INTEGER NOT NULL,
  status TEXT NOT NULL,
  recoverable TEXT NOT NULL,
  isRetryable INTEGER NOT NULL,
  isBelowRetryThreshold INTEGER NOT NULL,
  retries INTEGER NOT NULL,
  retryAt INTEGER NOT NULL,
  timeoutAt INTEGER NOT NULL,
  nextRetryAt INTEGER NOT NULL,
  maxRetries INTEGER NOT NULL,
  minBackoff INTEGER NOT NULL,
  executionTimeout INTEGER NOT NULL,
  executeAt INTEGER NOT NULL,
  version INTEGER NOT NULL,
  eventId TEXT NOT NULL,
  firstEventTime INTEGER NOT NULL,
  eventTime INTEGER NOT NULL,
  snapshotTime INTEGER NOT NULL,
  firstOperator TEXT NOT NULL,
  operator TEXT NOT NULL,
  ownerId TEXT NOT NULL,
  spaceId TEXT NOT NULL,
  functionKind TEXT NOT NULL,
  functionContext TEXT NOT NULL,
  processorName TEXT NOT NULL,
  functionName TEXT NOT NULL,
  sourceEventId TEXT NOT NULL,
  sourceVersion INTEGER NOT NULL,
  sourceContext TEXT NOT NULL,
  sourceAggregate TEXT NOT NULL,
  sourceId TEXT NOT NULL,
  sourceTenant TEXT NOT NULL,
  errorSucceeded INTEGER NOT NULL,
  errorCode TEXT NOT NULL,
  errorMsg TEXT NOT NULL,
  tags TEXT NOT NULL,
  bindingErrors TEXT
) STRICT;

CREATE TABLE snapshotDocument (
  row INTEGER PRIMARY KEY,
  document TEXT NOT NULL
) STRICT;

CREATE INDEX snapshotById ON snapshot (deleted, id, ${VIEW_FACTS}, nextRetryAt);
CREATE INDEX snapshotByNextRetry ON snapshot (deleted, nextRetryAt, id, ${VIEW_FACTS});
CREATE INDEX snapshotByErrorCode ON snapshot (deleted, errorCode, id, ${VIEW_FACTS}, nextRetryAt);
CREATE INDEX snapshotByEventTime ON snapshot (deleted, eventTime, id);
CREATE INDEX snapshotBySource ON snapshot (sourceId, id);
CREATE INDEX snapshotBySourceEvent ON snapshot (sourceEventId, id);

CREATE TABLE event (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  aggregateId TEXT NOT NULL,
  version INTEGER NOT NULL,
  requestId TEXT NOT NULL,
  commandId TEXT NOT NULL,
  createTime INTEGER NOT NULL,
  size INTEGER NOT NULL,
  ownerId TEXT NOT NULL,
  spaceId TEXT NOT NULL,
  document TEXT NOT NULL,
  UNIQUE (aggregateId, version),
  UNIQUE (aggregateId, requestId)
) STRICT;
`

/** In order; a released one is never changed, the next one is added. */
export const MIGRATIONS = [FIRST, COMMAND_TABLES, INSTALLATION] as const
