import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, test, vi } from 'vitest'
import * as z from 'zod/mini'
import { readConfig } from './config.ts'
import { openGateway } from './gateway.ts'
import { silentLog } from './log.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'gateway-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const config = (environment: Record<string, string>) =>
  readConfig({ PORT: '0', AMENDS_DATA_DIR: folder, AMENDS_SAMPLE: 'off', ...environment })

const create = (stage: string, accept = '*/*'): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json', 'Command-Wait-Stage': stage, Accept: accept },
  body: JSON.stringify({
    eventId: {
      id: '0V3oAWGt0001000',
      aggregateId: { contextName: 'shop', aggregateName: 'order', aggregateId: 'order-1', tenantId: '(0)' },
      version: 1,
    },
    function: { functionKind: 'EVENT', contextName: 'shop', processorName: 'StockSaga', name: 'onOrderPaid' },
    error: { errorCode: 'STOCK_SHORT', errorMsg: 'short', stackTrace: '' },
    executeAt: 1,
  }),
})

test('what still runs after the grace is cut off, and what was taken is kept', async () => {
  const gateway = await openGateway(config({}), silentLog)
  const base = `${gateway.address}/api/wow/local/execution_failed`
  // No projection exists, so this waits for the half minute that a command waits by default.
  const waiting = fetch(`${base}/create_execution_failed`, create('PROJECTED'))
  const lost = expect(waiting).rejects.toThrow('fetch failed')
  await vi.waitFor(async () => {
    const count = await fetch(`${base}/event/count`, { ...create('SENT'), body: '{}' })
    expect(await count.text()).toBe('1')
  }, 10_000)
  await gateway.close(50)
  await lost

  const again = await openGateway(config({}), silentLog)
  expect(await counts(`${again.address}/api/counts/local`)).toMatchObject({ all: 1 })
  await again.close(1000)
})

/** A signal that another service would send to where the command says, from a process of its own. */
async function signalFromAnotherProcess(endpoint: string, commandId: string): Promise<void> {
  const signal = {
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
    function: { functionKind: 'EVENT', contextName: 'compensation-service', processorName: 'Copy', name: 'on' },
  }
  const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(signal) }
  const code = `await fetch(${JSON.stringify(endpoint)}, ${JSON.stringify(init)})`
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code])
}

const Sent = z.looseObject({ aggregateId: z.string(), commandId: z.string() })
const Streams = z.array(z.looseObject({ header: z.looseObject({ command_wait_endpoint: z.string() }) }))

test.each([
  ['through the page', {}],
  ['at the native port', { AMENDS_EMBEDDED_PORT: '0' }],
])('a signal from another process %s releases the command that waits for it', async (_, environment) => {
  const gateway = await openGateway(config(environment), silentLog)
  try {
    const response = await fetch(
      `${gateway.address}/api/wow/local/execution_failed/create_execution_failed`,
      create('PROJECTED', 'text/event-stream'),
    )
    let told = ''
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const isNew = !told.includes('event:PROCESSED')
      told += chunk
      if (!isNew || !told.includes('event:PROCESSED')) continue
      const { aggregateId, commandId } = z.parse(Sent, JSON.parse(/^data:(.*)$/m.exec(told)?.[1] ?? ''))
      const events = `${gateway.address}/api/wow/local/execution_failed/${aggregateId}/event/1/1`
      const [stream] = z.parse(Streams, await (await fetch(events)).json())
      await signalFromAnotherProcess(stream?.header.command_wait_endpoint ?? '', commandId)
    }
    expect([...told.matchAll(/^event:(.+)$/gm)].map((match) => match[1])).toEqual(['SENT', 'PROCESSED', 'PROJECTED'])
  } finally {
    await gateway.close(1000)
  }
})

async function counts(address: string) {
  return z.parse(z.looseObject({ counts: z.looseObject({}) }), await (await fetch(address)).json()).counts
}

test('the same page works on another server: here the native port of an embedded one', async () => {
  const one = await openGateway(config({ AMENDS_EMBEDDED_PORT: '0' }), silentLog)
  const passwordFile = path.join(folder, 'password')
  writeFileSync(passwordFile, 'demo\n')
  const other = await openGateway(
    config({
      AMENDS_DATA_DIR: path.join(folder, 'other'),
      AMENDS_SAMPLE: '',
      AMENDS_WOW_URL: `${one.nativeAddress}/compensation`,
      AMENDS_OMS_URL: one.nativeAddress ?? '',
      AMENDS_OMS_USERNAME: 'demo',
      AMENDS_OMS_PASSWORD_FILE: passwordFile,
    }),
    silentLog,
  )
  try {
    const created = await fetch(
      `${other.address}/api/wow/main/execution_failed/create_execution_failed`,
      create('SNAPSHOT'),
    )
    expect(created.status).toBe(200)
    expect(await counts(`${other.address}/api/counts/main`)).toMatchObject({ all: 1, active: 1 })
    expect(await counts(`${one.address}/api/counts/local`)).toMatchObject({ all: 1, active: 1 })
    const sources: unknown = await (await fetch(`${other.address}/api/sources`)).json()
    expect(sources).toMatchObject({
      sources: [
        { name: 'main', embedded: false, url: `${one.nativeAddress}/compensation` },
        { name: 'main', kind: 'oms', embedded: false, url: `${one.nativeAddress}/app/newoms.php` },
      ],
    })
    const OmsUrl = z.looseObject({ url: z.nullable(z.string()) })
    for (const [gateway, name] of [
      [one, 'local'],
      [other, 'main'],
    ] as const) {
      const described: unknown = await (await fetch(`${gateway.address}/api/oms/${name}`)).json()
      expect(OmsUrl.parse(described).url).toBe(`${one.nativeAddress}/app/newoms.php`)
    }
    const transaction = `${other.address}/api/oms/main/transactions/1/1?cmd=10002`
    const missing = await fetch(transaction)
    expect([missing.status, await missing.json()]).toMatchObject([404, { errorCode: 'OmsNoSuchTransaction' }])
    await one.close(1000)
    const absent = await fetch(transaction)
    expect([absent.status, await absent.json()]).toMatchObject([502, { errorCode: 'OmsUnreachable' }])
    const refused = await fetch(`${other.address}/api/wow/main/execution_failed/snapshot/count`, create('SENT'))
    expect(refused.status).toBe(502)
    expect(await refused.json()).toMatchObject({ errorCode: 'GatewayUpstreamUnreachable' })
  } finally {
    await Promise.all([one.close(1000), other.close(1000)])
  }
})
