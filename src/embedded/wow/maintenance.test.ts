import { mkdtempSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PREPARED_HANDLER } from '../../wow/commands/compensation.ts'
import type { Republished } from './maintenanceRoutes.ts'
import { openEmbeddedWow, type EmbeddedWow } from './server.ts'
import { ask, create, failure, put, request } from './testCommands.ts'

let folder: string
let file: string
let wow: EmbeddedWow
let heard: { kind: string; message: Republished['EVENT'] }[]

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'amends-maintenance-'))
  file = path.join(folder, 'wow.db')
  wow = await openEmbeddedWow({ file, guard: 'open' })
  heard = []
})
afterEach(async () => {
  await wow.close()
  rmSync(folder, { recursive: true, force: true })
})

function listen(): void {
  wow.onRepublished('EVENT', (message) => heard.push({ kind: 'EVENT', message }))
  wow.onRepublished('STATE_EVENT', (message) => heard.push({ kind: 'STATE_EVENT', message }))
}
const regenerate = (afterId: string, limit: number | string) =>
  ask(wow, `/snapshot/${encodeURIComponent(afterId)}/${limit}`, { method: 'PUT' })
const resend = (afterId: string, limit: number | string) => ask(wow, `/state/${encodeURIComponent(afterId)}/${limit}`)
const ids = async (count: number) => {
  for (let index = 0; index < count; index += 1) await create(wow, `e-${index}`)
}
const done = (afterId: string, size: number) => ({
  status: 200,
  body: { afterId, size, errorCode: 'Ok', errorMsg: '', succeeded: true },
})

/** An answer without the times at which snapshots were saved. */
const timeless = (answer: unknown) => JSON.parse(JSON.stringify(answer).replaceAll(/"snapshotTime":\d+/g, '"t":0'))

/** Changes the file behind the server's back. */
function damage(sql: string): void {
  const database = new DatabaseSync(file)
  database.exec(sql)
  database.close()
}

test('a batch goes through all ids in order, from wherever it is told to', async () => {
  await ids(5)
  expect(await regenerate('(0)', 2)).toEqual(done('e-1', 2))
  expect(await regenerate('e-1', 2)).toEqual(done('e-3', 2))
  expect(await regenerate('e-3', 2)).toEqual(done('e-4', 1))
  expect(await regenerate('e-4', 2)).toEqual(done('e-4', 0))
  expect(await regenerate('(0)', 0)).toEqual(done('e-4', 5))
  expect(await regenerate('(0)', -3)).toEqual(done('e-2', 3))
  expect(await resend('e-0', 3)).toEqual(done('e-3', 3))
  expect((await regenerate('(0)', 'many')).body).toMatchObject({ errorMsg: 'For input string: "many"' })
})

test('a batch makes good what was lost or damaged, of deleted executions too', async () => {
  await ids(3)
  await put(wow, 'e-1', 'mark_recoverable', { recoverable: 'UNRECOVERABLE' })
  await ask(wow, '/e-2', { method: 'DELETE', body: {} })
  const everything = {
    body: { condition: { operator: 'ALL' }, limit: 9, sort: [{ field: 'aggregateId', direction: 'ASC' }] },
  }
  const before = await ask(wow, '/snapshot/list', everything)
  damage(`DELETE FROM snapshotDocument; DELETE FROM snapshot WHERE id <> 'e-1';
    UPDATE snapshot SET status = 'SUCCEEDED', recoverable = 'UNKNOWN', version = 99;
    INSERT INTO snapshotDocument SELECT row, '{}' FROM snapshot`)
  expect(await regenerate('(0)', 0)).toEqual(done('e-2', 3))
  const after = await ask(wow, '/snapshot/list', everything)
  expect(timeless(after)).toEqual(timeless(before))
  const deleted = await ask(wow, '/snapshot/list', {
    body: { condition: { operator: 'DELETED', value: true }, limit: 9 },
  })
  expect(JSON.stringify(deleted.body)).toContain('e-2')
})

test.each([
  ['regenerate', regenerate],
  ['resend', resend],
] as const)('when one fails, %s stops there and says how far it came', async (_, run) => {
  listen()
  await ids(4)
  damage(`UPDATE event SET document = '{}' WHERE aggregateId = 'e-2'`)
  expect(await run('(0)', 0)).toEqual({
    status: 400,
    body: {
      afterId: 'e-1',
      size: 2,
      errorCode: 'BatchTaskError',
      errorMsg:
        'Task[AggregateId(contextName=compensation-service, aggregateName=execution_failed, tenantId=(0), id=e-2)] execution failed.',
      succeeded: false,
    },
  })
  expect(await run('e-2', 0)).toEqual(done('e-3', 1))
})

test('a batch whose caller leaves stops', async () => {
  await ids(3)
  const left = new AbortController()
  left.abort()
  const response = await wow.fetch(request('/snapshot/(0)/0', { method: 'PUT', signal: left.signal }))
  expect(response.status).toBe(500)
})

test('state events are sent again for one function that no ordinary handler has, one for each version', async () => {
  listen()
  await create(wow, 'a')
  await put(wow, 'a', 'prepare_compensation')
  const written: string[] = []
  wow.onEvents((stream) => written.push(stream.aggregateId))
  await create(wow, 'b')
  await vi.waitFor(() => expect(written).toContain('b'))
  written.length = 0
  expect(await resend('(0)', 0)).toEqual(done('b', 2))
  await vi.waitFor(() => expect(heard).toHaveLength(3))
  expect(heard).toMatchObject([
    { kind: 'STATE_EVENT', message: { aggregateId: 'a', version: 1, state: { status: 'FAILED' } } },
    { kind: 'STATE_EVENT', message: { aggregateId: 'a', version: 2, state: { status: 'PREPARED' } } },
    { kind: 'STATE_EVENT', message: { aggregateId: 'b', version: 1 } },
  ])
  expect(heard[0]?.message.header).toMatchObject({
    'compensate.context': 'wow',
    'compensate.processor': 'ResendStateEventHandler',
    'compensate.function': 'Resend',
  })
  expect(written).toEqual([])
})

