import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { activateLanguage } from '../text/i18n.ts'
import { announce } from '../ui/announce.ts'
import { zoneOffset } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { setPreferences, usePreferences } from '../ui/preferences.ts'
import type { Preferences } from '../ui/preferences.ts'
import { useTick } from '../ui/tick.ts'

/** The three choices of the whole console, kept in this browser: zone, theme, language. */
export function Choices() {
  return (
    <div className="choices">
      <ZoneChoice />
      <ThemeChoice />
      <LanguageChoice />
    </div>
  )
}

const HOUR_MS = 3_600_000

function ZoneChoice() {
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

const NEXT_THEME = { system: 'light', light: 'dark', dark: 'system' } as const

function ThemeChoice() {
  const { t } = useLingui()
  const { theme } = usePreferences()
  const words: Record<Preferences['theme'], string> = { system: t`as the system`, light: t`light`, dark: t`dark` }
  const label = t`Theme: ${words[theme]}`
  return (
    <button
      type="button"
      className="icon-button theme-choice"
      aria-label={label}
      data-tip={label}
      onClick={() => setPreferences({ theme: NEXT_THEME[theme] })}
    >
      <Icon name={theme} />
    </button>
  )
}

function LanguageChoice() {
  const { t } = useLingui()
  const { language } = usePreferences()
  const next = language === 'en' ? 'zh-CN' : 'en'

  async function change() {
    try {
      await activateLanguage(next)
      setPreferences({ language: next })
    } catch {
      announce(t`The texts of this language could not be loaded`)
    }
  }

  return (
    <button
      type="button"
      className="language-choice"
      lang={next}
      aria-label={next === 'en' ? 'English' : '中文'}
      onClick={() => void change()}
    >
      <span aria-hidden="true" className={language === 'zh-CN' ? 'is-chosen' : ''}>
        中
      </span>
      <span aria-hidden="true">/</span>
      <span aria-hidden="true" className={language === 'en' ? 'is-chosen' : ''}>
        EN
      </span>
    </button>
  )
}
