/**
 * Conditions as text for an address: short, made of letters, digits, `-` and `_` only, and good for ever, because people
 * keep links. The first character names the format. Format 1 is base64url of JSON: `[operator, field, value, children,
 * options]` with null for what is absent and nothing behind the last part; a plain group is `[operator, child, child, …]`.
 * A field of the list below is written as its place in it. Format 2 is the same JSON packed (`textPacking.ts`) behind three
 * characters that check it. The shorter of the two is written, both are read.
 */
import type { Condition } from './condition.ts'
import { isObject } from '../json.ts'
import type { Json } from '../json.ts'
import { MAX_PARSED_DEPTH, parseCondition } from './parseCondition.ts'
import { packText, unpackText } from './textPacking.ts'

/** Longer text is no condition. */
export const MAX_LENGTH = 32_768

/** What may be put into an address: a server refuses a request whose address and headers together exceed 16 KiB. */
export const MAX_WRITTEN = 12_000

/** Of the JSON; more would take long to read. */
const MAX_BYTES = 131_072

const PLAIN = '1'
const PACKED = '2'

/** Frozen: what format 2 knows before it begins. */
const PRIMER =
  '["AND",["EQ",5,"TIMEOUT"],["IN",1,["FAILED","PREPARED","SUCCEEDED"]],["OR",["EQ",16,"0VcE13Lt0001001"],["ID",null,' +
  '"0VcE13Lt0001001"]],["NE",8,"BillSaga"],["NOT_IN",5,["BadRequest","IllegalState"]],["CONTAINS",6,"not found",null,' +
  '{"ignoreCase":true}],["RECENT_DAYS",18,4,null,{"zoneId":"UTC"}],["TODAY",30,null,null,{"zoneId":"Asia/Shanghai"}],' +
  '["GTE",19,3],["LTE",22,{"$now":0}],["BETWEEN",18,[1764297025735,1764297025735]],["TRUE",3],["EXISTS",26,true],' +
  '["EQ","tags.team",["x"]],["STARTS_WITH",9,"on"]]'

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

function toBase64Url(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}

/** Three characters: a link that was cut or changed on its way would else ask another question. */
function checkOf(json: string): string {
  let hash = 0
  for (let index = 0; index < json.length; index += 1) hash = Math.imul(hash, 31) + json.charCodeAt(index)
  return toBase64Url(Uint8Array.of(hash >>> 24, hash >>> 16, hash >>> 8)).slice(0, 3)
}

/** Letters, digits, `-` and `_`. More than MAX_WRITTEN characters belong into no address: say so instead of linking. */
export function encodeCondition(condition: Condition): string {
  const json = JSON.stringify(pack(condition))
  const bytes = new TextEncoder().encode(json)
  const plain = PLAIN + toBase64Url(bytes)
  if (bytes.length > MAX_BYTES) return plain
  const packed = PACKED + checkOf(json) + toBase64Url(packText(json, PRIMER))
  return packed.length < plain.length ? packed : plain
}

function jsonOf(text: string): string | undefined {
  if (text.startsWith(PLAIN)) return new TextDecoder('utf-8', { fatal: true }).decode(fromBase64Url(text.slice(1)))
  if (!text.startsWith(PACKED)) return undefined
  const json = unpackText(fromBase64Url(text.slice(4)), PRIMER, MAX_BYTES)
  return json !== undefined && checkOf(json) === text.slice(1, 4) ? json : undefined
}

function decode(text: string): Condition | undefined {
  if (text.length > MAX_LENGTH || !/^[\w-]+$/.test(text)) return undefined
  try {
    const json = jsonOf(text)
    const parsed = json === undefined ? undefined : parseCondition(unpack(JSON.parse(json), 1))
    return parsed?.ok === true ? parsed.condition : undefined
  } catch (error) {
    // What `atob`, the decoder of text and `JSON.parse` throw for rubbish; anything else is our own mistake.
    if (error instanceof SyntaxError || error instanceof TypeError || error instanceof DOMException) return undefined
    throw error
  }
}

const MOST_KEPT = 20
const kept = new Map<string, Condition | undefined>()

/**
 * The condition that was encoded, as `parseCondition` would have read it (nulls and empty parts are gone). Undefined for a
 * text that no `encodeCondition` wrote; never throws. The same text gives the same object: a page asks at every turn.
 */
export function decodeCondition(text: string): Condition | undefined {
  if (kept.has(text)) return kept.get(text)
  const condition = decode(text)
  const [oldest] = kept.keys()
  if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest)
  kept.set(text, condition)
  return condition
}
