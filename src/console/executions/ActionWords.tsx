import { Plural, Trans } from '@lingui/react/macro'
import type { Warning } from '../../wow/actions.ts'
import { Time } from '../ui/Time.tsx'
import type { Writable } from '../ui/writable.ts'
import type { Intent } from './commandRuns.ts'

/** The button of an action: the protocol's own verb. */
export function ActionName({ intent }: { readonly intent: Intent }) {
  switch (intent.command) {
    case 'prepare_compensation':
      return <Trans>Prepare</Trans>
    case 'force_prepare_compensation':
      return <Trans>Force prepare</Trans>
    case 'mark_recoverable':
      return intent.recoverable === 'RECOVERABLE' ? (
        <Trans>Mark recoverable</Trans>
      ) : intent.recoverable === 'UNRECOVERABLE' ? (
        <Trans>Mark unrecoverable</Trans>
      ) : (
        <Trans>Mark unknown</Trans>
      )
    default:
      return null
  }
}

/** What the action does, for somebody who does it for the first time. */
export function ActionEffect({ intent }: { readonly intent: Intent }) {
  switch (intent.command) {
    case 'prepare_compensation':
      return <Trans>The service runs the function again now.</Trans>
    case 'force_prepare_compensation':
      return <Trans>The service runs the function again now, beyond the retries of the spec.</Trans>
    case 'mark_recoverable':
      return intent.recoverable === 'UNRECOVERABLE' ? (
        <Trans>The scheduler leaves it alone from now on; a person can still prepare it.</Trans>
      ) : (
        <Trans>The scheduler may retry it, as its retry spec says.</Trans>
      )
    default:
      return null
  }
}

/** What a person should know before an action that the server allows. */
export function WarningWords({ warning }: { readonly warning: Warning }) {
  switch (warning.code) {
    case 'unrecoverable':
      return (
        <Trans>
          It is marked unrecoverable: somebody decided that a retry does not help or does harm. The server allows it all
          the same.
        </Trans>
      )
    case 'over-threshold':
      return (
        <Plural
          value={warning.maxRetries}
          _0="Its retry spec allows no retry at all. Each forced attempt counts on."
          one="The only retry of its spec is used. Each forced attempt counts on."
          other="All # retries of its spec are used. Each forced attempt counts on."
        />
      )
    case 'mark-is-lost-on-failure':
      return <Trans>An attempt is running. Should it fail without a mark of its own, this mark is lost.</Trans>
    case 'next-retry-stays':
      return <Trans>The next retry stays where the old spec put it.</Trans>
    case 'executing':
      return <Trans>An attempt is running; whoever runs it does not hear of this.</Trans>
    default:
      return null
  }
}

/** Why nothing can be sent now. */
export function NotWritableReason({ writable }: { readonly writable: Writable & { readonly writable: false } }) {
  switch (writable.why) {
    case 'role':
      return <Trans>Your role may look, not act: this needs an operator.</Trans>
    case 'gateway':
      return <Trans>Amends is not reached. Actions are off.</Trans>
    case 'source':
      return writable.since === null ? (
        <Trans>The server is not reached. Actions are off.</Trans>
      ) : (
        <Trans>
          The server is not reached since <Time at={writable.since} />. Actions are off.
        </Trans>
      )
    default:
      return null
  }
}
