import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect } from 'react'
import { Link, useParams } from 'react-router'
import { announce } from '../../../ui/announce.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { useExecutionAddress } from '../../executionAddress.ts'
import { PendingWord, useActName } from '../ActionWords.tsx'
import type { CommandRun } from '../commandRuns.ts'

interface RowRunProps {
  readonly id: string
  readonly run: CommandRun
}

/** In place of the status, while a command is on its way or not yet in what the server shows. */
export function RowPending({ id, run: { intent, phase } }: RowRunProps) {
  const { t } = useLingui()
  const name = useActName()(intent.act)
  const isLate = phase.kind === 'unseen' || (phase.kind === 'accepted' && phase.late)
  useSaid(id, isLate ? t`${name} ${id}: accepted, not visible yet` : undefined)
  return (
    <span className="row-pending">
      <Icon name={isLate ? 'clock' : 'executing'} />
      <span>{isLate ? <Trans>accepted, not visible yet</Trans> : <PendingWord act={intent.act} />}</span>
    </span>
  )
}

/** Beside the status, when the last command did not get through: the record has the words. */
export function RowFailure({ id, run: { intent, phase } }: RowRunProps) {
  const { t } = useLingui()
  const addressOf = useExecutionAddress()
  const name = useActName()(intent.act)
  const words = phase.kind === 'refused' || phase.kind === 'lost' ? phase.error.message : ''
  const label =
    phase.kind === 'lost' ? t`${name}: the answer was lost. ${words}` : t`${name}: the server refused. ${words}`
  useSaid(id, `${id}: ${label}`)
  return (
    <Link className="row-failure" to={addressOf(id)} aria-label={label} data-tip={label} tabIndex={-1}>
      <Icon name="warning" />
    </Link>
  )
}

/** Says it to whoever cannot see the row; where the record is open, that says it. */
function useSaid(id: string, words: string | undefined): void {
  const isOpen = useParams()['id'] === id
  useEffect(() => {
    if (words !== undefined && !isOpen) announce(words)
  }, [words, isOpen])
}
