import { useLingui } from '@lingui/react/macro'
import { lazy, useState } from 'react'
import { announce } from '../ui/announce.ts'
import { Icon } from '../ui/Icon.tsx'
import { PopupButton } from '../ui/popup/PopupButton.tsx'
import { setPreferences, usePreferences } from '../ui/preferences.ts'
import type { Preferences } from '../ui/preferences.ts'
import { useMedia } from '../ui/useMedia.ts'
import { speak } from './speak.ts'
import { ZoneChoice } from './ZoneChoice.tsx'

const ChoicesPanel = lazy(async () => ({ default: (await import('./ChoicesPanel.tsx')).ChoicesPanel }))

/** The three choices of the whole console, kept in this browser: zone, theme, language. */
export function Choices() {
  const isPhone = useMedia('(max-width: 599px)')
  if (isPhone) return <ChoicesButton />
  return (
    <div className="choices">
      <ZoneChoice />
      <ThemeChoice />
      <LanguageChoice />
    </div>
  )
}

/** On a phone the bar has room for one button, and the environment's name needs the rest. */
function ChoicesButton() {
  const { t } = useLingui()
  const [isOpen, setOpen] = useState(false)
  return (
    <div className="choices">
      <PopupButton
        className="icon-button"
        aria-label={t`Preferences`}
        isOpen={isOpen}
        onOpen={setOpen}
        renderPanel={(opened) => <ChoicesPanel {...opened} />}
      >
        <Icon name="preferences" />
      </PopupButton>
    </div>
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
    if (!(await speak(next))) announce(t`The texts of this language could not be loaded`)
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
