/** What differs between two states of a record, field by field. Pure. */
import { SNAPSHOT_FIELDS } from '../../../../wow/condition/fields.ts'
import { isObject } from '../../../../wow/json.ts'

export interface FieldPair {
  /** As a condition names it: `state.retryState.retries`. */
  readonly path: string
  /** Undefined where the field is absent. */
  readonly before: unknown
  readonly after: unknown
  readonly isSame: boolean
}

/** Every field of two documents, in the order in which a person looks for them; lists are fields as a whole. */
export function fieldPairs(before: object, after: object): readonly FieldPair[] {
  const [old, young] = [fieldsOf(before), fieldsOf(after)]
  return [...new Set([...old.keys(), ...young.keys()])]
    .toSorted((one, other) => placeOf(one) - placeOf(other))
    .map((path) => {
      const pair = { path, before: old.get(path), after: young.get(path) }
      return { ...pair, isSame: JSON.stringify(pair.before) === JSON.stringify(pair.after) }
    })
}

const PLACES = new Map(SNAPSHOT_FIELDS.map(({ path }, index) => [path, index]))

const placeOf = (path: string): number => PLACES.get(path) ?? PLACES.get(path.split('.')[0] ?? '') ?? PLACES.size

function fieldsOf(document: object): ReadonlyMap<string, unknown> {
  const fields = new Map<string, unknown>()
  const visit = (value: unknown, path: string) => {
    if (!isObject(value)) return void fields.set(path, value)
    for (const [name, inner] of Object.entries(value)) visit(inner, path === '' ? name : `${path}.${name}`)
    return undefined
  }
  visit(document, '')
  return fields
}
