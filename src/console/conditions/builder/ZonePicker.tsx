import { useLingui } from '@lingui/react/macro'
import { usePreferences } from '../../ui/preferences.ts'
import { Combobox } from './Combobox.tsx'
import { zoneName } from './zonedTime.ts'

const SERVER = ':server'

/** The zone whose days are counted: a name, an offset such as +08:00, or the server's own. */
export function ZonePicker({
  zoneId,
  onZone,
}: {
  zoneId: string | undefined
  onZone: (zoneId: string | undefined) => void
}) {
  const { t } = useLingui()
  const here = zoneName(usePreferences().zone)
  const server = t`server's own zone`
  const names = Intl.supportedValuesOf('timeZone')
  const choices = [
    { value: here, label: here },
    ...(here === 'UTC' ? [] : [{ value: 'UTC', label: 'UTC' }]),
    { value: SERVER, label: server },
    ...names.filter((name) => name !== here && name !== 'UTC').map((name) => ({ value: name, label: name })),
  ]
  return (
    <Combobox
      label={t`Zone`}
      className="zone-picker"
      choices={choices}
      shown={zoneId ?? server}
      onChoose={(value) => onZone(value === SERVER ? undefined : value)}
      onText={(text) => onZone(text.trim() === '' ? undefined : text.trim())}
    />
  )
}
