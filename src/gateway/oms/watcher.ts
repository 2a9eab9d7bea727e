/** Reads the watched transactions while nobody looks: fast while they move, slowly while they wait, never when closed. */
import { transactionStatus } from '../../oms/statuses.ts'
import type { KnownTransaction } from '../api/oms.ts'
import type { Clock } from '../clock.ts'
import { Refusal } from '../http/refusal.ts'
import { isClosed } from './ledger.ts'
import type { Ledger } from './ledger.ts'
import type { OmsSource } from './omsSource.ts'
import { keyText } from './transactionKey.ts'
import type { Key } from './transactionKey.ts'
import type { TransactionReads } from './transactionReads.ts'

export interface Watcher {
  start(): void
  /** Reads it soon, and fast for a while: somebody has just acted on it. */
  hurry(key: Key): void
  /** Asks nothing any more; resolves when the last answer is in. */
  close(): Promise<void>
}

interface Pace {
  dueAt: number
  intervalMs: number
  failures: number
  hurryUntil: number
  running: boolean
}

const HURRY_MS = 60_000
const HURRY_INTERVAL_MS = 1000
const MOVING_MS = [2000, 10_000] as const
const WAITING_MS = [10_000, 60_000] as const
const FAILING_MS = [4000, 300_000] as const
/** Reads of watches that run at once, over all. */
const MOST_RUNNING = 4
const NO_SPARE_PAUSE_MS = 200
/** The actions of a transaction with more of them are read at most so often. */
const MANY_ACTIONS = 1000
const MANY_ACTIONS_EVERY_MS = 60_000

/** How long until a watched transaction is read again; null: never. */
function pollIntervalMs(
  known: KnownTransaction,
  now: number,
  { failures, hurryUntil }: Pick<Pace, 'failures' | 'hurryUntil'>,
): number | null {
  if (failures > 0) return Math.min(FAILING_MS[0] * 2 ** (failures - 1), FAILING_MS[1])
  if (isClosed(known)) return null
  if (now < hurryUntil) return HURRY_INTERVAL_MS
  const moves = known.status !== null && transactionStatus(known.status)?.actor === 'engine'
  const [least, most] = moves ? MOVING_MS : WAITING_MS
  return Math.min(Math.max((now - (known.since ?? now)) / 20, least), most)
}

export function watcher(options: {
  readonly ledger: Ledger
  readonly reads: TransactionReads
  readonly sources: ReadonlyMap<string, OmsSource>
  readonly clock: Clock
}): Watcher {
  const { ledger, reads, sources, clock } = options
  const paces = new Map<string, Pace>()
  const running = new Set<Promise<void>>()
  const leaving = new AbortController()
  let active = false
  let cancel: (() => void) | undefined

  const isPolled = (known: KnownTransaction) => known.watchedAt !== null && sources.has(known.source)

  function paceOf(known: KnownTransaction): Pace {
    const text = keyText(known)
    const found = paces.get(text)
    if (found !== undefined) return found
    const due = isClosed(known) ? Number.POSITIVE_INFINITY : clock.now()
    const pace = { dueAt: due, intervalMs: 0, failures: 0, hurryUntil: 0, running: false }
    paces.set(text, pace)
    return pace
  }

  function schedule() {
    cancel?.()
    cancel = undefined
    if (!active) return
    const due = [...paces.values()].filter((pace) => !pace.running).map(({ dueAt }) => dueAt)
    const next = Math.min(...due, Number.POSITIVE_INFINITY)
    if (next === Number.POSITIVE_INFINITY) return
    const full = running.size >= MOST_RUNNING
    const wait = Math.max(0, next - clock.now())
    cancel = clock.after(full ? Math.max(wait, NO_SPARE_PAUSE_MS) : wait, tick)
  }

  function tick() {
    cancel = undefined
    const now = clock.now()
    const due = ledger
      .watches()
      .filter(isPolled)
      .map((known) => ({ known, pace: paceOf(known) }))
      .filter(({ pace }) => !pace.running && pace.dueAt <= now)
      .sort((one, other) => one.pace.dueAt - other.pace.dueAt)
    let held = false
    for (const { known, pace } of due) {
      const source = sources.get(known.source)
      if (source === undefined) continue
      if (running.size >= MOST_RUNNING || !source.hasSpare()) {
        held = true
        break
      }
      pace.running = true
      const reading = read(source, known, pace).finally(() => {
        running.delete(reading)
        pace.running = false
        schedule()
      })
      running.add(reading)
    }
    if (held && active) cancel = clock.after(NO_SPARE_PAUSE_MS, tick)
    else schedule()
  }

  async function read(source: OmsSource, known: KnownTransaction, pace: Pace): Promise<void> {
    const { cmd, progress } = known
    const askedAt = clock.now()
    const actions =
      progress === null || progress.total <= MANY_ACTIONS || askedAt - progress.at >= MANY_ACTIONS_EVERY_MS
    try {
      const answer = await reads.read(source, known, { cmd, actions, signal: leaving.signal })
      if (leaving.signal.aborted) return
      if (answer.otherEcho !== undefined) {
        throw new Refusal('OmsOtherTransaction', 'The OMS answered about another transaction.')
      }
      pace.failures = 0
    } catch (error) {
      if (leaving.signal.aborted) return
      pace.failures += 1
      const [code, words] = error instanceof Refusal ? [error.code, wordsOf(error)] : ['GatewayInternal', String(error)]
      ledger.noteFailure(known, code, words)
    }
    const now = clock.now()
    const interval = pollIntervalMs(ledger.find(known) ?? known, now, pace)
    pace.intervalMs = interval ?? 0
    pace.dueAt = interval === null ? Number.POSITIVE_INFINITY : now + interval
    ledger.notePace(known, interval === null ? null : pace.dueAt, interval)
  }

  /** A page read it, or began to watch it: what that showed may call for another pace. */
  const unsubscribe = ledger.subscribe((event) => {
    if (event.event === 'forgotten') {
      paces.delete(keyText(event.data))
      return
    }
    const { known } = event.data
    if (!isPolled(known)) {
      paces.delete(keyText(known))
      return
    }
    const isNew = !paces.has(keyText(known))
    const pace = paceOf(known)
    if (pace.running) return
    const interval = known.error === null ? pollIntervalMs(known, clock.now(), { ...pace, failures: 0 }) : null
    if (interval === null) {
      if (known.error === null) pace.dueAt = Number.POSITIVE_INFINITY
    } else if (known.lastReadAt !== null) {
      const dueAt = known.lastReadAt + interval
      pace.dueAt = isNew ? dueAt : Math.min(pace.dueAt, dueAt)
      if (isNew) pace.intervalMs = interval
    }
    schedule()
  })

  return {
    start() {
      active = true
      for (const known of ledger.watches().filter(isPolled)) paceOf(known)
      schedule()
    },
    hurry(key) {
      const known = ledger.find(key)
      if (known === undefined || !isPolled(known)) return
      const pace = paceOf(known)
      pace.hurryUntil = clock.now() + HURRY_MS
      pace.failures = 0
      pace.dueAt = clock.now() + HURRY_INTERVAL_MS
      schedule()
    },
    async close() {
      active = false
      cancel?.()
      unsubscribe()
      leaving.abort()
      await Promise.all(running)
    },
  }
}

const wordsOf = ({ message, upstream }: Refusal): string => [message, upstream].filter(Boolean).join(' ')
