/** How long a transaction has been in its status at least, and when that is longer than is usual for its kind. Pure. */
import { momentOf } from '../../oms/omsTime.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Kinds that move data, which takes hours and not minutes. */
const LONG_KINDS: ReadonlySet<number> = new Set([10008, 10009, 10011, 10012, 10013, 10022])

/** Until when a status is usual; undefined where nothing is expected to happen. A rule of this console, not of the OMS. */
export function usualMs(status: number, cmd: number): number | undefined {
  switch (status) {
    case 1:
      return 24 * HOUR
    case 2:
    case 3:
    case 6:
    case 7:
      return 10 * MINUTE
    case 4:
      return LONG_KINDS.has(cmd) ? 6 * HOUR : 30 * MINUTE
    case 5:
      return 30 * MINUTE
    case 8:
      return HOUR
    default:
      return undefined
  }
}

interface Seen {
  /** When the status was first seen. */
  readonly since: number | null
  /** Local time of the OMS. */
  readonly updateTime: string | null
}

/**
 * Since when it is in its status at the latest. What was first seen a second ago may have stood for hours: the OMS has not
 * changed it since its last update. null where nothing was seen; `omsZone` is empty while it is not known.
 */
export function inStatusSince({ since, updateTime }: Seen, omsZone: string): number | null {
  if (since === null || omsZone === '') return since
  const updated = momentOf(updateTime, omsZone)
  return Math.min(since, updated?.later ?? updated?.at ?? since)
}

/** `inStatusMs`: at least so long it is in this status. */
export function isStuck(status: number, cmd: number, inStatusMs: number): boolean {
  const usual = usualMs(status, cmd)
  return usual !== undefined && inStatusMs > usual
}
