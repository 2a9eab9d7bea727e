/**
 * Bodies of the OMS webservice. Reading is as tolerant as its answers are loose: keys in any order and with blanks inside,
 * numbers as strings, values absent, null or empty; what is not known is kept. Names are those of the wire.
 */
import * as z from 'zod/mini'

const decimal = /^-?\d{1,15}$/

/** A whole number, also as a decimal string; null for anything else. */
function wholeNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : null
  if (typeof value === 'boolean') return Number(value)
  return typeof value === 'string' && decimal.test(value.trim()) ? Number(value) : null
}

function text(value: unknown): string | null {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}

const LOCAL_TIME = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)/

/** A local time as the OMS writes it; null where there is none: absent, empty, of the year 0 or of another form. */
export function localTime(value: unknown): string | null {
  const found = typeof value === 'string' ? LOCAL_TIME.exec(value.trim()) : null
  if (found === null || found[1]?.startsWith('0000') === true) return null
  return `${found[1]} ${found[2]}`
}

const tolerant = <T>(read: (value: unknown) => T) => z.prefault(z.pipe(z.unknown(), z.transform(read)), null)
const int = () => tolerant(wholeNumber)
const string = () => tolerant(text)
const time = () => tolerant(localTime)
const required = () =>
  z.pipe(
    z.pipe(z.unknown(), z.transform(wholeNumber)),
    z.custom<number>((value) => typeof value === 'number', 'must be a whole number'),
  )

/** A transaction as `detail` and the failover list give it; null stands for "without value". */
export const Transaction = z.looseObject({
  Id: required(),
  Status: required(),
  SetId: int(),
  AppId: int(),
  ZoneId: int(),
  Type: int(),
  CanRedo: int(),
  CanSuspend: int(),
  CanRollback: int(),
  /** No public dictionary. */
  Reason: int(),
  Num: int(),
  /** Table, process or node; may be several, separated by semicolons. */
  IdName: string(),
  /** Opaque. */
  Data: string(),
  /** In practice the name of the kind. */
  Memo: string(),
  CreateUser: string(),
  CreateTime: time(),
  UpdateTime: time(),
  ExtendInfo: string(),
  MaxConcurrentCount: int(),
  /** The server's own word for the status; newer ones only. */
  StatusText: string(),
})
export type Transaction = z.infer<typeof Transaction>

/**
 * One step of a transaction. Its `Type`, `Status` and `Reason` are enumerations of their own. Read by hand: there may be
 * 50,000 of them, for which a schema with fourteen transforms takes seconds.
 */
export interface Action {
  readonly Id: number
  readonly Status: number
  readonly TransId: number | null
  readonly AppId: number | null
  readonly ZoneId: number | null
  readonly Type: number | null
  readonly Reason: number | null
  readonly Num: number | null
  readonly IdName: string | null
  readonly Data: string | null
  /** Opaque, may be long. */
  readonly Context: string | null
  readonly CreateTime: string | null
  /** Null before it ran. */
  readonly ExecuteTime: string | null
  readonly UpdateTime: string | null
  readonly [more: string]: unknown
}

/** Answer of the token interface: `code` other than 0 is a failure, also under HTTP 200. */
export const TokenAnswer = z.looseObject({ code: required(), error: string(), token: string() })
export type TokenAnswer = z.infer<typeof TokenAnswer>

const ids = (value: unknown): number[] =>
  (Array.isArray(value) ? value : [value]).flatMap((one) => wholeNumber(one) ?? [])

/** Answer of execute and resume: an echo of the ids, which says only that the request was taken. */
export const Accepted = z.looseObject({
  set_id: int(),
  /** Neighbouring interfaces answer with several. */
  trans_id: z.prefault(z.pipe(z.unknown(), z.transform(ids)), []),
})
export type Accepted = z.infer<typeof Accepted>

const AffectedZone = z.looseObject({ app_id: int(), zone_id: int() })
type AffectedZone = z.infer<typeof AffectedZone>

