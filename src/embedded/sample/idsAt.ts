import { idGenerator } from '../../wow/ids.ts'

/**
 * Ids for a past that is told now: each sorts at the time it is asked for (epoch milliseconds), or right behind the one
 * before where that is later. `machine` keeps the ids of two tellers apart.
 */
export function idsAt(machine: number): (time: number) => string {
  let clock = 0
  const next = idGenerator({ machine, now: () => clock })
  return (time) => {
    clock = time
    return next()
  }
}
