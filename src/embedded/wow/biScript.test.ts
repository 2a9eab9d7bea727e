import { afterAll, beforeAll, expect, test } from 'vitest'
import { biScript, type BiScriptOptions } from './biScript.ts'
import { recordedExchanges } from './conformance/exchanges.ts'
import { openEmbeddedWow, type EmbeddedWow } from './server.ts'

const options: BiScriptOptions = {
  database: 'bi_db',
  consumerDatabase: 'bi_db_consumer',
  timezone: 'Asia/Shanghai',
  kafkaBootstrapServers: 'localhost:9092',
  topicPrefix: 'wow.',
  consumerGroupNamespace: 'demo',
  maxExpansionDepth: 5,
}
const cluster = { name: '{cluster}', installation: '{installation}' }

let wow: EmbeddedWow

beforeAll(async () => {
  wow = await openEmbeddedWow({ file: ':memory:', guard: 'open', biConsumerGroupNamespace: 'demo' })
})
afterAll(() => wow.close())

async function ask(body: object, accept = 'application/json') {
  const response = await wow.fetch(
    new Request('http://embedded/wow/bi/script', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: accept },
      body: JSON.stringify(body),
    }),
  )
  return { status: response.status, headers: response.headers, text: await response.text() }
}

/** The names in quotes that a script creates, without those of databases. */
const created = (script: string): string[] =>
  [...script.matchAll(/^CREATE [A-Z ]*(?:TABLE|VIEW) (?:IF NOT EXISTS )?"(\w+)"\."(\w+)"/gm)]
    .map(([, database, table]) => `${database}.${table}`)
    .sort()

test('a script for a cluster makes every table and view that the real one makes, but for its registry', () => {
  const recorded = recordedExchanges().find(({ name }) => name === 'bi.configured.sql')
  const objects = [...String(recorded?.response.body).matchAll(/'OBJECT', '(\w+)', '(\w+)'/g)]
  expect(objects.length).toBe(17)
  expect(created(biScript({ ...options, cluster }).script)).toEqual(
    objects.map(([, database, table]) => `${database}.${table}`).sort(),
  )
})

test('the tables have the columns of the recorded ones', () => {
  const recorded = String(recordedExchanges().find(({ name }) => name === 'bi.configured.sql')?.response.body)
  const columns = /_command_store_local" ON CLUSTER '\{cluster\}'\n\(\n([^)]+\)[^;]*?)\n\) ENGINE/
  expect(columns.exec(biScript({ ...options, cluster }).script)?.[1]).toBe(columns.exec(recorded)?.[1])
})

test('a script for one server speaks of no cluster and no replica', () => {
  const { script, diagnostics } = biScript(options)
  expect(script).not.toMatch(/CLUSTER|Replicated|Distributed|_local/)
  expect(diagnostics.map(({ code }) => code)).toEqual(['INSPECTION_UNAVAILABLE', 'KAFKA_UNAVAILABLE'])
})

test('sections are closed, statements end, and quotes in names stay in their quotes', () => {
  const { script } = biScript({ ...options, cluster, database: 'a"; DROP DATABASE "b', timezone: "x'y" })
  const titles = [...script.matchAll(/^-- (.+) --$/gm)].map(([, title]) => title)
  expect(titles[0]).toBe('global')
  for (let index = 0; index < titles.length; index += 2) expect(titles[index]).toBe(titles[index + 1])
  const statements = script
    .replaceAll(/^-- .+ --$/gm, '')
    .split(';\n')
    .map((statement) => statement.trim())
  expect(statements.pop()).toBe('')
  for (const statement of statements) expect(statement).toMatch(/^CREATE /)
  expect(script).toContain('CREATE DATABASE IF NOT EXISTS "a\\"; DROP DATABASE \\"b"')
  expect(script).toContain("DateTime64(3, 'x\\'y')")
})

test('what lies deeper than asked for stays JSON, and a diagnostic says so', () => {
  const { script, diagnostics } = biScript({ ...options, maxExpansionDepth: 2 })
  expect(script).toContain(`JSONExtractRaw("source"."state", 'eventId', 'aggregateId') AS "event_id__aggregate_id"`)
  expect(script).toContain('AS "retry_state__next_retry_at"')
  expect(diagnostics.filter(({ code }) => code === 'MAX_DEPTH_REACHED').map(({ path }) => path)).toEqual([
    'state.eventId.aggregateId',
  ])
})

test('a configured server gives the script as SQL or with its diagnostics as JSON', async () => {
  const sql = await ask({}, '*/*')
  expect(sql.headers.get('content-type')).toBe('application/sql')
  expect(sql.headers.get('wow-bi-diagnostic-count')).toBe('3')
  expect(sql.text).toContain("'demo.compensation_execution_failed_state_consumer'")
  const json = await ask({ operation: 'deploy', topology: { mode: 'STANDALONE' }, topicPrefix: 'x.' })
  const { script, destructive, diagnostics } = JSON.parse(json.text)
  expect(script).toContain("'x.compensation.execution_failed.state'")
  expect([destructive, diagnostics.length]).toEqual([false, 2])
})

test.each([
  [{ topology: { mode: 'STANDALONE', cluster: {} } }, 'topology.cluster is not allowed with STANDALONE'],
  [{ database: ' ' }, 'database must not be blank'],
  [{ topicPrefix: 'x'.repeat(129) }, 'topicPrefix must have at most 128 characters'],
  [{ maxExpansionDepth: 0 }, 'maxExpansionDepth must be greater than 0'],
  [{ operation: 'RESET', replayFromEarliestConfirmed: true }, 'RESET requires an available BI deployment inspection'],
])('%j is refused', async (body, message) => {
  const { status, text } = await ask(body)
  expect(status).toBe(400)
  expect(JSON.parse(text)).toMatchObject({ errorCode: 'IllegalArgument', errorMsg: message })
})
