import { formatClock, formatDay, formatInstant } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { useServerNow } from '../../ui/serverClock.ts'

/**
 * A point in time (epoch milliseconds) as the clock shows it, with the day where it is another than today. For
 * schedules, where the hour counts and not the distance; day, seconds and zone are in the tip.
 */
export function ClockTime({ at, seconds = true }: { readonly at: number; readonly seconds?: boolean }) {
  const { zone } = usePreferences()
  const now = useServerNow()
  const day = formatDay(at, zone)
  const isToday = now !== null && day === formatDay(now, zone)
  const clock = formatClock(at, zone, seconds)
  return (
    <time className="time" dateTime={isoOf(at)} data-tip={formatInstant(at, zone)}>
      {isToday ? clock : `${day.slice(5)} ${clock}`}
    </time>
  )
}

function isoOf(at: number): string | undefined {
  return Math.abs(at) <= 8.64e15 ? new Date(at).toISOString() : undefined
}
