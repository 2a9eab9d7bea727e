/** What has changed since a list was read, counted by this page's own question. Pure. */
import type { ChangedRow } from '../../../gateway/api/live.ts'
import { afterKey } from '../../../wow/condition/afterKey.ts'
import type { Condition } from '../../../wow/condition/condition.ts'
import { matches } from '../../../wow/condition/matches.ts'
import type { Live } from '../../ui/data/liveQueries.ts'
import { keyRow, listCondition } from '../executionPage.ts'
import type { ExecutionPage } from '../executionPage.ts'
import { sortFields, sortOf } from '../executionSearch.ts'
import type { ListedExecution } from '../executionRow.ts'
import type { ExecutionSearch } from '../executionSearch.ts'

/** Changes this long before the page was read may still have been under way to the read side then. */
const OVERLAP_MS = 10_000

export interface Freshness {
  /** Executions that would stand on this page now and do not. */
  readonly entered: number
  /** Rows of this page that are older than the server's. */
  readonly changed: number
  /** More changed than was told: the numbers are too small. */
  readonly uncounted: boolean
}

export function freshness(page: ExecutionPage, live: Live, search: ExecutionSearch, now: number): Freshness {
  const shown = (id: string) => page.rows[page.places.get(id) ?? -1]
  const uncounted = live.uncountedAt !== null && live.uncountedAt > page.at
  const news = [...live.changed.values()]
  const changed = news.filter(({ aggregateId, version }) => isOlder(shown(aggregateId), version)).length
  const candidates = news.filter(
    ({ aggregateId, eventTime }) => shown(aggregateId) === undefined && eventTime > page.at - OVERLAP_MS,
  )
  if (candidates.length === 0) return { entered: 0, changed, uncounted }
  const entered = candidates.filter(belongsTo(page, search, now)).length
  // Where documents may lack the sort field, no edge tells on which page a row stands.
  return hasEdges(search)
    ? { entered, changed, uncounted }
    : { entered: 0, changed, uncounted: uncounted || entered > 0 }
}

const isOlder = (row: ListedExecution | undefined, version: number): boolean =>
  row !== undefined && version > (row.execution?.version ?? 0)

const hasEdges = ({ sort }: ExecutionSearch): boolean => sortOf(sort).isPagedByKey

/** Does a row match the question and lie between the edges of this page. */
function belongsTo(page: ExecutionPage, search: ExecutionSearch, now: number): (row: ChangedRow) => boolean {
  // Time operators of a filter carry their zone; without one the server's own, unknown here, would count.
  const context = { now, zone: 'UTC' }
  const sort = sortFields(search.sort)
  const question = listCondition(search, now)
  const last = page.rows.at(-1)?.execution
  const isBehindEnd = page.hasNext && last !== undefined && hasEdges(search) ? afterKey(sort, last) : undefined
  const isBehindStart = startOf(page, search)
  return (row) =>
    matches(question, row, context) &&
    (isBehindStart === undefined || matches(isBehindStart, row, context)) &&
    (isBehindEnd === undefined || !matches(isBehindEnd, row, context))
}

function startOf(page: ExecutionPage, search: ExecutionSearch): Condition | undefined {
  const sort = sortFields(search.sort)
  if (!page.hasPrevious || !hasEdges(search)) return undefined
  if (search.after !== undefined) return afterKey(sort, keyRow(search))
  const first = page.rows[0]?.execution
  return first === undefined ? undefined : afterKey(sort, first)
}
