import { useLingui } from '@lingui/react/macro'
import type { Operator } from '../../../wow/condition/condition.ts'
import { operatorWords } from '../../../wow/condition/describe.ts'
import { RECORD_OPERATORS, isRecordOperator, operatorsFor } from '../../../wow/condition/operatorRules.ts'
import type { ValueType } from '../../../wow/condition/operatorRules.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { Combobox } from './Combobox.tsx'
import { refusalOf } from './refusedNodes.ts'
import type { RefusedOperator } from './refusedNodes.ts'

interface OperatorPickerProps {
  readonly operator: Operator
  readonly type: ValueType
  readonly refused: readonly RefusedOperator[]
  readonly onOperator: (operator: Operator) => void
  readonly invalid: boolean
  readonly describedBy: string
}

/** The operators that fit; those that this server refuses are in the list with its words. */
export function OperatorPicker({ operator, type, refused, onOperator, invalid, describedBy }: OperatorPickerProps) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const fitting = isRecordOperator(operator) ? RECORD_OPERATORS : operatorsFor(type)
  // A pasted one may fit no field of this type and still be asked.
  const offered = fitting.includes(operator) ? fitting : [operator, ...fitting]
  const choices = offered.map((each) => ({
    value: each,
    label: operatorWords(each, type, language),
    detail: each,
    refusal: refusalOf(each, refused),
  }))
  return (
    <Combobox
      label={t`Operator`}
      className="operator-picker"
      choices={choices}
      shown={operatorWords(operator, type, language)}
      onChoose={(value) => {
        const chosen = offered.find((each) => each === value)
        if (chosen !== undefined) onOperator(chosen)
      }}
      invalid={invalid}
      describedBy={describedBy}
    />
  )
}
