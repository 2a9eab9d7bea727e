import { useSyncExternalStore } from 'react'

interface Ticker {
  readonly subscribe: (listener: () => void) => () => void
  readonly read: () => number
}

const tickers = new Map<number, Ticker>()

/** One timer for all that tick at this period, so that the ages of a whole page change together. */
function ticker(periodMs: number): Ticker {
  const known = tickers.get(periodMs)
  if (known) return known
  const listeners = new Set<() => void>()
  let timer: ReturnType<typeof setInterval> | undefined
  const made: Ticker = {
    subscribe(listener) {
      listeners.add(listener)
      timer ??= setInterval(() => listeners.forEach((each) => each()), periodMs)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
    read: () => Math.floor(Date.now() / periodMs),
  }
  tickers.set(periodMs, made)
  return made
}

/** Renders again once a period; gives the number of the period. */
export function useTick(periodMs: number): number {
  const { subscribe, read } = ticker(periodMs)
  return useSyncExternalStore(subscribe, read)
}
