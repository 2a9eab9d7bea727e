import { formatClock, formatDay, formatInstant } from './format.ts'
import { usePreferences } from '../preferences.ts'
import { useServerNow } from '../data/serverClock.ts'

/**
 * A point in time (epoch milliseconds) as the clock shows it, with the day where it is another than today. For
 * schedules, where the hour counts and not the distance; day, seconds and zone are in the tip.
 */
export function ClockTime({ at, seconds = true }: { readonly at: number; readonly seconds?: boolean }) {
  const { zone } = usePreferences()
  const now = useServerNow()
  const day = formatDay(at, zone)
  const today = now === null ? '' : formatDay(now, zone)
  const shortDay = day.slice(0, 4) === today.slice(0, 4) ? day.slice(5) : day
  const clock = formatClock(at, zone, seconds)
  return (
    <time className="time" dateTime={isoOf(at)} data-tip={formatInstant(at, zone)}>
      {day === today ? clock : `${shortDay} ${clock}`}
    </time>
  )
}

function isoOf(at: number): string | undefined {
  return Math.abs(at) <= 8.64e15 ? new Date(at).toISOString() : undefined
}
