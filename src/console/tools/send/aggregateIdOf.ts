import { AGGREGATE_ID } from './commandHeaders.ts'
import type { Headers } from './commandHeaders.ts'
import { readBody } from './typedBody.ts'

/** Which aggregate a command goes to, as far as it says so itself: the id in the body wins (contract 7.2). */
export function aggregateIdOf({ headers, body }: { readonly headers: Headers; readonly body: string }): string {
  const read = readBody(body)
  const inside = read.ok ? read.value['id'] : undefined
  return typeof inside === 'string' && inside !== '' ? inside : (headers[AGGREGATE_ID] ?? '')
}
