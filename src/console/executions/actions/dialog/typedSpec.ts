/** A retry spec as it is typed, and why the server would not take it, before it is asked (contract 3.9). */
import * as z from 'zod/mini'
import { backoffMs } from '../../../../wow/execution/retry.ts'
import type { RetrySpec } from '../../../../wow/schemas.ts'

export const SPEC_FIELDS = ['maxRetries', 'minBackoff', 'executionTimeout'] as const
export type SpecField = (typeof SPEC_FIELDS)[number]

export const TypedSpec = z.object({ maxRetries: z.string(), minBackoff: z.string(), executionTimeout: z.string() })
type TypedSpec = Readonly<z.infer<typeof TypedSpec>>

export type SpecProblem =
  | { readonly code: 'empty' | 'not-whole' | 'negative' }
  /** The server keeps 32 bits. */
  | { readonly code: 'too-large'; readonly most: number }
  /** 64 bits do not hold the wait before the last attempt; `most` retries would do with this back-off. */
  | { readonly code: 'backoff-overflow'; readonly most: number }

type ReadSpec =
  | { readonly ok: true; readonly spec: RetrySpec }
  | { readonly ok: false; readonly problems: Readonly<Partial<Record<SpecField, SpecProblem>>> }

const MOST = 2_147_483_647

export const typedSpec = (spec: RetrySpec): TypedSpec => ({
  maxRetries: String(spec.maxRetries),
  minBackoff: String(spec.minBackoff),
  executionTimeout: String(spec.executionTimeout),
})

function problemOf(text: string): SpecProblem | undefined {
  const typed = text.trim()
  if (typed === '') return { code: 'empty' }
  if (/^-\d+$/u.test(typed)) return { code: 'negative' }
  if (!/^\d+$/u.test(typed)) return { code: 'not-whole' }
  return Number(typed) > MOST ? { code: 'too-large', most: MOST } : undefined
}

/** The most retries for which the wait before the last one can be told; without a back-off there is no wait to tell. */
export function mostRetries(minBackoff: number): number {
  if (minBackoff <= 0) return MOST
  let retries = 62
  while (retries > 0 && !backoffMs(minBackoff, retries).ok) retries -= 1
  return retries
}

export function readSpec(typed: TypedSpec): ReadSpec {
  const problems: Partial<Record<SpecField, SpecProblem>> = {}
  for (const field of SPEC_FIELDS) {
    const problem = problemOf(typed[field])
    if (problem !== undefined) problems[field] = problem
  }
  const spec = {
    maxRetries: Number(typed.maxRetries),
    minBackoff: Number(typed.minBackoff),
    executionTimeout: Number(typed.executionTimeout),
  }
  if (problems.maxRetries === undefined && problems.minBackoff === undefined) {
    const most = mostRetries(spec.minBackoff)
    if (spec.maxRetries > most) problems.maxRetries = { code: 'backoff-overflow', most }
  }
  return Object.keys(problems).length === 0 ? { ok: true, spec } : { ok: false, problems }
}
