import { Trans, useLingui } from '@lingui/react/macro'
import { useId } from 'react'
import type { Condition, ConditionOptions } from '../../../wow/condition/condition.ts'
import { fieldOf } from '../../../wow/condition/fields.ts'
import type { Json } from '../../../wow/json.ts'
import { operatorRule, takesCase, takesZone } from '../../../wow/condition/operatorRules.ts'
import type { ValueType } from '../../../wow/condition/operatorRules.ts'
import { fitsScalar, printScalar, readScalar, scalarOf } from '../../../wow/condition/scalar.ts'
import type { Scalar } from '../../../wow/condition/scalar.ts'
import { Combobox } from './Combobox.tsx'
import { join } from './draft.ts'
import { ListEditor } from './ListEditor.tsx'
import { formRefusal } from './refusedNodes.ts'
import type { RefusedOperator } from './refusedNodes.ts'
import { TimeEditor } from './TimeEditor.tsx'
import { useTypedText } from './typedText.ts'
import { ZonePicker } from './ZonePicker.tsx'

interface ValueEditorProps {
  readonly condition: Condition
  readonly type: ValueType
  readonly within: string
  readonly refused: readonly RefusedOperator[]
  readonly onChange: (condition: Condition) => void
  readonly invalid: boolean
  readonly describedBy: string
}

/** The editor that fits operator and type, with the operator's options. */
export function ValueEditor(props: ValueEditorProps) {
  const { condition, type, onChange } = props
  const { operator = 'ALL', options = {} } = condition
  const setOptions = (patch: { [name in keyof ConditionOptions]?: ConditionOptions[name] | undefined }) =>
    onChange(withOptions(condition, patch))
  return (
    <div className="value-editor">
      <ValueBox {...props} />
      {takesCase(operator) && <CaseChoice {...props} onOptions={setOptions} />}
      {takesZone(operator) && (
        <>
          <ZonePicker zoneId={options.zoneId} onZone={(zoneId) => setOptions({ zoneId })} />
          {(type !== 'time' || options.datePattern !== undefined) && (
            <PatternBox pattern={options.datePattern} onPattern={(datePattern) => setOptions({ datePattern })} />
          )}
        </>
      )}
    </div>
  )
}

function withOptions(
  { options, ...condition }: Condition,
  patch: { readonly [name in keyof ConditionOptions]?: ConditionOptions[name] | undefined },
): Condition {
  const entries = Object.entries({ ...options, ...patch }).filter(([, value]) => value !== undefined && value !== false)
  return entries.length === 0 ? condition : { ...condition, options: Object.fromEntries(entries) }
}

function withValue(condition: Condition, value: Json | undefined): Condition {
  const next = { ...condition }
  delete next.value
  return value === undefined ? next : { ...next, value }
}

function ValueBox({ condition, type, within, refused, onChange, invalid, describedBy }: ValueEditorProps) {
  const { t } = useLingui()
  const { operator = 'ALL', value, field = '' } = condition
  const { shape } = operatorRule(operator)
  const known = fieldOf(join(within, field))?.values ?? (type === 'boolean' ? ['true', 'false'] : [])
  const set = (next: Json | undefined) => onChange(withValue(condition, next))
  const shared = { invalid, describedBy }
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value]
  switch (shape) {
    case 'none':
    case 'child':
    case 'children':
      return null
    case 'one':
    case 'text':
      return (
        <ScalarEditor
          {...shared}
          label={t`Value`}
          scalar={scalarFor(scalarOf(operator, type), value === undefined ? [] : [value])}
          known={shape === 'one' ? known : []}
          value={value}
          onValue={set}
        />
      )
    case 'many':
      return (
        <ListEditor
          {...shared}
          scalar={scalarFor(scalarOf(operator, type), list)}
          known={known}
          values={list}
          onValues={(values) => set(values.length === 0 ? undefined : values)}
        />
      )
    case 'two':
      return (
        <PairEditor
          {...shared}
          scalar={scalarFor(scalarOf(operator, type), list)}
          known={known}
          values={list}
          onValues={set}
        />
      )
    case 'days':
      return <NumberBox {...shared} label={t`Days`} value={value} onValue={set} unit={t`days`} />
    case 'time-of-day':
      return <TimeOfDayBox {...shared} value={value} onValue={set} />
    case 'boolean':
      return <PresenceChoice {...shared} value={value} onValue={set} refusal={formRefusal(operator, refused)} />
    case 'deletion':
      return <DeletionChoice {...shared} value={value} onValue={set} />
    case 'json':
      return (
        <ScalarEditor
          {...shared}
          label={t`Database filter (JSON)`}
          scalar="any"
          known={[]}
          value={value}
          onValue={set}
        />
      )
    default:
      return shape satisfies never
  }
}

