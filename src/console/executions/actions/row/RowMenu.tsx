import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { displayStatus } from '../../../../wow/execution/status.ts'
import { MenuPanel } from '../../../ui/popup/MenuPanel.tsx'
import type { OpenedPopup } from '../../../ui/popup/Popup.tsx'
import { StatusTag } from '../../../ui/values/StatusTag.tsx'
import { useServerNow } from '../../../ui/data/serverClock.ts'
import { useSourceName } from '../../../ui/data/useSourceName.ts'
import { useRowChoices } from '../../columns/useRowChoices.ts'
import { useExecutionRecord } from '../../detail/executionRecord.ts'
import type { ExecutionRow, ListedExecution } from '../../executionRow.ts'
import { actionChoices } from '../actionChoices.ts'
import { useMenuItems } from '../useMenuItems.tsx'

interface RowMenuProps extends OpenedPopup {
  readonly row: ListedExecution
  readonly execution: ExecutionRow
  readonly hasValues: boolean
}

/** Every action on a row. It is judged by the whole record as soon as that is read; what is sent names what the row showed. */
export function RowMenu({ row, execution, hasValues, anchor, onClose }: RowMenuProps) {
  const { t } = useLingui()
  const { id } = row
  const source = useSourceName()
  const now = useServerNow()
  const { data: record } = useExecutionRecord(source, id)
  const itemsOf = useMenuItems(source, { id, version: execution.version })
  const { primary, others } = actionChoices(record ?? execution, now)
  const { choices: values, takesFilter } = useRowChoices(source, row)
  const [isOnValues, setOnValues] = useState(false)
  const toValues = {
    key: 'values',
    name: takesFilter ? t`Filter by a value` : t`Copy a value`,
    ...(takesFilter && { description: t`Only rows that have it, or only those that do not.` }),
    staysOpen: true,
    onChoose: () => setOnValues(true),
  }
  return (
    <MenuPanel
      key={isOnValues ? 'values' : 'actions'}
      label={isOnValues ? t`Values of ${id}` : t`Actions on ${id}`}
      anchor={anchor}
      choices={isOnValues ? values : [...itemsOf([primary, ...others]), ...(hasValues ? [toValues] : [])]}
      // On a small screen the panel lies over its row.
      {...(hasValues && {
        title: (
          <>
            <StatusTag status={displayStatus(execution, now)} />
            <code>{id}</code>
            <span>{execution.state.error?.errorCode}</span>
          </>
        ),
      })}
      className="row-menu"
      onClose={onClose}
    />
  )
}
