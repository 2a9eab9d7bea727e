/**
 * How queries over HTTP compare with the best plain SQL for the same question on the same file, as ratios of medians taken
 * in turn in one run. Wrong answers throw: a fast wrong answer is no figure.
 */
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { BASE_PATH } from '../../../wow/commands/commands.ts'
import { afterKey } from '../../../wow/condition/afterKey.ts'
import { and, compare, eq, resolveNow, type Condition, type Sort } from '../../../wow/condition/condition.ts'
import { isObject } from '../../../wow/json.ts'
import { viewCondition, VIEWS, type View } from '../../../wow/condition/views.ts'

interface QueryBenchOptions {
  /** Path of the `wow.db` that the server has open. */
  readonly file: string
  /** Gives what posts this JSON to an address of the server that begins with `/execution_failed`. */
  readonly question: (
    path: string,
    body: string,
  ) => () => Promise<{ readonly status: number; readonly text: () => string }>
  readonly print: (line: string) => void
  /** Time for each question; a question is asked at least three times. */
  readonly budgetMs?: number
}

interface QueryFigure {
  readonly name: string
  readonly queryMs: number
  readonly plainMs: number
  readonly ratio: number
  readonly goal: number
}

interface Question {
  readonly name: string
  readonly goal: number
  /** Both give what they found in a form that must be equal. Reading an answer is the client's time, not the server's. */
  readonly query: () => Promise<() => unknown>
  readonly plain: () => unknown
}

const PAGE = 50
const DEEP = 100_000
const FIELDS = [
  'version',
  'eventTime',
  'state.status',
  'state.recoverable',
  'state.isRetryable',
  'state.executeAt',
  'state.error.errorCode',
  'state.error.errorMsg',
  'state.function',
  'state.retrySpec.maxRetries',
  'state.retryState',
  'state.eventId.aggregateId.aggregateId',
] as const
const COLUMNS = `id, version, eventTime, status, recoverable, isRetryable, executeAt, errorCode, errorMsg, functionKind,
  functionContext, processorName, functionName, maxRetries, retries, retryAt, timeoutAt, nextRetryAt, sourceId`
const NEWEST: readonly Sort[] = [{ field: 'aggregateId', direction: 'DESC' }]

