import { useLingui } from '@lingui/react/macro'
import type { Ref } from 'react'
import { EVENT_FIELDS, SNAPSHOT_FIELDS, fieldOf } from '../../../wow/condition/fields.ts'
import type { Field } from '../../../wow/condition/fields.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { Combobox } from './Combobox.tsx'
import type { Choice } from './Combobox.tsx'
import { join } from './draft.ts'

/** What the documents are that a condition is about. */
export type About = 'snapshots' | 'events'

interface FieldPickerProps {
  readonly about: About
  readonly field: string
  /** The array whose elements the field belongs to; empty at the top. */
  readonly within: string
  /** The condition asks about the record as a whole. */
  readonly isRecord: boolean
  readonly onField: (field: string) => void
  readonly onRecord: () => void
  readonly invalid: boolean
  readonly describedBy: string
  readonly inputRef: Ref<HTMLInputElement>
}

const RECORD = ':record'

/** Every field by its name or its path, the record as a whole, `tags.…` of a snapshot, or any other path as typed. */
export function FieldPicker(props: FieldPickerProps) {
  const { about, field, within, isRecord, onField, onRecord, invalid, describedBy, inputRef } = props
  const { t } = useLingui()
  const { language } = usePreferences()
  const groups = useFieldGroups(about)
  const fields = about === 'events' ? EVENT_FIELDS : SNAPSHOT_FIELDS
  const label = (each: Field) => each.label[language]
  const choices: readonly Choice[] =
    within === ''
      ? [
          ...fields
            .map((each) => ({
              value: each.path,
              label: label(each),
              detail: each.path,
              group: groups(each.path),
            }))
            .sort((one, other) => order(groups, about, one.group) - order(groups, about, other.group)),
          ...(about === 'events'
            ? []
            : [{ value: 'tags.', label: t`one tag: type tags.name`, detail: 'tags.…', group: groups('tags') }]),
          { value: RECORD, label: t`no field: ids, owner, space, everything`, group: t`Whole record` },
        ]
      : fields
          .filter(({ path }) => path.startsWith(`${within}.`))
          .map((each) => ({
            value: each.path.slice(within.length + 1),
            label: label(each),
            detail: each.path.slice(within.length + 1),
          }))
  const known = fieldOf(join(within, field))
  return (
    <Combobox
      label={t`Field`}
      className="field-picker"
      inputRef={inputRef}
      choices={choices}
      shown={isRecord ? t`no field` : known === undefined ? field : label(known)}
      placeholder={t`Field or path…`}
      onChoose={(value) => (value === RECORD ? onRecord() : onField(value))}
      onText={(text) => onField(text.trim())}
      invalid={invalid}
      describedBy={describedBy}
      mono={known === undefined && !isRecord && field !== ''}
    />
  )
}

type Groups = (path: string) => string

const GROUP_PATHS: Readonly<Record<About, readonly string[]>> = {
  snapshots: ['state.status', 'state.error', 'state.function', 'state.eventId', 'state.retrySpec', 'version'],
  events: ['body.name', 'aggregateId', 'header'],
}
const order = (groups: Groups, about: About, group: string): number =>
  GROUP_PATHS[about].findIndex((path) => groups(path) === group)

function useFieldGroups(about: About): Groups {
  const { t } = useLingui()
  if (about === 'events') {
    return (path) => {
      if (path.startsWith('body')) return t`Event`
      return path.startsWith('header') ? t`Header` : t`Event stream`
    }
  }
  return (path) => {
    if (path.startsWith('state.error')) return t`Error`
    if (path.startsWith('state.function')) return t`Function`
    if (path.startsWith('state.eventId')) return t`Source event`
    if (path.startsWith('state.retry')) return t`Retry`
    if (path.startsWith('state') || path === 'aggregateId') return t`Execution`
    return t`Snapshot`
  }
}
