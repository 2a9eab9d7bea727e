/**
 * What was sent from this browser, and what became of it. A run goes on while its page is left; the list is kept in
 * localStorage, for whoever has to tell later what he sent.
 */
import { useSyncExternalStore } from 'react'
import * as z from 'zod/mini'
import { readEventStream } from '../../../wow/eventStream.ts'
import { ErrorInfo, WAIT_STAGES } from '../../../wow/schemas.ts'
import { leavesOutcomeOpen } from '../../../wow/wowError.ts'
import { ApiError, send } from '../../ui/data/request.ts'
import { REQUEST_ID, WAIT_STAGE, WAIT_TIMEOUT } from './commandHeaders.ts'
import type { Headers } from './commandHeaders.ts'

const Step = z.object({
  /** Browser time. */
  at: z.number(),
  stage: z.string(),
  /** The result as it came. */
  result: z.unknown(),
})
export type Step = z.infer<typeof Step>

const Failure = z.object({ code: z.string(), message: z.string() })

const SentCommand = z.object({
  source: z.string(),
  requestId: z.string(),
  at: z.number(),
  type: z.string(),
  headers: z.record(z.string(), z.string()),
  /** As it was typed. */
  body: z.string(),
  /** `lost`: nobody knows whether it ran. */
  phase: z.enum(['sending', 'reached', 'refused', 'lost']),
  steps: z.array(Step),
  failure: z.optional(Failure),
})
export type SentCommand = z.infer<typeof SentCommand>

export type Wish = Pick<SentCommand, 'source' | 'type' | 'headers' | 'body'> & { readonly requestId: string }

const KEY = 'amends.sent'
const KEPT = 50
/** A longer body is not kept; it would fill the browser's storage. */
const LONGEST_KEPT = 20_000
const WAIT_MS = 30_000
const MARGIN_MS = 10_000

const listeners = new Set<() => void>()
let sent: readonly SentCommand[] | undefined
/** Those whose answer this page is waiting for. */
const running = new Set<string>()

function stored(): readonly SentCommand[] {
  try {
    const read = z.array(SentCommand).safeParse(JSON.parse(localStorage.getItem(KEY) ?? '[]'))
    return read.success ? read.data : []
  } catch {
    return [] // No storage, or what is in it is none of ours.
  }
}

/** The page that sent it is gone, and its answer with it. */
const orphaned = (one: SentCommand): SentCommand =>
  one.phase === 'sending' && !running.has(one.requestId) ? { ...one, phase: 'lost' } : one

const list = (): readonly SentCommand[] => (sent ??= stored().map(orphaned))

function keep(next: readonly SentCommand[]): void {
  sent = next.slice(0, KEPT)
  try {
    localStorage.setItem(
      KEY,
      JSON.stringify(sent.map((one) => (one.body.length > LONGEST_KEPT ? { ...one, body: '' } : one))),
    )
  } catch {
    // Full or refused: the list lives as long as the page.
  }
  for (const listener of listeners) listener()
}

/** Another tab may have sent something meanwhile. */
function note(change: SentCommand): void {
  const mine = new Map(list().map((one) => [one.requestId, one]))
  const others = stored().filter(({ requestId }) => !mine.has(requestId))
  const all = [...others, ...mine.values()].filter(({ requestId }) => requestId !== change.requestId)
  keep([change, ...all].toSorted((one, other) => other.at - one.at))
}

export function useSentCommands(): readonly SentCommand[] {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, list)
}

export const forgetSent = (): void => keep(list().filter(({ phase }) => phase === 'sending'))

/** Sends it once: while a command with this request id is on its way, nothing happens. */
export function sendCommand(wish: Wish): void {
  if (running.has(wish.requestId)) return
  running.add(wish.requestId)
  void follow(wish).finally(() => running.delete(wish.requestId))
}

/** The headers under which a wish goes over the wire. */
export const wireHeaders = ({ type, headers, requestId }: Pick<Wish, 'type' | 'headers' | 'requestId'>): Headers => ({
  ...headers,
  'Command-Type': type,
  [REQUEST_ID]: requestId,
})

export const sendPath = (source: string): string => `/api/wow/${encodeURIComponent(source)}/wow/command/send`

async function follow(wish: Wish): Promise<void> {
  let state: SentCommand = { ...wish, at: Date.now(), phase: 'sending', steps: [] }
  const change = (patch: Partial<SentCommand>) => note((state = { ...state, ...patch }))
  change({})
  const timeoutMs = Number(wish.headers[WAIT_TIMEOUT] ?? WAIT_MS) + MARGIN_MS
  try {
    const response = await send(sendPath(wish.source), {
      method: 'POST',
      headers: {
        ...wireHeaders(wish),
        'Content-Type': 'application/json',
        // The route matches only where JSON is acceptable, and streams where that stands first (contract 7.2).
        Accept: 'text/event-stream, application/json',
      },
      body: wish.body.trim() === '' ? '{}' : wish.body,
      signal: AbortSignal.timeout(timeoutMs),
    })
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true
    if (!isStream || response.body === null) {
      const result: unknown = JSON.parse(await response.text())
      return change({ phase: 'reached', steps: [stepOf(stageOf(result), result)] })
    }
    const awaited =
      (wish.headers[WAIT_STAGE] ?? '') === '' ? 'PROCESSED' : (wish.headers[WAIT_STAGE] ?? '').toUpperCase()
    for await (const event of readEventStream(response.body)) {
      const result: unknown = JSON.parse(event.data)
      const steps = [...state.steps, stepOf(event.event, result)]
      const error = ErrorInfo.safeParse(result).data
      const isStage = WAIT_STAGES.some((stage) => stage === event.event)
      if (isStage && (error === undefined || error.errorCode === 'Ok')) {
        change({ steps, ...(stageOf(result) === awaited ? { phase: 'reached' } : {}) })
      } else {
        const code = error?.errorCode ?? event.event
        return change({
          steps: isStage ? steps : state.steps,
          phase: !isStage && leavesOutcomeOpen(code) ? 'lost' : 'refused',
          failure: { code, message: wordsOf(error) },
        })
      }
    }
    if (state.phase === 'sending') {
      change({ phase: 'lost', failure: { code: 'BrokenOff', message: `The answer ended before ${awaited}.` } })
    }
  } catch (error) {
    change(failed(error))
  }
  return undefined
}

const stepOf = (stage: string, result: unknown): Step => ({ at: Date.now(), stage, result })

const stageOf = (result: unknown): string => z.looseObject({ stage: z.string() }).safeParse(result).data?.stage ?? ''

function wordsOf(error: z.infer<typeof ErrorInfo> | undefined): string {
  const binding = error?.bindingErrors?.map(({ name, msg }) => `${name}: ${msg}`) ?? []
  return [error?.errorMsg ?? '', ...binding].filter(Boolean).join('\n')
}

function failed(error: unknown): Partial<SentCommand> {
  if (error instanceof ApiError) {
    // A timeout of the wait says nothing about the command.
    const isLost = error.isOutage || error.code === 'RequestTimeout'
    const message = [error.message, error.upstream].filter(Boolean).join('\n')
    return { phase: isLost ? 'lost' : 'refused', failure: { code: error.code, message } }
  }
  return {
    phase: 'lost',
    failure: {
      code: error instanceof Error ? error.name : 'Error',
      message: error instanceof Error ? error.message : String(error),
    },
  }
}
