import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { performance } from 'node:perf_hooks'
import { Cancelled, DeadlineExceeded, StoreUnusable } from './storeErrors.ts'

/** What a job may take, asked by the running statement itself (`alive`), because SQLite cannot be interrupted here. */
export interface JobLimit {
  /** On the clock of `performance.now()` of the thread that runs the job. */
  readonly deadline?: number
  readonly cancelled?: () => boolean
}

/**
 * One connection to one SQLite file. Statements are prepared once and kept. SQL may call `alive()` in a scan: it is
 * always 1, or stops the statement with DeadlineExceeded or Cancelled.
 */
export interface Connection {
  readonly database: DatabaseSync
  statement(sql: string): StatementSync
  /** Runs `body` in one transaction: committed when it returns, rolled back when it throws. */
  transaction<T>(body: () => T): T
  /** One consistent view for several reads. */
  snapshot<T>(body: () => T): T
  /** Runs `body` under a limit. */
  limited<T>(limit: JobLimit, body: () => T): T
  close(): void
}

const KEPT_STATEMENTS = 200

/** SQL statements that bring a file from one version to the next, in order. The file's version is their number. */
export type Migrations = readonly string[]

const SHARED = `
  PRAGMA busy_timeout = 5000;
  PRAGMA temp_store = MEMORY;
  PRAGMA cache_size = -65536;
  PRAGMA mmap_size = 1073741824;`

/** The log goes back into the file every 16 MB: four times as seldom as by default, each time with a flush of its own. */
const ROLE_SETUP = {
  writer: `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;
    PRAGMA journal_size_limit = 67108864; ${SHARED}`,
  reader: `PRAGMA query_only = ON; ${SHARED}`,
} as const

export type Role = keyof typeof ROLE_SETUP

/**
 * Opens a file, or `:memory:`. Every acknowledged transaction of a writer survives a crash of the machine. Throws
 * StoreUnusable.
 */
export function openConnection(file: string, role: Role, migrations: Migrations = []): Connection {
  const database = openDatabase(file, (opened) => {
    opened.exec(ROLE_SETUP[role])
    if (role === 'writer') migrate(opened, migrations)
  })

  const statements = new Map<string, StatementSync>()
  let limit: JobLimit = {}

  // Not deterministic, so that SQLite asks again for each row instead of once.
  database.function('alive', { deterministic: false }, () => {
    if (limit.cancelled?.() === true) throw new Cancelled()
    if (limit.deadline !== undefined && performance.now() > limit.deadline) throw new DeadlineExceeded()
    return 1
  })

  function statement(sql: string): StatementSync {
    const kept = statements.get(sql)
    if (kept !== undefined) {
      statements.delete(sql)
      statements.set(sql, kept)
      return kept
    }
    const prepared = database.prepare(sql)
    statements.set(sql, prepared)
    if (statements.size > KEPT_STATEMENTS) {
      const [oldest] = statements.keys()
      if (oldest !== undefined) statements.delete(oldest)
    }
    return prepared
  }

  function within<T>(begin: string, body: () => T): T {
    statement(begin).run()
    try {
      const result = body()
      statement('COMMIT').run()
      return result
    } catch (error) {
      // SQLite may have rolled back by itself (disk full, for example).
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  }

  return {
    database,
    statement,

    transaction: (body) => within('BEGIN IMMEDIATE', body),
    snapshot: (body) => within('BEGIN', body),

    limited(next, body) {
      limit = next
      try {
        return body()
      } catch (error) {
        // One that stopped between two rows would tell its error once more, to whoever iterates over it next.
        statements.clear()
        throw error
      } finally {
        limit = {}
      }
    },

    close() {
      statements.clear()
      database.close()
    },
  }
}

/** Throws StoreUnusable when the file cannot be opened or `prepare` fails. */
export function openDatabase(file: string, prepare: (database: DatabaseSync) => void): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(file)
    prepare(database)
    return database
  } catch (error) {
    database?.close()
    throw new StoreUnusable(`${file} cannot be opened`, error)
  }
}

function migrate(database: DatabaseSync, migrations: Migrations): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0)
  if (version > migrations.length)
    throw new Error(`The file is of version ${version}; this program knows up to ${migrations.length}.`)
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue
    database.exec(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version = ${index + 1}; COMMIT`)
  }
}
