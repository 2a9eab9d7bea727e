/** Asks a server the cases of the contract and compares; deletes what it made, whatever happens. */
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { setTimeout as pause } from 'node:timers/promises'
import { isObject } from '../../src/wow/json.ts'
import { BASE, failure, SEEN } from './answers.ts'
import type { ContractCase, ContractRequest, Expectation, GivenRecord, Scenario } from './contractCase.ts'
import { filled, filledText, mismatches, UnboundName, type Bindings, type Looseness } from './pattern.ts'

export interface Answer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

interface Sent {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly text: string | undefined
}

/** `allowed`: another answer that is right too, with its reason. */
export type Outcome = 'same' | 'allowed' | 'different' | 'not there'

export interface CaseResult {
  readonly scenario: string
  readonly case: ContractCase
  readonly outcome: Outcome
  /** Why it is allowed, or in what it differs. */
  readonly notes: readonly string[]
  readonly sent?: Sent
  readonly answer?: Answer
}

interface RunOptions {
  readonly url: string
  readonly guard: 'open' | 'strict'
  /** Sent with every request, for a gateway in front. */
  readonly headers?: Readonly<Record<string, string>>
  /** Begins every id that is made. */
  readonly tag: string
  readonly now: number
  readonly signal?: AbortSignal
  readonly timeoutMs?: number
}

/** How long the cases wait for a stage that is never reached. */
const WAIT_MS = 250
/** The same where other stages come before. */
const LONG_WAIT_MS = 1500

export interface ContractRun {
  readonly results: readonly CaseResult[]
  /** Ids that could not be deleted, with the reason. */
  readonly leftBehind: readonly string[]
  readonly deleted: number
}

/** Every request on a connection of its own: the real server loses the next one after some errors (contract 12.16). */
export function askServer(options: Pick<RunOptions, 'url' | 'headers' | 'timeoutMs'>, sent: Sent): Promise<Answer> {
  const { url, headers, timeoutMs = 40_000 } = options
  const target = new URL(`${url.replace(/\/$/, '')}${sent.path}`)
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest
  const bytes = sent.text === undefined ? undefined : Buffer.from(sent.text)
  return new Promise((resolve, reject) => {
    const request = send(
      {
        hostname: target.hostname.replace(/^\[|\]$/g, ''),
        port: target.port,
        // As it was written: an address may be wrong on purpose.
        path: `${new URL(url).pathname.replace(/\/$/, '')}${sent.path}`,
        method: sent.method,
        headers: {
          ...headers,
          ...sent.headers,
          Connection: 'close',
          ...(bytes === undefined ? {} : { 'Content-Length': String(bytes.length) }),
        },
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)])),
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        )
      },
    )
    request.on('error', reject)
    request.end(bytes)
  })
}

/** A body as patterns speak of it. */
function readBody(contentType: string | undefined, text: string): unknown {
  if (contentType?.startsWith('text/event-stream') === true) {
    if (text !== '' && !text.endsWith('\n\n')) return text
    return text
      .split('\n\n')
      .slice(0, -1)
      .map((event) =>
        Object.fromEntries(
          event.split('\n').map((line) => {
            const [name = '', ...rest] = line.split(':')
            const value = rest.join(':').replace(/^ /, '')
            return [name, name === 'data' ? parsed(value) : value]
          }),
        ),
      )
  }
  return contentType?.includes('json') === true && text !== '' ? parsed(text) : text
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** In what an answer is not what is expected. */
export function judge(expectation: Expectation, answer: Answer, bindings: Bindings, loose: Looseness = {}): string[] {
  const { status, code, type, body } = expectation
  const found: string[] = []
  if (answer.status !== status) found.push(`status: ${status} is ${answer.status}`)
  const actualCode = answer.headers['wow-error-code'] ?? null
  if (actualCode !== code) found.push(`Wow-Error-Code: ${code ?? 'none'} is ${actualCode ?? 'none'}`)
  const actualType = answer.headers['content-type'] ?? null
  const sameType = type === undefined || (type === null ? actualType === null : actualType?.startsWith(type) === true)
  if (!sameType) found.push(`Content-Type: ${type ?? 'none'} is ${actualType ?? 'none'}`)
  if (body !== undefined)
    found.push(...mismatches(body, readBody(actualType ?? undefined, answer.text), bindings, loose))
  return found
}

function filledRequest(
  { method, path, headers = {}, body, text, contentType }: ContractRequest,
  bindings: Bindings,
): Sent {
  const content =
    body === undefined
      ? text === undefined
        ? undefined
        : filledText(text, bindings)
      : JSON.stringify(filled(body, bindings))
  const type = content === undefined ? contentType : contentType === undefined ? 'application/json' : contentType
  return {
    method,
    path: filledText(path, bindings),
    headers: {
      ...(typeof type === 'string' ? { 'Content-Type': type } : {}),
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, filledText(value, bindings)])),
    },
    text: content,
  }
}

