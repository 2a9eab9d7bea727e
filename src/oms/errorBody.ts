/** The shapes in which the OMS says no. They are told apart by shape, never by status, and never by their words. */
import { isObject } from './schemas.ts'

export type OmsErrorBody =
  /** Of the framework; a refused token is the one with status 401. `type` only while it debugs. */
  | {
      readonly shape: 'exception'
      readonly name: string
      readonly message: string
      readonly code: number
      readonly status: number
      readonly type?: string | undefined
    }
  /** Of parameters: wrong cmd for the Type, unknown id, status, whitelist of objects. */
  | { readonly shape: 'fields'; readonly fields: Readonly<Record<string, readonly string[]>> }
  /** The caller's address is not on the whitelist of the OMS. */
  | { readonly shape: 'whitelist'; readonly message: string }
  | { readonly shape: 'list'; readonly messages: readonly string[] }
  | { readonly shape: 'coded'; readonly code: number; readonly error: string }
  /** A failure inside a 200 of the interfaces that take applications. */
  | {
      readonly shape: 'inside'
      readonly failures: readonly { readonly part: string; readonly ret: number; readonly message: string }[]
    }
  | { readonly shape: 'empty' }
  /** No JSON: the page of a proxy, a PHP warning. */
  | { readonly shape: 'text'; readonly text: string }
  /** JSON of another form. */
  | { readonly shape: 'unknown'; readonly json: unknown }

/** What is shown of a text that is no JSON. */
const SHOWN_TEXT = 500

export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return value
  } catch {
    return undefined
  }
}

/** Reads the body of an answer that is no success. */
export function readErrorBody(body: string): OmsErrorBody {
  if (body.trim() === '') return { shape: 'empty' }
  const json = parseJson(body)
  if (json === undefined) return { shape: 'text', text: plainText(body) }
  return errorOfJson(json) ?? { shape: 'unknown', json }
}

/** The failure that a body under HTTP 200 tells of; undefined when it tells of none. */
export function readFailureInside(json: unknown): OmsErrorBody | undefined {
  if (!isObject(json)) return undefined
  if ('Id' in json) return undefined
  const failures = Object.entries(json).flatMap(([part, value]) => {
    const ret = isObject(value) ? number(value['ret']) : undefined
    if (!isObject(value) || ret === undefined || ret === 0) return []
    return [{ part, ret, message: words(value['msg']) }]
  })
  if (failures.length > 0) return { shape: 'inside', failures }
  const code = number(json['code'])
  return code !== undefined && code !== 0 && 'error' in json
    ? { shape: 'coded', code, error: words(json['error']) }
    : undefined
}

function errorOfJson(json: unknown): OmsErrorBody | undefined {
  if (Array.isArray(json)) return errorOfList(json)
  if (!isObject(json)) return undefined
  const { name, message, status, type } = json
  if (typeof message === 'string' && (typeof name === 'string' || number(status) !== undefined)) {
    return {
      shape: 'exception',
      name: words(name),
      message,
      code: number(json['code']) ?? 0,
      status: number(status) ?? 0,
      ...(typeof type === 'string' ? { type } : {}),
    }
  }
  const inside = readFailureInside(json)
  if (inside !== undefined) return inside
  const entries = Object.entries(json)
  const code = number(json['code'])
  if (code !== undefined && 'error' in json) return { shape: 'coded', code, error: words(json['error']) }
  const source = json['source_ip']
  if (typeof source === 'string' && entries.length === 1) return { shape: 'whitelist', message: source }
  const fields = entries.flatMap(([field, value]): [string, string[]][] => {
    if (typeof value === 'string') return [[field, [value]]]
    return Array.isArray(value) && value.length > 0 ? [[field, value.map(words)]] : []
  })
  return entries.length > 0 && fields.length === entries.length
    ? { shape: 'fields', fields: Object.fromEntries(fields) }
    : undefined
}

function errorOfList(list: readonly unknown[]): OmsErrorBody | undefined {
  if (list.length === 0) return undefined
  if (list.every((one) => typeof one === 'string')) return { shape: 'list', messages: list }
  // What the framework answers by default, should an installation not have changed it.
  const fields: Record<string, string[]> = {}
  for (const one of list) {
    if (!isObject(one) || typeof one['field'] !== 'string') return undefined
    ;(fields[one['field']] ??= []).push(words(one['message']))
  }
  return { shape: 'fields', fields }
}

/** The OMS's own words of a refusal, in one line. */
export function wordsOf(body: OmsErrorBody): string {
  if (body.shape === 'exception') return body.message === '' ? body.name : body.message
  if (body.shape === 'fields') {
    const fields = Object.entries(body.fields)
    return fields.map(([field, messages]) => `${field}: ${messages.join('; ')}`).join('; ')
  }
  if (body.shape === 'whitelist') return body.message
  if (body.shape === 'list') return body.messages.join('; ')
  if (body.shape === 'coded') return body.error === '' ? `code ${body.code}` : body.error
  if (body.shape === 'inside') {
    return body.failures.map(({ part, message, ret }) => `${part}: ${message === '' ? ret : message}`).join('; ')
  }
  if (body.shape === 'empty') return ''
  return body.shape === 'text' ? body.text : JSON.stringify(body.json).slice(0, SHOWN_TEXT)
}

/** Markup taken out, so that the page of a proxy can stand in a sentence. */
function plainText(body: string): string {
  return body
    .slice(0, 20_000)
    .replaceAll(/<(script|style)\b[\s\S]*?<\/\1>|<[^>]*>/gi, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, SHOWN_TEXT)
}

function number(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  return typeof value === 'string' && /^-?\d{1,9}$/.test(value) ? Number(value) : undefined
}

function words(value: unknown): string {
  if (typeof value === 'string') return value
  return value === undefined || value === null ? '' : JSON.stringify(value)
}
