/** Reading what a client sent: whatever it is, the answer is a value or a refusal. */
import * as z from 'zod/mini'
import { Cancelled } from '../../store/storeErrors.ts'
import { badRequest, fieldErrors, OmsRefusal, tooLarge } from './answers.ts'

const BODY_LIMIT_BYTES = 64 * 1024

const MAX_ID = 2 ** 32 - 1

export type Fields = Readonly<Record<string, unknown>>

const FieldsOf = z.record(z.string(), z.unknown())

/** The object in the body; no body and a body that is no object count as one without fields. */
export async function readFields(body: AsyncIterable<Uint8Array> | null): Promise<Fields> {
  const bytes = await readBytes(body)
  if (bytes.byteLength === 0) return {}
  try {
    const sent = z.safeParse(FieldsOf, JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
    return sent.success ? sent.data : {}
  } catch {
    throw badRequest('Invalid JSON data in request body: Syntax error.')
  }
}

async function readBytes(body: AsyncIterable<Uint8Array> | null): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    // Leaving the loop cancels the stream.
    for await (const chunk of body ?? []) {
      length += chunk.byteLength
      if (length > BODY_LIMIT_BYTES) throw tooLarge()
      chunks.push(chunk)
    }
  } catch (error) {
    // A client that left in the middle of its body is no fault of the server.
    throw error instanceof OmsRefusal ? error : new Cancelled()
  }
  return Buffer.concat(chunks, length)
}

/** A whole number as a number or as digits; undefined when the field is not given, which an empty text is too (Q9). */
function wholeNumber(value: unknown): number | 'wrong' | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const number = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value
  return Number.isInteger(number) && typeof number === 'number' && number >= 0 && number <= MAX_ID ? number : 'wrong'
}

/**
 * Reads fields that are whole numbers and must be there, all at once: a refusal names each wrong one, in the words of the
 * framework below the real OMS. Answers the way to each.
 */
export function requireIds<Name extends string>(fields: Fields, names: readonly Name[]): (name: Name) => number {
  const values = new Map<Name, number>()
  const wrong: Record<string, string[]> = {}
  for (const name of names) {
    const value = wholeNumber(fields[name])
    if (typeof value === 'number') values.set(name, value)
    else wrong[name] = [`${label(name)} ${value === undefined ? 'cannot be blank' : 'must be an integer'}.`]
  }
  if (values.size < names.length) throw fieldErrors(wrong)
  return (name) => values.get(name) ?? 0
}

/** `trans_id` as `Trans Id`. */
const label = (name: string): string =>
  name.replaceAll(/(^|_)(\w)/g, (_, gap: string, letter: string) => (gap && ' ') + letter.toUpperCase())

/** A field that may be left out. */
export function optionalNumber(fields: Fields, name: string, otherwise: number): number {
  const value = wholeNumber(fields[name])
  if (value === 'wrong') throw fieldErrors({ [name]: [`${label(name)} must be an integer.`] })
  return value ?? otherwise
}

/** The last of several, as PHP reads a query. */
export const queryValue = (query: URLSearchParams, name: string): string => query.getAll(name).at(-1) ?? ''
