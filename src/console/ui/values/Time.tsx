import { formatDuration, formatInstant, formatRelative } from './format.ts'
import { usePreferences } from '../preferences.ts'
import { useServerNow } from '../data/serverClock.ts'

/**
 * A point in time (epoch milliseconds): how long ago or ahead by the server's clock, with the absolute time and its
 * zone on hover and focus. While the server's clock is unknown the absolute time stands alone, since an age would be
 * a guess.
 */
export function Time({ at, show = 'relative' }: { at: number; show?: 'relative' | 'absolute' }) {
  const { zone, language } = usePreferences()
  const now = useServerNow()
  const absolute = formatInstant(at, zone)
  const relative = now === null ? absolute : formatRelative(at, now, language)
  return (
    <time className="time" dateTime={isoOf(at)} data-tip={show === 'relative' ? absolute : relative}>
      {show === 'relative' ? relative : absolute}
    </time>
  )
}

function isoOf(at: number): string | undefined {
  try {
    return new Date(at).toISOString()
  } catch {
    return undefined // beyond what a calendar holds
  }
}

/** A length of time in milliseconds: `2 h 05 m`. */
export function Duration({ ms }: { ms: number }) {
  const { language } = usePreferences()
  return <span className="time">{formatDuration(ms, language)}</span>
}
