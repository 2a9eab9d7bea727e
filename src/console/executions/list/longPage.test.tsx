import { act, screen, waitFor } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { openEmbeddedWow } from '../../../embedded/wow/server.ts'
import type { EmbeddedWow } from '../../../embedded/wow/server.ts'
import { Refusal } from '../../../gateway/http/refusal.ts'
import { testGateway } from '../../../gateway/testGateway.ts'
import type { TestGateway } from '../../../gateway/testGateway.ts'
import { createQueryClient } from '../../app/queryClient.ts'
import { renderRoute } from '../../renderRoute.tsx'
import { setPreferences } from '../../ui/preferences.ts'
import { setTransport } from '../../ui/data/request.ts'
import { record, remove } from '../detail/testExecutions.ts'
import { FIRST_CHUNK, gather, nextChunk, readChunk, withRest } from '../executionPage.ts'
import type { Chunk } from '../executionPage.ts'
import { refreshRow } from '../executionQueries.ts'
import { ExecutionSearch, sortKey } from '../executionSearch.ts'

/** Two full answers and some. */
const ALL = 2100

let wow: EmbeddedWow
let gateway: TestGateway

beforeAll(async () => {
  wow = await openEmbeddedWow({ file: ':memory:', guard: 'strict', scheduler: false })
  await Promise.all(Array.from({ length: ALL }, (_, index) => record(wow, { errorCode: `CODE_${index % 7}` })))
}, 60_000)
afterAll(() => wow.close())
beforeEach(() => {
  gateway = testGateway(wow)
  setTransport(async (request) => gateway.app.request(request))
})
afterEach(() => gateway.close())

const isList = ({ url }: Request) => url.endsWith('/snapshot/list')

async function chunksOf(patch: Partial<ExecutionSearch>, size: number): Promise<readonly [Chunk, ...Chunk[]]> {
  const question = {
    search: ExecutionSearch.parse({ view: 'all', ...patch }),
    size,
    fields: ['version', 'state', 'eventTime'],
  }
  const client = createQueryClient()
  const { signal } = new AbortController()
  const chunks: [Chunk, ...Chunk[]] = [await readChunk(client, 'local', question, FIRST_CHUNK, signal)]
  for (;;) {
    const start = nextChunk(chunks.at(-1) ?? chunks[0], chunks)
    if (start === undefined) return chunks
    chunks.push(await readChunk(client, 'local', question, start, signal))
  }
}

const pageOf = async (patch: Partial<ExecutionSearch>, size: number) => gather({ pages: await chunksOf(patch, size) })
const idsOf = ({ rows }: { readonly rows: readonly { readonly id: string }[] }) => rows.map(({ id }) => id)

const unread = (id: string) => ({ id, execution: undefined, raw: id })

