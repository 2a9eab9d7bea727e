import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isAll, resolveNow, type Condition } from './condition.ts'
import { aggregate, NOW } from '../execution/executionArbitraries.ts'
import { matches } from './matches.ts'
import { withDeletionGuard } from './rewrite.ts'
import { NOTIFICATION_VIEWS, viewCondition, viewOfAddress, VIEWS, viewsOf } from './views.ts'

test('the rule for one record and the conditions asked of the server agree', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(aggregate, (record) => {
      const asked = VIEWS.filter((view) => {
        const condition = withDeletionGuard(resolveNow(viewCondition(view), NOW))
        return matches(condition, record, { now: NOW, zone: 'UTC' })
      })
      for (const view of asked) seen.add(view)
      expect(viewsOf(record, NOW)).toEqual(asked)
    }),
    { numRuns: 3000 },
  )
  expect([...seen].sort()).toEqual([...VIEWS].sort())
})

test('every view but "all" asks for something, and now stays symbolic', () => {
  for (const view of VIEWS) expect(isAll(viewCondition(view))).toBe(view === 'all')
  const text = JSON.stringify(viewCondition('next-retry'))
  expect(text).toContain('"$now":0')
  expect(JSON.stringify(resolveNow(viewCondition('next-retry'), NOW))).not.toContain('$now')
})

test('the deleted view is a bare condition, which the server needs', () => {
  const condition: Condition = viewCondition('deleted')
  expect(condition.operator).toBe('DELETED')
  expect(condition.children).toBeUndefined()
})

test('each notification address opens the view of its name, and no other address does', () => {
  expect(NOTIFICATION_VIEWS.map((view) => viewOfAddress(`/${view}`))).toEqual([...NOTIFICATION_VIEWS])
  expect(viewOfAddress('/next-retry/')).toBe('next-retry')
  for (const path of ['/', '/active', '/to-retry/x', '/TO-RETRY', '']) expect(viewOfAddress(path)).toBeUndefined()
})
