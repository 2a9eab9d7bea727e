/** For tests: what happened to every transaction and action, written down by the store itself, change by change. */
import type { DatabaseSync } from 'node:sqlite'
import { ACTION } from './statusCodes.ts'

/** From now on each change of a status is a row, in the same store transaction as the change: a crash undoes both. */
export function keepJournal(database: DatabaseSync): void {
  database.exec(`
    CREATE TABLE journal (trans INTEGER NOT NULL, action INTEGER, was INTEGER NOT NULL, became INTEGER NOT NULL);
    CREATE TRIGGER transMoved AFTER UPDATE OF status ON trans WHEN old.status <> new.status BEGIN
      INSERT INTO journal VALUES (new.row, NULL, old.status, new.status);
    END;
    CREATE TRIGGER actionMoved AFTER UPDATE OF status ON action WHEN old.status <> new.status BEGIN
      INSERT INTO journal VALUES (new.trans, new.id, old.status, new.status);
    END;
  `)
}

interface Change {
  readonly trans: number
  readonly action: number | null
  readonly was: number
  readonly became: number
}

export const journal = (database: DatabaseSync): readonly Change[] =>
  database
    .prepare('SELECT trans, action, was, became FROM journal ORDER BY rowid')
    .all()
    .map(({ trans, action, was, became }) => ({
      trans: Number(trans),
      action: action === null ? null : Number(action),
      was: Number(was),
      became: Number(became),
    }))

/**
 * The actions that ran twice, in words. An action runs twice when it is begun again without having failed since, or when
 * it ends although it does not run.
 */
export function ranTwice(changes: readonly Change[], runningAtFirst: ReadonlySet<string>): readonly string[] {
  const running = new Set(runningAtFirst)
  const closed = new Set<string>()
  const faults: string[] = []
  for (const { trans, action, became } of changes) {
    if (action === null) continue
    const key = `${trans}/${action}`
    if (became === ACTION.executing) {
      if (running.has(key)) faults.push(`${key} was begun while it ran`)
      if (closed.has(key)) faults.push(`${key} was begun after it had finished`)
      running.add(key)
    } else if (became === ACTION.finished || became === ACTION.suspended) {
      if (!running.delete(key)) faults.push(`${key} ended although it did not run`)
      if (became === ACTION.finished) closed.add(key)
    }
  }
  return faults
}

/** The actions that run now, for the start of a journal. */
export const runningActions = (database: DatabaseSync): ReadonlySet<string> =>
  new Set(
    database
      .prepare('SELECT trans, id FROM action WHERE status = ?')
      .all(ACTION.executing)
      .map(({ trans, id }) => `${Number(trans)}/${Number(id)}`),
  )
