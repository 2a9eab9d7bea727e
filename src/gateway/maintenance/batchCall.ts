/** One batch of a Wow server (contract 6.2) as one of the ways in which it can end. */
import * as z from 'zod/mini'
import type { MaintenanceKind } from '../api/maintenance.ts'
import { Refusal } from '../http/refusal.ts'
import { readStart } from '../wow/relay.ts'
import type { WowSource } from '../wow/source.ts'

export type BatchAnswer =
  | { readonly end: 'done'; readonly afterId: string; readonly size: number }
  /** The server fails at one record; those before it are done. `recordId` is undefined where it does not name it. */
  | {
      readonly end: 'failed'
      readonly afterId: string
      readonly size: number
      readonly recordId: string | undefined
      readonly message: string
    }
  /** It says no, and would say so again. */
  | { readonly end: 'refused'; readonly errorCode: string; readonly message: string }
  /** Nobody knows what was done: asked again, it may answer. */
  | { readonly end: 'unanswered'; readonly message: string }

const BatchResult = z.looseObject({ afterId: z.string(), size: z.int().check(z.minimum(0)), errorCode: z.string() })
const Words = z.looseObject({ errorCode: z.string(), errorMsg: z.string() })

const PATIENCE_MS = 60_000
const LONGEST_ANSWER = 100_000
const PASSING = [408, 425, 429, 502, 503, 504]
const FAILED_AT = /\bid=([^(),\s]+)\)\]/u

export async function callBatch(
  source: WowSource,
  kind: MaintenanceKind,
  { afterId, limit, signal }: { readonly afterId: string; readonly limit: number; readonly signal: AbortSignal },
): Promise<BatchAnswer> {
  const [method, what] = kind === 'regenerate' ? ['PUT', 'snapshot'] : ['POST', 'state']
  try {
    const response = await source.send({
      method,
      path: `/execution_failed/${what}/${encodeURIComponent(afterId)}/${limit}`,
      headers: new Headers({ Accept: 'application/json', 'Content-Type': 'application/json' }),
      signal,
      patienceMs: PATIENCE_MS,
      ownConnection: true,
    })
    return read(response, await readStart(response, LONGEST_ANSWER), afterId)
  } catch (error) {
    if (error instanceof Refusal) return { end: 'unanswered', message: error.upstream ?? error.message }
    return { end: 'unanswered', message: error instanceof Error ? error.message : String(error) }
  }
}

function read({ ok, status }: Response, text: string, asked: string): BatchAnswer {
  const body = parse(text)
  const words = z.safeParse(Words, body)
  const errorMsg = words.success ? words.data.errorMsg : ''
  const result = z.safeParse(BatchResult, body)
  if (result.success && (ok || result.data.errorCode === 'BatchTaskError')) {
    const { afterId, size } = result.data
    // Otherwise the same records would be done over and over.
    if (size > 0 && !(afterId > asked)) {
      return { end: 'refused', errorCode: 'GatewayUpstreamUnreadable', message: 'The server’s cursor does not move.' }
    }
    if (ok) return { end: 'done', afterId, size }
    return {
      end: 'failed',
      afterId: size === 0 ? asked : afterId,
      size,
      recordId: FAILED_AT.exec(errorMsg)?.[1],
      message: errorMsg,
    }
  }
  if (PASSING.includes(status)) return { end: 'unanswered', message: errorMsg || `HTTP ${status}` }
  if (words.success && !ok) return { end: 'refused', errorCode: words.data.errorCode, message: errorMsg }
  return {
    end: 'refused',
    errorCode: 'GatewayUpstreamUnreadable',
    message: `HTTP ${status}: ${text.slice(0, 200)}`.trim(),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // Told apart by its shape.
  }
}
