import { Trans } from '@lingui/react/macro'
import { Button } from 'antd'
import { Icon } from '../../ui/Icon.tsx'
import { WowError } from '../../../wow/wowError.ts'
import { ActionName } from '../ActionWords.tsx'
import type { CommandRun } from '../commandRuns.ts'
import { useSendAgain } from '../executionCommands.ts'

/** A command that is on its way, in words. Once it has arrived the record speaks for itself. */
export function ProgressWords({ run: { phase, intent } }: { readonly run: CommandRun }) {
  if (phase.kind !== 'accepted' && phase.kind !== 'unseen') return <Trans>Sending…</Trans>
  if (phase.kind === 'unseen') {
    return (
      <Trans>
        Accepted as version {phase.version}, but the server has not shown it for two minutes. It is written; what the
        server shows lags behind.
      </Trans>
    )
  }
  if (phase.late) return <Trans>Accepted as version {phase.version}, not visible yet. Still looking…</Trans>
  return intent.command === 'mark_recoverable' ? (
    <Trans>Accepted as version {phase.version}. Marking…</Trans>
  ) : (
    <Trans>Accepted as version {phase.version}. Preparing…</Trans>
  )
}

interface FailureNoteProps {
  readonly source: string
  readonly id: string
  readonly run: CommandRun
  /** Why nothing can be sent now; then there is no repeating either. */
  readonly off: boolean
}

/** What stood in the way of the last command, in the server's words, until the next attempt. */
export function FailureNote({ source, id, run, off }: FailureNoteProps) {
  const sendAgain = useSendAgain(source, id)
  const { phase, intent } = run
  if (phase.kind !== 'refused' && phase.kind !== 'lost') return null
  const code = phase.error instanceof WowError ? phase.error.errorCode : undefined
  return (
    <div className="error-note command-failure" role="alert">
      <Icon name={phase.kind === 'refused' ? 'failed' : 'warning'} />
      <div className="error-note-text">
        <p>
          <strong>
            <ActionName intent={intent} />:{' '}
            {phase.kind === 'refused' ? (
              <Trans>the server refused. Nothing was changed.</Trans>
            ) : (
              <Trans>the answer was lost. It may still run.</Trans>
            )}
          </strong>
        </p>
        <p className="error-note-words" lang="en">
          {phase.error.message}
          {code !== undefined && <code>{code}</code>}
        </p>
        {phase.kind === 'lost' && !off && (
          <Button size="small" onClick={() => sendAgain(run)}>
            <Trans>Look for it, and send it if it is not there</Trans>
          </Button>
        )}
      </div>
    </div>
  )
}
