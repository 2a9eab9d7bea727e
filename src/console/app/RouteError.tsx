import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { isRouteErrorResponse, useRouteError } from 'react-router'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { MissingPartWords, isMissingPart, useIsReached } from '../ui/PartBoundary.tsx'
import { Screen } from '../ui/Screen.tsx'

/** In place of a route that broke; the shell around it keeps working. */
export function RouteError() {
  const { t } = useLingui()
  const error = useRouteError()
  const reload = (
    <Button type="primary" onClick={() => location.reload()}>
      <Trans>Reload the page</Trans>
    </Button>
  )
  if (isMissingPart(error)) return <MissingPage reload={reload} />
  return (
    <Screen title={t`This page broke`}>
      <ErrorNote error={asError(error)} title={<Trans>A mistake in this page stopped it.</Trans>} />
      {reload}
    </Screen>
  )
}

/** The code of a page that did not come. */
function MissingPage({ reload }: { reload: ReactNode }) {
  const { t } = useLingui()
  const isReached = useIsReached()
  if (isReached === undefined) return null
  return (
    <Screen title={isReached ? t`A newer Amends is here` : t`Amends is not reached`}>
      <p className="lead">
        <MissingPartWords isReached={isReached} />
      </p>
      {isReached && reload}
    </Screen>
  )
}

function asError(error: unknown): Error {
  if (error instanceof Error) return error
  return new Error(isRouteErrorResponse(error) ? `${error.status} ${error.statusText}` : String(error))
}
