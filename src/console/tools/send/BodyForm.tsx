import { Trans, useLingui } from '@lingui/react/macro'
import { useId, useState } from 'react'
import * as z from 'zod/mini'
import { exactNumber, keepsDigits } from '../../ui/values/exactJson.ts'
import { formatInstant } from '../../ui/values/format.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { useServerClock } from '../../ui/data/serverClock.ts'
import type { Field, Property } from './bodySchema.ts'
import { withProperty } from './typedBody.ts'

interface FieldProps {
  readonly field: Field
  readonly label: string
  readonly required: boolean
  readonly value: unknown
  /** Undefined leaves it out. */
  readonly onChange: (value: unknown) => void
}

const JsonObject = z.record(z.string(), z.unknown())
const objectOf = (value: unknown) => JsonObject.safeParse(value).data ?? {}

/** The properties of an object, each with the field that fits it. */
export function ObjectFields({
  properties,
  value,
  onChange,
}: {
  readonly properties: readonly Property[]
  readonly value: unknown
  readonly onChange: (value: Readonly<Record<string, unknown>>) => void
}) {
  const object = objectOf(value)
  return (
    <>
      {properties.map(({ name, required, field }) => (
        <BodyField
          key={name}
          field={field}
          label={name}
          required={required}
          value={object[name]}
          onChange={(next) => onChange(withProperty(object, name, next))}
        />
      ))}
    </>
  )
}

function BodyField(props: FieldProps) {
  const { field } = props
  switch (field.kind) {
    case 'object':
      return <ObjectField {...props} properties={field.properties} />
    case 'list':
      return <ListField {...props} of={field.of} />
    case 'map':
      return <MapField {...props} of={field.of} />
    case 'choice':
      return <ChoiceField {...props} values={field.values} />
    case 'flag':
      return <ChoiceField {...props} values={['true', 'false']} isFlag />
    case 'number':
      return <NumberField {...props} whole={field.whole} isTime={field.long && /(At|Time)$/u.test(props.label)} />
    case 'text':
      return <TextField {...props} />
    case 'any':
      return <JsonOnly {...props} />
    default:
      return null
  }
}

function Name({ label, required }: Pick<FieldProps, 'label' | 'required'>) {
  return (
    <span translate="no">
      {label}
      {required && (
        <>
          {' '}
          <span className="secondary" translate="yes">
            (<Trans>required</Trans>)
          </span>
        </>
      )}
    </span>
  )
}

/** An object that may be left out is there once somebody asks for it. */
function ObjectField({
  properties,
  label,
  required,
  value,
  onChange,
}: FieldProps & { readonly properties: readonly Property[] }) {
  const isThere = required || (value !== undefined && value !== null)
  return (
    <fieldset className="body-group">
      <legend>
        <Name label={label} required={required} />
      </legend>
      {isThere && <ObjectFields properties={properties} value={value} onChange={onChange} />}
      {!required && (
        <Toggle label={label} isThere={isThere} onAdd={() => onChange({})} onLeaveOut={() => onChange(undefined)} />
      )}
    </fieldset>
  )
}

function Toggle(props: {
  readonly label: string
  readonly isThere: boolean
  readonly onAdd: () => void
  readonly onLeaveOut: () => void
}) {
  const { label, isThere, onAdd, onLeaveOut } = props
  return (
    <button type="button" className="link-button body-button" onClick={isThere ? onLeaveOut : onAdd}>
      {isThere ? <Trans>Leave out {label}</Trans> : <Trans>Add {label}</Trans>}
    </button>
  )
}

function ListField({ of, label, required, value, onChange }: FieldProps & { readonly of: Field }) {
  const { t } = useLingui()
  const items: readonly unknown[] = Array.isArray(value) ? value : []
  return (
    <fieldset className="body-group">
      <legend>
        <Name label={label} required={required} />
      </legend>
      {items.map((item, index) => (
        <div className="body-item" key={index}>
          <BodyField
            field={of}
            label={`${label} ${index + 1}`}
            required={false}
            value={item}
            onChange={(next) => onChange(items.with(index, next ?? ''))}
          />
          <button
            type="button"
            className="link-button body-button"
            onClick={() => onChange(items.filter((_, at) => at !== index))}
          >
            {t`Remove ${label} ${index + 1}`}
          </button>
        </div>
      ))}
      <button
        type="button"
        className="link-button body-button"
        onClick={() => onChange([...items, of.kind === 'object' ? {} : ''])}
      >
        <Trans>Add one to {label}</Trans>
      </button>
    </fieldset>
  )
}

