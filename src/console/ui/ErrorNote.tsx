import { Trans } from '@lingui/react/macro'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { Icon } from './Icon.tsx'
import { ApiError } from './data/request.ts'

interface ErrorNoteProps {
  /** Nothing is shown for null. */
  readonly error: Error | null
  /** What could not be done: "The executions could not be read.". */
  readonly title?: ReactNode
  /** What it means and what leads out of it, where more is known than the kind of failure. */
  readonly wayOut?: ReactNode
  /** Below the other side's words. */
  readonly children?: ReactNode
  readonly onRetry?: (() => void) | undefined
  readonly retrying?: boolean
}

/** A failure next to what failed: what it was, the server's own words, its code, and the way to try again. */
export function ErrorNote({ error, title, wayOut, children, onRetry, retrying = false }: ErrorNoteProps) {
  if (error === null) return null
  const kind = wayOut ?? <ErrorKind error={error} />
  return (
    <div className="error-note" role="alert">
      <Icon name="failed" />
      <div className="error-note-text">
        <p>
          <strong>{title ?? kind}</strong>
        </p>
        {title !== undefined && <p>{kind}</p>}
        <ErrorWords error={error} />
        {children}
        {onRetry && (
          <Button size="small" onClick={onRetry} loading={retrying}>
            <Trans>Retry</Trans>
          </Button>
        )}
      </div>
    </div>
  )
}

/** One sentence that tells a network failure from a refusal. */
export function ErrorKind({ error }: { error: Error }) {
  if (!(error instanceof ApiError)) return <Trans>Something went wrong in this page.</Trans>
  if (error.code === 'Unreachable') return <Trans>Amends was not reached.</Trans>
  if (error.code === 'NoAnswer') return <Trans>There was no answer in time.</Trans>
  if (error.code === 'BrokenOff') return <Trans>The answer broke off.</Trans>
  if (error.code === 'Unreadable') return <Trans>The answer could not be read.</Trans>
  if (error.code === 'GatewayUpstreamTimeout') return <Trans>The server did not answer in time.</Trans>
  if (error.code === 'GatewayUpstreamUnreachable') return <Trans>The server was not reached.</Trans>
  if (error.isOutage) return <Trans>The server failed.</Trans>
  return <Trans>The server refused.</Trans>
}

/** The other side's own words, never translated, with the stable code beside. */
function ErrorWords({ error }: { error: Error }) {
  const words = [error.message, error instanceof ApiError ? error.upstream : undefined].filter(
    (text) => text !== undefined && text !== '',
  )
  return (
    <p className="error-note-words" lang="en">
      {words.join('\n')}
      {error instanceof ApiError && error.status > 0 && (
        <code>
          {error.code} · {error.status}
        </code>
      )}
    </p>
  )
}
