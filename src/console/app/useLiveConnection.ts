import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Changes, Counts, Hello, SourceHealth } from '../../gateway/api/live.ts'
import { readEventStream } from '../../wow/eventStream.ts'
import { executionQueries } from '../executions/executionQueries.ts'
import { liveQueries, noteChanges, noteLost } from '../ui/data/liveQueries.ts'
import { ApiError, send } from '../ui/data/request.ts'
import { askServerNow } from '../ui/data/serverClock.ts'
import { noteHealth, sourceQueries } from '../ui/data/sourceQueries.ts'

/** The gateway sends a sign of life every 15 s; after three missed ones the line is dead. */
const SILENCE_MS = 45_000
/** The first word comes at once; a gateway that takes the connection and says nothing is not there. */
const OPENING_MS = 10_000
const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 5_000

/** Holds the live stream of one source open while the page is visible; undefined holds none. */
export function useLiveConnection(source: string | undefined): void {
  const client = useQueryClient()
  useEffect(() => {
    if (source === undefined) return undefined
    let connection: AbortController | undefined
    const follow = () => {
      if (document.hidden) {
        connection?.abort()
        connection = undefined
      } else if (connection === undefined) {
        connection = new AbortController()
        void keepConnected(client, source, connection.signal)
      }
    }
    follow()
    document.addEventListener('visibilitychange', follow)
    return () => {
      document.removeEventListener('visibilitychange', follow)
      connection?.abort()
    }
  }, [client, source])
}

async function keepConnected(client: QueryClient, source: string, signal: AbortSignal): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS
  let heardAt = Date.now()
  while (!signal.aborted) {
    let answered = false
    try {
      await listen(client, source, signal, () => {
        answered = true
        pauseMs = FIRST_PAUSE_MS
        heardAt = Date.now()
      })
    } catch (error) {
      // A line that breaks is taken up again; only a gateway that does not answer at all is lost.
      const isUnreachable = error instanceof ApiError && error.status === 0
      if (!answered && isUnreachable && !signal.aborted) noteLost(client, source, heardAt)
    }
    if (signal.aborted) return
    await pause(pauseMs, signal)
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
  }
}

/** One connection from its first word to its end. */
async function listen(client: QueryClient, source: string, signal: AbortSignal, onHeard: () => void): Promise<void> {
  const silence = new AbortController()
  let watchdog: ReturnType<typeof setTimeout> | undefined
  const watch = (ms: number) => {
    clearTimeout(watchdog)
    watchdog = setTimeout(() => silence.abort(new ApiError(0, 'Unreachable', `No word in ${ms} ms`)), ms)
  }
  try {
    watch(OPENING_MS)
    // From where this page left off, so that a change in the gap is told too.
    const since = client.getQueryData(liveQueries.of(source).queryKey)?.at ?? (await askServerNow(client, source))
    const response = await send(`/api/events?source=${encodeURIComponent(source)}&since=${since}`, {
      headers: { Accept: 'text/event-stream' },
      signal: AbortSignal.any([signal, silence.signal]),
    })
    if (response.body === null) return
    watch(SILENCE_MS)
    onHeard()
    recover(client, source)
    const heard = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        watch(SILENCE_MS)
        onHeard()
        controller.enqueue(chunk)
      },
    })
    for await (const event of readEventStream(response.body.pipeThrough(heard))) {
      take(client, source, event.event, event.data)
    }
  } finally {
    clearTimeout(watchdog)
  }
}

/** The gateway answers again: what failed meanwhile is asked once more, without a reload. */
function recover(client: QueryClient, source: string): void {
  const wasLost = client.getQueryData(liveQueries.of(source).queryKey)?.lostAt ?? null
  noteLost(client, source, null)
  if (wasLost === null) return
  void client.invalidateQueries({ queryKey: sourceQueries.all().queryKey })
  refetchFailed(client)
}

function refetchFailed(client: QueryClient): void {
  const failed = client.getQueryCache().findAll({ type: 'active', predicate: ({ state }) => state.status === 'error' })
  for (const query of failed) {
    // Just what failed: of a long page that was read in chunks, only the next one. Whoever shows it shows the error.
    const again = query.fetch(undefined, {
      cancelRefetch: true,
      ...(query.state.fetchMeta && { meta: query.state.fetchMeta }),
    })
    again.catch(() => undefined)
  }
}

function take(client: QueryClient, source: string, name: string, text: string): void {
  const data: unknown = JSON.parse(text)
  if (name === 'hello') {
    const hello = Hello.safeParse(data)
    if (hello.success) takeBuild(client, hello.data.build)
    // What the stream keeps fresh may have changed between its reading and this first word.
    void client.invalidateQueries({ predicate: ({ meta }) => meta?.['streamed'] === true })
  } else if (name === 'counts') {
    const counts = Counts.safeParse(data)
    if (counts.success) client.setQueryData(executionQueries.counts(source).queryKey, counts.data)
  } else if (name === 'changes') {
    const changes = Changes.safeParse(data)
    if (changes.success) noteChanges(client, changes.data, source)
  } else if (name === 'transaction' || name === 'forgotten') {
    void takeTransaction(client, name, data)
  } else if (name === 'health') {
    const news = SourceHealth.safeParse(data)
    if (news.success) takeHealth(client, news.data)
  }
}

/** A gateway that was replaced too fast to be missed says so with its first word. */
function takeBuild(client: QueryClient, build: string): void {
  const { queryKey } = sourceQueries.all()
  const known = client.getQueryData(queryKey)
  if (known !== undefined && known.build !== build) void client.invalidateQueries({ queryKey })
}

/** Its code comes with the first such event: most pages look at no transaction. */
async function takeTransaction(client: QueryClient, name: 'transaction' | 'forgotten', data: unknown): Promise<void> {
  const { takeTransactionEvent } = await import('../transactions/transactionNews.ts')
  takeTransactionEvent(client, name, data)
}

/** A server that answers again: what failed because of it is asked once more, without a reload. */
function takeHealth(client: QueryClient, news: SourceHealth): void {
  const known = client.getQueryData(sourceQueries.all().queryKey)
  const before = known?.sources.find(({ name }) => name === news.source)?.health.state
  noteHealth(client, news)
  if (news.health.state === 'up' && before === 'down') {
    refetchFailed(client)
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
}
