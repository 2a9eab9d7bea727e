import { Trans } from '@lingui/react/macro'
import { durationMs } from '../../../oms/omsTime.ts'
import type { Action } from '../../../oms/schemas.ts'
import { actionStatus } from '../../../oms/statuses.ts'
import type { ActionGroup } from '../../../oms/statuses.ts'
import { omsDuration } from '../omsDuration.ts'
import { Icon } from '../../ui/Icon.tsx'
import type { IconName } from '../../ui/Icon.tsx'
import { usePreferences } from '../../ui/preferences.ts'
import { createAppColumnHelper } from '../../ui/table/tableModel.ts'
import { OmsTime } from '../OmsTime.tsx'
import { useOmsZone } from '../omsZone.ts'
import { actionStatusWord } from '../transactionWords.tsx'

const column = createAppColumnHelper<Action>()

export const actionColumns = column.columns([
  column.accessor('Id', {
    header: () => <Trans>Action</Trans>,
    enableSorting: false,
    meta: { className: 'col-action' },
  }),
  column.accessor('Status', {
    header: () => <Trans>Status</Trans>,
    enableSorting: false,
    meta: { className: 'col-action-status' },
    cell: ({ getValue }) => <ActionStatusTag status={getValue()} />,
  }),
  column.accessor('IdName', {
    header: () => <Trans>Object</Trans>,
    enableSorting: false,
    cell: ({ getValue }) => (
      <span className="cut" data-whole={getValue()}>
        {getValue()}
      </span>
    ),
  }),
  column.accessor('ExecuteTime', {
    header: () => <Trans>Begun</Trans>,
    enableSorting: false,
    meta: { className: 'col-action-time' },
    cell: ({ getValue }) => <Begun text={getValue()} />,
  }),
  column.display({
    id: 'duration',
    header: () => <Trans>Ran for</Trans>,
    enableSorting: false,
    meta: { className: 'col-action-duration' },
    cell: ({ row }) => <RanFor action={row.original} />,
  }),
])

/** Two lines for a phone. */
export const actionPhoneColumns = column.columns([
  column.display({
    id: 'action',
    header: () => <Trans>Action</Trans>,
    cell: ({ row: { original: action } }) => (
      <div className="known-lines">
        <span className="known-line">
          <span className="known-status">
            <span className="figure">{action.Id}</span> <ActionStatusTag status={action.Status} />
          </span>
          <RanFor action={action} />
        </span>
        <span className="known-line">
          <span className="cut" data-whole={action.IdName}>
            {action.IdName}
          </span>
          <Begun text={action.ExecuteTime} />
        </span>
      </div>
    ),
  }),
])

const UNKNOWN = { icon: 'unknown', look: 'unknown' } as const
const SIGNS: Record<ActionGroup, { readonly icon: IconName; readonly look: string }> = {
  waiting: { icon: 'clock', look: 'unknown' },
  running: { icon: 'executing', look: 'executing' },
  suspended: { icon: 'timed-out', look: 'timed-out' },
  'rolling-back': { icon: 'timed-out', look: 'timed-out' },
  finished: { icon: 'succeeded', look: 'succeeded' },
  ended: { icon: 'failed', look: 'failed' },
  skipped: { icon: 'unrecoverable', look: 'unrecoverable' },
}

export function ActionStatusTag({ status }: { status: number }) {
  const { language } = usePreferences()
  const group = actionStatus(status)?.group
  const { icon, look } = group === undefined ? UNKNOWN : SIGNS[group]
  return (
    <span className={`status status-${look}`}>
      <Icon name={icon} />
      <span className="status-word">{actionStatusWord(status, language)}</span>
    </span>
  )
}

function Begun({ text }: { text: string | null }) {
  const omsZone = useOmsZone()
  return text === null ? <span className="secondary">–</span> : <OmsTime text={text} omsZone={omsZone} />
}

function RanFor({ action: { ExecuteTime, UpdateTime, Status } }: { action: Action }) {
  const omsZone = useOmsZone()
  const { language } = usePreferences()
  const ms = durationMs(ExecuteTime, UpdateTime, omsZone)
  const isDone = actionStatus(Status)?.terminal ?? false
  return ms === undefined || !isDone ? <span className="secondary">–</span> : omsDuration(ms, language)
}
