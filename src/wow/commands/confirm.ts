/** A command followed until its effect can be read, without ever running it twice or claiming what cannot be seen. */
import type { CommandOptions, WowClient } from '../client.ts'
import type { Command } from './commands.ts'
import { and, eq } from '../condition/condition.ts'
import { requestId } from '../ids.ts'
import type { CommandResult } from '../schemas.ts'
import { WowError } from '../wowError.ts'

export type Confirmation =
  /** The event is stored. `found`: the answer was lost and the event was found by its request id. */
  | {
      readonly state: 'accepted'
      readonly aggregateId: string
      readonly version: number
      readonly found: boolean
      readonly result?: CommandResult
    }
  /** The snapshot shows it: a query now sees the effect. */
  | { readonly state: 'visible'; readonly aggregateId: string; readonly version: number }
  /** Accepted, and after `afterMs` queries still do not show it. */
  | {
      readonly state: 'not-visible'
      readonly aggregateId: string
      readonly version: number
      readonly afterMs: number
    }

export interface ConfirmOptions extends Omit<CommandOptions, 'waitStage'> {
  /** How long to wait for the snapshot once the command is accepted. */
  readonly visibleWithinMs?: number
}

/** Where an accepted command stands in the event store. */
export interface Accepted {
  readonly aggregateId: string
  readonly version: number
}

const VISIBLE_WITHIN_MS = 5_000
const LOOK_AGAIN_MS = 250

function delay(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      if (signal?.aborted) reject(new WowError({ kind: 'aborted', message: 'The call was given up.' }))
      else resolve()
    }
    const timer = setTimeout(end, ms)
    signal?.addEventListener('abort', end)
    if (signal?.aborted) end()
  })
}

/** What the event store says of a request id: the only proof after a lost answer. Undefined when it holds none. */
export async function findAccepted(
  client: WowClient,
  request: string,
  { aggregateId, signal }: Pick<ConfirmOptions, 'aggregateId' | 'signal'>,
): Promise<Accepted | undefined> {
  const condition = and(
    ...(aggregateId === undefined ? [] : [{ operator: 'AGGREGATE_ID', value: aggregateId } as const]),
    eq('requestId', request),
  )
  const { rows } = await client.listEvents({ condition, limit: 1 }, { signal })
  return rows[0]
}

/** Whether the snapshot shows what was accepted. A read that fails shows nothing; throws only when it was given up. */
export async function isVisible(
  client: WowClient,
  command: Command,
  accepted: Accepted,
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    const snapshot = await client.snapshot(accepted.aggregateId, { signal })
    // A deleted record has no snapshot to be read by id.
    if (command.name === 'default_delete_aggregate') return snapshot === undefined
    return snapshot !== undefined && snapshot.version >= accepted.version
  } catch (error) {
    if (!(error instanceof WowError) || error.kind === 'aborted') throw error
    return false
  }
}

/** Reads the snapshot until it shows the version, at most until `deadline` (epoch milliseconds of this machine). */
async function lookUntil(
  client: WowClient,
  command: Command,
  accepted: Accepted,
  deadline: number,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  for (;;) {
    if (await isVisible(client, command, accepted, signal)) return true
    const left = deadline - Date.now()
    if (left <= 0) return false
    await delay(Math.min(LOOK_AGAIN_MS, left), signal)
  }
}

/** The next stage, or `late` when `deadline` passes first. The generator is then to be left. */
async function nextStage(stages: AsyncGenerator<CommandResult, void>, deadline: number) {
  const next = stages.next()
  // When time wins, nobody awaits the rest: it must not become an unhandled rejection.
  next.catch(() => undefined)
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), Math.max(0, deadline - Date.now()))
  })
  try {
    return await Promise.race([next, late])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Sends a command, yields `accepted` when its event is stored and then `visible` or `not-visible`. When the answer is
 * lost it looks the request id up in the event store and sends again, with the same id, only what is not there, once.
 * Throws the `WowError` of a refusal, and that of a lost answer when the second attempt is lost too.
 */
export async function* commandAndConfirm(
  client: WowClient,
  command: Command,
  options: ConfirmOptions,
): AsyncGenerator<Confirmation, void> {
  const request = options.requestId ?? requestId()
  const visibleWithinMs = options.visibleWithinMs ?? VISIBLE_WITHIN_MS
  const { signal } = options

  for (let sendings = 1; ; sendings += 1) {
    const leave = new AbortController()
    const stages = client.commandStages(command, {
      ...options,
      requestId: request,
      waitStage: 'SNAPSHOT',
      signal: signal ? AbortSignal.any([signal, leave.signal]) : leave.signal,
    })
    let accepted: Accepted | undefined
    let deadline = Number.POSITIVE_INFINITY
    let shown = false
    try {
      for (;;) {
        const stage = deadline === Number.POSITIVE_INFINITY ? await stages.next() : await nextStage(stages, deadline)
        if (stage === 'late' || stage.done === true) break
        const result = stage.value
        if (result.stage === 'SENT') continue
        shown ||= result.stage === 'SNAPSHOT'
        if (accepted !== undefined) continue
        accepted = { aggregateId: result.aggregateId, version: result.aggregateVersion ?? 0 }
        deadline = Date.now() + visibleWithinMs
        yield { state: 'accepted', ...accepted, found: false, result }
      }
    } catch (error) {
      if (!(error instanceof WowError) || error.kind === 'aborted') throw error
      const mayHaveRun = error.outcomeUnknown || error.errorCode === 'DuplicateRequestId'
      // What refuses a second sending may be the effect of the first.
      if (accepted === undefined && !mayHaveRun && sendings === 1) throw error
      if (accepted === undefined) {
        accepted = await findAccepted(client, request, options)
        if (accepted === undefined && sendings > 1) throw error
        if (accepted !== undefined) yield { state: 'accepted', ...pick(accepted), found: true }
      }
    } finally {
      leave.abort()
    }
    if (accepted === undefined) continue
    deadline = Math.min(deadline, Date.now() + visibleWithinMs)
    const visible = shown || (await lookUntil(client, command, accepted, deadline, signal))
    yield visible
      ? { state: 'visible', ...pick(accepted) }
      : { state: 'not-visible', ...pick(accepted), afterMs: visibleWithinMs }
    return
  }
}

const pick = ({ aggregateId, version }: Accepted): Accepted => ({ aggregateId, version })
