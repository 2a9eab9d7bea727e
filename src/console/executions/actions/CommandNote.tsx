import { Trans } from '@lingui/react/macro'
import { Button } from 'antd'
import { Icon } from '../../ui/Icon.tsx'
import { WowError } from '../../../wow/wowError.ts'
import { useActName } from './ActionWords.tsx'
import './commandNote.css'
import type { Act } from './acts.ts'
import { useOpenAction } from './actionAddress.ts'
import type { CommandRun } from './commandRuns.ts'
import { useSendAgain } from './executionCommands.ts'
import { isConflict } from './intents.ts'

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
  return <AcceptedWords act={intent.act} version={phase.version} />
}

function AcceptedWords({ act, version }: { readonly act: Act; readonly version: number }) {
  switch (act) {
    case 'prepare':
    case 'force-prepare':
      return <Trans>Accepted as version {version}. Preparing…</Trans>
    case 'mark-recoverable':
    case 'mark-unrecoverable':
    case 'mark-unknown':
      return <Trans>Accepted as version {version}. Marking…</Trans>
    case 'delete':
      return <Trans>Accepted as version {version}. Deleting…</Trans>
    case 'recover':
      return <Trans>Accepted as version {version}. Recovering…</Trans>
    case 'apply-retry-spec':
    case 'change-function':
    case 'tags':
    case 'regenerate-snapshot':
    case 'compensate-event':
      return <Trans>Accepted as version {version}. Changing…</Trans>
    default:
      return null
  }
}

interface RunNoteProps {
  readonly source: string
  readonly id: string
  readonly run: CommandRun
  /** Why nothing can be sent now; then there is no repeating either. */
  readonly off: boolean
  /** The dialog itself asks again. */
  readonly isInDialog?: boolean
}

/** What stood in the way of the last command, in the server's words, until the next attempt; what is seen nowhere else. */
export function RunNote({ source, id, run, off, isInDialog = false }: RunNoteProps) {
  const nameOf = useActName()
  const sendAgain = useSendAgain(source, id)
  const openAction = useOpenAction()
  const { phase, intent } = run
  if (phase.kind === 'visible' && intent.act === 'regenerate-snapshot' && !isInDialog) {
    return (
      <p className="secondary">
        <Trans>Snapshot regenerated: queries see version {phase.version}.</Trans>
      </p>
    )
  }
  if (phase.kind === 'visible' && intent.act === 'compensate-event' && !isInDialog) {
    const { processorName, name } = intent.function
    return (
      <p className="secondary">
        <Trans>
          Event v{intent.eventVersion} was published again for {processorName}.{name}. What that does is not known here.
        </Trans>
      </p>
    )
  }
  if (phase.kind !== 'refused' && phase.kind !== 'lost') return null
  const code = phase.error instanceof WowError ? phase.error.errorCode : undefined
  return (
    <div className="error-note command-failure" role="alert">
      <Icon name={phase.kind === 'refused' ? 'failed' : 'warning'} />
      <div className="error-note-text">
        <p>
          <strong>
            {nameOf(intent.act)}:{' '}
            {phase.kind === 'refused' ? (
              isConflict(run) ? (
                <Trans>somebody else was first. Nothing was changed by this.</Trans>
              ) : (
                <Trans>the server refused. Nothing was changed.</Trans>
              )
            ) : (
              <Trans>the answer was lost. It may still run.</Trans>
            )}
          </strong>
        </p>
        <p className="error-note-words" lang="en">
          {phase.error.message}
          {code !== undefined && <code>{code}</code>}
        </p>
        {isConflict(run) && !isInDialog && !off && (
          <Button size="small" onClick={() => openAction(intent.act, id)}>
            <Trans>See what changed and decide again</Trans>
          </Button>
        )}
        {phase.kind === 'lost' && !off && (
          <Button size="small" onClick={() => sendAgain(run)}>
            {intent.act === 'compensate-event' ? (
              <Trans>Publish again, perhaps for the second time</Trans>
            ) : (
              <Trans>Look for it, and send it if it is not there</Trans>
            )}
          </Button>
        )}
      </div>
    </div>
  )
}
