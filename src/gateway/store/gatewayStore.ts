/** `gateway.db`: what the gateway itself remembers. Small and asked seldom, so it lives on the main thread. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { Kysely, SqliteDialect } from 'kysely'
import type { SqliteDatabase } from 'kysely'
import { Migrator } from 'kysely/migration'
import { openDatabase } from '../../store/connection.ts'
import { StoreUnusable } from '../../store/storeErrors.ts'
import { migrations } from './migrations.ts'
import type { Tables } from './tables.ts'

export type GatewayStore = Kysely<Tables>

/** Opens the file, or `:memory:`, and brings it to the newest shape. Whoever opened it ends it with `destroy`. */
export async function openGatewayStore(file: string): Promise<GatewayStore> {
  const database = openDatabase(file, (opened) => {
    // FULL: an intent is on disk before anything is sent to an OMS.
    opened.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;')
    opened.exec('PRAGMA busy_timeout = 5000;')
  })
  const store = new Kysely<Tables>({ dialect: new SqliteDialect({ database: forKysely(database) }) })
  try {
    const { error } = await new Migrator({
      db: store,
      provider: { getMigrations: async () => migrations },
    }).migrateToLatest()
    if (error !== undefined) throw new StoreUnusable(`${file} could not be brought to its newest shape`, error)
  } catch (error) {
    await store.destroy()
    if (database.isOpen) database.close()
    throw error
  }
  return store
}

/** Kysely expects the interface of another driver; node's own differs in how parameters are given. */
function forKysely(database: DatabaseSync): SqliteDatabase {
  return {
    prepare(sql) {
      const statement = database.prepare(sql)
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...parameters.map(toSql)),
        run: (parameters) => statement.run(...parameters.map(toSql)),
        iterate: (parameters) => statement.iterate(...parameters.map(toSql)),
      }
    },
    close: () => database.close(),
  }
}

function toSql(value: unknown): SQLInputValue {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' || value === null)
    return value
  if (value instanceof Uint8Array) return value
  throw new TypeError(`SQLite has no ${typeof value}.`)
}
