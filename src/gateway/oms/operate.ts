/** Execute and resume: decided on what the person saw, sent at most once an intent, and answered with what was reached. */
import type { DetailAnswer } from '../../oms/client.ts'
import { whyNot } from '../../oms/operations.ts'
import type { Transaction } from '../../oms/schemas.ts'
import { hasMoved } from '../../oms/transitions.ts'
import type { Operation } from '../../oms/transitions.ts'
import { GATEWAY_ERRORS } from '../api/error.ts'
import type { GatewayErrorCode } from '../api/error.ts'
import type { OperationAnswer, OperationWish } from '../api/oms.ts'
import { pause } from '../clock.ts'
import type { Clock } from '../clock.ts'
import { Refusal } from '../http/refusal.ts'
import type { GatewayStore } from '../store/gatewayStore.ts'
import { intents } from './intents.ts'
import type { Answered } from './intents.ts'
import { MOST_WATCHES, TAKES_EFFECT_MS } from './ledger.ts'
import type { Ledger } from './ledger.ts'
import type { OmsSource } from './omsSource.ts'
import type { Watcher } from './watcher.ts'
import { keyText } from './transactionKey.ts'
import type { Key } from './transactionKey.ts'
import type { TransactionReads } from './transactionReads.ts'

export interface Operator {
  operate(source: OmsSource, key: Key, operation: Operation, wish: OperationWish): Promise<OperationAnswer>
  /** Waits for what is on its way. */
  close(): Promise<void>
}

/** So long a taken operation is looked for before "not seen yet" is answered. */
const SETTLE_MS = 5000
const LOOK_EVERY_MS = 300
const INTENTS_KEPT_MS = 30 * 86_400_000

interface Order {
  readonly source: OmsSource
  readonly key: Key
  readonly operation: Operation
  readonly wish: OperationWish
}

interface Obstacle {
  readonly code: GatewayErrorCode
  readonly message: string
  readonly details: Readonly<Record<string, unknown>>
}

