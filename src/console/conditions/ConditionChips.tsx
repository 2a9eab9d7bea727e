import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from 'antd'
import type { Condition } from '../../wow/condition/condition.ts'
import { describe } from '../../wow/condition/describe.ts'
import { Icon } from '../ui/Icon.tsx'
import { usePreferences } from '../ui/preferences.ts'
import './conditions.css'
import { NEW_ROW, editAt } from './editAddress.ts'
import { filterOf, filterParts, toFilter } from './filterText.ts'
import { useContainsRefusal } from './useContainsRefusal.ts'

interface ConditionChipsProps {
  /** The filter as it stands in the address. */
  readonly filter: string
  readonly onChange: (filter: string) => void
  /** Opens the condition builder there (`editAddress.ts`), or closes it. */
  readonly onEdit: (edit: string | undefined) => void
  readonly isEditing: boolean
}

/** The applied filter, a chip for each part of it, and the way into the builder. */
export function ConditionChips({ filter, onChange, onEdit, isEditing }: ConditionChipsProps) {
  const { t } = useLingui()
  const condition = filterOf({ filter })
  const parts = condition === undefined ? [] : filterParts(condition)
  return (
    <>
      {parts.length > 0 && (
        <ul className="chips" aria-label={t`Conditions`}>
          {parts.map((part, index) => (
            <Chip
              // Two equal conditions are one place each; there is nothing else to tell them apart by.
              key={index}
              condition={part}
              onEdit={() => onEdit(chipAddress(condition ?? {}, index))}
              onRemove={() => onChange(toFilter(parts.filter((_, other) => other !== index)))}
            />
          ))}
        </ul>
      )}
      <Button
        type="text"
        size="small"
        aria-expanded={isEditing}
        aria-keyshortcuts="e"
        data-tip={t`Key: e`}
        onClick={() => onEdit(isEditing ? undefined : NEW_ROW)}
      >
        + <Trans>Condition</Trans>
      </Button>
      {parts.length > 1 && (
        <Button type="text" size="small" onClick={() => onChange('')}>
          <Trans>Remove all</Trans>
        </Button>
      )}
    </>
  )
}

interface ChipProps {
  readonly condition: Condition
  readonly onEdit: () => void
  readonly onRemove: () => void
}

/** A chip is a part of an AND, or the whole filter. */
const chipAddress = (filter: Condition, index: number) => editAt(filter, filter.operator === 'AND' ? [index] : [])

/** A text that was looked for on a server that refuses to look inside of texts. */
const asksForBeginnings = ({ field, operator, children = [] }: Condition): boolean =>
  (operator === 'STARTS_WITH' && field === 'state.error.errorMsg') || children.some(asksForBeginnings)

function Chip({ condition, onEdit, onRemove }: ChipProps) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const isPartial = useContainsRefusal() !== undefined && asksForBeginnings(condition)
  const asked = describe(condition, language)
  const words = isPartial ? `${asked} (${t`only the beginning is searched`})` : asked
  return (
    <li className="chip">
      <button
        type="button"
        className="chip-words cut"
        data-whole={words}
        aria-label={t`Change: ${words}`}
        onClick={onEdit}
      >
        {words}
      </button>
      <button type="button" className="icon-button" aria-label={t`Remove: ${words}`} onClick={onRemove}>
        <Icon name="close" />
      </button>
    </li>
  )
}
