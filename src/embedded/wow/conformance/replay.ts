import { expect, vi } from 'vitest'
import { openEmbeddedWow, type EmbeddedWow } from '../server.ts'
import { differences, readBody, translated, type Answer, type Ids } from './compare.ts'
import { isTrimmed, requestBody, type Exchange } from './exchanges.ts'
import type { Difference, DifferenceRule } from './recordedDifferences.ts'
import type { Session, Step } from './recordedSessions.ts'

type Question = Exchange['request']

/** Asks one question. The clock of waits must be a fake one: here it runs as fast as it can. */
async function ask(wow: EmbeddedWow, origin: string, { method, path, headers, body }: Question): Promise<Answer> {
  const { Connection: _, ...sent } = headers
  const text = requestBody(body)
  const init = text === undefined ? {} : { body: text }
  const request = new Request(`${origin}${path}`, { method, headers: sent, ...init })
  // A text body gets a content type of its own, where the recorded client sent none.
  if (!('Content-Type' in headers)) request.headers.delete('content-type')

  const waiting = { over: false }
  const answered = (async () => {
    const response = await wow.fetch(request)
    const answer = await response.text()
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: readBody(response.headers.get('content-type') ?? undefined, answer),
    }
  })().finally(() => (waiting.over = true))
  while (!waiting.over) await vi.advanceTimersByTimeAsync(50)
  return answered
}

function recordedAnswer({ response: { status, headers, body } }: Exchange): Answer {
  const readable = typeof body === 'string' && !isTrimmed(body)
  return { status, headers, body: readable ? readBody(headers['content-type'], body) : body }
}

/** When the other server took the question, as far as the answer tells: a few milliseconds before its signals. */
function timeOf({ response }: Exchange): number {
  const times = [...JSON.stringify(response.body).matchAll(/signalTime[\\"]+:(\d+)/g)].map((match) => Number(match[1]))
  return times.length === 0 ? 0 : Math.min(...times) - 5
}

const translatedRequest = ({ request }: Exchange, ids: Ids): Question => ({
  ...request,
  headers: Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      translated(value, name === 'Command-Request-Id' ? ids.commands : ids.aggregates),
    ]),
  ),
  path: translated(request.path, ids.aggregates),
  ...(request.body === undefined ? {} : { body: JSON.parse(translated(JSON.stringify(request.body), ids.aggregates)) }),
})

interface Script {
  /** The address that the other server was asked at: it stands in messages. */
  readonly origin: string
  readonly exchanges: readonly Exchange[]
  readonly sessions: readonly Session[]
  /** By the name of the exchange before which it was done. */
  readonly offTheRecord: Readonly<Record<string, readonly Step[]>>
  /** Makes the aggregate of an exchange that is asked apart. */
  readonly apart: (path: string) => Step
  readonly differences: readonly Difference[]
  readonly rules: readonly DifferenceRule[]
  /** Places in an answer that are not compared. */
  readonly ignore: RegExp
}

interface Replayed {
  /** What differs without a reason, by the name of the exchange. */
  readonly unexplained: Readonly<Record<string, readonly string[]>>
  /** Listed exchanges that differ as listed. */
  readonly named: readonly string[]
  /** How many exchanges each rule explains. */
  readonly fits: readonly number[]
}

/** Asks this server what another one was asked, in the same order and at the same times, and compares the answers. */
export async function replayExchanges(script: Script): Promise<Replayed> {
  let clock = 0
  const open = ({ guard, biNamespace }: Pick<Session, 'guard' | 'biNamespace'>) =>
    openEmbeddedWow({
      file: ':memory:',
      guard,
      zone: 'UTC',
      now: () => clock,
      biConsumerGroupNamespace: biNamespace,
    })
  const ids: Ids = { aggregates: new Map(), commands: new Map() }
  const unexplained: Record<string, readonly string[]> = {}
  const named = new Set<string>()
  const fits = script.rules.map(() => 0)
  let wow: EmbeddedWow | undefined

  for (const exchange of script.exchanges) {
    const { name } = exchange
    const session = script.sessions.find(({ from }) => from === name)
    if (session !== undefined) {
      await wow?.close()
      wow = await open(session)
    }
    if (wow === undefined) throw new Error('The first exchange opens no session.')
    for (const step of script.offTheRecord[name] ?? []) {
      clock = Math.max(clock + 1, step.at)
      const { status, body } = await ask(wow, script.origin, { ...step, path: translated(step.path, ids.aggregates) })
      expect({ step: `${name}: ${step.path}`, status, body }).toMatchObject({ status: 200 })
    }
    clock = Math.max(clock + 1, timeOf(exchange))

    const listed = script.differences.find(({ exchanges }) => exchanges.includes(name))
    const asked = listed?.apart === true ? await open({ guard: 'strict' }) : wow
    if (asked !== wow) await ask(asked, script.origin, script.apart(exchange.request.path))
    const recorded = recordedAnswer(exchange)
    const answer = await ask(asked, script.origin, translatedRequest(exchange, ids))
    if (asked !== wow) await asked.close()

    const actual = isTrimmed(exchange.response.body) ? { ...answer, body: recorded.body } : answer
    const different = differences(recorded, actual, ids, script.ignore)
    if (different.length === 0) continue
    const rule = script.rules.findIndex(({ explains }) => explains(exchange, recorded, actual))
    if (listed !== undefined) {
      expect({ name, status: actual.status, errorCode: actual.headers['wow-error-code'] }).toEqual({
        name,
        status: listed.status,
        errorCode: listed.errorCode,
      })
      named.add(name)
    } else if (rule !== -1) fits[rule] = (fits[rule] ?? 0) + 1
    else unexplained[name] = different
  }
  await wow?.close()
  return { unexplained, named: [...named].sort(), fits }
}
