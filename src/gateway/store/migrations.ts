/** How `gateway.db` came to its shape. Applied ones never change; the next one gets the next name. */
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const migrations: Record<string, Migration> = {
  '001-oms': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('oms_transaction')
        .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
        .addColumn('source', 'text', (column) => column.notNull())
        .addColumn('set_id', 'integer', (column) => column.notNull())
        .addColumn('trans_id', 'integer', (column) => column.notNull())
        .addColumn('cmd', 'integer', (column) => column.notNull())
        .addColumn('watched_at', 'integer')
        .addColumn('opened_at', 'integer')
        .addColumn('status', 'integer')
        .addColumn('status_text', 'text')
        .addColumn('since', 'integer')
        .addColumn('not_before', 'integer')
        .addColumn('last_read_at', 'integer')
        .addColumn('facts', 'text', (column) => column.notNull())
        .addColumn('progress', 'text')
        .addUniqueConstraint('oms_transaction_key', ['source', 'set_id', 'trans_id'])
        .execute()
      await db.schema
        .createTable('oms_history')
        .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
        .addColumn('transaction_id', 'integer', (column) =>
          column.notNull().references('oms_transaction.id').onDelete('cascade'),
        )
        .addColumn('at', 'integer', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('status', 'integer')
        .addColumn('status_text', 'text')
        .addColumn('other_status', 'integer')
        .addColumn('not_before', 'integer')
        .addColumn('poll_interval_ms', 'integer')
        .addColumn('late', 'integer', (column) => column.notNull())
        .addColumn('update_time', 'text')
        .addColumn('operation', 'text')
        .addColumn('outcome', 'text')
        .addColumn('reason', 'text')
        .addColumn('error_code', 'text')
        .addColumn('error_msg', 'text')
        .execute()
      await db.schema.createIndex('oms_history_of').on('oms_history').columns(['transaction_id', 'id']).execute()
      await db.schema
        .createTable('oms_intent')
        .addColumn('intent_id', 'text', (column) => column.primaryKey())
        .addColumn('transaction_id', 'integer', (column) =>
          column.notNull().references('oms_transaction.id').onDelete('cascade'),
        )
        .addColumn('history_id', 'integer', (column) => column.notNull())
        .addColumn('operation', 'text', (column) => column.notNull())
        .addColumn('cmd', 'integer', (column) => column.notNull())
        .addColumn('seen_status', 'integer', (column) => column.notNull())
        .addColumn('created_at', 'integer', (column) => column.notNull())
        .addColumn('answer', 'text')
        .execute()
      await sql`create index oms_intent_open on oms_intent (transaction_id) where answer is null`.execute(db)
    },
  },
  '002-maintenance': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('maintenance_run')
        .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
        .addColumn('source', 'text', (column) => column.notNull())
        .addColumn('intent_id', 'text', (column) => column.notNull().unique())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('status', 'text', (column) => column.notNull())
        .addColumn('rate', 'integer', (column) => column.notNull())
        .addColumn('skips', 'integer', (column) => column.notNull())
        .addColumn('after_id', 'text', (column) => column.notNull())
        .addColumn('until_id', 'text')
        .addColumn('total', 'integer')
        .addColumn('done', 'integer', (column) => column.notNull())
        .addColumn('failed', 'integer', (column) => column.notNull())
        .addColumn('in_flight', 'integer', (column) => column.notNull())
        .addColumn('uncertain', 'integer', (column) => column.notNull())
        .addColumn('maybe_twice', 'integer', (column) => column.notNull())
        .addColumn('started_at', 'integer', (column) => column.notNull())
        .addColumn('ended_at', 'integer')
        .addColumn('error_code', 'text')
        .addColumn('error_msg', 'text')
        .addColumn('error_record', 'text')
        .execute()
      await sql`create unique index maintenance_run_open on maintenance_run (source) where ended_at is null`.execute(db)
      await db.schema
        .createTable('maintenance_failure')
        .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
        .addColumn('run_id', 'integer', (column) =>
          column.notNull().references('maintenance_run.id').onDelete('cascade'),
        )
        .addColumn('record_id', 'text', (column) => column.notNull())
        .addColumn('at', 'integer', (column) => column.notNull())
        .addColumn('message', 'text', (column) => column.notNull())
        .execute()
      await db.schema
        .createIndex('maintenance_failure_of')
        .on('maintenance_failure')
        .columns(['run_id', 'id'])
        .execute()
    },
  },
  '003-maintenance-server': {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('maintenance_run').addColumn('server', 'text').execute()
    },
  },
}
