import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import * as z from 'zod'

/** One question to the real server and what it answered. */
export const Exchange = z.object({
  name: z.string(),
  note: z.string().optional(),
  request: z.object({
    method: z.string(),
    path: z.string(),
    headers: z.record(z.string(), z.string()),
    /** Text as it was sent, or the JSON of it. Absent: no body. */
    body: z.unknown().optional(),
  }),
  response: z.object({
    status: z.number(),
    headers: z.record(z.string(), z.string()),
    body: z.unknown(),
  }),
})
export type Exchange = z.infer<typeof Exchange>

const fixture = (name: string): unknown =>
  JSON.parse(gunzipSync(readFileSync(new URL(`./fixtures/${name}`, import.meta.url))).toString())

/** What was recorded of the real server, in order (see `about` in the fixture). */
export const recordedExchanges = (): Exchange[] =>
  z.object({ exchanges: z.array(Exchange) }).parse(fixture('recorded.json.gz')).exchanges

/** Where the recording cut a long body short: `...[trimmed 307566]`, the number being its whole length, or words. */
const TRIMMED = /\.\.\.\[trimmed(?: (\d+)|,[^\]]*)\]$/

export const isTrimmed = (body: unknown): boolean => typeof body === 'string' && TRIMMED.test(body)

/** A body of the length that was sent. What was cut off is guessed: the rest of a long string, and the closing of it. */
export function requestBody(body: unknown): string | undefined {
  if (body === undefined) return undefined
  if (typeof body !== 'string') return JSON.stringify(body)
  const length = Number(TRIMMED.exec(body)?.[1] ?? 0)
  if (length === 0) return body
  const start = body.replace(TRIMMED, '').replace(/"errorCo$/, '"errorCode":"X","errorMsg":"m","stackTrace":"')
  const end = start.includes('"eventId"') ? '"},"executeAt":1}' : '"}}'
  return `${start}${'x'.repeat(length - start.length - end.length)}${end}`
}

const Example = z.object({
  name: z.string(),
  request: z.object({ ...Exchange.shape.request.shape, headers: z.record(z.string(), z.string()).default({}) }),
  response: z.object({
    status: z.number(),
    headers: z.record(z.string(), z.string()).default({}),
    body: z.unknown().optional(),
    bodyText: z.string().optional(),
  }),
})

/** The examples of the contract, in the order in which each finds what it speaks of. */
export function exampleExchanges(): Exchange[] {
  const { groups } = z
    .object({ groups: z.array(z.object({ examples: z.array(Example) })) })
    .parse(fixture('examples.json.gz'))
  const all = groups
    .flatMap(({ examples }) => examples)
    .map(({ name, request, response: { status, headers, body, bodyText } }) => ({
      name,
      // The only body that is no JSON is told in a note.
      request: name === 'malformed JSON' ? { ...request, body: '{"eventId": ' } : request,
      response: {
        status,
        headers: Object.fromEntries(Object.entries(headers).map(([key, value]) => [key.toLowerCase(), value])),
        body: body ?? bodyText ?? '',
      },
    }))
  // Asked while the record was deleted, though printed among the other queries.
  const whileDeleted = all.filter(({ name }) => name.startsWith('deleted rows'))
  const others = all.filter((exchange) => !whileDeleted.includes(exchange))
  const index = others.findIndex(({ name }) => name === 'command on a deleted aggregate')
  return [...others.slice(0, index + 1), ...whileDeleted, ...others.slice(index + 1)]
}
