import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { Link, useLocation } from 'react-router'
import * as z from 'zod/mini'
import type { DisplayStatus } from '../../../wow/execution/status.ts'
import { CopyButton } from '../../ui/copy/CopyButton.tsx'
import { formatDuration } from '../../ui/values/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import type { IconName } from '../../ui/Icon.tsx'
import { Id } from '../../ui/values/Id.tsx'
import { usePreferences } from '../../ui/preferences.ts'
import { StatusTag } from '../../ui/values/StatusTag.tsx'
import { Time } from '../../ui/values/Time.tsx'
import type { ExecutionNeighbours } from '../executionNeighbours.ts'
import type { ExecutionRecord } from './executionRecord.ts'

interface DetailHeaderProps {
  readonly id: string
  readonly neighbours: ExecutionNeighbours | undefined
  readonly onClose: () => void
  /** Status and age, once they are known. */
  readonly children?: ReactNode
  readonly actions?: ReactNode
}

/** The bar of the detail: what it shows, what can be done, and the way to the rows around it. */
export function DetailHeader({ id, neighbours, onClose, children, actions }: DetailHeaderProps) {
  const { t } = useLingui()
  return (
    <header className="detail-header">
      <div className="detail-name">
        {children}
        <Title id={id} />
      </div>
      {actions}
      <nav className="detail-nav" aria-label={t`Executions around this one`}>
        <Neighbour to={neighbours?.previous} icon="up" label={t`Previous execution (k)`} />
        <Neighbour to={neighbours?.next} icon="down" label={t`Next execution (j)`} />
        <button
          type="button"
          className="icon-button"
          aria-label={t`Close (Esc)`}
          data-tip={t`Close (Esc)`}
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </nav>
    </header>
  )
}

const ByKeyboard = z.looseObject({ byKeyboard: z.literal(true) })

/** The heading; it takes the focus when the execution was opened with the keyboard. */
function Title({ id }: { readonly id: string }) {
  const { t } = useLingui()
  const { state } = useLocation()
  const heading = useRef<HTMLHeadingElement>(null)
  const focusedFor = useRef<string>(undefined)
  const byKeyboard = ByKeyboard.safeParse(state).success
  useEffect(() => {
    if (!byKeyboard || focusedFor.current === id) return
    focusedFor.current = id
    heading.current?.focus()
  }, [byKeyboard, id])
  return (
    <div className="detail-title">
      <h2 ref={heading} tabIndex={-1}>
        <span className="visually-hidden">
          <Trans>Execution</Trans>
        </span>{' '}
        <Id value={id} whole bare />
      </h2>
      <CopyButton text={id} label={t`Copy ${id}`} />
    </div>
  )
}

function Neighbour({
  to,
  icon,
  label,
}: {
  readonly to: string | undefined
  readonly icon: IconName
  readonly label: string
}) {
  // Replaced, so that Back leaves the record instead of walking all of them again.
  return to === undefined ? (
    <span className="icon-button is-off" aria-hidden="true">
      <Icon name={icon} />
    </span>
  ) : (
    <Link className="icon-button" to={to} replace aria-label={label} data-tip={label}>
      <Icon name={icon} />
    </Link>
  )
}

interface StatusAndAgeProps {
  readonly record: ExecutionRecord
  readonly status: DisplayStatus
  readonly now: number | null
}

/** The status, with the time left while an attempt runs, and when it failed. */
export function StatusAndAge({ record, status, now }: StatusAndAgeProps) {
  const { language } = usePreferences()
  const leftMs = now === null ? 0 : record.state.retryState.timeoutAt - now
  return (
    <>
      <StatusTag status={status}>
        {status === 'executing' && leftMs > 0 && (
          <span className="status-left">
            <Trans>{formatDuration(leftMs, language)} left</Trans>
          </span>
        )}
      </StatusTag>
      <span className="secondary detail-age">
        <Time at={record.state.executeAt} />
      </span>
    </>
  )
}
