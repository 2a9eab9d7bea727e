import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useLocation } from 'react-router'
import { Screen } from '../ui/Screen.tsx'

/** An address that nothing answers to. */
export function NotFoundPage() {
  const { t } = useLingui()
  const { pathname } = useLocation()
  return (
    <Screen title={t`No such page`}>
      <p className="lead">
        <Trans>
          Nothing stands at <code>{pathname}</code>.
        </Trans>
      </p>
      <p>
        <Link to="/">
          <Trans>Go to the executions</Trans>
        </Link>
      </p>
    </Screen>
  )
}