/** No such route, as far as an answer tells. */
function isNotThere({ status, text }: Answer): boolean {
  if (status === 405 || status === 501) return true
  const body = parsed(text)
  return status === 404 && !(isObject(body) && body['errorMsg'] === 'Not found resource!') && !text.includes('"stage"')
}

/** The midnights of all zones lie on it. */
const QUARTER_HOUR_MS = 900_000
const isOverMidnight = (since: number): boolean =>
  Math.floor(since / QUARTER_HOUR_MS) !== Math.floor(Date.now() / QUARTER_HOUR_MS)

const withoutOwn = (bindings: Bindings): Bindings => new Map([...bindings].filter(([name]) => !name.startsWith('_')))

function judgeCase(
  one: ContractCase,
  answer: Answer,
  bindings: Bindings,
  since: number,
): Pick<CaseResult, 'outcome' | 'notes'> {
  const own = new Map(bindings)
  const notes = judge(one.expect, answer, own)
  const keep = (met: Bindings) => withoutOwn(met).forEach((value, name) => void bindings.set(name, value))
  if (notes.length === 0) {
    keep(own)
    return { outcome: 'same', notes }
  }
  for (const alternative of one.or ?? []) {
    if (alternative.overMidnight === true && !isOverMidnight(since)) continue
    const met = new Map(bindings)
    if (judge(alternative, answer, met).length > 0) continue
    keep(met)
    return { outcome: 'allowed', notes: [alternative.reason] }
  }
  return { outcome: isNotThere(answer) && one.expect.status !== 404 ? 'not there' : 'different', notes }
}

