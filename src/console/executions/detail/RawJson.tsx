import { Trans, useLingui } from '@lingui/react/macro'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Fold } from './Fold.tsx'

/** A document of the server as it came. `label` names it for the button that copies it. */
export function RawJson({ value, label }: { readonly value: unknown; readonly label: string }) {
  return (
    <Fold className="raw-json" summary={<Trans>Raw JSON</Trans>}>
      {() => <Json text={JSON.stringify(value, undefined, 2)} label={label} />}
    </Fold>
  )
}

function Json({ text, label }: { readonly text: string; readonly label: string }) {
  const { t } = useLingui()
  return (
    <div className="raw-json-body">
      <CopyButton text={text} label={t`Copy ${label}`} />
      <pre>{text}</pre>
    </div>
  )
}