function MapField({ of, label, required, value, onChange }: FieldProps & { readonly of: Field }) {
  const [name, setName] = useState('')
  const object = objectOf(value)
  const key = name.trim()
  const add = () => {
    onChange({ ...object, [key]: of.kind === 'list' ? [] : of.kind === 'object' ? {} : '' })
    setName('')
  }
  return (
    <fieldset className="body-group">
      <legend>
        <Name label={label} required={required} />
      </legend>
      {Object.entries(object).map(([each, inside]) => (
        <div className="body-item" key={each}>
          <BodyField
            field={of}
            label={each}
            required={false}
            value={inside}
            onChange={(next) => onChange(withProperty(object, each, next ?? ''))}
          />
          <button
            type="button"
            className="link-button body-button"
            onClick={() => onChange(withProperty(object, each, undefined))}
          >
            <Trans>Remove {each}</Trans>
          </button>
        </div>
      ))}
      <div className="tool-form">
        <label className="tool-field">
          <Trans>New key in {label}</Trans>
          <input
            value={name}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setName(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || key === '') return
              event.preventDefault()
              add()
            }}
          />
        </label>
        <button type="button" className="link-button body-button" disabled={key === '' || key in object} onClick={add}>
          <Trans>Add the key</Trans>
        </button>
      </div>
    </fieldset>
  )
}

function ChoiceField({
  values,
  isFlag = false,
  label,
  required,
  value,
  onChange,
}: FieldProps & { readonly values: readonly string[]; readonly isFlag?: boolean }) {
  const { t } = useLingui()
  const shown = textOf(value)
  return (
    <label className="tool-field">
      <Name label={label} required={required} />
      <select
        value={shown}
        onChange={(event) => {
          const next = event.currentTarget.value
          onChange(next === '' ? undefined : isFlag ? next === 'true' : next)
        }}
      >
        <option value="">{t`not sent`}</option>
        {shown !== '' && !values.includes(shown) && <option value={shown}>{shown}</option>}
        {values.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </label>
  )
}

/** Several lines where they are to be expected. */
const LONG_TEXT = /stackTrace|errorMsg|message|description/iu

function TextField({ label, required, value, onChange }: FieldProps) {
  const props = {
    value: textOf(value),
    autoComplete: 'off',
    spellCheck: false,
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value),
  }
  return (
    <label className="tool-field">
      <Name label={label} required={required} />
      {LONG_TEXT.test(label) ? <textarea rows={2} {...props} /> : <input {...props} />}
    </label>
  )
}

/** Nothing for what is left out. */
const textOf = (value: unknown): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)

const NUMBER = /^-?\d+(\.\d+)?$/
const WHOLE = /^-?\d+$/

/** What is no number yet stays in the field; the body keeps what it had. */
function NumberField({
  whole,
  isTime,
  label,
  required,
  value,
  onChange,
}: FieldProps & { readonly whole: boolean; readonly isTime: boolean }) {
  const { t } = useLingui()
  const problemId = useId()
  const serverNow = useServerClock()
  const { zone } = usePreferences()
  const [typed, setTyped] = useState<string>()
  const shown = typed ?? textOf(value)
  const isNumber = (text: string) =>
    NUMBER.test(text) && (!whole || Number.isSafeInteger(Number(text)) || (WHOLE.test(text) && keepsDigits))
  const isOdd = shown.trim() !== '' && !isNumber(shown.trim())
  function take(text: string) {
    const isKnown = text.trim() === '' || isNumber(text.trim())
    setTyped(isKnown ? undefined : text)
    if (isKnown) onChange(text.trim() === '' ? undefined : exactNumber(text.trim()))
  }
  return (
    <div className="body-number">
      <label className="tool-field">
        <Name label={label} required={required} />
        <input
          inputMode={whole ? 'numeric' : 'decimal'}
          autoComplete="off"
          value={shown}
          aria-invalid={isOdd}
          aria-describedby={isOdd ? problemId : undefined}
          onChange={(event) => take(event.currentTarget.value)}
        />
      </label>
      {isTime && (
        <span className="secondary body-time">
          <button
            type="button"
            className="link-button body-button"
            aria-label={t`${label}: now`}
            onClick={() => take(String(serverNow() ?? Date.now()))}
          >
            <Trans>now</Trans>
          </button>{' '}
          {typeof value === 'number' && formatInstant(value, zone)}
        </span>
      )}
      {isOdd && (
        <p className="problem" id={problemId}>
          {whole ? <Trans>Not a whole number: the JSON keeps what it had.</Trans> : <Trans>Not a number.</Trans>}
        </p>
      )}
    </div>
  )
}

function JsonOnly({ label, required }: FieldProps) {
  return (
    <p className="secondary">
      <Name label={label} required={required} />: <Trans>write it in the JSON</Trans>
    </p>
  )
}
