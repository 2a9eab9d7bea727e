import { useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import { announce } from './announce.ts'
import { copyText } from './copyText.ts'
import { Icon } from './Icon.tsx'

const SHOWN_MS = 1500

/** Copies a text; the sign changes for a moment when it is really on the clipboard. `label` says what is copied. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const { t } = useLingui()
  const [outcome, setOutcome] = useState<'copied' | 'failed' | undefined>()

  useEffect(() => {
    if (outcome === undefined) return undefined
    const timer = setTimeout(() => setOutcome(undefined), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [outcome])

  async function copy() {
    const copied = await copyText(text)
    announce(copied ? t`Copied` : t`The browser did not let this page copy`)
    setOutcome(copied ? 'copied' : 'failed')
  }

  return (
    <button
      type="button"
      className={`icon-button copy-button${outcome ? ` is-${outcome}` : ''}`}
      aria-label={label}
      data-tip={outcome === 'failed' ? t`The browser did not let this page copy` : label}
      onClick={(event) => {
        event.stopPropagation()
        void copy()
      }}
    >
      <Icon name={outcome === 'copied' ? 'check' : outcome === 'failed' ? 'warning' : 'copy'} />
    </button>
  )
}
