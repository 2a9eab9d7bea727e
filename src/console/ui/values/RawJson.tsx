import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { CopyButton } from '../copy/CopyButton.tsx'
import { Fold } from '../Fold.tsx'
import './rawJson.css'

/** A document of the server as it came. `label` names it for the button that copies it. */
export function RawJson({ value, label }: { readonly value: unknown; readonly label: string }) {
  return (
    <Fold className="raw-json" summary={<Trans>Raw JSON</Trans>}>
      {() => <Json text={JSON.stringify(value, undefined, 2)} label={label} />}
    </Fold>
  )
}

/** More characters than this take the browser longer than a glance. */
const SHOWN_AT_ONCE = 200_000

function Json({ text, label }: { readonly text: string; readonly label: string }) {
  const { t } = useLingui()
  const [whole, setWhole] = useState(false)
  const isCut = text.length > SHOWN_AT_ONCE && !whole
  return (
    <div className="raw-json-body">
      <CopyButton text={text} label={t`Copy ${label}`} />
      <pre>{isCut ? `${text.slice(0, SHOWN_AT_ONCE)}…` : text}</pre>
      {isCut && (
        <button type="button" className="link-button" onClick={() => setWhole(true)}>
          <Trans>Show all {text.length} characters</Trans>
        </button>
      )}
    </div>
  )
}
