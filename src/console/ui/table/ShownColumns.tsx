import { useLingui } from '@lingui/react/macro'
import type { KeyboardEvent } from 'react'
import { Icon } from '../Icon.tsx'
import type { ChoosableColumn } from './ColumnChooser.tsx'

interface ShownColumnsProps {
  readonly shown: readonly ChoosableColumn[]
  /** The one that cannot be taken away. */
  readonly fixed: string
  readonly onMove: (column: ChoosableColumn, step: -1 | 1) => void
  readonly onRemove: (column: ChoosableColumn) => void
}

/** The columns that are shown, in their order: each is moved with its buttons or Alt and an arrow, and taken away. */
export function ShownColumns({ shown, fixed, onMove, onRemove }: ShownColumnsProps) {
  const { t } = useLingui()

  function moveByKey(event: KeyboardEvent, column: ChoosableColumn) {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    onMove(column, event.key === 'ArrowUp' ? -1 : 1)
  }

  return (
    <ol>
      {shown.map((column, index) => (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Alt with an arrow on one of its buttons
        <li key={column.id} onKeyDown={(event) => moveByKey(event, column)}>
          <ColumnName column={column} />
          <IconButton
            part={`up ${column.id}`}
            icon="up"
            label={t`Move ${column.name} up`}
            off={index === 0}
            onClick={() => onMove(column, -1)}
          />
          <IconButton
            part={`down ${column.id}`}
            icon="down"
            label={t`Move ${column.name} down`}
            off={index === shown.length - 1}
            onClick={() => onMove(column, 1)}
          />
          <IconButton
            part={`remove ${column.id}`}
            icon="close"
            label={column.id === fixed ? t`${column.name} is always shown` : t`Take ${column.name} away`}
            off={column.id === fixed}
            onClick={() => onRemove(column)}
          />
        </li>
      ))}
    </ol>
  )
}

export function ColumnName({ column: { name, path } }: { column: ChoosableColumn }) {
  return (
    <span className="column-name">
      <span className="cut" data-whole={name}>
        {name}
      </span>
      {path !== undefined && (
        <code className="cut secondary" data-whole={path}>
          {path}
        </code>
      )}
    </span>
  )
}

interface IconButtonProps {
  /** Finds it again after the list has changed. */
  readonly part: string
  readonly icon: 'up' | 'down' | 'close'
  readonly label: string
  readonly off: boolean
  readonly onClick: () => void
}

function IconButton({ part, icon, label, off, onClick }: IconButtonProps) {
  return (
    <button
      type="button"
      className={off ? 'icon-button is-off' : 'icon-button'}
      data-part={part}
      data-tip={label}
      aria-label={label}
      aria-disabled={off}
      onClick={off ? undefined : onClick}
    >
      <Icon name={icon} />
    </button>
  )
}
