import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { plural } from '@lingui/core/macro'
import { lazy, useState } from 'react'
import { announce } from '../../ui/announce.ts'
import { copyText } from '../../ui/copy/copyText.ts'
import { formatNumber } from '../../ui/values/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { PopupButton } from '../../ui/popup/PopupButton.tsx'
import { usePreferences } from '../../ui/preferences.ts'
import type { ExecutionPage } from '../executionPage.ts'
import { MOST_SELECTED, useSelection } from './executionSelection.ts'
import './selection.css'

const ExportSelection = lazy(async () => ({ default: (await import('./ExportSelection.tsx')).ExportSelection }))

interface SelectionLineProps {
  readonly source: string
  readonly page: ExecutionPage | undefined
  readonly columns: readonly string[]
}

/** How many executions are selected, how many of them are out of sight, and what can be done with them. */
export function SelectionLine({ source, page, columns }: SelectionLineProps) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const { ids, isOverLimit, isTooLarge, clear } = useSelection(source)
  const [isExporting, setExporting] = useState(false)
  const count = ids.size
  if (count === 0 && !isOverLimit) return null
  const elsewhere = count - ids.countOn(page)
  const text = formatNumber(count, language)
  const elsewhereText = formatNumber(elsewhere, language)

  async function copyIds() {
    const copied = await copyText([...ids].join('\n'))
    announce(
      copied
        ? t`${plural(count, { one: '# id copied', other: '# ids copied' })}`
        : t`The browser did not let this page copy`,
    )
    return copied
  }

  return (
    <section className="selection-line" aria-label={t`Selection`}>
      <span className="selection-count">
        <strong>
          <Plural value={count} other={`${text} selected`} />
        </strong>{' '}
        {elsewhere > 0 && (
          <span className="secondary">
            <Trans>({elsewhereText} not on this page)</Trans>
          </span>
        )}
        {isTooLarge && (
          <span className="secondary">
            <Trans>(not kept after a reload)</Trans>
          </span>
        )}
        {isOverLimit && (
          <span className="problem">
            <Trans>No more than {formatNumber(MOST_SELECTED, language)} can be selected.</Trans>
          </span>
        )}
      </span>
      <CopyIds onCopy={copyIds} />
      <PopupButton
        className="menu-button"
        isOpen={isExporting}
        onOpen={setExporting}
        renderPanel={(opened) => <ExportSelection source={source} ids={ids} columns={columns} {...opened} />}
      >
        <Trans>Export</Trans>
        <Icon name="down" />
      </PopupButton>
      <button type="button" className="menu-button" onClick={clear}>
        <Trans>Clear</Trans>
      </button>
    </section>
  )
}

/** Says for a moment, on the button itself, whether the ids are on the clipboard. */
function CopyIds({ onCopy }: { onCopy: () => Promise<boolean> }) {
  const [outcome, setOutcome] = useState<'copied' | 'failed'>()
  return (
    <button
      type="button"
      className="menu-button"
      onBlur={() => setOutcome(undefined)}
      onClick={() => void onCopy().then((copied) => setOutcome(copied ? 'copied' : 'failed'))}
    >
      <Trans>Copy ids</Trans>
      {outcome !== undefined && <Icon name={outcome === 'copied' ? 'check' : 'warning'} />}
    </button>
  )
}
