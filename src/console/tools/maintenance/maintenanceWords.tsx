import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { MaintenanceKind, RunStatus } from '../../../gateway/api/maintenance.ts'
import { hasRole } from '../../../wow/execution/actions.ts'
import { NotWritableReason, RoleReason } from '../../ui/BlockedReason.tsx'
import { sourceQueries } from '../../ui/data/sourceQueries.ts'
import { useWritable } from '../../ui/data/writable.ts'

export function useKindWord(): (kind: MaintenanceKind) => string {
  const { t } = useLingui()
  return (kind) => (kind === 'regenerate' ? t`Regenerate all snapshots` : t`Resend all state events`)
}

export function useStatusWord(): (status: RunStatus) => string {
  const { t } = useLingui()
  const words: Readonly<Record<RunStatus, string>> = {
    running: t`running`,
    paused: t`paused`,
    stopped: t`stopped`,
    done: t`done`,
    cancelled: t`ended early`,
  }
  return (status) => words[status]
}

/** What it does and what it does not. */
export function KindMeaning({ kind }: { kind: MaintenanceKind }) {
  return kind === 'regenerate' ? (
    <>
      <p className="lead">
        <Trans>Builds the snapshot of every execution anew from its events, deleted ones included.</Trans>
      </p>
      <p className="lead secondary">
        <Trans>
          It changes no event, sends no command and runs no handler. Of a snapshot that was right only the time changes.
        </Trans>
      </p>
    </>
  ) : (
    <>
      <p className="lead">
        <Trans>
          Publishes the state after every version of every execution once more, for downstream copies such as a BI
          store.
        </Trans>
      </p>
      <p className="lead secondary">
        <Trans>
          No ordinary handler runs, nothing is retried, and no event or snapshot changes. A copy has to bear getting the
          same state twice.
        </Trans>
      </p>
    </>
  )
}

/** Why nothing can be said to a run now. Pausing, ending and its rate need no server; what does asks `useToolBlocked`. */
export function useWhyNot(): ReactNode {
  const { data } = useQuery(sourceQueries.all())
  const writable = useWritable()
  if (!writable.writable && writable.why === 'gateway') return <NotWritableReason writable={writable} />
  if (data !== undefined && !hasRole(data.role, 'admin')) return <RoleReason needed="admin" />
  return undefined
}
