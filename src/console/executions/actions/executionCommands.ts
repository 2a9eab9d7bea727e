/**
 * Commands to one execution, on one mechanism. Pessimistic: nothing counts as done before the server shows it. One
 * request id for each intent, so neither a double click nor a repeat after a lost answer runs a command twice; one
 * command at a time for each execution. A run belongs to its id, not to what is open, so it ends where it began.
 */
import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { wowClient } from '../../../wow/client.ts'
import type { WowClient } from '../../../wow/client.ts'
import type { Command } from '../../../wow/commands/commands.ts'
import { commandAndConfirm, findAccepted, isVisible } from '../../../wow/commands/confirm.ts'
import type { Accepted } from '../../../wow/commands/confirm.ts'
import { requestId } from '../../../wow/ids.ts'
import { WowError } from '../../../wow/wowError.ts'
import { ApiError, pageFetch, post, request, send as sendRequest } from '../../ui/data/request.ts'
import { recordPath } from '../executionPaths.ts'
import { executionQueries, refreshRow } from '../executionQueries.ts'
import { findRun, isOpen, noteRun } from './commandRuns.ts'
import type { CommandRun, Intent, RunPhase } from './commandRuns.ts'
import { commandOf } from './intents.ts'

/** How long the server may take to decide before the answer counts as lost. */
const DECIDED_WITHIN_MS = 10_000
/** After "accepted, not visible yet" the page keeps looking, ever slower, this long. */
const LOOK_FOR_MS = 120_000
/** Thousands of events take their time. */
const REGENERATED_WITHIN_MS = 30_000
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 5_000

/**
 * Sends what a person asked for and gives the request id it goes under. While a command to the same execution is open,
 * nothing is sent.
 */
export function useSendIntent(source: string): (id: string, intent: Intent) => string | undefined {
  const client = useQueryClient()
  return (id, intent) => {
    if (isOpen(findRun(client, source, id))) return undefined
    const run = { intent, requestId: requestId() }
    void follow(client, source, id, run)
    return run.requestId
  }
}

/** Asks for the same intent again after its answer was lost: what the server has of it already is not sent again. */
export function useSendAgain(source: string, id: string): (lost: CommandRun) => void {
  const client = useQueryClient()
  return (lost) => {
    if (!isOpen(findRun(client, source, id))) void follow(client, source, id, lost)
  }
}

type Note = (phase: RunPhase) => Promise<void>

/** Takes one intent from sending to its end. Never throws: every end is noted in the run. */
async function follow(client: QueryClient, source: string, id: string, run: Pick<CommandRun, 'intent' | 'requestId'>) {
  const { intent, requestId } = run
  const note = async (phase: RunPhase) => {
    // What a command did is on screen before the page calls it done.
    if (phase.kind === 'visible') await readAgain(client, source, id)
    noteRun(client, source, id, { intent, requestId, phase })
  }
  const isRepeat = findRun(client, source, id)?.requestId === requestId
  await note({ kind: 'sending' })
  try {
    if (intent.act === 'compensate-event') return await publishAgain(source, id, intent, note)
    const command = commandOf(intent)
    if (command === undefined) return await regenerate(client, source, id, note)
    const wow = wowClient({ baseUrl: `/api/wow/${encodeURIComponent(source)}`, fetch: pageFetch })
    // A later refusal may be the very effect of the first sending ("can not retry"), so its event is looked for first.
    const written = isRepeat ? await findAccepted(wow, requestId, { aggregateId: id }) : undefined
    const version = written?.version ?? (await send(wow, id, command, run, note))
    if (version !== undefined) await lookFor(wow, command, { aggregateId: id, version }, note)
  } catch (error) {
    await note(failure(error))
    // A refusal usually means that somebody else moved first.
    await readAgain(client, source, id)
  }
}

/** Gives the version that was written when it is not visible yet, undefined when it is. */
async function send(
  wow: WowClient,
  id: string,
  command: Command,
  { intent, requestId }: Pick<CommandRun, 'intent' | 'requestId'>,
  note: Note,
): Promise<number | undefined> {
  const steps = commandAndConfirm(wow, command, {
    aggregateId: id,
    requestId,
    expectedVersion: 'version' in intent ? intent.version : undefined,
    waitTimeoutMs: DECIDED_WITHIN_MS,
  })
  for await (const { state, version } of steps) {
    if (state === 'accepted') await note({ kind: 'accepted', version, late: false })
    if (state === 'visible') await note({ kind: 'visible', version })
    if (state === 'not-visible') return version
  }
  return undefined
}

/** Rebuilds the snapshot (contract 6.1). It runs as often as it is sent and changes nothing but the snapshot. */
async function regenerate(client: QueryClient, source: string, id: string, note: Note): Promise<void> {
  await sendRequest(`${recordPath(source, id)}/snapshot`, {
    method: 'PUT',
    signal: AbortSignal.timeout(REGENERATED_WITHIN_MS),
  })
  const snapshot = await client.query({ ...executionQueries.byId(source, id), staleTime: 0 })
  return note({ kind: 'visible', version: snapshot?.version ?? 0 })
}

/** Publishes an event of it again, for one function (contract 6.3). Each sending publishes once more. */
async function publishAgain(
  source: string,
  id: string,
  { eventVersion, function: to }: Extract<Intent, { act: 'compensate-event' }>,
  note: Note,
): Promise<void> {
  const path = `${recordPath(source, id)}/${eventVersion}/compensate`
  const init = { method: 'PUT', signal: AbortSignal.timeout(DECIDED_WITHIN_MS) }
  const published = await request(z.number(), path, post({ function: to }, init))
  if (published === 0) throw new Error(`The server found no event of version ${eventVersion} and published nothing.`)
  return note({ kind: 'visible', version: eventVersion })
}

/** Keeps reading the snapshot until it shows the version or patience ends. */
async function lookFor(wow: WowClient, command: Command, accepted: Accepted, note: Note): Promise<void> {
  const { version } = accepted
  await note({ kind: 'accepted', version, late: true })
  const end = Date.now() + LOOK_FOR_MS
  for (let pauseMs = FIRST_PAUSE_MS; Date.now() < end; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    if (await isVisible(wow, command, accepted)) return note({ kind: 'visible', version })
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
  return note({ kind: 'unseen', version })
}

function failure(error: unknown): RunPhase {
  const known = error instanceof Error ? error : new Error(String(error))
  const unknownOutcome =
    (error instanceof WowError && error.outcomeUnknown) ||
    (error instanceof ApiError && error.isOutage) ||
    (error instanceof DOMException && error.name === 'TimeoutError')
  return { kind: unknownOutcome ? 'lost' : 'refused', error: known }
}

/** Reads the execution again, with its row and its history. */
export async function readAgain(client: QueryClient, source: string, id: string): Promise<void> {
  try {
    await refreshRow(client, source, id)
  } catch {
    // What could not be read again stays as it was; the page says by itself since when the server is not reached.
  }
}
