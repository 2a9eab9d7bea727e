import { beforeAll, describe, expect, test } from 'vitest'
import { resolveNow } from '../../wow/condition/condition.ts'
import { replay, toSnapshot } from '../../wow/execution/executionFailed.ts'
import { idTime } from '../../wow/ids.ts'
import { matches } from '../../wow/condition/matches.ts'
import { withDeletionGuard } from '../../wow/condition/rewrite.ts'
import type { DomainEventStream, Snapshot } from '../../wow/schemas.ts'
import { viewCondition, VIEWS, viewsOf } from '../../wow/condition/views.ts'
import { sampleHistories } from './sampleHistories.ts'

const now = Date.UTC(2026, 10, 20, 10, 37, 12)
const DAY = 86_400_000

let histories: readonly { readonly streams: readonly DomainEventStream[]; readonly snapshot: Snapshot }[] = []

beforeAll(() => {
  histories = [...sampleHistories({ seed: 7, count: 2000, now })]
})

/** How many values of the key stand for more than one execution. */
function shared(key: (snapshot: Snapshot) => string): number {
  const counts = new Map<string, number>()
  for (const { snapshot } of histories) counts.set(key(snapshot), (counts.get(key(snapshot)) ?? 0) + 1)
  return [...counts.values()].filter((times) => times > 1).length
}

describe('two thousand sample executions', () => {
  test('each is what its events say', () => {
    for (const { streams, snapshot } of histories) {
      const aggregate = replay(streams)
      expect(aggregate && toSnapshot(aggregate, snapshot.snapshotTime)).toEqual(snapshot)
    }
  })

  test('are the same in the next run, and others with another seed', () => {
    expect([...sampleHistories({ seed: 7, count: 50, now })]).toEqual([...sampleHistories({ seed: 7, count: 50, now })])
    const errorsOf = (seed: number) =>
      [...sampleHistories({ seed, count: 50, now })].map(({ snapshot }) => snapshot.state.error.errorMsg)
    expect(errorsOf(8)).not.toEqual(errorsOf(7))
  })

  test('lie in the last fourteen days, and nothing of them in the future', () => {
    for (const { streams, snapshot } of histories) {
      expect(snapshot.firstEventTime).toBeGreaterThanOrEqual(now - 14 * DAY - 1000)
      let before = 0
      for (const [index, stream] of streams.entries()) {
        expect(stream.version).toBe(index + 1)
        expect(stream.createTime).toBeGreaterThanOrEqual(before)
        expect(stream.createTime).toBeLessThanOrEqual(now)
        before = stream.createTime
      }
    }
  })

  test('have ids that are unique and sort by time', () => {
    const streamIds = histories.flatMap(({ streams }) => streams.map((stream) => stream.id))
    expect(new Set(streamIds).size).toBe(streamIds.length)
    const ids = histories.map(({ snapshot }) => snapshot.aggregateId)
    expect(new Set(ids).size).toBe(2000)
    for (const { snapshot, streams } of histories) {
      expect(idTime(snapshot.aggregateId)).toBeDefined()
      for (const stream of streams) expect(idTime(stream.id)).toBe(stream.createTime)
      if (!snapshot.aggregateId.startsWith('0VSample')) {
        expect(idTime(snapshot.aggregateId)).toBe(snapshot.firstEventTime)
      }
    }
  })

  test.each(VIEWS)('the view %s has rows, now and in an hour without anybody doing anything', (view) => {
    for (const at of [now, now + 3_600_000]) {
      const condition = withDeletionGuard(resolveNow(viewCondition(view), at))
      const rows = histories.filter(({ snapshot }) => matches(condition, snapshot, { now: at, zone: 'UTC' }))
      expect(rows.length).toBeGreaterThanOrEqual(2)
    }
  })

  test('leave work for days: most of what can be retried is not due within the hour', () => {
    const toRetry = histories.filter(({ snapshot }) => viewsOf(snapshot, now).includes('to-retry'))
    const soon = toRetry.filter(({ snapshot }) => snapshot.state.retryState.nextRetryAt < now + 3_600_000)
    expect(toRetry.length).toBeGreaterThan(100)
    expect(soon.length).toBeLessThan(toRetry.length / 2)
  })

  test('meet on source aggregates and on events', () => {
    expect(shared(({ state }) => state.eventId.aggregateId.aggregateId)).toBeGreaterThan(100)
    expect(shared(({ state }) => state.eventId.id)).toBeGreaterThan(30)
    const sameInOneFunction = shared(({ state }) => `${state.eventId.id} ${state.function.processorName}`)
    expect(sameInOneFunction).toBeLessThan(10)
  })

  test('show every kind of event, tags, and failures that changed between attempts', () => {
    const names = new Set(
      histories.flatMap(({ streams }) => streams.flatMap((stream) => stream.body)).map((event) => event.name),
    )
    expect(names.size).toBe(10)
    expect(histories.filter(({ snapshot }) => Object.keys(snapshot.tags).length > 0).length).toBeGreaterThan(50)
  })
})
