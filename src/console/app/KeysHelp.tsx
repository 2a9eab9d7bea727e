import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useId, useRef } from 'react'
import { keyCaps, useRegisteredKeys } from '../ui/keys.ts'
import type { KeyScope } from '../ui/keys.ts'
import { setPreferences, usePreferences } from '../ui/preferences.ts'
import './overlays.css'

const SCOPES = ['everywhere', 'list', 'record'] as const satisfies readonly KeyScope[]

/** What each key does on the page as it is now, and the switch that turns single characters off. */
export function KeysHelp({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const titleId = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const registered = useRegisteredKeys()
  const { keys } = usePreferences()
  const words: Record<KeyScope, string> = {
    everywhere: t`Everywhere`,
    list: t`In the list`,
    record: t`In the open execution`,
  }

  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal()
  }, [])

  return (
    <dialog ref={dialog} className="overlay keys-help" aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId}>
        <Trans>Keys</Trans>
      </h2>
      {SCOPES.map((scope) => {
        // Of several that answer to one key the youngest says what it does.
        const here = new Map(registered.filter((each) => each.scope === scope).map((each) => [each.key, each.words]))
        return here.size === 0 ? null : (
          <section key={scope} aria-label={words[scope]}>
            <h3>{words[scope]}</h3>
            <dl>
              {[...here].map(([key, does]) => (
                <div key={key} className={keys || key.length > 1 ? undefined : 'is-off'}>
                  <dt>
                    {keyCaps(key).map((cap) => (
                      <kbd key={cap}>{cap}</kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        )
      })}
      <label className="keys-switch">
        <input
          type="checkbox"
          checked={keys}
          onChange={(event) => setPreferences({ keys: event.currentTarget.checked })}
        />
        <Trans>Single characters are keys</Trans>
      </label>
      <button type="button" className="link-button" onClick={() => dialog.current?.close()}>
        <Trans>Close</Trans>
      </button>
    </dialog>
  )
}