/** Values of another kind than the field's are edited as what they are. */
const scalarFor = (scalar: Scalar, values: readonly Json[]): Scalar =>
  values.every((value) => fitsScalar(scalar, value)) ? scalar : 'any'

interface BoxProps {
  readonly invalid: boolean
  readonly describedBy: string
  readonly value: Json | undefined
  readonly onValue: (value: Json | undefined) => void
}

interface ScalarEditorProps extends BoxProps {
  readonly label: string
  readonly scalar: Scalar
  readonly known: readonly string[]
}

function ScalarEditor(props: ScalarEditorProps) {
  const { label, scalar, known, value, onValue, invalid, describedBy } = props
  if (scalar === 'time') return <TimeEditor {...props} />
  if (known.length > 0) {
    return (
      <Combobox
        label={label}
        choices={known.map((each) => ({ value: each, label: each }))}
        shown={value === undefined ? '' : printScalar(scalar, value)}
        onChoose={(chosen) => onValue(readScalar(scalar === 'boolean' ? 'boolean' : 'text', chosen))}
        onText={(text) => onValue(text === '' ? undefined : readScalar(scalar, text))}
        invalid={invalid}
        describedBy={describedBy}
        mono
      />
    )
  }
  return <TextBox {...props} />
}

function TextBox({ label, scalar, value, onValue, invalid, describedBy }: ScalarEditorProps) {
  const [text, setTyped] = useTypedText<Json | undefined>(
    value,
    (each) => (each === undefined ? '' : printScalar(scalar, each)),
    (typed) => readScalar(scalar, typed),
  )
  return (
    <input
      type="text"
      className="value-box is-mono"
      inputMode={scalar === 'number' ? 'decimal' : 'text'}
      aria-label={label}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      value={text}
      onChange={(event) => {
        const typed = event.currentTarget.value
        setTyped(typed)
        onValue(scalar !== 'text' && typed.trim() === '' ? undefined : readScalar(scalar, typed))
      }}
    />
  )
}

function NumberBox({ label, value, onValue, unit, invalid, describedBy }: BoxProps & { label: string; unit: string }) {
  const [text, setTyped] = useTypedText<Json | undefined>(
    value,
    (each) => (each === undefined ? '' : printScalar('number', each)),
    (typed) => readScalar('number', typed),
  )
  return (
    <span className="with-unit">
      <input
        type="text"
        className="value-box is-short"
        inputMode="numeric"
        aria-label={label}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          const typed = event.currentTarget.value
          setTyped(typed)
          onValue(typed.trim() === '' ? undefined : readScalar('number', typed))
        }}
      />
      <span>{unit}</span>
    </span>
  )
}

const end = (value: Json | undefined): Json | undefined => (value === '' ? undefined : value)

function PairEditor({
  values,
  onValues,
  ...props
}: Omit<ScalarEditorProps, 'label' | 'value' | 'onValue'> & {
  values: readonly Json[]
  onValues: (values: Json | undefined) => void
}) {
  const { t } = useLingui()
  const [least, most] = values
  // An end that is still open is kept as an empty text, so that the other one keeps its place.
  const set = (from: Json | undefined, to: Json | undefined) => onValues([from ?? '', to ?? ''])
  return (
    <span className="pair">
      <ScalarEditor {...props} label={t`From`} value={end(least)} onValue={(value) => set(value, most)} />
      <span>
        <Trans>to</Trans>
      </span>
      <ScalarEditor {...props} label={t`To`} value={end(most)} onValue={(value) => set(least, value)} />
    </span>
  )
}

