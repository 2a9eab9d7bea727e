import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { announce } from '../ui/announce.ts'
import { Popup } from '../ui/popup/Popup.tsx'
import type { OpenedPopup } from '../ui/popup/Popup.tsx'
import { LANGUAGES, THEMES, setPreferences, usePreferences } from '../ui/preferences.ts'
import { speak } from './speak.ts'
import { ZoneChoice } from './ZoneChoice.tsx'

const LANGUAGE_NAMES = { en: 'English', 'zh-CN': '中文' } as const

/** The choices of the whole console under each other, for a phone. */
export function ChoicesPanel({ anchor, onClose }: OpenedPopup) {
  const { t } = useLingui()
  const { theme, language } = usePreferences()
  const [isMissing, setMissing] = useState(false)
  const themes = { system: t`as the system`, light: t`light`, dark: t`dark` }

  async function choose(next: (typeof LANGUAGES)[number]) {
    const isSpoken = await speak(next)
    setMissing(!isSpoken)
    if (!isSpoken) announce(t`The texts of this language could not be loaded`)
  }

  return (
    <Popup label={t`Preferences`} anchor={anchor} onClose={onClose} className="choices-panel">
      <label>
        <Trans>Theme</Trans>
        <select
          value={theme}
          onChange={({ currentTarget: { value } }) => {
            const chosen = THEMES.find((each) => each === value)
            if (chosen !== undefined) setPreferences({ theme: chosen })
          }}
        >
          {THEMES.map((each) => (
            <option key={each} value={each}>
              {themes[each]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <Trans>Language</Trans>
        <select
          value={language}
          onChange={({ currentTarget: { value } }) => {
            const chosen = LANGUAGES.find((each) => each === value)
            if (chosen !== undefined) void choose(chosen)
          }}
        >
          {LANGUAGES.map((each) => (
            <option key={each} value={each} lang={each}>
              {LANGUAGE_NAMES[each]}
            </option>
          ))}
        </select>
      </label>
      {isMissing && (
        <p className="problem">
          <Trans>The texts of this language could not be loaded</Trans>
        </p>
      )}
      <div>
        <span aria-hidden="true">
          <Trans>Time zone</Trans>
        </span>
        <ZoneChoice />
      </div>
    </Popup>
  )
}
