import { useLingui } from '@lingui/react/macro'
import { compare, eq } from '../../wow/condition/condition.ts'
import type { Condition } from '../../wow/condition/condition.ts'
import { describe } from '../../wow/condition/describe.ts'
import { fieldOf } from '../../wow/condition/fields.ts'
import { valueAt } from '../../wow/json.ts'
import type { Json } from '../../wow/json.ts'
import { announce } from '../ui/announce.ts'
import { copyText } from '../ui/copy/copyText.ts'
import { formatInstant, formatIso } from '../ui/values/format.ts'
import type { MenuChoice } from '../ui/popup/MenuPanel.tsx'
import { usePreferences } from '../ui/preferences.ts'
import { useRefusedOperators } from '../ui/data/sourceQueries.ts'

/** A longer text is only copied: as a condition nobody could read it, nor an address carry it. */
const LONGEST_VALUE = 200
const LONGEST_NAME = 40
/** Of an array that many values are offered. */
const MOST_ELEMENTS = 4

interface CellChoicesOptions {
  readonly source: string
  readonly rows: ReadonlyArray<{ readonly id: string; readonly raw: unknown }>
  /** Paths of the values that the cells of a column stand for. */
  readonly pathsOf: (columnId: string) => readonly string[]
  /** Finds the rows of an execution. */
  readonly byId: 'ID' | 'AGGREGATE_ID'
  /** Adds a condition to the filter; undefined where the list takes none. */
  readonly onAdd: ((condition: Condition) => void) | undefined
  /** False where there is no room for them, and something else offers them. */
  readonly hasCopies?: boolean
}

/** What can be done with the values of a cell: only them, not them, copy. */
export function useCellChoices({ source, rows, pathsOf, byId, onAdd, hasCopies = true }: CellChoicesOptions) {
  const { t } = useLingui()
  const { language, zone } = usePreferences()
  const refusal = useRefusedOperators(source)?.find(({ operator }) => operator === 'NE')?.message

  function add(condition: Condition) {
    onAdd?.(condition)
    announce(t`Condition added: ${describe(condition, language)}`)
  }

  async function copy(text: string) {
    announce((await copyText(text)) ? t`Copied` : t`The browser did not let this page copy`)
  }

  function choicesOfValue(path: string, value: Json): readonly MenuChoice[] {
    const field = fieldOf(path)
    const label = field?.label[language] ?? path
    const isTime = field?.type === 'time' && typeof value === 'number'
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    const name = isTime ? formatInstant(value, zone) : shortened(text)
    const copying: readonly MenuChoice[] = hasCopies
      ? [
          {
            key: `copy ${path} ${name}`,
            name: t`Copy ${name}`,
            onChoose: () => void copy(isTime ? formatIso(value, zone) : text),
          },
        ]
      : []
    if (onAdd === undefined || text.length > LONGEST_VALUE || typeof value === 'object') return copying
    if (isTime) {
      return [
        {
          key: `gte ${path}`,
          name: t`Only ${label} from ${name} on`,
          onChoose: () => add(compare(path, 'GTE', value)),
        },
        { key: `lte ${path}`, name: t`Only ${label} up to ${name}`, onChoose: () => add(compare(path, 'LTE', value)) },
        ...copying,
      ]
    }
    const only: Condition = path === 'aggregateId' ? { operator: byId, value } : eq(path, value)
    return [
      { key: `eq ${path} ${name}`, name: t`Only ${label} = ${name}`, onChoose: () => add(only) },
      {
        key: `ne ${path} ${name}`,
        name: t`Not ${label} = ${name}`,
        ...(refusal !== undefined && { isOff: true, description: <span lang="en">{refusal}</span> }),
        onChoose: () => add({ field: path, operator: 'NE', value }),
      },
      ...copying,
    ]
  }

  return (rowId: string, columnId: string): readonly MenuChoice[] => {
    const row = rows.find(({ id }) => id === rowId)
    return pathsOf(columnId).flatMap((path) => {
      const value = valueAt(row?.raw, path)
      // Not every element need have it.
      const known = Array.isArray(value) ? [...new Set(value.filter((each) => each !== undefined))] : value
      const values = Array.isArray(known) && known.every(isScalar) ? known.slice(0, MOST_ELEMENTS) : [known]
      return values.flatMap((each: unknown) => (isValue(each) ? choicesOfValue(path, each) : []))
    })
  }
}

const isScalar = (value: unknown): value is string | number | boolean =>
  (typeof value === 'string' && value !== '') || typeof value === 'number' || typeof value === 'boolean'

/** What came as JSON is JSON. */
const isValue = (value: unknown): value is Json => isScalar(value) || (typeof value === 'object' && value !== null)

const shortened = (text: string): string => (text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME)}…` : text)
