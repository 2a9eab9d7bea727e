import { useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { hasRole } from '../../../wow/execution/actions.ts'
import { MissingReason, NotWritableReason, RoleReason } from '../../ui/BlockedReason.tsx'
import { knownMissing } from '../../ui/data/capabilities.ts'
import { sourceQueries } from '../../ui/data/sourceQueries.ts'
import { useSourceName } from '../../ui/data/useSourceName.ts'
import { useWritable } from '../../ui/data/writable.ts'
import type { ActionChoice } from './actionChoices.ts'
import { operationOf, roleOf } from './acts.ts'
import { RefusalReason } from './RefusalReason.tsx'

interface Blocked {
  readonly why: ReactNode
  /** Nothing else in the detail says it: then it stands under the button, else only assistive technology reads it there. */
  readonly isNews: boolean
}

/** Tells why a choice cannot be made now: nothing can be sent, the role, a command on its way, or the server's own rule. */
export function useBlockedBy(isBusy: boolean): (choice: ActionChoice) => Blocked | undefined {
  const { t } = useLingui()
  const writable = useWritable()
  const { data } = useQuery(sourceQueries.all())
  // Not asked for here: every row of a list does this. Whatever opens a record asks (`useMenuItems`).
  const client = useQueryClient()
  const source = useSourceName()
  return ({ act, availability }) => {
    if (!writable.writable && writable.why !== 'role') {
      return { why: <NotWritableReason writable={writable} />, isNews: false }
    }
    const needed = roleOf(act)
    if (data !== undefined && !hasRole(data.role, needed)) {
      return { why: <RoleReason needed={needed} />, isNews: true }
    }
    const missing = knownMissing(client, source, operationOf(act))
    if (missing !== undefined) return { why: <MissingReason endpoint={missing} />, isNews: true }
    if (isBusy) return { why: t`A command to this execution is on its way.`, isNews: false }
    if (availability.state === 'offered') return undefined
    const { reason } = availability
    return { why: <RefusalReason reason={reason} />, isNews: reason.code === 'backoff-overflow' }
  }
}
