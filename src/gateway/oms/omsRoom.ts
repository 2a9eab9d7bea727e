/** Everything of the gateway that has to do with OMS: sources, what is known of transactions, watches, operations. */
import type { Health } from '../api/sources.ts'
import type { Clock } from '../clock.ts'
import type { GatewayStore } from '../store/gatewayStore.ts'
import { openLedger } from './ledger.ts'
import type { Ledger, LedgerEvent } from './ledger.ts'
import type { OmsSource } from './omsSource.ts'
import { operator } from './operate.ts'
import type { Operator } from './operate.ts'
import { transactionReads } from './transactionReads.ts'
import type { TransactionReads } from './transactionReads.ts'
import { watcher } from './watcher.ts'

type OmsEvent =
  | LedgerEvent
  | { readonly event: 'omsHealth'; readonly data: { readonly source: string; readonly health: Health } }

export interface OmsRoom {
  readonly sources: ReadonlyMap<string, OmsSource>
  readonly ledger: Ledger
  readonly reads: TransactionReads
  readonly operator: Operator
  subscribe(listener: (event: OmsEvent) => void): () => void
  /** Stops the watches, waits for what runs, writes down what is known. The store stays open. */
  close(): Promise<void>
}

export async function openOmsRoom(options: {
  readonly sources: readonly OmsSource[]
  readonly store: GatewayStore
  readonly clock: Clock
  /** Aborted when the process begins to stop. */
  readonly closing: AbortSignal
}): Promise<OmsRoom> {
  const { store, clock, closing } = options
  const sources = new Map(options.sources.map((source) => [source.name, source]))
  const ledger = await openLedger(store, clock)
  const reads = transactionReads(ledger, clock)
  const watches = watcher({ ledger, reads, sources, clock })
  const operations = await operator({ ledger, reads, store, watcher: watches, clock, closing })
  watches.start()

  return {
    sources,
    ledger,
    reads,
    operator: operations,
    subscribe(listener) {
      const ends = [
        ledger.subscribe(listener),
        ...[...sources.values()].map((source) =>
          source.onHealth(() =>
            listener({ event: 'omsHealth', data: { source: source.name, health: source.health() } }),
          ),
        ),
      ]
      return () => {
        for (const end of ends) end()
      }
    },
    async close() {
      await operations.close()
      await watches.close()
      await ledger.close()
    },
  }
}
