import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { MaintenanceRun } from '../../../gateway/api/maintenance.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { Id } from '../../ui/values/Id.tsx'
import { maintenanceQueries } from './maintenanceQueries.ts'

/** The records that the server failed at. Nothing where there are none. */
export function LeftOut({ run }: { run: MaintenanceRun }) {
  if (run.failed === 0) return null
  return (
    <Fold
      className="left-out"
      summary={<Plural value={run.failed} one="# record was left out" other="# records were left out" />}
    >
      {() => <LeftOutList run={run} />}
    </Fold>
  )
}

function LeftOutList({ run }: { run: MaintenanceRun }) {
  const { t } = useLingui()
  const { data, error, refetch, isFetching } = useQuery(maintenanceQueries.failures(run.source, run.id, run.failed))
  if (data === undefined) {
    return error === null ? (
      <p>{t`Loading`}</p>
    ) : (
      <ErrorNote error={error} onRetry={() => void refetch()} retrying={isFetching} />
    )
  }
  return (
    <>
      <ul>
        {data.failures.map(({ recordId, message }) => (
          <li key={recordId}>
            <Id value={recordId} to={recordAddress(run.source, recordId)} /> <span lang="en">{message}</span>
          </li>
        ))}
      </ul>
      {data.failures.length < run.failed && (
        <p className="secondary">
          <Trans>The first {data.failures.length} are listed.</Trans>
        </p>
      )}
    </>
  )
}

export const recordAddress = (source: string, id: string): string =>
  `/${encodeURIComponent(source)}/executions/${encodeURIComponent(id)}?view=all`
