import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { hasRole } from '../../wow/actions.ts'
import type { Role } from '../../wow/actions.ts'
import { NotWritableReason, RoleReason } from '../ui/BlockedReason.tsx'
import { sourceQueries } from '../ui/sourceQueries.ts'
import { useWritable } from '../ui/writable.ts'

/** Why a tool cannot be used now: nobody is reached, or the role; undefined where nothing stands in the way. */
export function useToolBlocked(needed: Role): ReactNode {
  const writable = useWritable()
  const { data } = useQuery(sourceQueries.all())
  if (!writable.writable && writable.why !== 'role') return <NotWritableReason writable={writable} />
  if (data !== undefined && !hasRole(data.role, needed)) return <RoleReason needed={needed} />
  return undefined
}