export async function runContract(
  scenarios: readonly Scenario[],
  options: RunOptions,
  report: (result: CaseResult) => void = () => undefined,
): Promise<ContractRun> {
  const { tag, now, guard, signal } = options
  const made = new Set<string>()
  const results: CaseResult[] = []

  /** Asks, and remembers what may have been created by it, also when no answer comes. */
  async function ask(sent: Sent): Promise<Answer> {
    const creates = /\/(create_execution_failed|wow\/command\/send)$/.test(sent.path)
    const named = sent.headers['Command-Aggregate-Id']
    if (creates && named?.startsWith(tag) === true) made.add(named)
    const answer = await askServer(options, sent)
    if (creates) {
      for (const [, id = ''] of answer.text.matchAll(/"aggregateId":"([^"]+)"/g)) {
        if (
          sent.path.endsWith('create_execution_failed') ||
          sent.headers['Command-Type']?.endsWith('.CreateExecutionFailed') === true
        )
          made.add(id)
      }
    }
    return answer
  }

  async function give({ id, body = {}, headers = {} }: GivenRecord, bindings: Bindings): Promise<void> {
    const asked: ContractRequest = {
      method: 'POST',
      path: `${BASE}/create_execution_failed`,
      headers: { ...SEEN, 'Command-Aggregate-Id': id, ...headers },
      body: failure(body),
    }
    const answer = await ask(filledRequest(asked, bindings))
    if (answer.status !== 200) throw new Error(`No record to test with: ${answer.status} ${answer.text.slice(0, 300)}`)
  }

  async function runScenario(scenario: Scenario, index: number): Promise<void> {
    const bindings: Bindings = new Map<string, unknown>([
      ['tag', tag],
      ['now', now],
      ['wait', String(WAIT_MS)],
      ['longWait', String(LONG_WAIT_MS)],
      ['after120s', now + 120_000],
      ['after180s', now + 180_000],
      ['later', now + 3_600_000],
      // Sorts behind every id.
      ['end', '~~~~'],
      ...(scenario.ids ?? []).map((name): [string, string] => [name, `${tag}-${index}-${name}`]),
      ...Object.entries(scenario.prefixes ?? {}).map(([name, end]): [string, string] => [
        name,
        `${tag}-${index}${end}`,
      ]),
    ])
    const settle = (result: Omit<CaseResult, 'scenario'>) => {
      results.push({ scenario: scenario.name, ...result })
      report({ scenario: scenario.name, ...result })
    }
    let given: string | undefined
    try {
      for (const record of scenario.records ?? []) await give(record, bindings)
    } catch (error) {
      given = String(error instanceof Error ? error.message : error)
    }
    for (const one of scenario.cases) {
      if (signal?.aborted === true) return
      if (one.guard !== undefined && one.guard !== guard) continue
      if (given !== undefined) {
        settle({ case: one, outcome: 'different', notes: [given] })
        continue
      }
      if (one.afterMs !== undefined) await pause(one.afterMs)
      try {
        const sent = filledRequest(one.request, bindings)
        const answer = await ask(sent)
        settle({ case: one, sent, answer, ...judgeCase(one, answer, bindings, now) })
      } catch (error) {
        const note = error instanceof UnboundName ? error.message : `no answer: ${String(error)}`
        settle({ case: one, outcome: 'different', notes: [note] })
      }
    }
  }

  /** Also what was created by a request whose answer was lost. */
  async function clean(): Promise<Pick<ContractRun, 'deleted' | 'leftBehind'>> {
    const leftBehind: string[] = []
    const json = { 'Content-Type': 'application/json' }
    const found = await askServer(options, {
      method: 'POST',
      path: `${BASE}/snapshot/list`,
      headers: json,
      text: JSON.stringify({
        condition: { field: 'state.eventId.aggregateId.contextName', operator: 'EQ', value: tag },
        projection: { include: ['aggregateId'] },
        limit: 1000,
      }),
    }).catch(() => undefined)
    for (const [, id = ''] of (found?.text ?? '').matchAll(/"aggregateId":"([^"]+)"/g)) made.add(id)
    let deleted = 0
    for (const id of made) {
      const sent = {
        method: 'DELETE',
        path: `${BASE}/${encodeURIComponent(id)}`,
        headers: { ...json, ...SEEN },
        text: '{}',
      }
      const answer = await askServer(options, sent).catch((error: unknown) => String(error))
      if (typeof answer !== 'string' && answer.status === 200) deleted += 1
      else if (typeof answer === 'string' || ![404, 410].includes(answer.status))
        leftBehind.push(`${id}: ${typeof answer === 'string' ? answer : answer.text.slice(0, 200)}`)
    }
    return { deleted, leftBehind }
  }

  let cleaned: Pick<ContractRun, 'deleted' | 'leftBehind'> = { deleted: 0, leftBehind: [] }
  try {
    for (const [index, scenario] of scenarios.entries()) {
      if (signal?.aborted === true) break
      await runScenario(scenario, index)
    }
  } finally {
    cleaned = await clean()
  }
  return { results, ...cleaned }
}
