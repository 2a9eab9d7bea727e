import { useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { announce } from '../announce.ts'
import { copyText } from './copyText.ts'
import { Icon } from '../Icon.tsx'

const SHOWN_MS = 1500

interface CopyButtonProps {
  /** As a function where it is costly and seldom wanted. */
  readonly text: string | (() => string)
  /** Says what is copied; the name of the button where no word stands in it. */
  readonly label: string
  readonly children?: ReactNode
}

/** Copies a text; the sign changes for a moment when it is really on the clipboard. */
export function CopyButton({ text, label, children }: CopyButtonProps) {
  const { t } = useLingui()
  const [outcome, setOutcome] = useState<'copied' | 'failed' | undefined>()

  useEffect(() => {
    if (outcome === undefined) return undefined
    const timer = setTimeout(() => setOutcome(undefined), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [outcome])

  async function copy() {
    const copied = await copyText(typeof text === 'string' ? text : text())
    announce(copied ? t`Copied` : t`The browser did not let this page copy`)
    setOutcome(copied ? 'copied' : 'failed')
  }

  return (
    <button
      type="button"
      className={`${children === undefined ? 'icon-button' : 'link-button'} copy-button${outcome ? ` is-${outcome}` : ''}`}
      aria-label={children === undefined ? label : undefined}
      data-tip={outcome === 'failed' ? t`The browser did not let this page copy` : label}
      onClick={(event) => {
        event.stopPropagation()
        void copy()
      }}
    >
      <Icon name={outcome === 'copied' ? 'check' : outcome === 'failed' ? 'warning' : 'copy'} />
      {children}
    </button>
  )
}
