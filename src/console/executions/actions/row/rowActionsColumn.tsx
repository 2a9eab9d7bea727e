import { Trans } from '@lingui/react/macro'
import { createAppColumnHelper } from '../../../ui/table/tableModel.ts'
import type { ListedExecution } from '../../executionRow.ts'
import { RowActions } from './RowActions.tsx'

const column = createAppColumnHelper<ListedExecution>()

const Heading = () => (
  <span className="visually-hidden">
    <Trans>Actions of the row</Trans>
  </span>
)

/** Takes no room: what it holds lies over the end of the row. */
export const rowActionsColumn = column.display({
  id: 'actions',
  header: Heading,
  enableSorting: false,
  meta: { className: 'col-actions', width: 0 },
  cell: ({ row }) => <RowActions row={row.original} />,
})

/** For fingers. */
export const touchActionsColumn = column.display({
  id: 'actions',
  header: Heading,
  enableSorting: false,
  meta: { className: 'col-touch', width: 44 },
  cell: ({ row }) => <RowActions row={row.original} isTouch />,
})
