import { Plural, Trans } from '@lingui/react/macro'
import type { DisplayStatus } from '../../../wow/execution/status.ts'
import { formatInstant } from '../../ui/values/format.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { Duration } from '../../ui/values/Time.tsx'
import type { Attempt, Deletion } from './attempts/attempts.ts'
import { ClockTime } from '../../ui/values/ClockTime.tsx'
import type { ExecutionRecord } from './executionRecord.ts'

interface StateSentenceProps {
  readonly record: ExecutionRecord
  readonly status: DisplayStatus
  /** The last attempt, undefined when there was none or the history is not there yet. */
  readonly attempt: Attempt | undefined
  /** Undefined as the attempt is. */
  readonly deletion: Deletion | undefined
  /** Server clock, null while unknown. */
  readonly now: number | null
}

/** What the last attempt did and what happens next without a person: the answer to "did the retry work". */
export function StateSentence({ record, status, attempt, deletion, now }: StateSentenceProps) {
  const { nextRetryAt, timeoutAt, retries } = record.state.retryState
  switch (status) {
    case 'executing':
      return (
        <Trans>
          Attempt {retries} is running. Without an answer it times out at <ClockTime at={timeoutAt} /> and can be
          prepared again.
        </Trans>
      )
    case 'timed-out':
      return (
        <>
          <NoAnswer retries={retries} timeoutAt={timeoutAt} /> <SchedulerNext at={nextRetryAt} now={now} />
        </>
      )
    case 'failed':
      return (
        <>
          <LastAttempt record={record} attempt={attempt} /> <SchedulerNext at={nextRetryAt} now={now} />
        </>
      )
    case 'due-now':
      return (
        <>
          <LastAttempt record={record} attempt={attempt} /> <SchedulerNext at={nextRetryAt} now={now} />
        </>
      )
    case 'non-retryable':
      return (
        <>
          <LastAttempt record={record} attempt={attempt} />{' '}
          <Trans>The retries of its spec are used up; only force prepare runs it again.</Trans>
        </>
      )
    case 'unrecoverable':
      return (
        <>
          <LastAttempt record={record} attempt={attempt} />{' '}
          <Trans>Marked unrecoverable: the scheduler leaves it alone.</Trans>
        </>
      )
    case 'succeeded':
      return attempt?.outcome.kind === 'succeeded' ? (
        <Trans>
          Succeeded <Duration ms={attempt.outcome.afterMs} /> after prepare, attempt {attempt.number}.
        </Trans>
      ) : (
        <Trans>Succeeded.</Trans>
      )
    case 'deleted':
      return <DeletedWords deletion={deletion} />
    case 'unknown':
      return <Trans>A status this page does not know: {record.state.status}</Trans>
    default:
      return null
  }
}

function DeletedWords({ deletion }: Pick<StateSentenceProps, 'deletion'>) {
  const { zone } = usePreferences()
  const last = <Trans>What you see is its last state, read from its events.</Trans>
  if (deletion === undefined) {
    return (
      <>
        <Trans>This record is deleted.</Trans> {last}
      </>
    )
  }
  // Absolute: a sentence that counts minutes would be read out again and again.
  const { version, operator } = deletion
  const at = formatInstant(deletion.at, zone)
  return (
    <>
      {operator === '' ? (
        <Trans>
          This record is deleted: by event v{version}, {at}.
        </Trans>
      ) : (
        <Trans>
          This record is deleted: by {operator}, event v{version}, {at}.
        </Trans>
      )}{' '}
      {last}
    </>
  )
}

/** What the scheduler does with it, and when. */
function SchedulerNext({ at, now }: { readonly at: number; readonly now: number | null }) {
  if (now !== null && at <= now) return <Trans>The scheduler takes it in its next round.</Trans>
  return (
    <Trans>
      The scheduler tries again, not before <ClockTime at={at} />.
    </Trans>
  )
}

function NoAnswer({ retries, timeoutAt }: { readonly retries: number; readonly timeoutAt: number }) {
  return (
    <Trans>
      Attempt {retries} got no answer by <ClockTime at={timeoutAt} />.
    </Trans>
  )
}

function LastAttempt({ record, attempt }: Pick<StateSentenceProps, 'record' | 'attempt'>) {
  const { retries, timeoutAt } = record.state.retryState
  if (record.state.status === 'PREPARED') return <NoAnswer retries={retries} timeoutAt={timeoutAt} />
  if (attempt?.outcome.kind !== 'failed') {
    return <Plural value={retries} _0="Not retried yet." one="Retried once." other="Retried # times." />
  }
  const { afterMs, change } = attempt.outcome
  switch (change) {
    case 'same':
      return (
        <Trans>
          Failed again the same way, <Duration ms={afterMs} /> after prepare.
        </Trans>
      )
    case 'different':
      return (
        <Trans>
          Failed again, but differently, <Duration ms={afterMs} /> after prepare.
        </Trans>
      )
    case 'unknown':
      return (
        <Trans>
          Failed again, <Duration ms={afterMs} /> after prepare.
        </Trans>
      )
    default:
      return null
  }
}
