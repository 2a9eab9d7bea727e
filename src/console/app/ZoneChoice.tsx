import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { zoneOffset } from '../ui/values/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { setPreferences, usePreferences } from '../ui/preferences.ts'
import { useTick } from '../ui/data/tick.ts'

const HOUR_MS = 3_600_000

/** The zone of every time shown, in one native list. */
export function ZoneChoice() {
  const { t } = useLingui()
  const { zone } = usePreferences()
  // Some four hundred names: they come when somebody reaches for them, not with every page.
  const [isReached, setReached] = useState(false)
  const named = isReached ? Intl.supportedValuesOf('timeZone') : []
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone
  const hour = useTick(HOUR_MS) // the offset changes with summer time
  const label = t`Time zone of every time shown`
  return (
    <span className="zone-choice">
      <select
        aria-label={label}
        data-tip={label}
        value={zone}
        onFocus={() => setReached(true)}
        onPointerDown={() => setReached(true)}
        onChange={(event) => setPreferences({ zone: event.currentTarget.value })}
      >
        <option value="local">
          {t`Local`} ({zoneOffset(hour * HOUR_MS, 'local')})
        </option>
        <option value="UTC">UTC</option>
        <optgroup label={t`Named`}>
          {named.includes(zone) || zone === 'local' || zone === 'UTC' ? null : <option value={zone}>{zone}</option>}
          {named.map((name) => (
            <option key={name} value={name}>
              {name === here ? `${name} (${t`here`})` : name}
            </option>
          ))}
        </optgroup>
      </select>
      <Icon name="down" />
    </span>
  )
}
