/** Offsets change at quarters of an hour at most, so one look-up serves all times of a quarter. */
const QUARTER_MS = 15 * 60_000

/** Writes epoch milliseconds as the OMS does: `YYYY-MM-DD HH:mm:ss` in its zone, without naming the zone. */
export function localTime(zone: string): (at: number) => string {
  const clock = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  const offsets = new Map<number, number>()

  function offsetAt(quarter: number): number {
    const known = offsets.get(quarter)
    if (known !== undefined) return known
    const at = quarter * QUARTER_MS
    const shown = new Map(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
    const part = (type: Intl.DateTimeFormatPartTypes) => shown.get(type) ?? 0
    const offset = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute')) - at
    if (offsets.size > 10_000) offsets.clear()
    offsets.set(quarter, offset)
    return offset
  }

  return (at) => new Date(at + offsetAt(Math.floor(at / QUARTER_MS))).toISOString().slice(0, 19).replace('T', ' ')
}
