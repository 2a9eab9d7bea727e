import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { Endpoint } from '../../../gateway/api/capabilities.ts'
import { MAINTENANCE_OPERATIONS } from '../../../gateway/api/maintenance.ts'
import type { MaintenanceKind, RunStatus } from '../../../gateway/api/maintenance.ts'
import { useMissing } from '../../ui/data/capabilities.ts'
import { sourceQueries } from '../../ui/data/sourceQueries.ts'
import { useSourceName } from '../../ui/data/useSourceName.ts'
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

/** Tells what the server lacks for a run of a kind. */
export function useMissingOf(): (kind: MaintenanceKind) => Endpoint | undefined {
  const missing = useMissing(useSourceName())
  return (kind) => missing(MAINTENANCE_OPERATIONS[kind])
}

/** Why a run cannot be started or changed now; undefined where it can. */
export function useWhyNot(): string | undefined {
  const { t } = useLingui()
  const { data } = useQuery(sourceQueries.all())
  const writable = useWritable()
  if (!writable.writable && writable.why === 'gateway') return t`Amends is not reached.`
  if (data !== undefined && data.role !== 'admin') return t`This needs the role admin.`
  return undefined
}
