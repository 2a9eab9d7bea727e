import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { hasRole } from '../../wow/execution/actions.ts'
import type { Role } from '../../wow/execution/actions.ts'
import { MissingReason, NotWritableReason, RoleReason } from '../ui/BlockedReason.tsx'
import { useMissing } from '../ui/data/capabilities.ts'
import { sourceQueries } from '../ui/data/sourceQueries.ts'
import { useSourceName } from '../ui/data/useSourceName.ts'
import { useWritable } from '../ui/data/writable.ts'

/**
 * Why an operation of the protocol (`wow.command.send`), or without one any, cannot be used now: nobody is reached, the
 * role, or the server does not have it; undefined where nothing stands in the way.
 */
export function useToolBlocked(needed: Role, operation?: string): ReactNode {
  const writable = useWritable()
  const missingOf = useMissing(useSourceName())
  const { data } = useQuery(sourceQueries.all())
  if (!writable.writable && writable.why !== 'role') return <NotWritableReason writable={writable} />
  if (data !== undefined && !hasRole(data.role, needed)) return <RoleReason needed={needed} />
  const missing = operation === undefined ? undefined : missingOf(operation)
  return missing === undefined ? undefined : <MissingReason endpoint={missing} />
}