const RECOVERABLE = `recoverable IN ('RECOVERABLE', 'UNKNOWN')`
const ACTIVE = `status IN ('FAILED', 'PREPARED')`
const TO_RETRY = `${RECOVERABLE} AND isRetryable = 1 AND (status = 'FAILED' OR (status = 'PREPARED' AND timeoutAt <= :now))`
const PLAIN_VIEWS: { readonly [name in View]: string } = {
  'to-retry': `deleted = 0 AND ${TO_RETRY}`,
  executing: `deleted = 0 AND status = 'PREPARED' AND timeoutAt > :now`,
  'next-retry': `deleted = 0 AND nextRetryAt <= :now AND ${TO_RETRY}`,
  'non-retryable': `deleted = 0 AND ${RECOVERABLE} AND ${ACTIVE} AND isBelowRetryThreshold = 0`,
  unrecoverable: `deleted = 0 AND recoverable = 'UNRECOVERABLE' AND ${ACTIVE}`,
  active: `deleted = 0 AND ${ACTIVE}`,
  succeeded: `deleted = 0 AND status = 'SUCCEEDED'`,
  all: 'deleted = 0',
  deleted: 'deleted = 1',
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

function member(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((found, key) => (isObject(found) ? found[key] : undefined), value)
}

/** Asks all questions and returns the figures; takes about ten times `budgetMs` (3 s when left out) and a few seconds. */
export async function runQueryBench(options: QueryBenchOptions): Promise<readonly QueryFigure[]> {
  const { file, question, print, budgetMs = 3000 } = options
  const database = new DatabaseSync(file, { readOnly: true })
  database.exec('PRAGMA cache_size = -65536; PRAGMA mmap_size = 1073741824')
  const now = Date.now()

  /** Writes the question, which is the client's time too, and answers what asks it. */
  function asking(path: string, body: object): () => Promise<() => unknown> {
    const ask = question(`${BASE_PATH}${path}`, JSON.stringify(body))
    return async () => {
      const { status, text } = await ask()
      if (status !== 200) throw new Error(`${path}: ${status} ${text()}`)
      return () => JSON.parse(text())
    }
  }
  const all = (text: string, values: Record<string, SQLInputValue> = {}) => {
    const used = Object.entries(values).filter(([name]) => text.includes(`:${name}`))
    return database.prepare(text).all(Object.fromEntries(used))
  }
  const total = (where: string, values: Record<string, SQLInputValue> = { now }) =>
    all(`SELECT count(*) AS total FROM snapshot WHERE ${where}`, values)[0]?.['total']
  const count = (condition: Condition) => asking('/snapshot/count', resolveNow(condition, now))()
  const listing = (condition: Condition, sort = NEWEST, limit = PAGE, include: readonly string[] = FIELDS) => {
    const ask = asking('/snapshot/list', {
      condition: resolveNow(condition, now),
      sort,
      limit,
      projection: { include },
    })
    return async () => {
      const read = await ask()
      return () => {
        const rows = read()
        if (!Array.isArray(rows)) throw new Error('The list is no list.')
        const found: readonly unknown[] = rows
        return found
      }
    }
  }
  const idsOf = (condition: Condition) => {
    const list = listing(condition)
    return async () => {
      const read = await list()
      return () => read().map((row) => member(row, 'aggregateId'))
    }
  }
  // Rows as they would be sent: read and written as JSON.
  const plainIds = (where: string, values: Record<string, SQLInputValue> = {}) => {
    const rows = all(`SELECT ${COLUMNS} FROM snapshot WHERE ${where} ORDER BY id DESC LIMIT ${PAGE}`, {
      now,
      ...values,
    })
    JSON.stringify(rows)
    return rows.map(({ id }) => id)
  }

  const toRetry = viewCondition('to-retry')
  const firstPage = idsOf(toRetry)
  const deepId = String(
    all(`SELECT id FROM snapshot WHERE deleted = 0 AND id >= '' ORDER BY id DESC LIMIT 1 OFFSET ${DEEP}`)[0]?.['id'] ??
      '~',
  )
  // A word that some message holds, of letters and digits only.
  const message = String(all('SELECT errorMsg FROM snapshot ORDER BY row DESC LIMIT 1')[0]?.['errorMsg'] ?? '')
  const word = /[A-Za-z0-9]{6,}/.exec(message)?.[0] ?? 'nowhere'
  const contains: Condition = { field: 'state.error.errorMsg', operator: 'CONTAINS', value: word }

  async function codes() {
    const found: (readonly [string, () => unknown])[] = []
    const sort: readonly Sort[] = [{ field: 'state.error.errorCode', direction: 'ASC' }]
    for (let last = ''; ;) {
      const read = await listing(compare('state.error.errorCode', 'GT', last), sort, 1, ['state.error.errorCode'])()
      const [row] = read()
      if (row === undefined) return () => found.map(([code, total]) => [code, total()])
      last = String(member(row, 'state', 'error', 'errorCode'))
      found.push([last, await count(eq('state.error.errorCode', last))])
    }
  }

  const questions: readonly Question[] = [
    {
      name: 'first page of "to retry"',
      goal: 2,
      query: firstPage,
      plain: () => plainIds(`${PLAIN_VIEWS['to-retry']} AND id >= ''`),
    },
    {
      name: `page by key, ${DEEP.toLocaleString('en')} rows deep`,
      goal: 2,
      query: idsOf(and(toRetry, afterKey(NEWEST, { aggregateId: deepId }))),
      plain: () => plainIds(`${PLAIN_VIEWS['to-retry']} AND id < :deepId`, { deepId }),
    },
    {
      name: 'count of "to retry"',
      goal: 2,
      query: () => count(toRetry),
      plain: () => total(PLAIN_VIEWS['to-retry']),
    },
    {
      name: 'count of CONTAINS on the message',
      goal: 1.5,
      query: () => count(contains),
      plain: () => total(`+deleted = 0 AND errorMsg GLOB :pattern`, { pattern: `*${word}*` }),
    },
    {
      name: 'counts of all views',
      goal: 2,
      query: async () => {
        const found: (() => unknown)[] = []
        for (const view of VIEWS) found.push(await count(viewCondition(view)))
        return () => found.map((read) => read())
      },
      plain: () => VIEWS.map((view) => total(PLAIN_VIEWS[view])),
    },
    {
      name: 'group by error code',
      goal: 2,
      query: codes,
      plain: () =>
        all('SELECT errorCode, count(*) AS total FROM snapshot WHERE deleted = 0 GROUP BY errorCode').map((row) => [
          row['errorCode'],
          row['total'],
        ]),
    },
  ]

  async function measure({ name, goal, query, plain }: Question): Promise<QueryFigure> {
    const times: { readonly query: number[]; readonly plain: number[] } = { query: [], plain: [] }
    const begun = performance.now()
    for (let round = 0; round < 4 || performance.now() < begun + budgetMs; round += 1) {
      const started = performance.now()
      const answer = await query()
      const between = performance.now()
      const expected = plain()
      const ended = performance.now()
      if (JSON.stringify(answer()) !== JSON.stringify(expected))
        throw new Error(`${name}: ${JSON.stringify(answer())} instead of ${JSON.stringify(expected)}`)
      // The first third of the time warms both.
      if (round === 0 || (round > 3 && ended < begun + budgetMs / 3)) continue
      times.query.push(between - started)
      times.plain.push(ended - between)
    }
    const queryMs = median(times.query)
    const plainMs = median(times.plain)
    const ratio = queryMs / plainMs
    print(
      `${name}: ${queryMs.toFixed(1)} ms, plain SQL ${plainMs.toFixed(1)} ms, ratio ${ratio.toFixed(2)} (goal ${goal})`,
    )
    return { name, queryMs, plainMs, ratio, goal }
  }

  /** Small pages while a scan always runs. */
  async function pagesDuringScans(): Promise<void> {
    const until = performance.now() + 2 * budgetMs
    const running = () => performance.now() < until
    let scans = 0
    const scanning = (async () => {
      for (; running(); scans += 1) await count(contains)
    })()
    const times: number[] = []
    while (running()) {
      const started = performance.now()
      await firstPage()
      times.push(performance.now() - started)
    }
    await scanning
    const sorted = times.toSorted((a, b) => a - b)
    const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(1)
    print(
      `small page while ${scans} scans ran: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${sorted.at(-1)?.toFixed(1)} ms of ${times.length}`,
    )
  }

  try {
    print(`${String(total('1', {}))} snapshots`)
    // A server that runs for days has its code compiled and its file in memory, one that has just started has not.
    total('errorMsg <> id')
    for (const until = performance.now() + 2 * budgetMs; performance.now() < until;) await firstPage()
    const figures: QueryFigure[] = []
    for (const question of questions) figures.push(await measure(question))
    await pagesDuringScans()
    return figures
  } finally {
    database.close()
  }
}
