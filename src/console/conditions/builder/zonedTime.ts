/** Moments as a `datetime-local` box holds them: the wall clock of a zone. Pure. */
import { zoneOffsetMs } from '../../../wow/condition/timeZone.ts'

/** The console's zone as a condition carries it: a name or an offset. */
export const zoneName = (zone: string): string =>
  zone === 'local' ? new Intl.DateTimeFormat().resolvedOptions().timeZone : zone

export function toWallClock(at: number, zone: string): string {
  const local = new Date(at + zoneOffsetMs(zone, at))
  return Number.isNaN(local.getTime()) ? '' : local.toISOString().replace(/(?:\.000)?Z$/u, '')
}

/** Epoch milliseconds; undefined for text that is no moment. An hour that comes twice is the first of the two. */
export function fromWallClock(text: string, zone: string): number | undefined {
  const local = Date.parse(`${text}Z`)
  if (Number.isNaN(local)) return undefined
  // With the offset of half a day before and after at hand one of them is right, unless the clock jumped over the time.
  const before = local - zoneOffsetMs(zone, local - 43_200_000)
  const after = local - zoneOffsetMs(zone, local + 43_200_000)
  const found = [before, after].filter((at) => at + zoneOffsetMs(zone, at) === local)
  return found.length === 0 ? before : Math.min(...found)
}