export async function operator(options: {
  readonly ledger: Ledger
  readonly reads: TransactionReads
  readonly store: GatewayStore
  readonly watcher: Watcher
  readonly clock: Clock
  readonly closing: AbortSignal
}): Promise<Operator> {
  const { ledger, reads, store, watcher, clock, closing } = options
  const kept = intents(store)
  const running = new Map<string, { readonly about: string; readonly answer: Promise<OperationAnswer> }>()
  /** The last one on each transaction: the next waits for it. */
  const turns = new Map<string, Promise<unknown>>()

  // What was being sent when the process ended: nobody can say whether it was taken, and it is never sent again.
  await store.updateTable('oms_history').set({ outcome: 'unknown' }).where('outcome', '=', 'sending').execute()
  await kept.forgetBefore(clock.now() - INTENTS_KEPT_MS)

  async function inTurn<T>(key: Key, run: () => Promise<T>): Promise<T> {
    const text = keyText(key)
    const done = (turns.get(text) ?? Promise.resolve()).then(run)
    const settled = done.catch(() => undefined)
    turns.set(text, settled)
    try {
      return await done
    } finally {
      if (turns.get(text) === settled) turns.delete(text)
    }
  }

  /** The answer to an earlier request with this intent, also from before a restart. */
  async function answeredBefore(
    key: Key,
    operation: Operation,
    { intentId }: OperationWish,
  ): Promise<OperationAnswer | undefined> {
    const found = await kept.find(intentId)
    if (found === undefined) return undefined
    const { answered, seenStatus } = found
    if (found.operation !== operation || keyText(found.key) !== keyText(key)) throw otherIntent()
    if (answered === undefined) {
      return {
        ...unknownAnswer(intentId, operation, seenStatus),
        message: 'The gateway was stopped while this was being sent.',
        repeated: true,
      }
    }
    if (answered.refusal !== undefined) throw toRefusal(answered.refusal)
    return { ...(answered.answer ?? unknownAnswer(intentId, operation, seenStatus)), repeated: true }
  }

  async function read(source: OmsSource, key: Key, cmd: number): Promise<DetailAnswer> {
    const answer = await reads.read(source, key, { cmd, actions: false })
    if (answer.otherEcho !== undefined) {
      throw new Refusal('OmsOtherTransaction', 'The OMS answered about another transaction, so nothing was sent.')
    }
    return answer
  }

  /** The same operation was taken, nothing was seen of it since, and its time is not up. */
  async function isHeldBack(key: Key, operation: Operation, status: number): Promise<boolean> {
    const history = await ledger.history(key)
    const last = history.findLast((entry) => entry.kind === 'status' || wasSent(entry.outcome))
    return (
      last?.kind === 'operation' &&
      last.operation === operation &&
      last.status === status &&
      (last.outcome === 'accepted' || last.outcome === 'unknown') &&
      clock.now() - last.at < TAKES_EFFECT_MS
    )
  }

  /** Why nothing is sent, in words and for the page; undefined when nothing stands in the way. */
  async function obstacle(
    { source, key, operation, wish }: Order,
    transaction: Transaction,
  ): Promise<Obstacle | undefined> {
    if (transaction.Status !== wish.seenStatus) {
      const message = `The transaction is not in status ${wish.seenStatus} any more but in ${transaction.Status}; nothing was sent.`
      return { code: 'OmsMoved', message, details: { transaction } }
    }
    const notOffered = whyNot(operation, transaction, wish.cmd, source.options)
    if (notOffered !== undefined) {
      const message = `${operation} is not possible for this transaction now; nothing was sent.`
      return { code: 'OmsNotOffered', message, details: { notOffered, transaction } }
    }
    if (await isHeldBack(key, operation, transaction.Status)) {
      const message = `${operation} was sent less than a minute ago and is not visible yet; nothing was sent again.`
      return { code: 'OmsAcceptedBefore', message, details: { transaction } }
    }
    return undefined
  }

  async function decideAndSend(order: Order): Promise<OperationAnswer> {
    const { source, key, operation, wish } = order
    const before = await read(source, key, wish.cmd)
    const note = { operation, statusBefore: before.transaction.Status, reason: wish.reason?.trim() || null }
    const inTheWay = await obstacle(order, before.transaction)
    if (inTheWay !== undefined) {
      const { code, message, details } = inTheWay
      await ledger.addOperation(key, wish.cmd, { ...note, outcome: 'not-sent', errorCode: code, errorMsg: message })
      throw new Refusal(code, message, { details })
    }
    await ledger.noteOpened(key, wish.cmd)
    const { id: historyId } = await ledger.addOperation(key, wish.cmd, { ...note, outcome: 'sending' })
    const { intentId, cmd, seenStatus } = wish
    const transactionId = ledger.idOf(key) ?? 0
    await kept.add({ intentId, transactionId, historyId, operation, cmd, seenStatus, createdAt: clock.now() })
    const answer = await send(order, before, historyId)
    await kept.keepAnswer(intentId, { answer })
    return answer
  }

  /** Sends it, and says what came of it in the history. Throws when the OMS refused. */
  async function send(order: Order, before: DetailAnswer, historyId: number): Promise<OperationAnswer> {
    const { source, key, operation, wish } = order
    const { intentId, cmd } = wish
    const answer: OperationAnswer = unknownAnswer(intentId, operation, before.transaction.Status)
    try {
      const { otherEcho } = await source.operate(operation, {
        setId: key.setId,
        transId: key.transId,
        cmd,
      })
      answer.outcome = 'accepted'
      answer.otherEcho = otherEcho === undefined ? null : otherEchoOf(otherEcho)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const { code, message, upstream, details } = error
      if (!isUncertain(code)) {
        const end = { outcome: 'refused', errorCode: code, errorMsg: upstream ?? message } as const
        await ledger.endOperation(key, historyId, { ...end, statusReached: null })
        const refusal = { code, message, details: { ...details }, ...(upstream === undefined ? {} : { upstream }) }
        await kept.keepAnswer(intentId, { refusal })
        throw error
      }
      answer.message = [message, upstream].filter(Boolean).join(' ')
    }

    if (ledger.watches().length < MOST_WATCHES) await ledger.watch(key, cmd)
    watcher.hurry(key)
    const seen = await settle(source, key, cmd, before)
    answer.transaction = seen.transaction
    answer.statusReached = seen.moved ? seen.transaction.Status : null
    if (answer.outcome === 'accepted' && seen.moved) answer.outcome = 'reached'
    await ledger.endOperation(key, historyId, {
      outcome: answer.outcome,
      statusReached: answer.statusReached,
      ...(answer.message === null ? {} : { errorMsg: answer.message }),
    })
    return answer
  }

  /** Looks until the transaction is seen to have moved, or the time is up. */
  async function settle(source: OmsSource, key: Key, cmd: number, before: DetailAnswer) {
    const until = clock.now() + SETTLE_MS
    let { transaction } = before
    for (;;) {
      try {
        transaction = (await read(source, key, cmd)).transaction
      } catch (error) {
        // Whoever pressed the button hears that it was taken; that it cannot be read now is the watch's to tell.
        if (!(error instanceof Refusal)) throw error
      }
      if (hasMoved(before.transaction, transaction)) return { transaction, moved: true }
      if (closing.aborted || clock.now() + LOOK_EVERY_MS > until) return { transaction, moved: false }
      await pause(clock, LOOK_EVERY_MS)
    }
  }

  return {
    async operate(source, key, operation, wish) {
      const about = `${operation} ${keyText(key)}`
      const already = running.get(wish.intentId)
      if (already !== undefined) {
        if (already.about !== about) throw otherIntent()
        return { ...(await already.answer), repeated: true }
      }
      const answer = inTurn(key, async () => {
        const before = await answeredBefore(key, operation, wish)
        return before ?? (await decideAndSend({ source, key, operation, wish }))
      })
      running.set(wish.intentId, { about, answer })
      try {
        return await answer
      } finally {
        running.delete(wish.intentId)
      }
    },
    async close() {
      await Promise.allSettled([...running.values()].map(({ answer }) => answer))
    },
  }
}

const wasSent = (outcome: string | null) => outcome !== null && outcome !== 'not-sent' && outcome !== 'refused'

/** After these nobody can say whether the OMS took the request. */
const isUncertain = (code: GatewayErrorCode): boolean =>
  code === 'OmsUnreachable' || code === 'OmsTimeout' || code === 'OmsUnreadable'

const otherIntent = () =>
  new Refusal('GatewayBadRequest', 'This intentId was used for something else. Each press of a button needs its own.')

function unknownAnswer(intentId: string, operation: Operation, statusBefore: number): OperationAnswer {
  return {
    intentId,
    operation,
    outcome: 'unknown',
    statusBefore,
    statusReached: null,
    transaction: null,
    otherEcho: null,
    message: null,
    repeated: false,
  }
}

const otherEchoOf = ({ setId, transIds }: { setId: number | null; transIds: readonly number[] }) => ({
  setId,
  transIds: [...transIds],
})

const isCode = (code: string): code is GatewayErrorCode => code in GATEWAY_ERRORS

function toRefusal({ code, message, upstream, details }: NonNullable<Answered['refusal']>): Refusal {
  return new Refusal(isCode(code) ? code : 'OmsRefused', message, { upstream, details: { ...details, repeated: true } })
}