test('an event is published again for the one function that is named, by the id that is given or a new one', async () => {
  listen()
  await create(wow, 'a')
  await put(wow, 'a', 'prepare_compensation')
  const compensate = (version: number, body: object) =>
    wow.fetch(request(`/a/${version}/compensate`, { method: 'PUT', body })).then((response) => response.text())
  expect(await compensate(2, { id: 'x', function: PREPARED_HANDLER })).toBe('1')
  expect(await compensate(1, { function: { ...PREPARED_HANDLER, functionKind: 'STATE_EVENT' } })).toBe('1')
  expect(await compensate(3, { function: PREPARED_HANDLER })).toBe('0')
  expect(await compensate(0, { function: { ...PREPARED_HANDLER, functionKind: 'STATE_EVENT' } })).toBe('0')
  await vi.waitFor(() => expect(heard).toHaveLength(2))
  expect(heard).toMatchObject([
    { kind: 'EVENT', message: { version: 2, body: [{ name: 'compensation_prepared' }] } },
    { kind: 'STATE_EVENT', message: { version: 1, state: { status: 'FAILED' } } },
  ])
  expect(heard[0]?.message.header).toMatchObject({
    upstream_name: 'prepare_compensation',
    'compensate.id': 'x',
    'compensate.context': 'compensation-service',
    'compensate.processor': 'CompensationEventProcessor',
    'compensate.function': 'onCompensationPrepared',
  })
  expect(heard[1]?.message.header['compensate.id']).toMatch(/^[0-9A-Za-z]{15}$/)
  // The store is as it was: nothing was written.
  const range = await wow.fetch(request('/a/event/1/9', { method: 'GET' }))
  expect(JSON.stringify(await range.json())).not.toContain('compensate.id')
})

const signal = (commandId: string, more: object) => ({
  id: 's1',
  waitCommandId: commandId,
  commandId,
  aggregateId: {
    contextName: 'compensation-service',
    aggregateName: 'execution_failed',
    aggregateId: 'a',
    tenantId: '(0)',
  },
  stage: 'PROJECTED',
  isLastProjection: true,
  function: { functionKind: 'EVENT', contextName: 'compensation-service', processorName: 'Copy', name: 'onCreated' },
  ...more,
})

/** Sends a command that waits for what never comes here, and tells its id once it is on its way. */
async function sendAndWait(headers: Record<string, string>) {
  const sent = new Promise<string>((resolve) => {
    const stop = wow.onEvents((stream) => {
      stop()
      resolve(stream.commandId)
    })
  })
  const answer = ask(wow, '/create_execution_failed', {
    body: failure,
    headers: { 'Command-Aggregate-Id': 'a', 'Command-Wait-Timeout': '5000', ...headers },
  })
  return { commandId: await sent, answer }
}
const tell = (body: object) => wow.fetch(request('http://localhost:8080/wow/command/wait', { body }))

test('a signal releases the command that waits for its stage and its function, and no other', async () => {
  const { commandId, answer } = await sendAndWait({
    'Command-Wait-Stage': 'PROJECTED',
    'Command-Wait-Processor': 'Copy',
  })
  const function_ = signal(commandId, {}).function
  await tell(signal('another', {}))
  await tell(signal(commandId, { function: { ...function_, processorName: 'Other' } }))
  await tell(signal(commandId, { isLastProjection: false }))
  await tell(signal(commandId, { id: 's2', result: { rows: 3 }, aggregateVersion: 1, signalTime: 5 }))
  expect(await answer).toEqual({
    status: 200,
    body: {
      ...signal(commandId, {}).aggregateId,
      id: 's2',
      waitCommandId: commandId,
      commandId,
      requestId: commandId,
      stage: 'PROJECTED',
      aggregateVersion: 1,
      function: function_,
      errorCode: 'Ok',
      errorMsg: '',
      result: { rows: 3 },
      signalTime: 5,
      succeeded: true,
    },
  })
})

test('a signal of a failure is the answer, with its status', async () => {
  const { commandId, answer } = await sendAndWait({ 'Command-Wait-Stage': 'PROJECTED' })
  await tell(
    signal(commandId, { errorCode: 'IllegalState', errorMsg: 'no disk', bindingErrors: [{ name: 'a', msg: 'b' }] }),
  )
  expect(await answer).toMatchObject({
    status: 400,
    body: { errorMsg: 'no disk', bindingErrors: [{ name: 'a', msg: 'b' }], succeeded: false },
  })
})

test('a wait for what a saga sends ends when its commands have arrived', async () => {
  const { commandId, answer } = await sendAndWait({
    'Command-Wait-Stage': 'SAGA_HANDLED',
    'Command-Wait-Tail-Stage': 'PROCESSED',
  })
  await tell(signal(commandId, { commandId: 'tail', stage: 'PROCESSED', id: 's3' }))
  await tell(signal(commandId, { stage: 'SAGA_HANDLED', commands: ['tail'] }))
  expect(await answer).toMatchObject({ status: 200, body: { id: 's3', commandId: 'tail', waitCommandId: commandId } })
})
