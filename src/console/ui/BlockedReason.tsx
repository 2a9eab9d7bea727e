/** Why nothing can be done now. */
import { Trans } from '@lingui/react/macro'
import type { Endpoint } from '../../gateway/api/capabilities.ts'
import type { Role } from '../../wow/execution/actions.ts'
import { formatClock } from './values/format.ts'
import { usePreferences } from './preferences.ts'
import type { Writable } from './data/writable.ts'

/** Why this role may not do it, and which one may. */
export function RoleReason({ needed }: { readonly needed: Role }) {
  return needed === 'admin' ? (
    <Trans>Your role may not do this: it needs an admin.</Trans>
  ) : (
    <Trans>Your role may look, not act: this needs an operator.</Trans>
  )
}

/** Why nothing can be sent now. */
export function NotWritableReason({ writable }: { readonly writable: Writable & { readonly writable: false } }) {
  const { zone } = usePreferences()
  switch (writable.why) {
    case 'role':
      return <RoleReason needed="operator" />
    case 'gateway':
      return <Trans>Amends is not reached. Actions are off.</Trans>
    case 'source':
      return writable.since === null ? (
        <Trans>The server is not reached. Actions are off.</Trans>
      ) : (
        <Trans>The server is not reached since {formatClock(writable.since, zone)}. Actions are off.</Trans>
      )
    default:
      return null
  }
}

/** Why this server cannot do it, in its words; brief where there is little room, since "This server" has the words too. */
export function MissingReason({
  endpoint,
  isBrief = false,
}: {
  readonly endpoint: Endpoint
  readonly isBrief?: boolean
}) {
  return (
    <>
      {endpoint.state === 'missing' ? <Trans>This server does not have</Trans> : <Trans>This server refuses</Trans>}{' '}
      <code>
        {endpoint.method} {endpoint.path}
      </code>
      {!isBrief && endpoint.words !== null && <span lang="en"> ({endpoint.words})</span>}
    </>
  )
}
