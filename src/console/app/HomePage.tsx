import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Navigate } from 'react-router'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Screen } from '../ui/Screen.tsx'
import { sourceQueries } from '../ui/data/sourceQueries.ts'

/** `/` opens the executions of the first Wow source. */
export function HomePage() {
  const { t } = useLingui()
  const { data, error, refetch, isFetching } = useQuery(sourceQueries.all())
  const first = data?.sources.find(({ kind }) => kind === 'wow')
  if (first) return <Navigate to={`/${encodeURIComponent(first.name)}/executions`} replace />
  return (
    <Screen title={t`Amends`}>
      <ErrorNote
        error={error}
        title={<Trans>What Amends is connected to could not be read.</Trans>}
        onRetry={() => void refetch()}
        retrying={isFetching}
      />
      {data && (
        <p className="lead">
          <Trans>This Amends is connected to no server.</Trans>
        </p>
      )}
    </Screen>
  )
}
