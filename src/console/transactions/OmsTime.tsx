import { momentOf } from '../../oms/omsTime.ts'
import { formatInstant, formatRelative } from '../ui/values/format.ts'
import { usePreferences } from '../ui/preferences.ts'
import { useGatewayNow } from '../ui/data/serverClock.ts'

/** A local time of the OMS in the zone of this console; the text as it came stands in the tip, with the zone it is read in. */
export function OmsTime({ text, omsZone }: { text: string | null; omsZone: string }) {
  const { zone, language } = usePreferences()
  const now = useGatewayNow()
  const at = momentOf(text, omsZone)?.at
  if (text === null) return null
  const original = `${text} (${omsZone})`
  if (at === undefined) return <span data-tip={original}>{text}</span>
  return (
    <time
      className="time"
      dateTime={new Date(at).toISOString()}
      data-tip={`${original} · ${formatRelative(at, now, language)}`}
    >
      {formatInstant(at, zone)}
    </time>
  )
}
