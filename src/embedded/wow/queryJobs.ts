/** Reading as jobs. SQL comes ready from the thread that asks; it holds no text of a request. */
import type { SQLInputValue } from 'node:sqlite'
import type { Connection } from '../../store/connection.ts'
import { isObject } from '../../wow/json.ts'
import { cutter } from './projection.ts'
import type { Sql } from './sql.ts'

export interface Page {
  /** Rows in order, as the column `row`. */
  readonly find: Sql
  /** Counts all that match, when a total is wanted. */
  readonly count: Sql | undefined
  /** JSON text of one row, as the column `document`, from its `row`. */
  readonly read: string
  readonly cut: { readonly include: boolean; readonly paths: readonly string[] } | undefined
  /** The answer is this member of each document. */
  readonly member: string | undefined
}

export interface PageResult {
  /** 0 when no total was wanted. */
  readonly total: number
  /** One JSON text per row. */
  readonly rows: readonly string[]
}

function count(connection: Connection, { text, values }: Sql): number {
  return Number(connection.statement(text).get(...values)?.['total'])
}

function reader(connection: Connection, { read, cut, member }: Page): (row: SQLInputValue) => string {
  const statement = connection.statement(read)
  const stored = (row: SQLInputValue) => String(statement.get(row)?.['document'])
  if (cut === undefined) return stored
  const apply = cutter(cut.include, cut.paths)
  return (row) => {
    const document = apply(JSON.parse(stored(row)))
    return JSON.stringify(member !== undefined && isObject(document) ? document[member] : document)
  }
}

export const queryJobs = {
  count: (connection: Connection, argument: Sql): number => count(connection, argument),

  /** The rows and their total belong to one moment. */
  page: (connection: Connection, page: Page): PageResult =>
    connection.snapshot(() => {
      const total = page.count === undefined ? 0 : count(connection, page.count)
      const found = connection.statement(page.find.text).all(...page.find.values)
      const read = reader(connection, page)
      return { total, rows: found.map(({ row }) => read(Number(row))) }
    }),
}
