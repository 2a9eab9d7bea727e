import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { COMMANDS } from '../../../wow/commands/commands.ts'
import { replay, toSnapshot } from '../../../wow/execution/executionFailed.ts'
import type { DomainEventStream } from '../../../wow/schemas.ts'
import { openEmbeddedWow, type EmbeddedWow } from '../server.ts'
import { ask, failure, request } from '../testCommands.ts'
import { openWowStore } from '../wowStore.ts'

/** Enough that a search through all traces takes seconds. */
const RECORDS = 8192
const TRACE = 'x'.repeat(5000)

let folder: string
let file: string

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'amends-queries-'))
  file = path.join(folder, 'wow.db')
  const store = await openWowStore(file)
  const streams = Array.from({ length: RECORDS }, (_, index) => created(`record-${index}`))
  const snapshots = streams.flatMap((stream) => {
    const aggregate = replay([stream])
    return aggregate === undefined ? [] : [toSnapshot(aggregate, stream.createTime)]
  })
  await store.write.run('bulkInsert', { streams, snapshots })
  await store.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function created(id: string): DomainEventStream {
  const { executeAt } = failure
  const retryState = { retries: 0, retryAt: executeAt, timeoutAt: executeAt, nextRetryAt: executeAt }
  return {
    contextName: 'compensation-service',
    aggregateName: 'execution_failed',
    header: {},
    aggregateId: id,
    tenantId: '(0)',
    ownerId: '',
    spaceId: '',
    commandId: id,
    requestId: id,
    version: 1,
    body: [
      {
        id: `${id}-event`,
        name: COMMANDS.create_execution_failed.event,
        revision: '0.0.1',
        bodyType: 'me.ahoo.wow.compensation.api.ExecutionFailedCreated',
        body: {
          ...failure,
          error: { ...failure.error, stackTrace: TRACE, succeeded: false },
          retryState,
          retrySpec: { maxRetries: 1, minBackoff: 0, executionTimeout: 0 },
          recoverable: 'UNKNOWN',
        },
      },
    ],
    createTime: executeAt,
    id: `${id}-stream`,
  }
}

const slow = {
  operator: 'OR',
  children: Array.from({ length: 60 }, (_, index) => ({
    field: 'state.error.stackTrace',
    operator: 'CONTAINS',
    value: `xY${index}`,
    options: { ignoreCase: true },
  })),
}

async function using(options: { queryTimeoutMs?: number }, body: (wow: EmbeddedWow) => Promise<void>): Promise<void> {
  const wow = await openEmbeddedWow({ file, guard: 'open', ...options })
  try {
    await body(wow)
  } finally {
    await wow.close()
  }
}

test('a query that takes too long is a timeout in the server’s words, and others go on meanwhile', async () => {
  await using({ queryTimeoutMs: 150 }, async (wow) => {
    const count = ask(wow, '/snapshot/count', { body: slow })
    expect(await ask(wow, '/record-7/snapshot', { method: 'GET' })).toMatchObject({ status: 200 })
    expect(await count).toEqual({
      status: 408,
      body: {
        errorCode: 'RequestTimeout',
        errorMsg:
          "Did not observe any item or terminal signal within 150ms in 'from' (and no fallback has been configured)",
        succeeded: false,
      },
    })
    const list = await ask(wow, '/snapshot/list', { body: { condition: slow, limit: 10 } })
    expect(list).toMatchObject({ status: 408, body: { errorMsg: expect.stringContaining("within 150ms in 'map'") } })
    const events = await wow.fetch(
      request('/snapshot/list', {
        body: { condition: slow, limit: 10 },
        headers: { Accept: 'text/event-stream' },
      }),
    )
    expect(await events.text()).toMatch(/^id:\w{15}\nevent:RequestTimeout\ndata:\{"errorCode":"RequestTimeout"/)
  })
})

test('a query whose client leaves stops, and the lane is free for the next', async () => {
  // Left alone the query would hold the lane for longer than this, and the next one would time out behind it.
  await using({ queryTimeoutMs: 8000 }, async (wow) => {
    const client = new AbortController()
    const abandoned = wow.fetch(request('/snapshot/count', { body: slow, signal: client.signal }))
    const quick = { field: 'state.error.errorMsg', operator: 'CONTAINS', value: 'stock' }
    const next = ask(wow, '/snapshot/count', { body: quick })
    // Answered by the other lane, when the first query is running.
    await ask(wow, '/record-7/snapshot', { method: 'GET' })
    client.abort()
    expect((await abandoned).status).not.toBe(200)
    expect((await next).status).toBe(200)
  })
})

test('a list over SSE is one event for each row, and ends when its reader leaves', async () => {
  await using({}, async (wow) => {
    const ids = {
      condition: {},
      limit: 1000,
      projection: { include: ['version'] },
      sort: [{ field: 'aggregateId', direction: 'ASC' }],
    }
    const asked = { body: ids, headers: { Accept: 'text/event-stream' } }
    const whole = await (await wow.fetch(request('/snapshot/list', asked))).text()
    expect(whole.split('\n\n').filter((event) => event !== '')).toHaveLength(1000)
    expect(whole.startsWith('data:{"version":1,"aggregateId":"record-0"}\n\n')).toBe(true)

    const reader = (await wow.fetch(request('/snapshot/list', asked))).body?.getReader()
    await reader?.read()
    await reader?.cancel()
    expect(await reader?.closed).toBe(undefined)
  })
})

test('the literal sample of the API reference is understood', async () => {
  const condition = { field: '', operator: 'ALL', value: null, children: '[]', options: '{}' }
  const sample = { condition, projection: { include: '[]', exclude: '[]' }, sort: '[]' }
  await using({}, async (wow) => {
    expect(await ask(wow, '/snapshot/paged', { body: { ...sample, pagination: { index: 1, size: 1 } } })).toMatchObject(
      {
        status: 200,
        body: { total: RECORDS },
      },
    )
    expect((await ask(wow, '/snapshot/single', { body: sample })).status).toBe(200)
  })
})
