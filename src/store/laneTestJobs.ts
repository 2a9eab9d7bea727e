/** Jobs for the tests of the lanes, in a module of their own because the workers import it. */
import type { Connection } from './connection.ts'

export const MIGRATIONS = ['CREATE TABLE note (row INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT'] as const

export const jobs = {
  add: (connection: Connection, { text }: { text: string }) => {
    connection.statement('INSERT INTO note (text) VALUES (?)').run(text)
  },

  /** Adds notes in one transaction and then fails. */
  addAndFail: (connection: Connection, { text }: { text: string }) => {
    connection.transaction(() => {
      connection.statement('INSERT INTO note (text) VALUES (?)').run(text)
      throw new RangeError(`No room for ${text}.`)
    })
  },

  texts: (connection: Connection): string[] =>
    connection
      .statement('SELECT text FROM note ORDER BY row')
      .all()
      .map(({ text }) => String(text)),

  /** Never ends by itself. */
  spin: (connection: Connection) => {
    connection
      .statement(
        'WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE alive()) SELECT max(n) FROM number',
      )
      .get()
  },

  /** Reads so many rows one by one. */
  count: (connection: Connection, { rows }: { rows: number }): number => {
    const numbers = connection.statement(
      'WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?) SELECT n FROM number WHERE alive()',
    )
    let last = 0
    for (const { n } of numbers.iterate(rows)) last = Number(n)
    return last
  },

  pragma: (connection: Connection, { name }: { name: 'journal_mode' | 'synchronous' | 'user_version' }): unknown =>
    connection.statement(`PRAGMA ${name}`).get()?.[name],

  /** Ends the thread in the middle of the job. */
  die: (): void => process.exit(3),
}
