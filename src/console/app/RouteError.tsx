import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from 'antd'
import { isRouteErrorResponse, useRouteError } from 'react-router'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { isMissingPart } from '../ui/PartBoundary.tsx'
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
  if (isMissingPart(error)) {
    return (
      <Screen title={t`A newer Amends is here`}>
        <p className="lead">
          <Trans>
            A part of this page is gone, most often because Amends was updated. Reloading brings the new one.
          </Trans>
        </p>
        {reload}
      </Screen>
    )
  }
  return (
    <Screen title={t`This page broke`}>
      <ErrorNote error={asError(error)} title={<Trans>A mistake in this page stopped it.</Trans>} />
      {reload}
    </Screen>
  )
}

function asError(error: unknown): Error {
  if (error instanceof Error) return error
  return new Error(isRouteErrorResponse(error) ? `${error.status} ${error.statusText}` : String(error))
}
