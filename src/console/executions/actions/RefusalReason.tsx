import { Plural, Trans } from '@lingui/react/macro'
import type { Reason } from '../../../wow/execution/preconditions.ts'
import { ClockTime } from '../../ui/values/ClockTime.tsx'
import { RecoverableName } from '../../ui/values/RecoverableName.tsx'

/** Why the server would refuse a command now, and where time alone changes that, from when on it would not. */
export function RefusalReason({ reason }: { readonly reason: Reason }) {
  switch (reason.code) {
    case 'deleted':
      return <Trans>The record is deleted; a deleted record takes no command but recover.</Trans>
    case 'not-deleted':
      return <Trans>The record is not deleted.</Trans>
    case 'succeeded':
      return <Trans>It has succeeded; there is nothing left to retry.</Trans>
    case 'not-timed-out':
      return (
        <Trans>
          An attempt is running. Possible when it times out, after <ClockTime at={reason.until} />.
        </Trans>
      )
    case 'over-threshold':
      return (
        <Plural
          value={reason.maxRetries}
          _0="The retry spec allows no retry; only force prepare goes beyond it."
          one="The only retry of the spec is used; only force prepare goes beyond it."
          other="All # retries of the spec are used; only force prepare goes beyond it."
        />
      )
    case 'backoff-overflow':
      return <Trans>One more attempt would need a wait that the server cannot express ({reason.message}).</Trans>
    case 'not-prepared':
      return <Trans>No attempt is running.</Trans>
    case 'same-function':
      return <Trans>This is the function it has already.</Trans>
    case 'not-published':
      return <Trans>Only functions of kind EVENT and STATE_EVENT hear of events, not {reason.kind}.</Trans>
    case 'already-marked':
      return (
        <Trans>
          Already marked <RecoverableName value={reason.recoverable} />.
        </Trans>
      )
    default:
      return null
  }
}