export interface TransactionRead {
  readonly transaction: Transaction
  /** By id, ascending; null when the answer has no list of actions. */
  readonly actions: readonly Action[] | null
  /** Elements of that list which are no actions. */
  readonly oddActions: readonly unknown[]
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Keys that were looked at already: every action has the same ones. */
const wholeKeys = new Set<string>()

function hasBlank(key: string): boolean {
  if (wholeKeys.has(key)) return false
  if (/\s/.test(key)) return true
  if (wholeKeys.size < 200) wholeKeys.add(key)
  return false
}

/** The same object without blanks inside its keys (one answer has `CanRol lback`); a key that was right stays. */
function withoutBlanks(body: Record<string, unknown>): Record<string, unknown> {
  const keys = Object.keys(body)
  if (!keys.some(hasBlank)) return body
  const clean: Record<string, unknown> = {}
  for (const key of keys) clean[key.replaceAll(/\s/g, '')] ??= body[key]
  for (const key of keys) if (!/\s/.test(key)) clean[key] = body[key]
  return clean
}

function readAction(body: unknown): Action | undefined {
  if (!isObject(body)) return undefined
  const fields = withoutBlanks(body)
  const Id = wholeNumber(fields['Id'])
  const Status = wholeNumber(fields['Status'])
  if (Id === null || Status === null) return undefined
  return {
    ...fields,
    Id,
    Status,
    TransId: wholeNumber(fields['TransId']),
    AppId: wholeNumber(fields['AppId']),
    ZoneId: wholeNumber(fields['ZoneId']),
    Type: wholeNumber(fields['Type']),
    Reason: wholeNumber(fields['Reason']),
    Num: wholeNumber(fields['Num']),
    IdName: text(fields['IdName']),
    Data: text(fields['Data']),
    Context: text(fields['Context']),
    CreateTime: localTime(fields['CreateTime']),
    ExecuteTime: localTime(fields['ExecuteTime']),
    UpdateTime: localTime(fields['UpdateTime']),
  }
}

/** Key of the list of actions: the configured one, else that of the only list whose elements look like actions. */
function keyOfActions(body: Record<string, unknown>, actionsKey: string): string | undefined {
  if (Array.isArray(body[actionsKey])) return actionsKey
  const keys = Object.keys(body).filter((key) => {
    const value = body[key]
    if (!Array.isArray(value) || value.length === 0) return false
    return value.every((one) => isObject(one) && 'TransId' in withoutBlanks(one) && 'Id' in withoutBlanks(one))
  })
  return keys.length === 1 ? keys[0] : undefined
}

/** Reads an answer of `detail`, or a row of a list; undefined when it is no transaction. */
export function readTransaction(body: unknown, actionsKey: string): TransactionRead | undefined {
  if (!isObject(body)) return undefined
  const { ...fields } = withoutBlanks(body)
  const key = keyOfActions(fields, actionsKey)
  const list: unknown = key === undefined ? undefined : fields[key]
  if (key !== undefined) delete fields[key]
  const read = z.safeParse(Transaction, fields)
  if (!read.success) return undefined
  if (!Array.isArray(list)) return { transaction: read.data, actions: null, oddActions: [] }
  const actions: Action[] = []
  const oddActions: unknown[] = []
  for (const one of list) {
    const action = readAction(one)
    if (action === undefined) oddActions.push(one)
    else actions.push(action)
  }
  actions.sort((one, other) => one.Id - other.Id)
  return { transaction: read.data, actions, oddActions }
}

/** The zones that a failover touches; empty for other transactions. */
export function affectedZones(transaction: Transaction): readonly AffectedZone[] {
  const list = transaction['AffectedZoneList']
  if (!Array.isArray(list)) return []
  return list.flatMap((zone) => {
    const read = z.safeParse(AffectedZone, zone)
    return read.success ? [read.data] : []
  })
}

/** The transaction that belongs to this one (clean-up of a scale-out and the reverse), in the same set. */
export function relatedTransaction(transaction: Transaction): number | undefined {
  const id = /cmId=(\d{1,15})\b/.exec(transaction.ExtendInfo ?? '')?.[1]
  return id === undefined ? undefined : Number(id)
}
