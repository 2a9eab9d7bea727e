import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet } from 'react-router'
import { Screen } from '../ui/Screen.tsx'
import { sourceQueries } from '../ui/data/sourceQueries.ts'
import { useSourceName } from '../ui/data/useSourceName.ts'
import { useLiveConnection } from './useLiveConnection.ts'

/** Around every page of one source: keeps its live connection, and says so when there is no such source. */
export function SourceRoute() {
  const source = useSourceName()
  const { data } = useQuery(sourceQueries.all())
  const isKnown = data?.sources.some(({ name }) => name === source) ?? true
  useLiveConnection(isKnown ? source : undefined)
  return isKnown ? <Outlet /> : <UnknownSource name={source} />
}

function UnknownSource({ name }: { name: string }) {
  const { t } = useLingui()
  const { data } = useQuery(sourceQueries.all())
  return (
    <Screen title={t`No such page`}>
      <p className="lead">
        <Trans>
          This Amends is not connected to a server named <code>{name}</code>.
        </Trans>
      </p>
      <ul>
        {data?.sources
          .filter(({ kind }) => kind === 'wow')
          .map((source) => (
            <li key={source.name}>
              <Link to={`/${encodeURIComponent(source.name)}/executions`} translate="no">
                {source.name}
              </Link>
            </li>
          ))}
      </ul>
    </Screen>
  )
}
