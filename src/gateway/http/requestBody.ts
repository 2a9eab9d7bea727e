/** The body of a request to the gateway's own interface: small, JSON, and of a known shape. */
import type { Context } from 'hono'
import * as z from 'zod/mini'
import type { GatewayEnv } from './gatewayEnv.ts'
import { Refusal } from './refusal.ts'

const MAX_BODY = 16 * 1024

export async function bodyOf<T extends z.ZodMiniType>(c: Context<GatewayEnv>, schema: T): Promise<z.infer<T>> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const part of c.req.raw.body ?? []) {
    text += decoder.decode(part, { stream: true })
    if (text.length > MAX_BODY) {
      throw new Refusal('GatewayBodyTooLarge', `A request body may have ${MAX_BODY} characters at most.`)
    }
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new Refusal('GatewayBadRequest', 'The request body is not JSON.')
  }
  const read = z.safeParse(schema, json)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const field = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : (issue?.path.join('.') ?? '')
  throw new Refusal('GatewayBadRequest', `The request body is wrong at ${field === '' ? 'its root' : field}.`)
}