describe('a long page', () => {
  test('has every row once and in its order, of one moment, however many questions it takes', async () => {
    const chunks = await chunksOf({ sort: 'id' }, 10_000)
    expect(chunks.map(({ rows }) => rows.length)).toEqual([1000, 1000, 100])
    expect(new Set(chunks.map(({ at }) => at)).size).toBe(1)
    const all = gather({ pages: chunks })
    expect(idsOf(all)).toEqual(idsOf(all).toSorted())
    expect(new Set(idsOf(all)).size).toBe(all.rows.length)
    expect(all).toMatchObject({ hasNext: false, hasPrevious: false, isWhole: true })

    const byCode = await pageOf({ sort: '-code' }, 10_000)
    const codes = byCode.rows.map(({ raw }) => sortKey('code', raw) ?? '')
    expect(codes).toEqual(codes.toSorted().reverse())
    expect(idsOf(byCode).toSorted()).toEqual(idsOf(all))
  })

  test('goes on where the one before it ended, also backwards', async () => {
    const all = idsOf(await pageOf({ sort: 'id' }, 10_000))
    const first = await pageOf({ sort: 'id' }, 1500)
    expect(idsOf(first)).toEqual(all.slice(0, 1500))
    expect(first).toMatchObject({ hasNext: true, isWhole: true })
    const second = await pageOf({ sort: 'id', after: all[1499], from: 1500 }, 1500)
    expect(idsOf(second)).toEqual(all.slice(1500))
    expect(second).toMatchObject({ from: 1500, hasNext: false, hasPrevious: true, isWhole: true })
    expect(idsOf(await pageOf({ sort: 'id', before: all[2050], from: 950 }, 1100))).toEqual(all.slice(950, 2050))
    // Fewer than a page lie before it: the first page as it is.
    expect(idsOf(await pageOf({ sort: 'id', before: all[1499] }, 2000))).toEqual(all.slice(0, 2000))
    expect(await pageOf({ sort: 'id', before: all[1500], from: 0 }, 1500)).toMatchObject({
      from: 0,
      hasPrevious: false,
    })
    // Exactly two answers, and whether more lie behind them.
    expect(await pageOf({ sort: 'id' }, 2000)).toMatchObject({ hasNext: true, isWhole: true })
  })

  test('before a key comes from its start on, so that its first rows can be used while the others come', async () => {
    const all = idsOf(await pageOf({ sort: '-code' }, 10_000))
    const last = (await pageOf({ sort: '-code' }, 10_000)).rows[2050]
    const chunks = await chunksOf({ sort: '-code', before: all[2050], key: sortKey('code', last?.raw), from: 50 }, 2000)
    expect(chunks.map(({ rows }) => rows.length)).toEqual([1001, 999])
    expect(idsOf(gather({ pages: chunks }))).toEqual(all.slice(50, 2050))
    expect(gather({ pages: chunks })).toMatchObject({ from: 50, hasPrevious: true, hasNext: true, isWhole: true })
  })

  test('in an order by a field that may be missing is read by number', async () => {
    const chunks = await chunksOf({ sort: 'state.error.succeeded' }, 500)
    expect(chunks.map(({ rows }) => rows.length)).toEqual([100, 100, 100, 100, 100])
    expect(new Set(idsOf(gather({ pages: chunks }))).size).toBe(500)
    const next = await pageOf({ sort: 'state.error.succeeded', from: 500 }, 500)
    expect(next).toMatchObject({ from: 500, hasPrevious: true, hasNext: true })
    expect(idsOf(next)).not.toContain(chunks[0].rows[0]?.id)
  })

  test('shows a row once that came twice, and what is put together again is the same', () => {
    const known = { at: 1, hasNext: true, hasPrevious: false, from: 0, size: 6, fields: [] }
    const one = { ...known, rows: ['a', 'b'].map(unread) }
    const other = { ...known, rows: ['b', 'c'].map(unread) }
    const patched = { ...one, rows: ['a', 'b'].map((id) => ({ ...unread(id), raw: 'new' })) }
    expect(idsOf(gather({ pages: [one] }))).toEqual(['a', 'b'])
    const both = gather({ pages: [one, other] })
    expect(idsOf(both)).toEqual(['a', 'b', 'c'])
    expect([...both.places]).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 2],
    ])
    expect(gather({ pages: [patched, other] }).rows.map(({ raw }) => raw)).toEqual(['new', 'new', 'c'])
    expect(idsOf(gather({ pages: [one] }))).toEqual(['a', 'b'])
  })
})

/** Does it ask for rows behind others: any chunk but the first. */
const isNextChunk = async (request: Request) => isList(request) && /"[GL]T"/u.test(await request.clone().text())

const rowCount = () => Number(screen.getByRole('table').getAttribute('aria-rowcount')) - 1
const kindOfFirst = () => document.querySelector('tbody td.col-enum')?.textContent

async function allRows(): Promise<number> {
  await waitFor(() => expect(rowCount()).toBeGreaterThan(2000))
  expect(screen.queryByText(/so far/u)).toBeNull()
  return rowCount()
}

const addColumn = () => act(() => setPreferences({ columns: { executions: ['id', 'state.function.functionKind'] } }))

const row = (id: string) => document.querySelector(`tr[data-row-id="${id}"]`)

test('a page that is read again has the rows of the reading before where it has not come to yet', () => {
  const known = { hasNext: true, hasPrevious: false, from: 0, size: 4, fields: [] }
  const before = gather({ pages: [{ ...known, at: 1, rows: ['a', 'b', 'c', 'd'].map(unread) }] })
  const again = gather({ pages: [{ ...known, at: 2, rows: ['new', 'a'].map(unread) }] })
  const both = withRest(again, before)
  expect(idsOf(both)).toEqual(['new', 'a', 'b', 'c'])
  expect(both).toMatchObject({ at: 1, have: 2, isWhole: false })
  expect(both.places.get('b')).toBe(2)
  const moved = gather({ pages: [{ ...known, at: 2, rows: ['d', 'b'].map(unread) }] })
  expect(idsOf(withRest(moved, before))).toEqual(['d', 'b', 'c'])
  const whole = gather({ pages: [{ ...known, at: 2, rows: ['a', 'c'].map(unread), hasNext: false }] })
  expect(withRest(whole, before)).toBe(whole)
})

