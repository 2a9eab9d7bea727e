import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { sourceQueries } from '../data/sourceQueries.ts'

/** Where it would happen: name and colour of the environment. Nothing where none is configured. */
export function EnvironmentName() {
  const { data } = useQuery(sourceQueries.all())
  const environment = data?.environment ?? null
  if (environment === null) return null
  return (
    <p className="environment" style={{ borderColor: environment.color ?? undefined }}>
      <span className="environment-dot" style={{ background: environment.color ?? undefined }} />
      <Trans>In {environment.name}</Trans>
    </p>
  )
}
