import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { RefObject } from 'react'
import { MenuPanel } from '../../../ui/MenuPanel.tsx'
import { useServerNow } from '../../../ui/serverClock.ts'
import { useSourceName } from '../../../ui/useSourceName.ts'
import { useRowChoices } from '../../columns/useRowChoices.ts'
import { useExecutionRecord } from '../../detail/executionRecord.ts'
import type { ExecutionRow, ListedExecution } from '../../executionRow.ts'
import { actionChoices } from '../actionChoices.ts'
import { useMenuItems } from '../useMenuItems.tsx'
import { useRegenerates } from '../useRegenerates.ts'

interface RowMenuProps {
  readonly row: ListedExecution
  readonly execution: ExecutionRow
  readonly hasValues: boolean
  readonly anchor: RefObject<HTMLElement | null>
  readonly onClose: () => void
}

/** Every action on a row. It is judged by the whole record as soon as that is read; what is sent names what the row showed. */
export function RowMenu({ row, execution, hasValues, anchor, onClose }: RowMenuProps) {
  const { t } = useLingui()
  const { id } = row
  const source = useSourceName()
  const now = useServerNow()
  const { data: record } = useExecutionRecord(source, id)
  const itemsOf = useMenuItems(source, { id, version: execution.version })
  const { primary, others } = actionChoices(record ?? execution, { now, regenerates: useRegenerates(source) })
  const values = useRowChoices(source, row)
  const [isOnValues, setOnValues] = useState(false)
  const toValues = {
    key: 'values',
    name: t`Its values`,
    description: t`Only rows with a value, only those without it, or copy it.`,
    staysOpen: true,
    onChoose: () => setOnValues(true),
  }
  return (
    <MenuPanel
      label={isOnValues ? t`Values of ${id}` : t`Actions on ${id}`}
      anchor={anchor}
      choices={isOnValues ? values : [...itemsOf([primary, ...others]), ...(hasValues ? [toValues] : [])]}
      className={isOnValues ? 'row-menu is-values' : 'row-menu'}
      onClose={onClose}
    />
  )
}
