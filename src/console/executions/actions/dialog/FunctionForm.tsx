import { Plural, Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { changeFunctionRefusal } from '../../../../wow/execution/preconditions.ts'
import { FUNCTION_KINDS } from '../../../../wow/schemas.ts'
import '../../../ui/popup/popup.css'
import { actionQueries } from './actionQueries.ts'
import { useCommandRun } from '../commandRuns.ts'
import { DecisionForm } from './DecisionForm.tsx'
import type { Decision } from './DecisionForm.tsx'
import {
  FUNCTION_FIELDS,
  FunctionInput,
  TypedFunction,
  functionFieldName,
  trimmedFunction,
  typedFunction,
} from './functionFields.tsx'
import type { FunctionField } from './functionFields.tsx'
import { OldAndNewTable } from './OldAndNewTable.tsx'
import { RefusalReason } from '../RefusalReason.tsx'
import { useTyped } from './typedDraft.ts'

/** The function that the next attempt runs, old beside new, with those that other executions name. */
export function FunctionForm(decision: Decision) {
  const { source, record } = decision
  const old = typedFunction(record.state.function)
  const failed = useCommandRun(source, record.id)?.intent
  const { typed, setTyped, draft } = useTyped(decision, TypedFunction, () =>
    failed?.act === 'change-function' ? typedFunction(failed.function) : old,
  )
  const wanted = trimmedFunction(typed)
  const kind = FUNCTION_KINDS.find((known) => known === wanted.functionKind)
  const isBlank = FUNCTION_FIELDS.some((field) => wanted[field] === '')
  const refusal = changeFunctionRefusal(record.state, wanted)

  return (
    <DecisionForm
      {...decision}
      draft={draft}
      intentOf={(version) =>
        kind === undefined || isBlank || refusal !== undefined
          ? undefined
          : { act: 'change-function', function: { ...wanted, functionKind: kind }, version }
      }
    >
      <OldAndNewTable whole={<Trans>Function</Trans>}>
        {FUNCTION_FIELDS.map((field) => (
          <FunctionRow
            key={field}
            field={field}
            old={old[field]}
            value={typed[field]}
            onChange={(value) => setTyped({ ...typed, [field]: value })}
          />
        ))}
      </OldAndNewTable>
      <output className="input-help">
        {refusal ? <RefusalReason reason={refusal} /> : isBlank ? <Trans>Every part is needed.</Trans> : null}
      </output>
      <SeenFunctions source={source} current={old} onChoose={setTyped} />
    </DecisionForm>
  )
}

interface FunctionRowProps {
  readonly field: FunctionField
  readonly old: string
  readonly value: string
  readonly onChange: (value: string) => void
}

function FunctionRow({ field, old, value, onChange }: FunctionRowProps) {
  const id = useId()
  return (
    <tr>
      <th scope="row">
        <label htmlFor={id}>{functionFieldName(field)}</label>
      </th>
      <td>{old}</td>
      <td>
        <FunctionInput id={id} field={field} kinds={FUNCTION_KINDS} value={value} onChange={onChange} />
      </td>
    </tr>
  )
}

interface SeenFunctionsProps {
  readonly source: string
  readonly current: TypedFunction
  readonly onChoose: (typed: TypedFunction) => void
}

/** What other executions name: one click fills the form. Those of the same context first. */
function SeenFunctions({ source, current, onChoose }: SeenFunctionsProps) {
  const titleId = useId()
  const { data = [] } = useQuery(actionQueries.functions(source))
  const others = data
    .filter(({ function: seen }) => FUNCTION_FIELDS.some((field) => seen[field] !== current[field]))
    .toSorted(
      (one, other) =>
        Number(other.function.contextName === current.contextName) -
        Number(one.function.contextName === current.contextName),
    )
  if (others.length === 0) return null
  return (
    <div className="seen-functions">
      <h3 id={titleId}>
        <Trans>Functions that other executions name</Trans>
      </h3>
      <ul aria-labelledby={titleId}>
        {others.map(({ function: seen, count }) => (
          <li key={FUNCTION_FIELDS.map((field) => seen[field]).join(' ')}>
            <button type="button" className="popup-item" onClick={() => onChoose(typedFunction(seen))}>
              <span>
                {seen.processorName}
                <wbr />.{seen.name}
              </span>
              <span className="secondary">
                {seen.functionKind} · {seen.contextName} ·{' '}
                <Plural value={count} one="# execution" other="# executions" />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
