/** Reading as jobs. SQL comes ready from the thread that asks; it holds no text of a request. */
import type { Connection } from '../../../store/connection.ts'
import { isObject } from '../../../wow/json.ts'
import { cutter } from './projection.ts'
import type { Sql } from './sql.ts'

export interface Page {
  /** Gives the JSON text of each row in order, as `document`. */
  readonly find: Sql
  /** Counts all that match, when a total is wanted. */
  readonly count: Sql | undefined
  /** What of each document is wanted, when SQL has not seen to that. */
  readonly cut: { readonly include: boolean; readonly paths: readonly string[]; readonly member?: string } | undefined
}

interface PageResult {
  /** 0 when no total was wanted. */
  readonly total: number
  /** One JSON text per row. */
  readonly rows: readonly string[]
}

function count(connection: Connection, { text, values }: Sql): number {
  return Number(connection.statement(text).get(...values)?.['total'])
}

function cutText({ include, paths, member }: NonNullable<Page['cut']>): (text: string) => string {
  const cut = cutter(include, paths)
  return (text) => {
    const document = cut(JSON.parse(text))
    return JSON.stringify(member !== undefined && isObject(document) ? document[member] : document)
  }
}

export const queryJobs = {
  count: (connection: Connection, argument: Sql): number => count(connection, argument),

  /** The documents that a page would give as the bytes of one JSON array: the shortest way from the file to the wire. */
  array(connection: Connection, { text, values }: Sql): Uint8Array<ArrayBuffer> {
    const joined = `SELECT CAST(concat('[', group_concat(document, ','), ']') AS BLOB) AS array FROM (${text})`
    const array = connection.statement(joined).get(...values)?.['array']
    // Not by its class: in screen tests the page's Uint8Array is another one.
    return typeof array === 'object' && array !== null ? array : new Uint8Array()
  },

  page(connection: Connection, { find, count: counted, cut }: Page): PageResult {
    const rows = () => {
      const found = connection.statement(find.text).all(...find.values)
      const texts = found.map(({ document }) => String(document))
      return cut === undefined ? texts : texts.map(cutText(cut))
    }
    if (counted === undefined) return { total: 0, rows: rows() }
    // Rows and total belong to one moment.
    return connection.snapshot(() => ({ total: count(connection, counted), rows: rows() }))
  },
}