function TimeOfDayBox({ value, onValue, invalid, describedBy }: BoxProps) {
  const { t } = useLingui()
  const shown =
    typeof value === 'number' && value >= 0 && value < 86_400
      ? new Date(value * 1000).toISOString().slice(11, 19)
      : typeof value === 'string'
        ? value
        : ''
  return (
    <input
      type="text"
      className="value-box is-short is-mono"
      aria-label={t`Time of day`}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      autoComplete="off"
      placeholder="12:30"
      value={shown}
      onChange={(event) => onValue(event.currentTarget.value === '' ? undefined : event.currentTarget.value.trim())}
    />
  )
}

function PresenceChoice({ value, onValue, refusal, invalid, describedBy }: BoxProps & { refusal: string | undefined }) {
  const { t } = useLingui()
  const choices = [
    { value: 'true', label: t`yes, it is there` },
    { value: 'false', label: t`no, it is missing`, refusal },
  ]
  return (
    <Combobox
      label={t`Present`}
      choices={choices}
      shown={
        choices.find((choice) => choice.value === (value === true ? 'true' : value === false ? 'false' : ''))?.label ??
        ''
      }
      onChoose={(chosen) => onValue(chosen === 'true')}
      invalid={invalid}
      describedBy={describedBy}
    />
  )
}

function DeletionChoice({ value, onValue, invalid, describedBy }: BoxProps) {
  const { t } = useLingui()
  const state =
    typeof value === 'boolean' ? (value ? 'DELETED' : 'ACTIVE') : typeof value === 'string' ? value.toUpperCase() : ''
  return (
    <>
      <Combobox
        label={t`Deletion state`}
        choices={['ACTIVE', 'DELETED', 'ALL'].map((each) => ({ value: each, label: each }))}
        shown={state}
        onChoose={onValue}
        invalid={invalid}
        describedBy={describedBy}
        mono
      />
      {state !== 'ACTIVE' && state !== '' && (
        <span className="note">
          <Trans>Joined with anything else the server finds no deleted record this way; the view “Deleted” does.</Trans>
        </span>
      )}
    </>
  )
}

function CaseChoice({
  condition: { operator = 'ALL', options = {} },
  refused,
  onOptions,
}: ValueEditorProps & { onOptions: (patch: { ignoreCase: boolean }) => void }) {
  const id = useId()
  const isOn = options.ignoreCase === true
  const refusal = formRefusal(operator, refused)
  const isBlocked = refusal !== undefined && !isOn
  return (
    <span className="case-choice">
      <label>
        <input
          type="checkbox"
          checked={isOn}
          aria-disabled={isBlocked}
          aria-describedby={isBlocked ? id : undefined}
          onChange={(event) => (isBlocked ? undefined : onOptions({ ignoreCase: event.currentTarget.checked }))}
        />{' '}
        <Trans>any letter case</Trans>
      </label>
      {isBlocked && (
        <span id={id} className="note">
          <Trans>Any letter case is refused here:</Trans> <span lang="en">{refusal}</span>
        </span>
      )}
    </span>
  )
}

function PatternBox({
  pattern,
  onPattern,
}: {
  pattern: string | undefined
  onPattern: (pattern: string | undefined) => void
}) {
  const { t } = useLingui()
  const label = t`Date pattern, when the field holds text`
  return (
    <input
      type="text"
      className="value-box is-short is-mono"
      aria-label={label}
      data-tip={label}
      placeholder="yyyy-MM-dd"
      autoComplete="off"
      spellCheck={false}
      value={pattern ?? ''}
      onChange={(event) => onPattern(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
    />
  )
}
