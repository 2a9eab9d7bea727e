/** What the real server was asked and answered, from the fixture that the replay uses too. */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import * as z from 'zod'

const FIXTURE = new URL('../../src/embedded/wow/conformance/fixtures/recorded.json.gz', import.meta.url)

const Exchange = z.object({
  name: z.string(),
  request: z.object({
    method: z.string(),
    path: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.unknown().optional(),
  }),
  response: z.object({ status: z.number(), headers: z.record(z.string(), z.string()), body: z.unknown() }),
})
export type RecordedExchange = z.infer<typeof Exchange>

export function recordedExchanges(): ReadonlyMap<string, RecordedExchange> {
  const { exchanges } = z
    .object({ exchanges: z.array(Exchange) })
    .parse(JSON.parse(gunzipSync(readFileSync(FIXTURE)).toString()))
  return new Map(exchanges.map((exchange) => [exchange.name, exchange]))
}
