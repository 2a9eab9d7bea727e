/** The quick filter box: what a person types there, read as one condition. Pure. */
import { compare, eq, isIn, or } from '../../../wow/condition/condition.ts'
import type { Condition, Operator } from '../../../wow/condition/condition.ts'
import type { Json } from '../../../wow/json.ts'
import { RECOVERABLES, STATUSES } from '../../../wow/schemas.ts'

type FieldKind = 'text' | 'number' | 'id' | readonly string[]

/** The short names that may stand before the colon, in the order in which they are offered. */
const FIELDS = {
  code: { field: 'state.error.errorCode', kind: 'text' },
  processor: { field: 'state.function.processorName', kind: 'text' },
  function: { field: 'state.function.name', kind: 'text' },
  context: { field: 'state.function.contextName', kind: 'text' },
  aggregate: { field: 'state.eventId.aggregateId.aggregateId', kind: 'text' },
  type: { field: 'state.eventId.aggregateId.aggregateName', kind: 'text' },
  event: { field: 'state.eventId.id', kind: 'text' },
  id: { field: '', kind: 'id' },
  status: { field: 'state.status', kind: STATUSES },
  recoverable: { field: 'state.recoverable', kind: RECOVERABLES },
  tries: { field: 'state.retryState.retries', kind: 'number' },
  max: { field: 'state.retrySpec.maxRetries', kind: 'number' },
  version: { field: 'version', kind: 'number' },
} as const satisfies Record<string, { field: string; kind: FieldKind }>

export type QuickField = keyof typeof FIELDS
export const QUICK_FIELDS = Object.keys(FIELDS).filter(isQuickField)

function isQuickField(name: string): name is QuickField {
  return Object.hasOwn(FIELDS, name)
}

export type QuickFilter =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'condition'; readonly condition: Condition }
  | { readonly kind: 'not-a-number'; readonly field: QuickField; readonly text: string }
  | { readonly kind: 'unknown-value'; readonly field: QuickField; readonly known: readonly string[] }
  /** This server refuses the operator; `words` are its own. */
  | { readonly kind: 'refused'; readonly operator: Operator; readonly words: string }

/** `operator` and `message` as in `/api/sources`. */
interface Refused {
  readonly operator: string
  readonly message: string
}

const ID = /^[0-9A-Za-z]{15}$/u
const NAMED = /^(?<name>[a-z]+)\s*:\s*(?<value>.+)$/su
const COMPARISON = /^(?<sign>>=|<=|>|<)\s*(?<number>.+)$/u
const COMPARISONS: Record<string, 'GT' | 'GTE' | 'LT' | 'LTE'> = { '>': 'GT', '>=': 'GTE', '<': 'LT', '<=': 'LTE' }

/**
 * `0VbjxYmu0001000` (an execution or an event), `code:STOCK_SHORT`, `code:A,B`, `code:STOCK*`, `tries:>=3`,
 * `processor:"a, b"`, or free text, which is looked for in the message.
 */
export function readQuickFilter(typed: string, refused: readonly Refused[]): QuickFilter {
  const text = typed.trim()
  if (text === '') return { kind: 'nothing' }
  const named = NAMED.exec(text)?.groups
  const name = named?.['name'] ?? ''
  if (isQuickField(name)) return readNamed(name, named?.['value'] ?? '')
  if (ID.test(text))
    return { kind: 'condition', condition: or({ operator: 'ID', value: text }, eq(FIELDS.event.field, text)) }
  const refusal = refused.find(({ operator }) => operator === 'CONTAINS')
  if (refusal) return { kind: 'refused', operator: 'CONTAINS', words: refusal.message }
  return {
    kind: 'condition',
    condition: { field: 'state.error.errorMsg', operator: 'CONTAINS', value: text, options: { ignoreCase: true } },
  }
}

function readNamed(name: QuickField, value: string): QuickFilter {
  const { field, kind }: { field: string; kind: FieldKind } = FIELDS[name]
  const values = splitValues(value)
  const [first] = values
  if (first === undefined) return { kind: 'nothing' }
  if (kind === 'number') return readNumbers(name, field, values)
  if (kind === 'id') return { kind: 'condition', condition: oneOrMany('ID', 'IDS', values) }
  if (kind !== 'text') {
    const chosen = values.map(({ text }) => text.toUpperCase())
    return chosen.every((each) => kind.includes(each))
      ? { kind: 'condition', condition: equalsAny(field, chosen) }
      : { kind: 'unknown-value', field: name, known: kind }
  }
  if (values.length === 1 && !first.quoted && /^[^*]+\*$/u.test(first.text)) {
    return { kind: 'condition', condition: { field, operator: 'STARTS_WITH', value: first.text.slice(0, -1) } }
  }
  return {
    kind: 'condition',
    condition: equalsAny(
      field,
      values.map(({ text }) => text),
    ),
  }
}

function readNumbers(name: QuickField, field: string, values: readonly Value[]): QuickFilter {
  const [first] = values
  const comparison = values.length === 1 ? COMPARISON.exec(first?.text ?? '')?.groups : undefined
  const texts = comparison ? [comparison['number'] ?? ''] : values.map(({ text }) => text)
  const wrong = texts.find((text) => !/^-?\d{1,15}$/u.test(text))
  if (wrong !== undefined) return { kind: 'not-a-number', field: name, text: wrong }
  const numbers = texts.map(Number)
  const operator = COMPARISONS[comparison?.['sign'] ?? '']
  return {
    kind: 'condition',
    condition: operator === undefined ? equalsAny(field, numbers) : compare(field, operator, numbers[0] ?? 0),
  }
}

const equalsAny = (field: string, values: readonly Json[]): Condition => {
  const [first] = values
  return values.length === 1 && first !== undefined ? eq(field, first) : isIn(field, values)
}

const oneOrMany = (one: Operator, many: Operator, values: readonly Value[]): Condition => {
  const texts = values.map(({ text }) => text)
  return texts.length === 1 && texts[0] !== undefined
    ? { operator: one, value: texts[0] }
    : { operator: many, value: texts }
}

interface Value {
  readonly text: string
  readonly quoted: boolean
}

/** Splits at commas; what stands in double quotes stays whole. */
function splitValues(value: string): readonly Value[] {
  return [...value.matchAll(/"(?<quoted>[^"]*)"|(?<bare>[^,"]+)/gu)]
    .map(({ groups }) => ({
      text: (groups?.['quoted'] ?? groups?.['bare'] ?? '').trim(),
      quoted: groups?.['quoted'] !== undefined,
    }))
    .filter(({ text, quoted }) => quoted || text !== '')
}
