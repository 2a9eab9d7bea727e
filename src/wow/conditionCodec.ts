/**
 * Conditions as text for an address: short, made of letters, digits, `-` and `_` only, and good for ever, because people
 * keep links. The first character names the format. Format 1 is base64url of JSON: `[operator, field, value, children,
 * options]` with null for what is absent and nothing behind the last part; a plain group is `[operator, child, child, …]`.
 * A field of the list below is written as its place in it.
 */
import type { Condition } from './condition.ts'
import { isObject } from './json.ts'
import type { Json } from './json.ts'
import { MAX_PARSED_DEPTH, parseCondition } from './parseCondition.ts'

/** Longer text is no condition: an address of this length is beyond what servers and chats carry. */
export const MAX_LENGTH = 32_768

const FORMAT = '1'

/** Frozen: a place is never given to another field; new fields go to the end. */
const FIELDS = [
  'aggregateId',
  'state.status',
  'state.recoverable',
  'state.isRetryable',
  'state.isBelowRetryThreshold',
  'state.error.errorCode',
  'state.error.errorMsg',
  'state.error.stackTrace',
  'state.function.processorName',
  'state.function.name',
  'state.function.contextName',
  'state.function.functionKind',
  'state.eventId.aggregateId.aggregateId',
  'state.eventId.aggregateId.aggregateName',
  'state.eventId.aggregateId.contextName',
  'state.eventId.aggregateId.tenantId',
  'state.eventId.id',
  'state.eventId.version',
  'state.executeAt',
  'state.retryState.retries',
  'state.retryState.retryAt',
  'state.retryState.timeoutAt',
  'state.retryState.nextRetryAt',
  'state.retrySpec.maxRetries',
  'state.retrySpec.minBackoff',
  'state.retrySpec.executionTimeout',
  'state.error.bindingErrors',
  'version',
  'eventId',
  'firstEventTime',
  'eventTime',
  'snapshotTime',
  'operator',
  'firstOperator',
  'ownerId',
  'spaceId',
  'tenantId',
  'deleted',
  'createTime',
  'commandId',
  'requestId',
  'body.name',
]

function pack({ operator = 'ALL', field, value, children, options }: Condition): Json {
  const below = children?.map(pack)
  const isPlainGroup = field === undefined && value === undefined && options === undefined
  if (below !== undefined && isPlainGroup && below.length > 0) return [operator, ...below]
  const place = field === undefined ? -1 : FIELDS.indexOf(field)
  const set: Json = options === undefined ? null : { ...options }
  const parts: Json[] = [operator, place < 0 ? (field ?? null) : place, value ?? null, below ?? null, set]
  return parts.slice(0, parts.findLastIndex((part) => part !== null) + 1)
}

/** The JSON of a condition as it goes over the wire, or undefined for rubbish. */
function unpack(packed: unknown, depth: number): unknown {
  if (!Array.isArray(packed) || depth > MAX_PARSED_DEPTH) return undefined
  const [operator, field, value, children, options]: readonly unknown[] = packed
  // A place that only a newer console knows becomes null, which is refused; without its field the condition would lie.
  const named = typeof field === 'number' ? (FIELDS[field] ?? null) : field
  const unpackAll = (list: readonly unknown[]): readonly unknown[] => list.map((child) => unpack(child, depth + 1))
  if (Array.isArray(field)) return { operator, children: unpackAll(packed.slice(1)) }
  return {
    // Nor may rubbish without an operator mean "everything".
    operator: operator ?? null,
    ...(field === undefined || field === null ? {} : { field: named }),
    ...(value === null ? {} : { value }),
    ...(Array.isArray(children) ? { children: unpackAll(children) } : {}),
    ...(isObject(options) ? { options } : {}),
  }
}

function toBase64Url(text: string): string {
  const bytes = new TextEncoder().encode(text)
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function fromBase64Url(text: string): string {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
}

/** Letters, digits, `-` and `_`. More than MAX_LENGTH characters cannot be read back: say so instead of linking. */
export const encodeCondition = (condition: Condition): string => FORMAT + toBase64Url(JSON.stringify(pack(condition)))

/**
 * The condition that was encoded, as `parseCondition` would have read it (nulls and empty parts are gone). Undefined for a
 * text that no `encodeCondition` wrote; never throws.
 */
export function decodeCondition(text: string): Condition | undefined {
  if (text.length > MAX_LENGTH || !text.startsWith(FORMAT) || !/^[\w-]+$/.test(text)) return undefined
  try {
    const packed: unknown = JSON.parse(fromBase64Url(text.slice(FORMAT.length)))
    const parsed = parseCondition(unpack(packed, 1))
    return parsed.ok ? parsed.condition : undefined
  } catch (error) {
    // What `atob`, the decoder of text and `JSON.parse` throw for rubbish; anything else is our own mistake.
    if (error instanceof SyntaxError || error instanceof TypeError || error instanceof DOMException) return undefined
    throw error
  }
}
