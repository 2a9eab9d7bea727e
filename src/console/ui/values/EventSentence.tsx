import { Trans } from '@lingui/react/macro'
import { readEvent } from '../../../wow/execution/events.ts'
import type { DomainEvent, ErrorDetails, Tags } from '../../../wow/schemas.ts'
import { ClockTime } from './ClockTime.tsx'
import { RecoverableName } from './RecoverableName.tsx'
import { RetrySpecText } from './RetrySpecText.tsx'

/** One event of the history in words; one that this page does not know is named as the server names it. */
export function EventSentence({ event }: { readonly event: DomainEvent }) {
  const known = readEvent(event)
  switch (known?.name) {
    case 'execution_failed_created':
      return (
        <Trans>
          Failed and was recorded: <ErrorWords error={known.body.error} />
        </Trans>
      )
    case 'compensation_prepared':
      return (
        <Trans>
          Prepared, attempt {known.body.retryState.retries}; an answer is due by{' '}
          <ClockTime at={known.body.retryState.timeoutAt} />
        </Trans>
      )
    case 'execution_success_applied':
      return <Trans>Succeeded</Trans>
    case 'execution_failed_applied':
      return (
        <Trans>
          Failed again: <ErrorWords error={known.body.error} />
        </Trans>
      )
    case 'retry_spec_applied':
      return (
        <Trans>
          Retry spec set to <RetrySpecText spec={known.body} />
        </Trans>
      )
    case 'recoverable_marked':
      return (
        <Trans>
          Marked <RecoverableName value={known.body.recoverable} />
        </Trans>
      )
    case 'function_changed':
      return (
        <Trans>
          Function changed to {known.body.processorName}.{known.body.name} ({known.body.functionKind})
        </Trans>
      )
    case 'default_aggregate_deleted':
      return <Trans>Deleted</Trans>
    case 'default_aggregate_recovered':
      return <Trans>Recovered from deletion</Trans>
    case 'default_resource_tags_applied':
      return <TagsSentence tags={known.body.tags} />
    case undefined:
      return <Trans>An event this page cannot read: {event.name}</Trans>
    default:
      return null
  }
}

function ErrorWords({ error }: { readonly error: ErrorDetails }) {
  return (
    <span className="event-error">
      <code>{error.errorCode}</code> {firstLine(error.errorMsg)}
    </span>
  )
}

export function firstLine(text: string): string {
  const line = text.split('\n', 1)[0] ?? ''
  return line.length > 200 ? `${line.slice(0, 200)}…` : line
}

function TagsSentence({ tags }: { readonly tags: Tags }) {
  const names = tagTexts(tags)
  return names.length === 0 ? <Trans>Tags removed</Trans> : <Trans>Tags set: {names.join(', ')}</Trans>
}

/** `key: a, b` for each tag. */
export function tagTexts(tags: Tags): readonly string[] {
  return Object.entries(tags).map(([key, values]) => `${key}: ${values.join(', ')}`)
}
