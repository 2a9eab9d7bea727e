import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Warning } from '../../../wow/execution/actions.ts'
import type { Act } from './acts.ts'

/** The button of an action: the protocol's own verb. */
export function useActName(): (act: Act) => string {
  const { t } = useLingui()
  const names: Record<Act, string> = {
    prepare: t`Prepare`,
    'force-prepare': t`Force prepare`,
    'mark-recoverable': t`Mark recoverable`,
    'mark-unrecoverable': t`Mark unrecoverable`,
    'mark-unknown': t`Mark unknown`,
    'apply-retry-spec': t`Apply retry spec`,
    'change-function': t`Change function`,
    tags: t`Apply tags`,
    'regenerate-snapshot': t`Regenerate snapshot`,
    recover: t`Recover`,
    delete: t`Delete`,
    'compensate-event': t`Publish event again`,
  }
  return (act) => names[act]
}

/** What the action does, for somebody who does it for the first time. */
export function ActionEffect({ act }: { readonly act: Act }) {
  switch (act) {
    case 'prepare':
      return <Trans>The service runs the function again now.</Trans>
    case 'force-prepare':
      return <Trans>The service runs the function again now, beyond the retries of the spec.</Trans>
    case 'mark-unrecoverable':
      return <Trans>The scheduler leaves it alone from now on; a person can still prepare it.</Trans>
    case 'mark-recoverable':
    case 'mark-unknown':
      return <Trans>The scheduler may retry it, as its retry spec says.</Trans>
    case 'apply-retry-spec':
      return <Trans>Sets how often, how soon and how long it is tried from now on.</Trans>
    case 'change-function':
      return <Trans>The next attempt runs another function, after one was renamed or moved.</Trans>
    case 'tags':
      return <Trans>Replaces the tags of the record: keys with values.</Trans>
    case 'regenerate-snapshot':
      return <Trans>Builds what queries see of it anew from its events; changes nothing else.</Trans>
    case 'recover':
      return <Trans>Takes the deletion back; the state is as it was before.</Trans>
    case 'compensate-event':
      return (
        <Trans>
          Publishes this event of this execution once more, for this function only. It does not replay the source event:
          that is what prepare does.
        </Trans>
      )
    case 'delete':
      return <Trans>No list shows it and nothing retries it any more. Recover brings it back.</Trans>
    default:
      return null
  }
}

/** While it is on its way, in the row. */
export function PendingWord({ act }: { readonly act: Act }): ReactNode {
  switch (act) {
    case 'prepare':
    case 'force-prepare':
      return <Trans>preparing</Trans>
    case 'mark-recoverable':
    case 'mark-unrecoverable':
    case 'mark-unknown':
      return <Trans>marking</Trans>
    case 'delete':
      return <Trans>deleting</Trans>
    case 'recover':
      return <Trans>recovering</Trans>
    case 'regenerate-snapshot':
      return <Trans>regenerating</Trans>
    case 'compensate-event':
      return <Trans>publishing</Trans>
    case 'apply-retry-spec':
    case 'change-function':
    case 'tags':
      return <Trans>changing</Trans>
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
