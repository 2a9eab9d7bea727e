import { Trans } from '@lingui/react/macro'
import { createAppColumnHelper } from '../../../ui/tableModel.ts'
import type { ListedExecution } from '../../executionRow.ts'
import { RowActions } from './RowActions.tsx'

const column = createAppColumnHelper<ListedExecution>()

/** Takes no room: what it holds lies over the end of the row. */
export const rowActionsColumn = column.display({
  id: 'actions',
  header: () => (
    <span className="visually-hidden">
      <Trans>Actions of the row</Trans>
    </span>
  ),
  enableSorting: false,
  meta: { className: 'col-actions', width: 0 },
  cell: ({ row }) => <RowActions row={row.original} />,
})
