import { expect, test } from 'vitest'
import type { Condition } from './condition.ts'
import { matches } from './matches.ts'
import { scoped, withDeletionGuard } from './rewrite.ts'

const tenant: Condition = { operator: 'TENANT_ID', value: '(0)' }
const failed: Condition = { field: 'state.status', operator: 'EQ', value: 'FAILED' }
const active: Condition = { field: 'deleted', operator: 'EQ', value: false }

const and = (...children: readonly Condition[]): Condition => ({ operator: 'AND', children })

test('ALL is replaced by the scope, anything else is joined to it', () => {
  expect(scoped({}, { tenantId: '(0)' })).toEqual(tenant)
  expect(scoped(failed, { tenantId: '(0)' })).toEqual({ operator: 'AND', children: [failed, tenant] })
  const both = {
    operator: 'AND',
    children: [tenant, { operator: 'OWNER_ID', value: 'a' }, { operator: 'SPACE_ID', value: 's' }],
  }
  expect(scoped({ operator: 'ALL' }, { tenantId: '(0)', ownerId: 'a', spaceId: 's' })).toEqual(both)
  expect(scoped(failed, { tenantId: '(0)', ownerId: 'a', spaceId: 's' })).toEqual({
    operator: 'AND',
    children: [failed, both],
  })
})

test('a blank owner or space counts as none', () => {
  expect(scoped({}, { tenantId: '(0)', ownerId: ' ', spaceId: '' })).toEqual(tenant)
})

test('deleted snapshots are left out unless the top of the condition speaks of deletion', () => {
  const deleted: Condition = { operator: 'DELETED', value: 'DELETED' }
  const withDeleted: Condition = { operator: 'AND', children: [deleted, tenant] }
  expect(withDeletionGuard({})).toEqual(active)
  expect(withDeletionGuard(deleted)).toEqual(deleted)
  expect(withDeletionGuard(withDeleted)).toEqual(withDeleted)
  expect(withDeletionGuard(failed)).toEqual({ operator: 'AND', children: [active, failed] })
  expect(withDeletionGuard({ operator: 'OR', children: [deleted] })).toEqual({
    operator: 'AND',
    children: [active, { operator: 'OR', children: [deleted] }],
  })
})

test('over HTTP only a bare DELETED reaches deleted snapshots', () => {
  const rows = [
    { aggregateId: 'active', tenantId: '(0)', deleted: false, state: { status: 'FAILED' } },
    { aggregateId: 'gone', tenantId: '(0)', deleted: true, state: { status: 'FAILED' } },
  ]
  const found = (condition: Condition) =>
    rows
      .filter((row) => matches(withDeletionGuard(scoped(condition, { tenantId: '(0)' })), row, { now: 0, zone: 'UTC' }))
      .map((row) => row.aggregateId)

  expect(found({ operator: 'DELETED', value: 'DELETED' })).toEqual(['gone'])
  expect(found({ operator: 'DELETED', value: 'ALL' })).toEqual(['active', 'gone'])
  expect(found(and({ operator: 'DELETED', value: 'DELETED' }, failed))).toEqual([])
  expect(found(and({ operator: 'DELETED', value: 'ALL' }, failed))).toEqual(['active'])
  expect(found({ operator: 'ID', value: 'gone' })).toEqual([])
})
