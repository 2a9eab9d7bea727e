/** Reads transactions for whoever wants them, and takes what was read into the ledger. */
import type { DetailAnswer } from '../../oms/client.ts'
import type { Clock } from '../clock.ts'
import type { Ledger } from './ledger.ts'
import type { OmsSource } from './omsSource.ts'
import { keyText } from './transactionKey.ts'
import type { Key } from './transactionKey.ts'

interface ReadWish {
  readonly cmd: number
  readonly actions: boolean
  /** An answer asked for at most so long ago, or still on its way, is as good. Default: none is. */
  readonly youngMs?: number
  readonly insists?: boolean
  readonly signal?: AbortSignal | undefined
}

interface ReadAnswer extends DetailAnswer {
  /** The OMS answered between then and now, gateway clock. */
  readonly answeredAt: number
}

export interface TransactionReads {
  /** An answer about another transaction (`otherEcho`) is given as it is, and not taken in. */
  read(source: OmsSource, key: Key, wish: ReadWish): Promise<ReadAnswer>
}

/** So long an answer is kept for others: less than the pause between two reads of one page. */
export const YOUNG_MS = 2000

interface Reading {
  readonly askedAt: number
  readonly hasActions: boolean
  readonly answer: Promise<ReadAnswer>
  /** Who waits for it; when all have left, it is given up. */
  readonly joined: Set<object>
  readonly givenUp: AbortController
}

export function transactionReads(ledger: Ledger, clock: Clock): TransactionReads {
  /** The last one of each transaction and kind. */
  const latest = new Map<string, Reading>()

  async function ask(
    source: OmsSource,
    key: Key,
    { cmd, actions, insists = false }: ReadWish,
    signal: AbortSignal,
  ): Promise<ReadAnswer> {
    const { setId, transId } = key
    const askedAt = clock.now()
    const answer = await source.detail({ setId, transId, cmd, actions }, { signal, insists })
    const answeredAt = clock.now()
    if (answer.otherEcho === undefined) {
      const pollIntervalMs = ledger.find(key)?.pollIntervalMs ?? null
      const { transaction, actions: read } = answer
      await ledger.noteRead(key, cmd, { transaction, actions: read, askedAt, answeredAt, pollIntervalMs })
    }
    return { ...answer, answeredAt }
  }

  function begin(text: string, source: OmsSource, key: Key, wish: ReadWish): Reading {
    const givenUp = new AbortController()
    const reading: Reading = {
      askedAt: clock.now(),
      hasActions: wish.actions,
      answer: ask(source, key, wish, givenUp.signal),
      joined: new Set(),
      givenUp,
    }
    latest.set(text, reading)
    const drop = () => {
      if (latest.get(text) === reading) latest.delete(text)
    }
    reading.answer.then(() => void clock.after(YOUNG_MS, drop), drop)
    return reading
  }

  return {
    async read(source, key, wish) {
      const text = `${keyText(key)} ${wish.cmd}`
      const found = latest.get(text)
      const isGood =
        found !== undefined &&
        !found.givenUp.signal.aborted &&
        clock.now() - found.askedAt < (wish.youngMs ?? 0) &&
        (found.hasActions || !wish.actions)
      const reading = isGood ? found : begin(text, source, key, wish)
      const me = {}
      const leave = () => {
        reading.joined.delete(me)
        if (reading.joined.size === 0) reading.givenUp.abort()
      }
      reading.joined.add(me)
      wish.signal?.addEventListener('abort', leave)
      try {
        return await reading.answer
      } finally {
        wish.signal?.removeEventListener('abort', leave)
      }
    },
  }
}
