/** What the server makes of a condition before it runs it (contract 5.2, 5.3). */
import { eq, isAll } from './condition.ts'
import type { Condition } from './condition.ts'

interface Scope {
  readonly tenantId: string
  /** From the owner header. Blank counts as absent, as for the space. */
  readonly ownerId?: string | undefined
  readonly spaceId?: string | undefined
}

/**
 * The condition within the request's tenant, owner and space. ALL is replaced by the scope, anything else is joined to it,
 * and never flattened: that is why a DELETED below an AND finds nothing.
 */
export function scoped(condition: Condition, { tenantId, ownerId = '', spaceId = '' }: Scope): Condition {
  const tenant: Condition = { operator: 'TENANT_ID', value: tenantId }
  const extra: Condition[] = [tenant]
  if (ownerId.trim() !== '') extra.push({ operator: 'OWNER_ID', value: ownerId })
  if (spaceId.trim() !== '') extra.push({ operator: 'SPACE_ID', value: spaceId })
  const scope: Condition = extra.length === 1 ? tenant : { operator: 'AND', children: extra }
  return isAll(condition) ? scope : { operator: 'AND', children: [condition, scope] }
}

/** Leaves deleted snapshots out, unless the top of the (already scoped) condition speaks of deletion itself. */
export function withDeletionGuard(condition: Condition): Condition {
  if (isAll(condition)) return eq('deleted', false)
  if (condition.operator === 'DELETED') return condition
  const speaksOfDeletion =
    condition.operator === 'AND' && condition.children?.some((child) => child.operator === 'DELETED')
  return speaksOfDeletion === true ? condition : { operator: 'AND', children: [eq('deleted', false), condition] }
}