describe('on screen', () => {
  beforeEach(() => {
    setPreferences({ pageSize: 10_000 })
    // jsdom lays nothing out: without a height no row would be in sight.
    vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(900)
  })
  afterEach(() => void vi.restoreAllMocks())

  test('the first rows can be used while the others come; one that is acted on meanwhile stays as it became', async () => {
    const held = Promise.withResolvers<void>()
    let next = 0
    const { client } = renderRoute('/local/executions?view=all&sort=id', {
      request: async (request) => {
        const isNext = await isNextChunk(request)
        if (isNext) next += 1
        const answer = await gateway.app.request(request)
        if (isNext && next === 1) await held.promise
        return answer
      },
    })
    expect(await screen.findByText('1,000 of 2,100 so far')).toBeVisible()
    expect(rowCount()).toBe(1000)
    expect(screen.getByLabelText('Next page')).toBeDisabled()
    await waitFor(() => expect(next).toBe(1))
    const first = document.querySelector('tr[data-row-id]')?.getAttribute('data-row-id') ?? ''
    await remove(wow, first)
    await refreshRow(client, 'local', first)
    await waitFor(() => expect(row(first)).toHaveTextContent('deleted'))
    held.resolve()
    await waitFor(() => expect(screen.queryByText(/so far$/u)).toBeNull())
    expect(rowCount()).toBe(ALL)
    expect(row(first)).toHaveTextContent('deleted')
    expect(next).toBe(2)
  })

  test('what fails on the way leaves the rows that came, and reads on from there when asked', async () => {
    let next = 0
    const { user } = renderRoute('/local/executions?view=all&sort=-failed', {
      request: async (request) => {
        if (await isNextChunk(request)) next += 1
        return next === 1
          ? Response.json({ errorCode: 'RequestTimeout', errorMsg: 'too slow' }, { status: 408 })
          : gateway.app.request(request)
      },
    })
    expect(await screen.findByRole('alert')).toHaveTextContent('could not be read on: too slow')
    expect(rowCount()).toBe(1000)
    expect(screen.getByText(/^As of/u)).not.toHaveTextContent('could not be renewed')
    await user.click(screen.getByRole('button', { name: 'Read on' }))
    await waitFor(() => expect(screen.queryByText(/so far/u)).toBeNull())
    expect(rowCount()).toBe(ALL - 1)
    expect(next).toBe(3)
  })

  test('when a server that went down is back, it reads on by itself from where it was', async () => {
    let isDown = false
    gateway.close()
    gateway = testGateway({
      fetch: (request) =>
        isDown
          ? Promise.reject(new Refusal('GatewayUpstreamUnreachable', 'connect ECONNREFUSED 10.0.0.7:8080'))
          : wow.fetch(request),
      onEvents: (listener) => wow.onEvents(listener),
    })
    let isFailing = true
    let first = 0
    renderRoute('/local/executions?view=all&sort=id', {
      request: async (request) => {
        if (await isNextChunk(request)) isDown = isFailing
        else if (isList(request)) first += 1
        return gateway.app.request(request)
      },
    })
    expect(await screen.findByText(/^Server not reached since/u)).toBeVisible()
    expect(await screen.findByRole('button', { name: 'Read on' })).toBeVisible()
    expect(rowCount()).toBe(1000)
    const before = first
    isFailing = false
    isDown = false
    await waitFor(() => expect(screen.queryByText(/so far/u)).toBeNull())
    expect(rowCount()).toBe(ALL - 1)
    expect(first).toBe(before)
  })

  test('another column leaves every row where it is, and fills in as it comes', async () => {
    let isAdded = false
    const [first, next] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    renderRoute('/local/executions?view=all&sort=id', {
      request: async (request) => {
        if (isAdded && isList(request)) await ((await isNextChunk(request)) ? next : first).promise
        return gateway.app.request(request)
      },
    })
    const all = await allRows()
    isAdded = true
    addColumn()
    await waitFor(() => expect(kindOfFirst()).toBe('…'))
    expect(rowCount()).toBe(all)
    first.resolve()
    await waitFor(() => expect(kindOfFirst()).toBe('EVENT'))
    expect(rowCount()).toBe(all)
    expect(screen.getByText(/^1,000 of .* so far$/u)).toBeVisible()
    next.resolve()
    await waitFor(() => expect(screen.queryByText(/so far/u)).toBeNull())
    expect(rowCount()).toBe(all)
  })

  test('a column that cannot be read leaves the rows, and says why', async () => {
    let isAdded = false
    renderRoute('/local/executions?view=all&sort=id', {
      request: (request) =>
        isAdded && isList(request)
          ? Response.json({ errorCode: 'RequestTimeout', errorMsg: 'too slow' }, { status: 408 })
          : gateway.app.request(request),
    })
    const all = await allRows()
    isAdded = true
    addColumn()
    expect(await screen.findByText('could not be renewed', { exact: false })).toHaveTextContent('too slow')
    expect(rowCount()).toBe(all)
  })

  test('leaving ends the reading', async () => {
    const asked: AbortSignal[] = []
    const { router } = renderRoute('/local/executions?view=all', {
      request: async (request) => {
        if (!(await isNextChunk(request))) return gateway.app.request(request)
        asked.push(request.signal)
        return new Promise(() => undefined)
      },
    })
    await waitFor(() => expect(asked).toHaveLength(1))
    expect(asked[0]?.aborted).toBe(false)
    await router.navigate('/overview')
    await waitFor(() => expect(asked[0]?.aborted).toBe(true))
    expect(asked).toHaveLength(1)
  })
})
