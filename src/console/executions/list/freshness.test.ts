import { describe, expect, test } from 'vitest'
import type { ChangedRow } from '../../../gateway/api/live.ts'
import type { Live } from '../../ui/data/liveQueries.ts'
import { gather } from '../executionPage.ts'
import type { Chunk, ExecutionPage } from '../executionPage.ts'
import { listed } from '../executionRow.ts'
import { ExecutionSearch } from '../executionSearch.ts'
import { freshness } from './freshness.ts'

const AT = Date.UTC(2026, 10, 22)

/** A failed execution that the view "To retry" holds; ids sort by their number. */
function row(number: number, version = 1, eventTime = AT - 60_000) {
  return {
    aggregateId: `id-${String(number).padStart(3, '0')}`,
    version,
    firstEventTime: eventTime,
    eventTime,
    deleted: false,
    state: {
      status: 'FAILED',
      recoverable: 'UNKNOWN',
      isRetryable: true,
      isBelowRetryThreshold: true,
      executeAt: eventTime,
      eventId: { id: 'e', aggregateId: { contextName: 'shop', aggregateName: 'order', aggregateId: 'order-4' } },
      function: { contextName: 'stock', processorName: 'StockSaga', name: 'onOrderPaid' },
      error: { errorCode: 'STOCK_SHORT', errorMsg: 'short' },
      retrySpec: { maxRetries: 3 },
      retryState: { retries: 0, timeoutAt: AT, nextRetryAt: AT + 60_000 },
    },
  }
}

const page = (numbers: readonly number[], more: Partial<Chunk> = {}): ExecutionPage =>
  gather({
    pages: [
      {
        rows: numbers.map((number, index) => listed(row(number), index)),
        at: AT,
        hasNext: false,
        hasPrevious: false,
        from: 0,
        size: 50,
        fields: ['version'],
        ...more,
      },
    ],
  })

const live = (rows: readonly ChangedRow[], uncountedAt: number | null = null): Live => ({
  lostAt: null,
  at: AT + 5000,
  changed: new Map(rows.map((changed) => [changed.aggregateId, changed])),
  uncountedAt,
})

const search = (patch: Record<string, unknown> = {}) => ExecutionSearch.parse(patch)
const count = (shown: ExecutionPage, rows: readonly ChangedRow[], patch?: Record<string, unknown>) =>
  freshness(shown, live(rows), search(patch), AT + 5000)

describe('what changed since a list was read', () => {
  test('is nothing while nothing changed', () => {
    expect(count(page([3, 2]), [])).toEqual({ entered: 0, changed: 0, uncounted: false })
  })

  test('counts a row of the page only when the server has a newer version of it', () => {
    expect(count(page([3, 2]), [row(3, 1), row(2, 2)])).toMatchObject({ changed: 1, entered: 0 })
  })

  test('counts what would stand on the page now', () => {
    expect(count(page([3, 2]), [row(4, 1, AT + 1000)])).toMatchObject({ entered: 1, changed: 0 })
  })

  test('leaves out what does not match the view or the filter', () => {
    const succeeded = { ...row(4, 3, AT + 1000), state: { ...row(4).state, status: 'SUCCEEDED', isRetryable: false } }
    expect(count(page([3]), [succeeded])).toMatchObject({ entered: 0 })
    expect(count(page([]), [succeeded], { view: 'succeeded' })).toMatchObject({ entered: 1 })
  })

  test('leaves out what lies behind the end of a page that has a next one', () => {
    expect(count(page([5, 3], { hasNext: true }), [row(2, 2, AT + 1000)])).toMatchObject({ entered: 0 })
    expect(count(page([5, 3], { hasNext: true }), [row(4, 2, AT + 1000)])).toMatchObject({ entered: 1 })
    expect(count(page([5, 3]), [row(2, 2, AT + 1000)])).toMatchObject({ entered: 1 })
  })

  test('leaves out what lies before the start of a page that has a previous one', () => {
    const second = page([5, 3], { hasPrevious: true })
    expect(count(second, [row(9, 1, AT + 1000)], { after: 'id-007' })).toMatchObject({ entered: 0 })
    expect(count(second, [row(6, 1, AT + 1000)], { after: 'id-007' })).toMatchObject({ entered: 1 })
    expect(count(second, [row(6, 1, AT + 1000)], { before: 'id-002' })).toMatchObject({ entered: 0 })
  })

  test('follows the order of the list, not only the ids', () => {
    const newest = page([1, 2], { hasNext: true })
    expect(count(newest, [row(9, 2, AT - 5000)], { sort: '-failed' })).toMatchObject({ entered: 1 })
    const early = { ...row(9, 2, AT - 5000), state: { ...row(9).state, executeAt: AT - 120_000 } }
    expect(count(newest, [early], { sort: '-failed' })).toMatchObject({ entered: 0 })
  })

  test('leaves out what had long changed when the list was read', () => {
    expect(count(page([3, 2]), [row(4, 1, AT - 11_000)])).toMatchObject({ entered: 0 })
    expect(count(page([3, 2]), [row(4, 1, AT - 9000)])).toMatchObject({ entered: 1 })
  })

  test('is not counted when more changed than was told since then', () => {
    expect(freshness(page([3]), live([], AT + 1), search(), AT)).toMatchObject({ uncounted: true })
    expect(freshness(page([3]), live([], AT - 1), search(), AT)).toMatchObject({ uncounted: false })
  })
})
